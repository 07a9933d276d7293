import CommandGrammar
import JSONDocument
import Records
import Runs

/// `gate start`: opens an attempt and writes its packet.
struct GateStart: ChangingCommand {
  static let agent = Option<String>.optional(
    "--agent", "A", otherwise: "the workflow's", help: "who does the work")
  static let gate = Option<String>.required(
    "--gate", "Gx", kind: .name(of: "gate"), help: "the gate, such as G2")
  static let declaration = CommandDeclaration(
    ["gate", "start"], group: "By hand", abstract: "open an attempt; its packet's path is printed",
    arguments: [Shared.run, gate, agent, Shared.skipDoctor],
    examples: [Example("orchestrate gate start --gate G1", "open the first attempt of G1")])

  private let run: String?
  private let gate: String
  private let agent: String?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    run = arguments[Shared.run]
    gate = arguments[Self.gate]
    agent = try arguments.agent(arguments[Self.agent])
  }

  func run(in session: Session) throws -> Answer {
    let run = try session.selectRun(run)
    let gate = try session.load(run).gate(named: gate)
    let opened = try session.openGate(gate, of: run, agent: agent, key: session.key)
    for warning in opened.warnings { session.frame.say(warning) }
    session.frame.say("next: \(RunCommand.finish(run, gate))")
    return Answer(
      lines: [opened.packetPath],
      [
        "run_id": .string(run.description), "gate": .string(gate.description),
        "attempt": .integer(Int64(opened.key.number)), "packet": .string(opened.packetPath),
        "warnings": .array(opened.warnings.map { .string($0) }),
        "next": .string(RunCommand.finish(run, gate)),
      ])
  }
}

extension ParsedArguments {
  /// The name of an agent, one line.
  func agent(_ text: String?) throws(UsageError) -> String? {
    guard let text else { return nil }
    guard let line = OneLine(text) else {
      throw refused(
        "the agent must be one line of at most 128 characters",
        hint: "leave out line breaks and control characters")
    }
    return line.text
  }
}
