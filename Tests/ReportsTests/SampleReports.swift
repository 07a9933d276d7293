import RecordSamples
import Records
import Verification

extension VerificationReport {
  /// Makes a report of what a test needs alone.
  static func sample(
    _ findings: [VerificationFinding], runs: [Run] = [.sample()], counts: Counts = Counts(),
    since: Base? = nil, contractsFrom: Base? = nil, isStrict: Bool = false
  ) -> VerificationReport {
    VerificationReport(
      runs: runs, counts: counts, findings: findings, since: since, contractsFrom: contractsFrom,
      isStrict: isStrict)
  }

  /// A small report that has something of everything.
  static let whole = sample(
    [
      VerificationFinding(
        .recordDigest, path: "\(folder)/record/gates/G1/attempt-1.json", run: run,
        attempt: AttemptKey(gate: .named("G1"), number: 1),
        message: "attempt-1.json is not the file that was recorded",
        expected: String(repeating: "ab", count: 32), found: String(repeating: "0c", count: 32),
        recordedBy: "event 3 of RUN.json",
        next: "git checkout HEAD -- \(folder)/record"),
      VerificationFinding(
        .stateMismatch, path: "\(folder)/record/RUN.json", line: 14, run: run,
        message: "the status of gate G2 is not what its attempts say", expected: "FAIL",
        found: "PASS"),
      VerificationFinding(
        .cannotCheck, path: "essays/robot/research/a|b.md", run: run,
        attempt: AttemptKey(gate: .named("G2"), number: 3),
        message: "the history is cut, and the recorded bytes are not in the working tree",
        next: "git fetch --unshallow"),
      VerificationFinding(
        .changed, path: "essays/robot/intake.md", run: run,
        attempt: AttemptKey(gate: .named("G1"), number: 1),
        message: "changed since it passed",
        next: "orchestrate gate start --run \(run) --gate G1"),
      VerificationFinding(
        .notReplayed, path: "essays/robot/notes.md", run: run,
        attempt: AttemptKey(gate: .named("G1"), number: 1),
        message: "R2 was not run again: its bytes are not at hand"),
      VerificationFinding(
        .contractChanged, path: "orchestration/gates/contracts/G1.contract.json", run: run,
        message: "edited since G1 passed"),
      VerificationFinding(
        .notReplayed, path: "essays/robot/other.md", run: run,
        attempt: AttemptKey(gate: .named("G1"), number: 1),
        message: "R3 was not run again: its bytes are not at hand"),
      VerificationFinding(
        .runRemoved, path: "orchestration/runs/run_20260118T090000Z_the-moon_00aa11",
        run: "run_20260118T090000Z_the-moon_00aa11", message: "the run is gone"),
      VerificationFinding(
        .uncovered, path: "src/app/essays/science/new", run: nil,
        message: "no passed run of visual-essay has this folder",
        next: "orchestrate run visual-essay --artifact-path src/app/essays/science/new"),
    ],
    runs: [
      .sample(id: run, status: .running, waitingAt: .named("G2")),
      .sample(id: "run_20260120T080000Z_the-sea_cd34ef", isUnchanged: true),
      .sample(id: "run_20260121T080000Z_the-wind_ef56ab", status: nil),
    ],
    counts: .sample, since: Base(revision: "main", commit: String(repeating: "1f", count: 20)),
    contractsFrom: Base(revision: "main", commit: String(repeating: "1f", count: 20)))

  private static let run = "run_20260119T143012Z_the-word-robot_ab12cd"
  private static let folder = "orchestration/runs/\(run)"
}

extension VerificationReport.Run {
  static func sample(
    id: String = "run_20260119T143012Z_the-word-robot_ab12cd", status: RunStatus? = .passed,
    waitingAt: GateID? = nil, isUnchanged: Bool = false
  ) -> VerificationReport.Run {
    VerificationReport.Run(
      id: id, status: status, workflow: status.map { _ in "visual-essay" },
      artifactPath: status.map { _ in "essays/robot" }, waitingAt: waitingAt,
      isUnchanged: isUnchanged)
  }
}

extension VerificationReport.Counts {
  static var sample: VerificationReport.Counts {
    var counts = VerificationReport.Counts()
    counts.reproduced = 34
    counts.superseded = 2
    counts.changed = 1
    counts.cannotCheck = 1
    counts.rulesReplayed = 120
    counts.rulesNotReplayed = 2
    counts.rulesClaimed = 3
    return counts
  }
}

extension VerificationFinding {
  /// A finding of which only what a test names matters.
  static func sample(
    _ id: FindingID = .changed, path: String = "a.md", line: Int? = nil, run: String? = nil,
    attempt: Int? = nil, message: String = "changed since it passed", expected: String? = nil,
    found: String? = nil, isStrict: Bool = false
  ) -> VerificationFinding {
    VerificationFinding(
      id, isStrict: isStrict, path: path, line: line, run: run,
      attempt: attempt.map { AttemptKey(gate: .named("G1"), number: $0) }, message: message,
      expected: expected, found: found)
  }
}
