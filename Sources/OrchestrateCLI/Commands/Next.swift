import CommandGrammar
import JSONDocument
import Records
import Runs

/// `next`: the one thing to do now.
struct Next: OrchestrateCommand {
  static let declaration = CommandDeclaration(
    ["next"], group: "Drive a run", abstract: "print the one thing to do now, as a command",
    arguments: [Shared.run],
    examples: [Example("orchestrate next", "see the one thing to do now")])

  private let run: String?

  init(_ arguments: ParsedArguments) { run = arguments[Shared.run] }

  func run(in session: Session) throws -> Answer {
    let record = try session.load(session.selectRun(run, fallback: .latestWhereNoneIsOpen))
    let next = NextStep(
      record, uncommitted: session.uncommitted(record), from: session.wayToRoot)
    session.frame.say(next.reason)
    return Answer(
      lines: [next.command],
      [
        "run_id": .string(record.header.id.description), "next": .string(next.command),
        "reason": .string(next.reason),
      ])
  }
}
