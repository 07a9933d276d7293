import Digests
import RecordSamples
import Records
import Testing

/// How a record answers a history that no use of the tool leads to.
struct Refused: Sendable, CustomTestStringConvertible {
  let name: String
  let seq: Int?
  let record: String
  let words: String
  let history: @Sendable () throws -> Void

  init(
    _ name: String, seq: Int?, record: String = "RUN.json", _ words: String,
    _ history: @escaping @Sendable () throws -> Void
  ) {
    self.name = name
    self.seq = seq
    self.record = record
    self.words = words
    self.history = history
  }

  var testDescription: String { name }
}

@Suite("Folding a history to its state")
struct HistoryTests {
  private static let g1 = GateID.named("G1")
  private static let g2 = GateID.named("G2")
  private static let g3 = GateID.named("G3")

  private static func events(_ facts: [(Int, Event.Fact)]) throws(RecordError) {
    let events = facts.map {
      Event(seq: $0, at: Instant.sampleStart.later(by: Int64($0)), key: nil, fact: $1)
    }
    _ = try RunRecord(header: .sample(at: .sampleStart.later(by: 1)), events: events, attempts: [:])
  }

  /// What closes an attempt of G1 after a change of its draft; G1 has failed once and its second attempt is open.
  private static func closing(_ change: (inout Draft) throws -> Void) throws {
    var story = try Story()
    try story.start(g1)
    try story.close(g1, .ruleFailed, "old")
    try story.start(g1, agent: "writer")
    try story.invoke(g1)
    var draft = story.draft(g1, outputs: [.sample("{artifact_path}/a.md", "new")])
    try change(&draft)
    try story.close(draft)
  }

  static let refused: [Refused] = [
    Refused("no event", seq: nil, "the history does not begin with run_started") {
      try events([])
    },
    Refused("another first event", seq: nil, "the history does not begin with run_started") {
      try events([(1, .gateStarted(try Story().started(g1)))])
    },
    Refused("a number that is left out", seq: 3, "its number should be 2") {
      try events([(1, .runStarted), (3, .gateStarted(try Story().started(g1)))])
    },
    Refused("a number twice", seq: 1, "its number should be 2") {
      try events([(1, .runStarted), (1, .gateStarted(try Story().started(g1)))])
    },
    Refused("a first number of 2", seq: 2, "its number should be 1") {
      try events([(2, .runStarted)])
    },
    Refused("a second run_started", seq: 2, "a run starts once") {
      try events([(1, .runStarted), (2, .runStarted)])
    },
    Refused("a gate that the run does not have", seq: 2, "the run has no gate G9") {
      var story = try Story()
      try story.start(.named("G9"))
    },
    Refused("an invocation at a gate that the run does not have", seq: 2, "the run has no gate G9")
    {
      var story = try Story()
      try story.invoke(.named("G9"))
    },
    Refused("a first attempt with the number 2", seq: 2, "the attempt's number should be 1") {
      var story = try Story()
      try story.append(.gateStarted(story.started(g1).numbered(2)))
    },
    Refused("a second attempt with the number 1", seq: 4, "the attempt's number should be 2") {
      var story = try Story()
      try story.pass(g1, "a")
      try story.append(.gateStarted(story.started(g1).numbered(1)))
    },
    Refused(
      "a second attempt while the first is open", seq: 3,
      "not possible in gate G1, which is RUNNING"
    ) {
      var story = try Story()
      try story.start(g1)
      try story.start(g1)
    },
    Refused(
      "'before' that leaves a gate out", seq: 2,
      "'before' does not name the earlier gates that had not passed"
    ) {
      var story = try Story()
      try story.append(.gateStarted(story.started(g2).after([])))
    },
    Refused(
      "'before' that names a gate that had passed", seq: 4,
      "'before' does not name the earlier gates that had not passed"
    ) {
      var story = try Story()
      try story.pass(g1, "a")
      try story.append(.gateStarted(story.started(g2).after([g1])))
    },
    Refused(
      "'before' that names a later gate", seq: 2,
      "'before' does not name the earlier gates that had not passed"
    ) {
      var story = try Story()
      try story.append(.gateStarted(story.started(g1).after([g2])))
    },
    Refused(
      "an input that does not differ", seq: 4, "'inputs' does not list files that differ"
    ) {
      var story = try Story()
      try story.pass(g1, "a")
      try story.start(g2, changed: [.sample(Story.output(g1, 0), "a")])
    },
    Refused("an input that the index lacks", seq: 4, "'inputs' does not list files that differ") {
      var story = try Story()
      try story.pass(g1, "a")
      try story.start(g2, changed: [.sample("{artifact_path}/other.md", "b")])
    },
    Refused("an input twice", seq: 4, "'inputs' does not list files that differ") {
      var story = try Story()
      try story.pass(g1, "a")
      let input = FileFact.sample(Story.output(g1, 0), "b")
      try story.start(g2, changed: [input, input])
    },
    Refused("inputs out of their order", seq: 4, "'inputs' does not list files that differ") {
      var story = try Story()
      try story.start(g1)
      try story.close(g1, .allRulesPassed, "a", "b")
      try story.start(
        g2, changed: [1, 0].map { .sample(Story.output(g1, $0), "changed \($0)") })
    },
    Refused("the outputs of a later gate as inputs", seq: 4, "'inputs' does not list files") {
      var story = try Story()
      try story.pass(g2, "a")
      try story.start(g1, changed: [.sample(Story.output(g2, 0), "b")])
    },
    Refused("an invocation twice", seq: 3, "is recorded twice") {
      var story = try Story()
      let id = InvocationID(at: story.now, number: 1)
      let fact = Event.InvocationRecorded(
        id: id, gate: g1, attempt: nil, agent: "a", status: .success)
      try story.append(.invocationRecorded(fact))
      try story.append(.invocationRecorded(fact))
    },
    Refused("an invocation with another moment", seq: 2, "the invocation's id holds another moment")
    {
      var story = try Story()
      try story.append(
        .invocationRecorded(
          Event.InvocationRecorded(
            id: InvocationID(at: story.now.later(by: 1), number: 1), gate: g1, attempt: nil,
            agent: "a", status: .success)))
    },
    Refused(
      "an invocation that names an attempt where none is open", seq: 2,
      "the invocation names an attempt that was not open"
    ) {
      var story = try Story()
      try story.append(
        .invocationRecorded(
          Event.InvocationRecorded(
            id: InvocationID(at: story.now, number: 1), gate: g1, attempt: 1, agent: "a",
            status: .success)))
    },
    Refused(
      "an invocation that leaves out the open attempt", seq: 3,
      "the invocation names an attempt that was not open"
    ) {
      var story = try Story()
      try story.start(g1)
      try story.append(
        .invocationRecorded(
          Event.InvocationRecorded(
            id: InvocationID(at: story.now, number: 1), gate: g1, attempt: nil, agent: "a",
            status: .success)))
    },
    Refused("a finish without a start", seq: 2, "attempt 1 of G1 was not open") {
      var story = try Story()
      try story.close(g1)
    },
    Refused("a finish twice", seq: 4, "attempt 1 of G1 was not open") {
      var story = try Story()
      try story.start(g1)
      let draft = story.draft(g1)
      try story.close(draft)
      try story.close(draft)
    },
    Refused("a finish of another number", seq: 3, "attempt 2 of G1 was not open") {
      var story = try Story()
      try story.start(g1)
      var draft = story.draft(g1)
      draft.key = AttemptKey(gate: g1, number: 2)
      try story.close(draft)
    },
    Refused("a finish without its file", seq: 3, "gates/G1/attempt-1.json is missing") {
      var story = try Story()
      try story.start(g1)
      try story.append(
        .gateFinished(
          Event.GateFinished(
            gate: g1, attempt: 1, status: .pass, reasonCode: .allRulesPassed, sha256: .zero)))
    },
    Refused(
      "a finish with another digest", seq: 3, record: "gates/G1/attempt-1.json",
      "gates/G1/attempt-1.json is not the file that was recorded"
    ) {
      var story = try Story()
      try story.start(g1)
      let attempt = story.draft(g1).attempt
      try story.append(
        .gateFinished(
          Event.GateFinished(
            gate: g1, attempt: 1, status: .pass, reasonCode: .allRulesPassed, sha256: .zero)),
        closed: ClosedAttempt(attempt: attempt, sha256: .sample("other"), in: story.record.header))
    },
    Refused("a run that passes before a gate has", seq: 4, "though not every gate had") {
      var story = try Story()
      try story.pass(g1, "a")
      try story.finish(.passed)
    },
    Refused("a run that passes while a gate is STALE", seq: 8, "though not every gate had") {
      var story = try Story()
      try story.pass(g1, "a")
      try story.pass(g2, "b")
      try story.pass(g1, "c")
      try story.finish(.passed)
    },
    Refused("a run that fails while an attempt is open", seq: 3, "an attempt is still open") {
      var story = try Story()
      try story.start(g1)
      try story.finish(.failed)
    },
    Refused("a run that is canceled while an attempt is open", seq: 3, "an attempt is still open") {
      var story = try Story()
      try story.start(g1)
      try story.finish(.canceled)
    },
    Refused("a run that passes while a redo is open", seq: 7, "an attempt is still open") {
      var story = try Story()
      try story.pass(g1, "a")
      try story.pass(g2, "b")
      try story.start(g1)
      try story.finish(.passed)
    },
    Refused("a run that finishes as RUNNING", seq: 2, "not possible in a run that is RUNNING") {
      var story = try Story()
      try story.finish(.running)
    },
    Refused("a run that fails twice", seq: 3, "not possible in a run that is FAILED") {
      var story = try Story()
      try story.finish(.failed)
      try story.finish(.failed)
    },
    Refused("a start after CANCELED", seq: 3, "not possible in a run that is CANCELED") {
      var story = try Story()
      try story.finish(.canceled)
      try story.start(g1)
    },
    Refused("an invocation after PASSED", seq: 7, "not possible in a run that is PASSED") {
      var story = try Story()
      try story.pass(g1, "a")
      try story.pass(g2, "b")
      try story.finish(.passed)
      try story.invoke(g1)
    },
  ]

  static let contradictions: [Refused] = [
    attempt("another run's", "it belongs to another run, run_20260119T143012Z_other_ab12cd") {
      $0.runID = .named("run_20260119T143012Z_other_ab12cd")
    },
    attempt("another start", "its started_at differs") { $0.startedAt = $0.startedAt.later(by: 1) },
    attempt("another agent", "its agent differs") { $0.agent = "reader" },
    attempt("no agent", "its agent differs") { $0.agent = nil },
    attempt("another packet", "its prompt differs") {
      $0.prompt = PromptFact(sha256: $0.prompt.sha256, bytes: $0.prompt.bytes + 1)
    },
    attempt("no invocation", "its invocation_ids differ") { $0.invocationIDs = [] },
    attempt("an input of its own", "its inputs differ") {
      $0.inputs = [.sample("{artifact_path}/b.md", "b")]
    },
    attempt("no previous attempt", "its previous attempt is not the one") { $0.previous = nil },
    attempt("another previous attempt", "its previous attempt is not the one") {
      $0.previous = $0.previous.map { Attempt.Previous(record: $0.record, sha256: .zero) }
    },
    attempt("a verdict that contradicts its status", "its verdict contradicts its status") {
      $0.verdict = Verdict(reasonCode: .ruleFailed, nextAction: "go on")
    },
  ]

  private static func attempt(
    _ name: String, _ words: String, _ change: @escaping @Sendable (inout Draft) -> Void
  ) -> Refused {
    Refused(name, seq: nil, record: "gates/G1/attempt-2.json", words) { try closing(change) }
  }

  @Test("An illegal history is refused with the event that breaks it", arguments: refused)
  func illegal(history: Refused) { expectRefusal(history) }

  @Test("An attempt that contradicts its events is refused by name", arguments: contradictions)
  func contradiction(history: Refused) { expectRefusal(history) }

  private func expectRefusal(_ history: Refused) {
    do {
      try history.history()
      Issue.record("it was taken")
    } catch let error as RecordError {
      #expect(error.record == history.record)
      #expect(error.seq == history.seq)
      #expect(error.what.contains(history.words), "\(error.what)")
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test("Attempt files that stand in each other's place are refused")
  func swapped() throws {
    var story = try Story()
    try story.pass(Self.g1, "a")
    try story.pass(Self.g2, "b")
    let record = story.record
    let first = AttemptKey(gate: Self.g1, number: 1)
    let second = AttemptKey(gate: Self.g2, number: 1)
    #expect(throws: RecordError.self) {
      try RunRecord(
        header: record.header, events: record.events,
        attempts: [first: record.attempts[second], second: record.attempts[first]].compactMapValues(
          \.self))
    }
    // Also where the digests are swapped with them.
    var names: [AttemptKey: ClosedAttempt] = [:]
    for (key, other) in [(first, second), (second, first)] {
      guard let own = record.attempts[key], let file = record.attempts[other] else { continue }
      names[key] = ClosedAttempt(
        attempt: file.attempt, sha256: own.sha256, in: record.header)
    }
    let error = #expect(throws: RecordError.self) {
      try RunRecord(header: record.header, events: record.events, attempts: names)
    }
    #expect(error?.what == "it says that it is attempt 1 of G2")
    #expect(error?.record == "gates/G1/attempt-1.json")
  }
}

extension Event.GateStarted {
  fileprivate func numbered(_ number: Int) -> Event.GateStarted {
    Event.GateStarted(
      gate: gate, attempt: number, agent: agent, contract: contract, prompt: prompt,
      inputs: inputs, before: before)
  }

  fileprivate func after(_ before: [GateID]) -> Event.GateStarted {
    Event.GateStarted(
      gate: gate, attempt: attempt, agent: agent, contract: contract, prompt: prompt,
      inputs: inputs, before: before)
  }
}
