import JSONDocument
import RecordSamples
import Records
@testable import Reports
import TestSupport
import Testing
@testable import Verification

@Suite("Reports for reviewers, whole")
struct ReviewOutputTests {
  private func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  private func json(_ value: JSONValue) -> String {
    String(decoding: JSONWriter.write(value), as: UTF8.self)
  }

  @Test("One of everything, in every format")
  func everything() throws {
    let report = try ReviewSamples.everything()
    #expect(
      GoldenFile.difference(
        of: text(ReviewMarkdown(report).lines), from: "review/everything.md") == nil)
    #expect(
      GoldenFile.difference(of: text(ReviewText(report).lines), from: "review/everything.txt")
        == nil)
    #expect(
      GoldenFile.difference(
        of: json(ReviewJSON.members(report)), from: "review/everything.json") == nil)
  }

  @Test("Nothing to tell is told in two lines")
  func nothing() {
    let report = ReviewReport(since: ReviewSamples.since, runs: [], unchanged: 2)
    #expect(
      ReviewText(report).lines == [
        "Gate runs since origin/main",
        "nothing has changed; 2 runs as before, compared with 0123456789ab",
      ])
    #expect(!text(ReviewMarkdown(report).lines).contains("|"))
    #expect(ReviewText(ReviewReport(runs: [])).lines == ["Gate runs", "no runs"])
  }

  @Test("Two runs that differ in everything, and one that differs in nothing")
  func comparison() throws {
    let start = Instant.sampleStart.later(by: 86_400_000)
    var other = try Story(
      .sample(
        slug: "the-first-bug", gates: ["Intake", "Research", "Spec"],
        artifactPath: "essays/the-first-bug", workflow: "three-gates", version: "2",
        promptFile: .sample("topics/bug.md"), at: start, number: 0x77), at: start)
    try other.pass(other.gate(0), "a brief")
    try other.start(other.gate(1))
    var draft = other.draft(
      other.gate(1), .ruleFailed, outputs: [.sample(Story.output(other.gate(1), 0), "sources")])
    draft.contract = .sample("another contract")
    draft.finishedBy = Actor(name: nil, channel: .noPause)
    try other.close(draft)
    try other.finish(.failed, reason: "no time")
    let record = try Story.mended().record
    let comparison = RunComparison(record, other.record)
    #expect(
      GoldenFile.difference(
        of: text(RunComparisonText(comparison).lines), from: "review/diff.txt") == nil)
    #expect(
      GoldenFile.difference(
        of: json(RunComparisonJSON.members(comparison)), from: "review/diff.json") == nil)
    #expect(
      RunComparisonText(RunComparison(record, record)).lines == [
        "A  \(record.header.id)", "B  \(record.header.id)", "", "no differences",
      ])
  }

  @Test("A report of many runs keeps to its limit, and says how many it leaves out")
  func manyRuns() throws {
    let runs = try (0..<200).map { day in
      let start = Instant.sampleStart.later(by: Int64(day) * 86_400_000)
      return ReviewSamples.review(
        try Story.mended(.sample(at: start, number: UInt32(day)), at: start).record)
    }
    let report = ReviewReport(runs: runs)
    let lines = ReviewMarkdown(report).lines
    let size = text(lines).utf8.count
    #expect(size <= ReviewMarkdown.limit)
    #expect(size > ReviewMarkdown.limit - 2000)
    let shown = lines.count { $0.hasPrefix("### the-word-robot") }
    #expect(shown > 20)
    #expect(
      lines.last
        == "\(200 - shown) older runs left out to keep this short; `orchestrate report` has all.")
    #expect(lines.contains("- and 160 more: `orchestrate report --format json`"))
    #expect(ReviewText(report).lines.count { $0.hasPrefix("the-word-robot") } == 200)
  }

  @Test("A record with texts of any length cannot make the report long")
  func longTexts() throws {
    let report = try ReviewSamples.hostile(String(repeating: "`|@a", count: 5000)).report
    #expect(text(ReviewMarkdown(report).lines).utf8.count <= ReviewMarkdown.limit)
  }
}
