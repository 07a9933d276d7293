import JSONDocument
import RecordSamples
import Records
import Runs
import Testing
import Verification

@Suite("The digest of a run, and what gates cost over many")
struct RunDigestTests {
  private func digest(_ record: RunRecord, _ lines: LedgerLine...) -> RunDigest {
    var logs = WorkLogs(of: record)
    logs.readLedger(lines.flatMap { JSONWriter.write($0.value) })
    return RunDigest(record, logs: logs)
  }

  @Test("Durations are the ledger's where it speaks, else the record's, and say which")
  func clocks() throws {
    let record = try Story.worked().record
    let digest = digest(
      record, record.ledgerLine(1, 3, part: .prepare, milliseconds: 100, early: 100),
      record.ledgerLine(1, 3, milliseconds: 50))
    let tries = digest.stages[1].tries
    #expect(tries.map(\.duration?.milliseconds) == [1001, 1001, 150])
    #expect(tries.map(\.duration?.clock) == [.record, .record, .monotonic])
    #expect(digest.stages.map(\.milliseconds) == [1001, 2152, 1001, 0])
    #expect(tries[2].slowestCommand?.part == .prepare)
    #expect(digest.milliseconds == 11 * 1001)
  }

  @Test("The longest attempts come first, the earlier gate's of equal ones")
  func longest() throws {
    let record = try Story.worked().record
    let digest = digest(record, record.ledgerLine(1, 2, outcome: "signal", milliseconds: 1500))
    #expect(
      digest.longest.map { "\($0.key.gate) \($0.key.number)" }
        == ["G2 2", "G1 1", "G2 1", "G2 3", "G3 1"])
  }

  @Test("Verdicts are counted, tries after the first are retries, known failures are told")
  func verdicts() throws {
    let digest = digest(try Story.worked().record)
    #expect(
      digest.verdicts.map { "\($0.reason.rawValue) \($0.count)" } == [
        "all_rules_passed 1", "passed_with_warnings 1", "attempt_cap_reached 1",
        "worker_exit_nonzero 1", "rate_limited 1",
      ])
    #expect(digest.stages.map(\.retries) == [0, 2, 0, 0])
    #expect(digest.stages[1].tries.map(\.isKnownFailure) == [false, true, false])
  }

  @Test("A person's words do not make a failure known")
  func personsWords() throws {
    var story = try Story()
    try story.start(story.gate(0))
    var draft = story.draft(story.gate(0), .failedByPerson)
    draft.failureReason = "known failure (no)"
    try story.close(draft)
    #expect(digest(story.record).tries.map(\.isKnownFailure) == [false])
  }

  @Test("An open attempt has no duration, and a run that goes on no end")
  func open() throws {
    var story = try Story()
    try story.start(story.gate(0))
    let digest = digest(story.record)
    #expect(digest.tries.map(\.duration?.milliseconds) == [nil])
    #expect(digest.milliseconds == nil)
    #expect(digest.longest.isEmpty)
  }

  @Test("Over many runs: attempts for each pass, failures by reason, median, longest, costliest")
  func many() throws {
    var bottlenecks = Bottlenecks()
    let record = try Story.worked().record
    bottlenecks.add(digest(record))
    bottlenecks.add(
      digest(
        record, record.ledgerLine(1, 1, outcome: "signal", milliseconds: 11),
        record.ledgerLine(1, 2, outcome: "signal", milliseconds: 2001),
        record.ledgerLine(1, 3, milliseconds: 30)))
    let workflow = try #require(bottlenecks.workflows.first)
    #expect(bottlenecks.workflows.map(\.name) == ["two-gates"])
    #expect(workflow.runs == 2)
    #expect(workflow.gates.map(\.id.description) == ["G1", "G2", "G3"])
    let research = workflow.gates[1]
    #expect([research.runs, research.attempts, research.passes] == [2, 6, 2])
    #expect(research.attemptsPerPass == 300)
    #expect(
      research.failures.map { "\($0.reason.rawValue) \($0.count)" } == [
        "worker_exit_nonzero 2", "rate_limited 2",
      ])
    #expect(research.median == 1001)
    #expect(research.longest == 2001)
    #expect(research.total == 3 * 1001 + 2042)
    #expect(research.clock == nil)
    #expect(workflow.gates[0].clock == .record)
    #expect(workflow.gates[2].attemptsPerPass == nil)
    #expect(workflow.costliest?.id == research.id)
  }

  @Test("Workflows stand by themselves, and the newest run gives gates their order and names")
  func workflows() throws {
    var bottlenecks = Bottlenecks()
    for (workflow, names) in [("b", ["Old", "Gone"]), ("a", ["One"]), ("b", ["New"])] {
      var story = try Story(.sample(gates: names, workflow: workflow))
      for gate in names.indices { try story.pass(story.gate(gate), "text") }
      bottlenecks.add(digest(story.record))
    }
    #expect(
      bottlenecks.workflows.map { [$0.name] + $0.gates.map(\.name) } == [
        ["a", "One"], ["b", "New", "Gone"],
      ])
  }
}
