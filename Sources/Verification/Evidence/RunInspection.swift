import Records
import Runs
import Text

/// What is kept of a run once it has been looked at: small, so that any number of runs can be held.
struct RunInspection: Sendable {
  let name: String
  /// Nil where the record does not hold together.
  let header: RunHeader?
  /// What RUN.json says of the run, believed or not.
  let saidHeader: RunHeader?
  let summary: VerificationReport.Run
  /// Says whether its evidence and its rules are asked; else it is taken at its word.
  let isAsked: Bool
  /// Says whether nothing in the record itself failed.
  let recordHolds: Bool
  var findings: [VerificationFinding]
  /// The files that its standing attempts vouch for; none of a canceled run, which vouches for nothing, and of one that is not
  /// asked (see `UnaskedRuns`).
  var claims: [Claim] = []
  /// The contracts that judged its standing attempts, in the order of the gates.
  var contracts: [(attempt: AttemptKey, reference: PolicyReference)] = []
  /// Attempts whose rules wait for bytes that the working tree does not have.
  var pending: [AttemptKey] = []
  /// The bytes that they wait for.
  var wanted: Set<RecordedFile> = []
  var wantedPolicies: Set<PolicyReference> = []
  var rulesReplayed = 0
  var rulesNotReplayed = 0
  var rulesClaimed = 0
  /// The gates that were begun while earlier ones had not passed.
  var outOfOrder: [GateID] = []
}

extension RunInspection {
  /// The contracts that judged its standing attempts, and its workflow.
  var policies: [PolicyReference] {
    contracts.map(\.reference)
      + (header.flatMap { PolicyReference(workflowOf: $0) }.map { [$0] } ?? [])
  }

  /// The command that has a gate judged again: another attempt, or another run where this one is final.
  func redo(_ gate: GateID) -> String? {
    guard let header else { return nil }
    guard summary.status?.isFinal == false else {
      return "orchestrate run \(ShellWord.quoted(header.workflow.name)) "
        + "--slug \(header.workflow.slug) "
        + "--artifact-path \(ShellWord.quoted(header.workflow.artifactPath.text))"
    }
    // The gate that is worked on is closed before it is opened again.
    return summary.waitingAt == gate
      ? RunCommand.resume(header.id) : RunCommand.start(header.id, gate)
  }

  /// Takes in what running the rules of an attempt again said.
  mutating func take(_ replay: Replay, of attempt: Attempt, isStrict: Bool, rules: Int) {
    rulesReplayed += replay.replayed
    rulesNotReplayed += replay.notReplayed
    rulesClaimed += replay.claimed
    let path = RunPaths(attempt.runID).attempt(attempt.key)
    for difference in replay.differences {
      // An older tool's answer may differ from ours without anybody having lied.
      let id: FindingID = attempt.rules < rules ? .rulesChanged : .claimNotReproduced
      findings.append(
        VerificationFinding(
          id, isStrict: isStrict, path: path,
          line: difference.index.flatMap { attempt.line(ofValidation: $0) }, run: name,
          attempt: attempt.key, message: difference.message, expected: difference.expected,
          found: difference.found,
          recordedBy: "attempt \(attempt.key.number) of \(attempt.key.gate)",
          next: RunCommand.show(attempt.runID)))
    }
    if replay.notReplayed > 0 {
      findings.append(
        VerificationFinding(
          .notReplayed, path: path, run: name, attempt: attempt.key,
          message:
            "\(Count.rules(replay.notReplayed)) not run again: what they judged is not at hand"))
    }
  }
}
