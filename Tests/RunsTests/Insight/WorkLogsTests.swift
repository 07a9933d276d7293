import Digests
import JSONDocument
import RecordSamples
import Records
import Runs
import Testing

@Suite("What logs tell, as far as the record bears it out")
struct WorkLogsTests {
  /// The bytes of a ledger.
  private func ledger(_ lines: LedgerLine...) -> [UInt8] {
    lines.flatMap { JSONWriter.write($0.value) }
  }

  /// The durations that are believed of an attempt of G2, and how many entries are not.
  private func read(_ ledger: [UInt8], of number: Int, in record: RunRecord) -> [Int] {
    var logs = WorkLogs(of: record)
    logs.readLedger(ledger)
    let key = AttemptKey(gate: record.header.gates[1].id, number: number)
    return logs.commands(of: key).map(\.milliseconds) + [-logs.leftOut]
  }

  @Test("The commands of an attempt are taken in as they ended")
  func commands() throws {
    let record = try Story.worked().record
    let lines = ledger(
      record.ledgerLine(1, 3, part: .prepare, command: "get", milliseconds: 200, early: 500),
      record.ledgerLine(1, 3, milliseconds: 300, early: 10),
      record.ledgerLine(1, 3, part: .finish, command: "test", milliseconds: 100))
    #expect(read(lines, of: 3, in: record) == [200, 300, 100, 0])
  }

  @Test("The workflow of an attempt is the one that its worker's line names")
  func workflow() throws {
    let record = try Story.worked().record
    let key = AttemptKey(gate: record.header.gates[1].id, number: 3)
    func workflow(_ lines: LedgerLine...) -> Digest? {
      var logs = WorkLogs(of: record)
      for line in lines { logs.readLedger(ledger(line)) }
      return logs.workflowDigest(of: key)
    }
    let prepared = record.ledgerLine(
      1, 3, part: .prepare, milliseconds: 1, early: 9, workflowDigest: .sample("one"))
    let worked = record.ledgerLine(1, 3, milliseconds: 1, workflowDigest: .sample("two"))
    #expect(workflow(prepared, worked) == .sample("two"))
    #expect(workflow(prepared) == nil)
    #expect(workflow(record.ledgerLine(1, 3, milliseconds: 1)) == nil)
    var logs = WorkLogs(of: record)
    let text = String(decoding: JSONWriter.write(worked.value), as: UTF8.self)
    logs.readLedger(Array(text.replacing(Digest.sample("two").hex, with: "two").utf8))
    #expect(logs.workflowDigest(of: key) == nil && logs.commands(of: key).count == 1)
  }

  /// A line that is not to be believed, made from a run's record.
  struct Lie: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let line: @Sendable (RunRecord) -> [UInt8]

    init(_ what: String, _ line: @escaping @Sendable (RunRecord) -> LedgerLine) {
      testDescription = what
      self.line = { JSONWriter.write(line($0).value) }
    }

    init(_ what: String, text: String) {
      testDescription = what
      line = { _ in Array(text.utf8) }
    }
  }

  static let untrue: [Lie] = [
    Lie("longer than the attempt") { $0.ledgerLine(1, 3, milliseconds: 36_000_000) },
    Lie("of another run") {
      $0.ledgerLine(1, 3, milliseconds: 1, run: .named("run_20260101T000000Z_other_000000"))
    },
    Lie("of an attempt that is not there") { $0.ledgerLine(1, 9, milliseconds: 1) },
    Lie("before the attempt began") { $0.ledgerLine(1, 3, milliseconds: 1, early: 5000) },
    Lie("after the attempt was closed") { $0.ledgerLine(1, 3, milliseconds: 1, early: -1) },
    Lie("a failure where the record has a pass") {
      $0.ledgerLine(1, 3, outcome: "exit_nonzero", status: 1, milliseconds: 1)
    },
    Lie("no JSON", text: "hello"), Lie("another object", text: #"{"at": 1}"#),
    Lie("cut in the middle", text: #"{"at": "2026-01-19T14:30:12.481Z", "run": "run_"#),
    Lie(
      "a negative duration",
      text: #"{"at":"2026-01-19T14:30:20.481Z","run":"run_20260119T143012Z_the-word-robot_ab12cd","#
        + #""gate":"G2","attempt":3,"part":"worker","command":"c","outcome":"success","#
        + #""exit_status":0,"milliseconds":-1}"#),
  ]

  @Test(
    "What contradicts the record, or cannot be read, is left out and counted", arguments: untrue)
  func lies(_ lie: Lie) throws {
    let record = try Story.worked().record
    #expect(read(lie.line(record), of: 3, in: record) == [-1])
  }

  @Test("A command is counted once, and all together take no longer than their attempt")
  func together() throws {
    let record = try Story.worked().record
    let twice = ledger(
      record.ledgerLine(1, 3, milliseconds: 300), record.ledgerLine(1, 3, milliseconds: 300))
    #expect(read(twice, of: 3, in: record) == [300, -1])
    let tooLong = ledger(
      record.ledgerLine(1, 3, part: .prepare, milliseconds: 2000),
      record.ledgerLine(1, 3, milliseconds: 2000))
    #expect(read(tooLong, of: 3, in: record) == [2000, -1])
  }

  @Test("A failed command of a failed attempt, and one of an open attempt, are taken in")
  func others() throws {
    let record = try Story.worked().record
    let line = record.ledgerLine(
      1, 1, outcome: "exit_nonzero", status: 1, milliseconds: 700)
    #expect(read(ledger(line), of: 1, in: record) == [700, 0])
    var story = try Story()
    try story.pass(story.gate(0), "a brief")
    try story.start(story.gate(1))
    let open = LedgerLine(
      at: story.now, run: story.record.header.id,
      attempt: AttemptKey(gate: story.gate(1), number: 1),
      part: .worker, command: "agent", outcome: "success", exitStatus: 0, milliseconds: 40)
    #expect(read(ledger(open), of: 1, in: story.record) == [40, 0])
  }

  @Test("The summary of an agent is read as it was written; what is none is counted")
  func summary() throws {
    let record = try Story.worked().record
    let key = AttemptKey(gate: record.header.gates[1].id, number: 3)
    let summary = AgentSummary(
      lines: 4, unknownLines: 1, reportedMilliseconds: 290, lastMessage: "All \u{1B}[31mdone.",
      commandCount: 2,
      commands: [
        AgentEvents.Command(text: "ls -l", milliseconds: 240, status: nil, isError: true),
        AgentEvents.Command(text: "true", milliseconds: nil, status: 0, isError: false),
      ])
    var logs = WorkLogs(of: record)
    logs.readSummary(JSONWriter.write(summary.value), of: key)
    #expect(logs.agent(of: key) == summary)
    #expect(logs.leftOut == 0)
    for text in [
      "", "[]", "{}", #"{"lines":1,"unknown_lines":0,"command_count":1,"commands":[3]}"#,
    ] {
      var logs = WorkLogs(of: record)
      logs.readSummary(Array(text.utf8), of: key)
      #expect(logs.agent(of: key) == nil, "\(text)")
      #expect(logs.leftOut == 1, "\(text)")
    }
  }
}
