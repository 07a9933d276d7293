import CommandGrammar
import Host

/// A command of the tool: declared once, made from what was typed, and asked for its answer.
protocol ToolCommand: Command {
  /// Does what was asked, wherever it was asked.
  func answer(_ call: Call) throws -> Answer
}

/// One call of a command: what surrounds it, what was typed, and where its talk goes.
struct Call {
  let surroundings: Surroundings
  let arguments: ParsedArguments
  let frame: Frame

  /// The repository that the call is about, which must be set up.
  func session() throws -> Session { try Session(surroundings, arguments, frame: frame) }
}

/// A command that works in a repository.
protocol OrchestrateCommand: ToolCommand {
  func run(in session: Session) throws -> Answer
}

extension OrchestrateCommand {
  func answer(_ call: Call) throws -> Answer { try run(in: call.session()) }
}
