import CommandGrammar
import Records
import Runs
import Text

/// `run start`: opens a run and no gate.
struct RunStartCommand: ChangingCommand {
  static let workflow = Option<String>.required(
    "--workflow", "W", kind: .name(of: "workflow"), help: "the name of a folder in workflows/")
  static let declaration = CommandDeclaration(
    ["run", "start"], group: "By hand", abstract: "open a run; its id is printed",
    arguments: [
      workflow, Shared.slug, Shared.artifactPath, Shared.depth, Shared.promptFile,
      Shared.skipDoctor,
    ],
    examples: [
      Example(
        "orchestrate run start --workflow visual-essay --slug robot --artifact-path essays/robot",
        "open a run by hand")
    ])

  private let request: RunRequest

  init(_ arguments: ParsedArguments) {
    request = RunRequest(
      workflow: arguments[Self.workflow], slug: arguments[Shared.slug],
      artifactPath: arguments[Shared.artifactPath], depth: arguments[Shared.depth],
      promptFile: arguments[Shared.promptFile])
  }

  func run(in session: Session) throws -> Answer {
    let record = try session.start(session.plan(request))
    let run = record.header.id
    if let gate = record.header.gates.first {
      session.frame.say("next: \(RunCommand.start(run, gate.id))")
    }
    return Answer(lines: [run.description], Members.run(record))
  }
}
