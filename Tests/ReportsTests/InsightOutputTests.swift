import JSONDocument
import RecordSamples
import Records
@testable import Reports
import Runs
import TestSupport
import Testing
import Verification

@Suite("Digest, insight and bottlenecks, whole")
struct InsightOutputTests {
  private func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  private func digest(_ story: Story, _ lines: [LedgerLine] = [], _ agent: AgentSummary? = nil)
    -> RunDigest
  {
    var logs = WorkLogs(of: story.record)
    logs.readLedger(lines.flatMap { JSONWriter.write($0.value) })
    if let agent {
      let key = AttemptKey(gate: story.gate(1), number: 3)
      logs.readSummary(JSONWriter.write(agent.value), of: key)
    }
    return RunDigest(story.record, logs: logs)
  }

  private func agent(_ words: String) -> AgentSummary {
    AgentSummary(
      lines: 9, reportedMilliseconds: 800, lastMessage: words, commandCount: 3,
      commands: [
        AgentEvents.Command(text: "swift build", milliseconds: 640, status: 0, isError: false),
        AgentEvents.Command(text: words, milliseconds: 120, status: 1, isError: true),
        AgentEvents.Command(text: "sleep 9", milliseconds: nil, status: nil, isError: false),
      ])
  }

  /// A run with one of everything.
  private func wholeRun() throws -> RunDigest {
    let story = try Story.worked()
    let record = story.record
    return digest(
      story,
      [
        record.ledgerLine(1, 1, outcome: "exit_nonzero", status: 1, milliseconds: 90),
        record.ledgerLine(1, 3, part: .prepare, command: "get", milliseconds: 45, early: 900),
        record.ledgerLine(1, 3, milliseconds: 810, early: 50),
        record.ledgerLine(1, 7, milliseconds: 1),
      ], agent("Two sources were added.\nAll done."))
  }

  @Test("One of everything, as digest, page and screen")
  func everything() throws {
    let digest = try wholeRun()
    #expect(
      GoldenFile.difference(
        of: String(decoding: DigestJSON.file(digest), as: UTF8.self), from: "insight/digest.json")
        == nil)
    #expect(
      GoldenFile.difference(
        of: String(decoding: InsightMarkdown(digest).file, as: UTF8.self),
        from: "insight/insight.md") == nil)
    #expect(
      GoldenFile.difference(of: text(InsightText(digest).lines), from: "insight/inspect.txt")
        == nil)
  }

  @Test("A run that went well has little to tell")
  func calm() throws {
    var story = try Story()
    try story.pass(story.gate(0), "a brief")
    try story.pass(story.gate(1), "notes")
    try story.finish(.passed)
    #expect(
      GoldenFile.difference(
        of: text(InsightMarkdown(digest(story)).lines), from: "insight/calm.md") == nil)
  }

  @Test("What failed first and how it was mended is told as reviewers are told")
  func mended() throws {
    let lines = InsightText(digest(try Story.mended())).lines
    #expect(lines.contains("    failed first in attempt 1, rule_failed"))
    #expect(
      lines.contains(
        "  G2 Research needed 3 attempts; whether it often does: "
          + "orchestrate run bottlenecks --workflow two-gates"))
  }

  @Test("Bottlenecks as a table and for a program")
  func bottlenecks() throws {
    var bottlenecks = Bottlenecks()
    let digest = try wholeRun()
    bottlenecks.add(digest)
    bottlenecks.add(digest)
    var other = try Story(.sample(workflow: "another"))
    try other.start(other.gate(0))
    bottlenecks.add(self.digest(other))
    #expect(
      GoldenFile.difference(
        of: text(BottlenecksText(bottlenecks).lines), from: "insight/bottlenecks.txt") == nil)
    #expect(
      GoldenFile.difference(
        of: String(decoding: JSONWriter.write(BottlenecksJSON.value(bottlenecks)), as: UTF8.self),
        from: "insight/bottlenecks.json") == nil)
    #expect(BottlenecksText(Bottlenecks()).lines == ["no run yet"])
  }

  @Test(
    "A duration has two units at most",
    arguments: [
      (0, "0 ms"), (999, "999 ms"), (1000, "1.0 s"), (9999, "9.9 s"), (10_000, "10 s"),
      (59_999, "59 s"), (60_000, "1 min"), (250_000, "4 min 10 s"), (7_500_000, "2 h 5 min"),
      (86_400_000, "1 d"), (90_000_000, "1 d 1 h"), (Int.max, "106751991167 d 7 h"),
    ])
  func durations(_ milliseconds: Int, _ words: String) {
    #expect(DurationWords.text(milliseconds) == words)
  }

  @Test("No text of a log or a record moves, colours or hides anything", arguments: Payloads.all)
  func hostile(_ payload: String) throws {
    var story = try Story(.sample(gates: [payload, "Two \(payload)"], workflow: "two-gates"))
    try story.pass(story.gate(0), "a brief")
    for number in 1...3 {
      try story.start(story.gate(1))
      try story.closeByWorker(
        story.gate(1), number < 3 ? .workerExitNonzero : .allRulesPassed,
        "known failure (\(payload)): \(payload)")
    }
    try story.finish(.passed, reason: nil)
    let lines = [
      story.record.ledgerLine(1, 3, part: .prepare, command: payload, milliseconds: 4),
      story.record.ledgerLine(1, 3, command: payload, milliseconds: 5),
    ]
    let digest = digest(story, lines, agent(payload))
    #expect(digest.leftOut == 0)
    var bottlenecks = Bottlenecks()
    bottlenecks.add(digest)
    let json = String(decoding: DigestJSON.file(digest), as: UTF8.self)
    for line in InsightText(digest).lines + InsightMarkdown(digest).lines
      + BottlenecksText(bottlenecks).lines + json.split(separator: "\n").map(String.init)
    {
      #expect(Payloads.harmful(line).isEmpty, "\(line)")
    }
    let read = try JSONDocument(parsing: Array(json.utf8)).root.object()
    _ = try read.required("stages")
  }
}
