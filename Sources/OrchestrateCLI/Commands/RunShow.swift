import CommandGrammar
import JSONDocument
import Records
import Reports
import Runs

/// `run show`: one run as a page.
struct RunShow: OrchestrateCommand {
  static let declaration = CommandDeclaration(
    ["run", "show"], group: "Look", abstract: "show a run: gates, attempts, artifacts, next step",
    discussion: [
      "Shows each gate with who closed it or how long it has been open; what failed first and how it was mended; the artifacts that passed, as they are today: same, changed since, missing; a timeline; and the next command."
    ],
    arguments: [Shared.run],
    examples: [
      Example("orchestrate run show", "show the open run, else the newest"),
      Example("orchestrate run show --run latest --json", "show the newest to a program"),
    ])

  private let run: String?

  init(_ arguments: ParsedArguments) { run = arguments[Shared.run] }

  func run(in session: Session) throws -> Answer {
    let run = try session.selectRun(run, fallback: .latest)
    do {
      let overview = try session.overview(session.load(run))
      return Answer(
        report: RunPage.lines(overview, now: session.now()),
        Members.joined(Members.overview(overview), Members.history(overview.record)))
    } catch let error as RunRecordError {
      guard case .legacy(let legacy) = error.reason else { throw error }
      let words =
        "\(run) · \(legacy.workflow ?? "unknown workflow") · \(legacy.status ?? "unknown status")"
      return Answer(
        lines: [words, "recorded by an earlier runner; it cannot be gone on with or verified"],
        ["run_id": .string(run.description), "run_status": .string(legacy.status ?? "")])
    }
  }
}
