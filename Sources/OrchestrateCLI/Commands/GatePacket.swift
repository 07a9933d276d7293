import CommandGrammar
import JSONDocument
import Records
import Reports
import Runs

/// `gate packet`: the packet, rendered afresh, on standard output and nothing else.
struct GatePacket: OrchestrateCommand {
  static let declaration = CommandDeclaration(
    ["gate", "packet"], group: "By hand", abstract: "print the packet of a gate, rendered afresh",
    arguments: [Shared.run, Shared.gate],
    examples: [Example("orchestrate gate packet --gate G1", "print it, to paste or to pipe")])

  private let run: String?
  private let gate: String?

  init(_ arguments: ParsedArguments) {
    run = arguments[Shared.run]
    gate = arguments[Shared.gate]
  }

  func run(in session: Session) throws -> Answer {
    let record = try session.load(session.selectRun(run))
    let gate = try record.gate(named: gate)
    let packet = try session.renderPacket(gate, in: record)
    return Answer(
      lines: packet.lines,
      [
        "run_id": .string(record.header.id.description), "gate": .string(gate.description),
        "packet": .string(packet.lines.joined(separator: "\n") + "\n"),
      ])
  }
}
