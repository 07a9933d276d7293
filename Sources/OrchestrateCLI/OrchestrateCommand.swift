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
  func session() throws -> Session { try Session(self) }
}

/// A command that works in a repository.
protocol OrchestrateCommand: ToolCommand {
  func run(in session: Session) throws -> Answer
}

extension OrchestrateCommand {
  func answer(_ call: Call) throws -> Answer { try run(in: call.session()) }
}

/// A command that changes a run: what holds for it is read, and what may go wrong is looked at, before it begins.
protocol ChangingCommand: OrchestrateCommand {}

extension ChangingCommand {
  func answer(_ call: Call) throws -> Answer {
    let session = try call.session()
    session.configuration = try ConfigurationShelf(call, root: session.root).configuration()
    if !call.arguments[Shared.skipDoctor] { session.preflight() }
    return try run(in: session)
  }
}
