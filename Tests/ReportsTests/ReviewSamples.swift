import Digests
import RecordSamples
import Records
@testable import Verification

/// Reports and comparisons of sample runs.
enum ReviewSamples {
  /// A comparison value's base.
  static let since = VerificationReport.Base(
    revision: "origin/main", commit: "0123456789abcdef0123456789abcdef01234567")

  static func review(
    _ record: RunRecord, base: RunReview.Base = .none, changed: Set<String> = [],
    gone: Set<String> = []
  ) -> RunReview {
    var standing = StandingOutputs()
    standing.add(record)
    let files = record.state.index.map(\.file).map { file in
      changed.contains(file.path)
        ? .sample(file.path, "edited") : gone.contains(file.path) ? .gone(file.path) : file
    }
    return RunReview(
      record, base: base,
      evidence: EvidenceToday(
        record, files: files, standing: standing, contract: { .sample($0) },
        contractAtBase: { .sample($0) }))
  }

  /// A report with one of everything.
  static func everything() throws -> ReviewReport {
    var mending = Story.Mending()
    mending.changesContract = true
    let first = try Story(.sample())
    let mended = try Story.mended(.sample(), mending).record
    let day = Instant.sampleStart.later(by: 86_400_000)
    var early = try Story(
      .sample(
        slug: "the-first-bug", gates: ["Intake", "Research", "Spec"],
        artifactPath: "essays/the-first-bug", at: day, number: 0x77), at: day)
    try early.start(early.gate(1))
    var draft = early.draft(early.gate(1), .failedByPerson)
    draft.failureReason = "the narrative buries\nthe argument"
    draft.finishedBy = Actor(name: nil, channel: .terminal)
    try early.close(draft)
    try early.start(early.gate(0), agent: "writer")
    return ReviewReport(
      since: since,
      runs: [
        review(
          mended, base: .record(first.record), changed: ["{artifact_path}/G2/0.md"],
          gone: ["{artifact_path}/G2/1.md"]),
        review(early.record, base: .absent),
      ],
      unreadable: [
        .init(
          run: "run_20260101T000000Z_old_000000",
          path: "orchestration/runs/run_20260101T000000Z_old_000000/record/RUN.json",
          what: "a merge left its markers in the record")
      ], gone: ["run_20260102T000000Z_gone_000000"], unchanged: 3)
  }

  /// A report and a comparison in which every text that a record may choose holds harmful text.
  static func hostile(_ text: String) throws -> (report: ReviewReport, comparison: RunComparison) {
    let header = RunHeader.sample(gates: [text, text], workflow: text)
    var story = try Story(header)
    try story.start(story.gate(0), agent: text)
    var draft = story.draft(
      story.gate(0), .ruleFailed, outputs: [.sample(Story.output(story.gate(0), 0), "a")])
    draft.validations = [
      .sample(
        text, type: text, path: text, pass: false, found: text,
        findings: [Attempt.Finding(path: text, line: 1, column: 1, message: text)]),
      .sample("R2", path: text, pass: false, error: text),
    ]
    draft.finishedBy = Actor(name: text, channel: .worker)
    draft.failureReason = text
    try story.close(draft)
    try story.start(story.gate(0))
    var pass = story.draft(
      story.gate(0), .passedWithWarnings, outputs: [.sample(Story.output(story.gate(0), 0), "b")])
    pass.validations = [
      .sample(
        text, type: text, path: text, pass: false, severity: .warn, found: text,
        findings: [Attempt.Finding(path: text, line: 1, column: 1, message: text)])
    ]
    pass.finishedBy = Actor(name: text, channel: .worker)
    try story.close(pass)
    try story.start(story.gate(1))
    try story.close(story.gate(1), .failedByPerson)
    try story.finish(.failed, by: Actor(name: text, channel: .command), reason: text)
    let report = ReviewReport(
      since: .init(revision: text, commit: since.commit),
      runs: [
        review(
          story.record, base: .absent, changed: ["{artifact_path}/G1/0.md"])
      ], unreadable: [.init(run: text, path: text, what: text)], gone: [text])
    return (report, RunComparison(try Story.mended().record, story.record))
  }
}
