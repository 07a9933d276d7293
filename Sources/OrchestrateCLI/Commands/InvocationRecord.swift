import CommandGrammar
import Host
import JSONDocument
import Records
import Runs

/// `invocation record`: writes down one call of an agent.
struct InvocationRecord: ChangingCommand {
  enum Outcome: String, CaseIterable, ArgumentValue {
    case success = "SUCCESS"
    case fail = "FAIL"
  }

  static let agent = Option<String>.required("--agent", "A", help: "who was called")
  static let status = Option<Outcome>(
    "--status", "STATUS", default: .success, help: "how the call ended")
  static let declaration = CommandDeclaration(
    ["invocation", "record"], group: "By hand", abstract: "write down one call of an agent",
    arguments: [Shared.run, Shared.gate, agent, status, Shared.skipDoctor],
    examples: [
      Example("orchestrate invocation record --gate G2 --agent researcher", "one that went well")
    ])

  private let run: String?
  private let gate: String?
  private let agent: String
  private let status: Event.InvocationStatus

  init(_ arguments: ParsedArguments) throws(UsageError) {
    run = arguments[Shared.run]
    gate = arguments[Shared.gate]
    agent = try arguments.agent(arguments[Self.agent]) ?? ""
    status = arguments[Self.status] == .success ? .success : .fail
  }

  func run(in session: Session) throws -> Answer {
    let run = try session.selectRun(run)
    // Looked up before the lock is taken, as taking it notes the holder in the logs.
    _ = try session.load(run).gate(named: gate)
    var id: InvocationID?
    let record = try session.update(run) { fresh in
      let gate = try fresh.gate(named: gate)
      if let key = session.key, let event = fresh.event(withKey: key) {
        guard case .invocationRecorded(let recorded) = event.fact, recorded.gate == gate,
          recorded.agent == agent, recorded.status == status
        else { throw Refusal.keyUsed(key, for: event.fact.type) }
        id = recorded.id
        return (fresh, closed: [])
      }
      if fresh.state.status.isFinal { throw Refusal.runFinal(run, fresh.state.status) }
      let instant = session.now()
      let invocation = Event.InvocationRecorded(
        id: fresh.invocationID(at: instant, number: session.surroundings.random()), gate: gate,
        attempt: fresh.state.openAttempt(of: gate)?.key.number, agent: agent, status: status)
      id = invocation.id
      return (
        try fresh.appending(.invocationRecorded(invocation), at: instant, key: session.key),
        closed: []
      )
    }
    let name = id?.description ?? ""
    return Answer(
      lines: [name],
      ["run_id": .string(record.header.id.description), "id": .string(name)])
  }
}
