import CommandGrammar

/// A command of the tool: declared once, made from what was typed, run in a session.
protocol OrchestrateCommand: Command {
  func run(in session: Session) throws -> Answer
}
