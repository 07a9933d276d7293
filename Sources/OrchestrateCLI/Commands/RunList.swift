import CommandGrammar
import Host
import JSONDocument
import Records
import Reports
import Runs

/// `run list`: every run, the newest first.
struct RunList: OrchestrateCommand {
  static let declaration = CommandDeclaration(
    ["run", "list"], group: "Look", abstract: "list all runs, the newest first",
    examples: [
      Example("orchestrate run list", "see what there is"),
      Example("orchestrate run list --json", "list it for a program"),
    ])

  init(_ arguments: ParsedArguments) {}

  func run(in session: Session) throws -> Answer {
    let runs = try session.store.runs().reversed().map { try listing($0, in: session) }
    let members: JSONValue = [
      "runs": .array(
        runs.map {
          [
            "run_id": .string($0.id.description), "run_status": .string($0.status),
            "workflow": .string($0.workflow), "waiting": .string($0.waiting),
          ]
        })
    ]
    return Answer(report: RunText.list(runs), members)
  }

  private func listing(_ run: RunID, in session: Session) throws -> RunListing {
    do {
      return RunListing(try session.load(run))
    } catch {
      guard case .legacy(let legacy)? = (error as? RunRecordError)?.reason else {
        return RunListing(
          id: run, status: "UNREADABLE", workflow: "?", waiting: Failure(error).message)
      }
      return RunListing(
        id: run, status: legacy.status ?? "?", workflow: legacy.workflow ?? "?",
        waiting: "of an earlier runner")
    }
  }
}
