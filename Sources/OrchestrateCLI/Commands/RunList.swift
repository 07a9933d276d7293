import CommandGrammar
import Host
import JSONDocument
import Records
import Reports
import Runs
import Text

/// `run list`: every run, those that wait first.
struct RunList: OrchestrateCommand {
  static let status = Option<RunStatus>.optional(
    "--status", "STATUS", otherwise: "every status", help: "only the runs of this status")
  static let workflow = Option<String>.optional(
    "--workflow", "W", otherwise: "every workflow", kind: .name(of: "workflow"),
    help: "only the runs of this workflow")
  static let slug = Option<Slug>.optional(
    "--slug", "S", otherwise: "every slug", help: "only the runs of this slug")
  static let since = Option<Day>.optional(
    "--since", "DATE", help: "only the runs opened on this day or later, such as 2026-01-31")
  static let declaration = CommandDeclaration(
    ["run", "list"], group: "Look", abstract: "list runs, those that wait first",
    discussion: [
      "Runs that wait stand first, with the gate that they wait at and for how long; then the others, the newest first."
    ],
    arguments: [status, workflow, slug, since],
    examples: [
      Example("orchestrate run list", "see what there is"),
      Example("orchestrate run list --status RUNNING", "see what waits"),
      Example("orchestrate run list --since 2026-01-01 --json", "list it for a program"),
    ])

  private let filter: RunFilter
  private let workflow: String?

  init(_ arguments: ParsedArguments) {
    workflow = arguments[Self.workflow]
    filter = RunFilter(
      status: arguments[Self.status], workflow: workflow, slug: arguments[Self.slug],
      since: arguments[Self.since]?.start)
  }

  func run(in session: Session) throws -> Answer {
    let all = try session.store.runs().map { try listing($0, in: session) }
    // A workflow of which no run is there may still be one; a name that is none is refused.
    if let workflow, !all.contains(where: { $0.workflow.utf8.elementsEqual(workflow.utf8) }) {
      _ = try session.workflow(workflow)
    }
    let runs = all.filter(filter.lets).inOrder
    let members: JSONValue = [
      "runs": .array(
        runs.map {
          [
            "run_id": .string($0.id.description), "run_status": .string($0.status),
            "workflow": .string($0.workflow), "slug": .string($0.id.slug.description),
            "waiting": .string($0.waiting),
            "waiting_since": $0.since.map { .string($0.description) } ?? .null,
            "started_at": $0.startedAt.map { .string($0.description) } ?? .null,
          ]
        })
    ]
    let lines = RunListText.lines(
      runs, now: session.now(), width: session.surroundings.output.columns)
    let none = all.isEmpty ? "no run yet" : "no run of this kind"
    return Answer(report: lines.isEmpty ? [none] : lines, members)
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

extension RunStatus: ArgumentValue {}
