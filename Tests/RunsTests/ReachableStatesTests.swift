import Digests
import RecordSamples
import Records
import Runs
import Testing
import Text

/// What a person can do to a run.
private enum Move: Hashable, CustomStringConvertible {
  case start(Int)
  case close(Int, Verdict.ReasonCode, String)
  case invoke(Int)
  case complete(RunStatus)

  var description: String {
    switch self {
    case .start(let gate): "start G\(gate + 1)"
    case .close(let gate, let code, let text): "close G\(gate + 1) \(code.rawValue) \(text)"
    case .invoke(let gate): "invoke at G\(gate + 1)"
    case .complete(let status): "complete \(status.rawValue)"
    }
  }

  static func all(gates: Int) -> [Move] {
    (0..<gates).flatMap { gate in
      [.start(gate), .invoke(gate), .close(gate, .ruleFailed, "draft")]
        + [.close(gate, .failedByPerson, "draft"), .close(gate, .allRulesPassed, "one")]
        + [.close(gate, .allRulesPassed, "two")]
    } + RunStatus.allCases.filter { $0 != .running }.map { .complete($0) }
  }
}

/// What of a run decides which moves there are.
private struct Standing: Hashable {
  let status: RunStatus
  let gates: [GateStatus]
  let outputs: [Digest?]

  init(_ record: RunRecord) {
    status = record.state.status
    gates = record.state.gates.map(\.status)
    outputs = record.state.gates.map { gate in
      record.standing(of: gate.id)?.attempt.artifacts.first?.file.sha256
    }
  }
}

@Suite("Every state that a run can reach")
struct ReachableStatesTests {
  private static func workflow(enforcesOrder: Bool) throws -> Workflow {
    let text = """
      {"name": "two-gates", "version": "1", "enforce_order": \(enforcesOrder), "gates": [
        {"gate": "G1", "name": "Intake", "prompt": "prompts/G1.md"},
        {"gate": "G2", "name": "Research", "prompt": "prompts/G2.md"}]}
      """
    return try Workflow(
      Array(text.utf8), name: "two-gates", path: Workflow.path(of: "two-gates"))
  }

  /// Makes a move as the commands do; nil where they refuse it.
  private func make(_ move: Move, _ story: Story, _ workflow: Workflow) throws -> Story? {
    var next = story
    let record = story.record
    do throws(Refusal) {
      switch move {
      case .start(let gate):
        _ = try record.opening(of: record.header.gates[gate].id, workflow: workflow, agent: nil)
      case .close(let gate, _, _): _ = try record.openAttempt(of: record.header.gates[gate].id)
      case .invoke: if record.state.status.isFinal { return nil }
      case .complete(let status): try record.checkCompletion(status)
      }
    } catch {
      #expect(!error.hint.isEmpty && !error.message.isEmpty)
      return nil
    }
    switch move {
    case .start(let gate): try next.start(story.gate(gate))
    case .close(let gate, let code, let text): try next.close(story.gate(gate), code, text)
    case .invoke(let gate): try next.invoke(story.gate(gate))
    case .complete(let status):
      for open in record.state.open { try next.close(open.key.gate, .runCanceled) }
      try next.finish(status)
    }
    return next
  }

  /// Makes a move without asking whether it is possible; nil where the record itself refuses it.
  private func force(_ move: Move, _ story: Story) -> Story? {
    var next = story
    do throws(RecordError) {
      switch move {
      case .start(let gate): try next.start(story.gate(gate))
      case .close(let gate, let code, let text): try next.close(story.gate(gate), code, text)
      case .invoke(let gate): try next.invoke(story.gate(gate))
      case .complete(let status): try next.finish(status)
      }
      return next
    } catch { return nil }
  }

  @Test(
    "No state is a dead end, and the record refuses what the commands refuse",
    arguments: [
      false, true,
    ])
  func noDeadEnd(enforcesOrder: Bool) throws {
    let workflow = try Self.workflow(enforcesOrder: enforcesOrder)
    let first = try Story()
    var reached = [Standing(first.record): first]
    var queue = [first]
    var leads: [Standing: Set<Standing>] = [:]
    while let story = queue.popLast() {
      let here = Standing(story.record)
      for move in Move.all(gates: 2) {
        let next = try make(move, story, workflow)
        let isCancelOfOpen = move == .complete(.canceled) && !story.record.state.open.isEmpty
        let isOutOfOrder = enforcesOrder && move == .start(1)
        if !isCancelOfOpen, !isOutOfOrder {
          #expect((force(move, story) != nil) == (next != nil), "\(move) in \(here)")
        }
        guard let next else { continue }
        let there = Standing(next.record)
        leads[here, default: []].insert(there)
        if reached[there] == nil {
          reached[there] = next
          queue.append(next)
        }
      }
    }
    let kinds = Set(reached.keys.map { "\($0.status) \($0.gates)" })
    #expect(kinds.count > (enforcesOrder ? 20 : 40))
    #expect(Set(reached.keys.map(\.status)) == Set(RunStatus.allCases))
    #expect(Set(reached.keys.flatMap(\.gates)) == Set(GateStatus.allCases))

    // From where a run is not final, PASSED can be reached; where it is, nothing more happens.
    var good = Set(reached.keys.filter { $0.status == .passed })
    var grows = true
    while grows {
      let more = leads.filter { !good.contains($0.key) && !$0.value.isDisjoint(with: good) }.keys
      good.formUnion(more)
      grows = !more.isEmpty
    }
    for (standing, story) in reached {
      #expect(standing.status.isFinal == (leads[standing] == nil), "\(standing)")
      if !standing.status.isFinal { #expect(good.contains(standing), "\(standing)") }
      try expectNextStep(story, workflow)
    }
  }

  /// The next step is a command that the tool takes in this state.
  private func expectNextStep(_ story: Story, _ workflow: Workflow) throws {
    let record = story.record
    let state = record.state
    let next = NextStep(record, uncommitted: .none)
    #expect(!next.reason.isEmpty)
    switch next.command {
    case RunCommand.show(record.header.id): #expect(state.status.isFinal)
    case RunCommand.complete(record.header.id):
      #expect(try make(.complete(.passed), story, workflow) != nil)
    case RunCommand.resume(record.header.id):
      #expect(!state.status.isFinal)
      if state.open.isEmpty {
        let gate = try #require(state.gates.firstIndex { $0.status != .pass })
        #expect(try make(.start(gate), story, workflow) != nil)
      }
    default: Issue.record("an unknown step: \(next.command)")
    }
  }
}

@Suite("The next step")
struct NextStepTests {
  private func step(_ record: RunRecord, _ uncommitted: Uncommitted = .none) -> String {
    let next = NextStep(record, uncommitted: uncommitted)
    return "\(next.command.split(separator: " ").prefix(3).joined(separator: " ")): \(next.reason)"
  }

  @Test("It is the first thing that a person can do to move on")
  func steps() throws {
    var story = try Story()
    let (g1, g2) = (story.gate(0), story.gate(1))
    #expect(step(story.record) == "orchestrate run resume: G1 is PENDING")
    try story.start(g1)
    #expect(step(story.record) == "orchestrate run resume: attempt 1 of G1 is open")
    try story.close(g1, .ruleFailed, "a")
    #expect(step(story.record) == "orchestrate run resume: G1 is FAIL")
    try story.finish(.failed)
    #expect(step(story.record) == "orchestrate run resume: G1 is FAIL")
    try story.pass(g1, "b")
    try story.start(g2)
    try story.start(g1)
    #expect(step(story.record) == "orchestrate run resume: attempt 1 of G2 is open")
    try story.close(g2, .allRulesPassed, "c")
    try story.close(g1, .allRulesPassed, "d")
    #expect(step(story.record) == "orchestrate run resume: G2 is STALE")
    try story.pass(g2, "c")
    #expect(step(story.record) == "orchestrate run complete: every gate passes")
    let uncommitted = Uncommitted(
      attempts: [AttemptKey(gate: g1, number: 3), AttemptKey(gate: g2, number: 2)], runFile: true)
    #expect(
      step(story.record, uncommitted)
        == "git add orchestration/runs/\(story.record.header.id)/record: G1, G2 passed and are not committed"
    )
    try story.finish(.passed)
    #expect(step(story.record) == "orchestrate run show: the run is PASSED")
    #expect(
      step(story.record, Uncommitted(attempts: [], runFile: true))
        == "git add orchestration/runs/\(story.record.header.id)/record: the record is not committed"
    )
  }

  @Test("While a run goes on, a RUN.json that is not committed is no step")
  func openRun() throws {
    let record = try Story().record
    let step = NextStep(record, uncommitted: Uncommitted(attempts: [], runFile: true))
    #expect(step.command == RunCommand.resume(record.header.id))
  }
}

@Suite("The lines that commit")
struct CommitLinesTests {
  private func lines(
    name: String = "Intake", artifactPath: String = "essays/a", output: String
  ) throws -> CommitLines {
    var story = try Story(.sample(gates: [name], artifactPath: artifactPath))
    try story.start(story.gate(0))
    try story.close(story.draft(story.gate(0), outputs: [.sample(output, "x")]))
    let attempt = try #require(story.record.standing(of: story.gate(0))?.attempt)
    return CommitLines([attempt], in: story.record)
  }

  private let record =
    "git add orchestration/runs/run_20260119T143012Z_the-word-robot_ab12cd/record "
    + "orchestration/gates/contracts/G1.contract.json "

  @Test(
    "Plain names stand as they are, others in quotation marks that a shell takes off",
    arguments: [
      ("essays/a", "{artifact_path}/a.md", "essays/a/a.md"),
      ("essays/a", "shared/x_1-2+3@4%,5.md", "shared/x_1-2+3@4%,5.md"),
      ("essays/my essay", "{artifact_path}/a.md", "'essays/my essay/a.md'"),
      ("essays/o'neill", "{artifact_path}/a.md", #"'essays/o'\''neill/a.md'"#),
      ("essays/übersicht", "{artifact_path}/a.md", "'essays/übersicht/a.md'"),
      ("essays/$(id)", "{artifact_path}/a.md", "'essays/$(id)/a.md'"),
      ("essays/a;b&c|d", "{artifact_path}/a.md", "'essays/a;b&c|d/a.md'"),
      ("essays/`id`", "{artifact_path}/!a#~.md", "'essays/`id`/!a#~.md'"),
      ("-f", "{artifact_path}/a.md", "./-f/a.md"), ("~a", "{artifact_path}/a.md", "'~a/a.md'"),
    ])
  func quoting(artifactPath: String, output: String, word: String) throws {
    let lines = try lines(artifactPath: artifactPath, output: output)
    #expect(lines.add == record + word)
  }

  @Test(
    "The message names the gate and the run, quoted",
    arguments: [
      ("Intake", "'Pass G1 Intake of the-word-robot'"),
      ("It's $HOME", #"'Pass G1 It'\''s $HOME of the-word-robot'"#),
    ])
  func message(name: String, message: String) throws {
    let lines = try lines(name: name, output: "{artifact_path}/a.md")
    #expect(lines.commit == "git commit -m " + message)
    #expect(lines.line == lines.add + " && " + lines.commit)
  }

  @Test("Several gates are committed in one step, each path once")
  func several() throws {
    var story = try Story()
    for index in 0..<2 {
      try story.start(story.gate(index))
      try story.close(
        story.draft(
          story.gate(index), outputs: [.sample("shared/a.md", "x"), .sample("b.md", "y")]))
    }
    let attempts = [0, 1].compactMap { story.record.standing(of: story.gate($0))?.attempt }
    let lines = CommitLines(attempts, in: story.record)
    #expect(
      lines.add == record + "shared/a.md b.md orchestration/gates/contracts/G2.contract.json")
    #expect(lines.commit == "git commit -m 'Pass G1, G2 of the-word-robot'")
    try story.finish(.passed)
    #expect(
      CommitLines([], in: story.record).commit
        == "git commit -m 'Record the PASSED run of the-word-robot'")
  }
}

@Suite("Completing a run")
struct RunCompletionTests {
  @Test("What stands in the way of an end is named")
  func refusals() throws {
    func id(_ story: Story, _ status: RunStatus) -> String? {
      do throws(Refusal) {
        try story.record.checkCompletion(status)
        return nil
      } catch { return error.id }
    }
    var story = try Story()
    let (g1, g2) = (story.gate(0), story.gate(1))
    #expect(id(story, .passed) == "gates-not-passed")
    #expect(id(story, .failed) == nil && id(story, .canceled) == nil)
    try story.start(g1)
    #expect(id(story, .passed) == "attempt-open" && id(story, .failed) == "attempt-open")
    #expect(id(story, .canceled) == nil)
    try story.close(g1, .ruleFailed, "a")
    try story.finish(.failed)
    #expect(id(story, .failed) == "already-failed" && id(story, .passed) == "gates-not-passed")
    #expect(id(story, .canceled) == nil)
    try story.pass(g1, "a")
    try story.pass(g2, "b")
    #expect(id(story, .passed) == nil && id(story, .failed) == nil)
    try story.start(g1)
    #expect(id(story, .passed) == "attempt-open")
    try story.close(g1, .allRulesPassed, "c")
    #expect(id(story, .passed) == "gates-not-passed", "G2 is STALE")
    try story.pass(g2, "b")
    try story.finish(.passed)
    for status in RunStatus.allCases { #expect(id(story, status) == "run-final") }
  }

  @Test("The gates that have not passed are named in order")
  func gates() throws {
    var story = try Story(.sample(gates: ["A", "B", "C"]))
    try story.pass(story.gate(1), "b")
    let error = #expect(throws: Refusal.self) { try story.record.checkCompletion(.passed) }
    #expect(error?.message == "the run cannot pass: G1, G3 have not passed")
  }
}
