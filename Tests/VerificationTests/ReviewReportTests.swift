import Digests
import RecordSamples
import Records
import Testing
@testable import Verification

@Suite("What a reviewer should look at")
struct ReviewReportTests {
  /// A review of a run whose files are all as they passed, but for those that a test names.
  private func review(
    _ record: RunRecord, base: RunReview.Base = .none, today: [String: FileFact] = [:],
    standing: [RunRecord] = [], contract: Digest?? = .none, atBase: Digest?? = .none
  ) -> RunReview {
    var all = StandingOutputs()
    for run in standing + [record] { all.add(run) }
    func digest(_ path: String) -> Digest? { .sample(path) }
    return RunReview(
      record, base: base,
      evidence: EvidenceToday(
        record, files: record.state.index.map { today[$0.file.path] ?? $0.file }, standing: all,
        contract: { contract ?? digest($0) }, contractAtBase: { atBase ?? digest($0) }))
  }

  private func kinds(_ review: RunReview) -> [ReviewNote.Kind] { review.notes.map(\.kind) }

  @Test("A run as it passed gives its warning alone")
  func calm() throws {
    let review = review(try Story.mended().record)
    #expect(review.change == nil)
    #expect(kinds(review) == [.warningStands])
    let note = try #require(review.notes.first)
    #expect(note.path == "essays/the-word-robot/G1/0.md")
    #expect(note.line == 14)
    #expect(note.message == "G1 passed with a warning: R2 not_contains, 'TODO' stands here")
  }

  @Test("A file that changed or went after it passed is named")
  func artifacts() throws {
    let record = try Story.mended().record
    let (one, two) = ("{artifact_path}/G2/0.md", "{artifact_path}/G2/1.md")
    let review = review(record, today: [one: .sample(one, "edited"), two: .gone(two)])
    #expect(kinds(review) == [.artifactChanged, .artifactMissing, .warningStands])
    #expect(review.notes[0].path == "essays/the-word-robot/G2/0.md")
    #expect(review.notes[0].message == "changed since it passed G2, attempt 3")
    #expect(review.evidence.isOvertaken)
  }

  @Test("A file that a later run passed as it is now has not changed behind anybody's back")
  func superseded() throws {
    let record = try Story.mended().record
    let start = Instant.sampleStart.later(by: 86_400_000)
    var later = try Story(.sample(at: start, number: 7), at: start)
    try later.pass(later.gate(0), "a better brief")
    let path = "{artifact_path}/G1/0.md"
    let review = review(
      record, today: [path: .sample(path, "a better brief")], standing: [later.record])
    #expect(kinds(review) == [.warningStands])
    #expect(review.evidence.artifacts[0].state == .superseded(by: later.record.header.id))
    #expect(!review.evidence.isOvertaken)
    let edited = self.review(
      record, today: [path: .sample(path, "edited since")], standing: [later.record])
    #expect(edited.evidence.artifacts[0].state == .changed)
  }

  @Test("An older run never covers a newer one")
  func notSuperseded() throws {
    let start = Instant.sampleStart.later(by: 86_400_000)
    let newer = try Story.mended(.sample(at: start, number: 7), at: start).record
    var older = try Story(.sample())
    try older.pass(older.gate(0), "an old brief")
    let path = "{artifact_path}/G1/0.md"
    let review = review(
      newer, today: [path: .sample(path, "an old brief")], standing: [older.record])
    #expect(review.evidence.artifacts[0].state == .changed)
  }

  @Test("A contract edited since, gone, or unlike the base's is named")
  func contracts() throws {
    var mending = Story.Mending()
    mending.changesContract = true
    let record = try Story.mended(.sample(), mending).record
    let judged = review(record, base: .absent)
    #expect(
      kinds(judged)
        == [.warningStands, .contractChangedAfterFailure])
    let edited = review(record, base: .absent, contract: .some(.sample("edited")))
    #expect(
      kinds(edited)
        == [.contractChanged, .contractChanged, .warningStands, .contractChangedAfterFailure])
    let gone = review(record, base: .absent, contract: .some(nil))
    #expect(gone.notes[0].message == "missing; it judged G1")
    let unlike = review(record, base: .absent, atBase: .some(.sample("main's")))
    #expect(kinds(unlike).prefix(2) == [.contractNotOfBase, .contractNotOfBase])
    #expect(kinds(review(record, base: .absent, atBase: .some(nil))) == kinds(judged))
  }

  @Test("Gates closed with nobody asked are named together")
  func nobody() throws {
    var mending = Story.Mending()
    mending.channel = .noPause
    let review = review(try Story.mended(.sample(), mending).record)
    #expect(kinds(review) == [.warningStands, .nobodyLooked])
    #expect(review.notes[1].message == "G2 passed with nobody asked")
    #expect(review.finished?.by.channel == .noPause)
  }

  @Test("A gate out of order and a stale one are named")
  func order() throws {
    var story = try Story(.sample())
    try story.pass(story.gate(1), "early")
    try story.pass(story.gate(0), "late")
    try story.pass(story.gate(0), "later")
    #expect(kinds(review(story.record)) == [.outOfOrder, .gateStale])
  }

  @Test("Only what happened since the base is told")
  func since() throws {
    var mending = Story.Mending()
    mending.finishes = false
    let story = try Story.mended(.sample(), mending)
    var later = story
    try later.finish(.passed)
    let review = review(later.record, base: .record(story.record))
    #expect(review.change == .changed)
    #expect(review.statusBefore == .running)
    #expect(review.status == .passed)
    #expect(review.movedGates.isEmpty)
    #expect(review.notes.isEmpty)
    #expect(review.continuesBase)
    let start = try Story(.sample())
    let whole = self.review(later.record, base: .record(start.record))
    #expect(whole.movedGates.map(\.story.gate.description) == ["G1", "G2"])
    #expect(whole.gates[1].before == .init(status: .pending, attempts: 0))
    #expect(kinds(whole) == [.warningStands])
  }

  @Test("A record that does not go on from the base's is named")
  func rewritten() throws {
    var one = try Story(.sample())
    var other = one
    try one.pass(one.gate(0), "one")
    try other.pass(other.gate(0), "another")
    let review = review(other.record, base: .record(one.record))
    #expect(kinds(review) == [.recordRewritten])
    #expect(review.notes[0].path?.hasSuffix("/record/RUN.json") == true)
    var finished = other
    try finished.finish(.failed)
    let older = self.review(other.record, base: .record(finished.record))
    #expect(kinds(older) == [.recordRewritten])
    let unreadable = self.review(other.record, base: .unreadable("line 3 was changed by hand"))
    #expect(kinds(unreadable) == [.recordUnreadable])
    let report = ReviewReport(
      since: .init(revision: "main", commit: String(repeating: "a", count: 40)), runs: [review])
    #expect(
      report.notes[0].next
        == "orchestrate verify --since aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
  }

  @Test("Of a run whose record is the same, only its files are told")
  func overtaken() throws {
    let record = try Story.mended().record
    let path = "{artifact_path}/G2/0.md"
    let review = review(record, base: .same, today: [path: .sample(path, "edited")])
    #expect(review.change == .overtaken)
    #expect(kinds(review) == [.artifactChanged])
  }

  @Test("The report has the newest run first and the gravest note first, and counts the rest")
  func report() throws {
    let start = Instant.sampleStart.later(by: 86_400_000)
    var newer = try Story(.sample(at: start, number: 7), at: start)
    try newer.pass(newer.gate(0), "a")
    let report = ReviewReport(
      runs: [review(try Story.mended().record), review(newer.record)],
      unreadable: [
        .init(run: "run_x", path: "orchestration/runs/run_x/record/RUN.json", what: "broken")
      ], gone: ["run_a", "run_b"], unchanged: 4)
    #expect(report.runs.map(\.header.id).first == newer.record.header.id)
    #expect(
      report.notes.map(\.kind) == [.runGone, .runGone, .recordUnreadable, .warningStands])
    #expect(report.notes[2].next == "orchestrate verify --run run_x")
    #expect(report.gone == ["run_b", "run_a"])
    #expect(report.summary == "3 runs: 1 passed, 1 waiting at G2, 1 not readable")
  }

  @Test(
    "Attempts stand on the axis in the order of their starts; an open one ends with the last event")
  func spans() throws {
    var story = try Story(.sample())
    try story.start(story.gate(1))
    try story.pass(story.gate(0), "a")
    let spans = review(story.record).spans
    #expect(spans.map(\.key.gate.description) == ["G2", "G1"])
    #expect(spans[0].status == nil)
    #expect(spans[0].end == story.record.events.last?.at)
    #expect(spans[1].status == .pass)
  }
}
