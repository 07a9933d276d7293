import CommandGrammar
import Records
import Runs

/// `gate fail`: closes the attempt as failed, in a person's words.
struct GateFail: ChangingCommand {
  static let declaration = CommandDeclaration(
    ["gate", "fail"], group: "By hand", abstract: "close the attempt as failed, with a reason",
    arguments: [Shared.run, Shared.gate, Shared.reason, Shared.skipDoctor],
    examples: [
      Example("orchestrate gate fail --gate G2 --reason 'two sources are gone'", "send G2 back")
    ])

  private let run: String?
  private let gate: String?
  private let reason: String

  init(_ arguments: ParsedArguments) throws(UsageError) {
    run = arguments[Shared.run]
    gate = arguments[Shared.gate]
    reason = try arguments.reason(Shared.reason)
  }

  func run(in session: Session) throws -> Answer {
    let run = try session.selectRun(run)
    let gate = try session.selectGate(gate, in: session.load(run))
    let closed = try session.failGate(
      gate, of: run, reason: reason, channel: .command, key: session.key)
    return session.answer(closed, .done)
  }
}
