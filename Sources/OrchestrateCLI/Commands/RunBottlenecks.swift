import CommandGrammar
import Host
import JSONDocument
import Records
import Reports
import Runs
import Verification

/// `run bottlenecks`: what the gates of workflows cost over all runs.
struct RunBottlenecks: OrchestrateCommand {
  static let workflow = Option<String>.optional(
    "--workflow", "W", otherwise: "every workflow", kind: .name(of: "workflow"),
    help: "only the runs of this workflow")
  static let declaration = CommandDeclaration(
    ["run", "bottlenecks"], group: "Look", abstract: "show which gates cost most over all runs",
    discussion: [
      "For each gate of a workflow: in how many runs it was tried, attempts for each pass, failures by reason, median and longest time of an attempt, all its time together; last the gate that most time went to. Attempts that are open count for nothing.",
      "Times are those of the ledger where it is there, else those of the record, marked with *. A run whose record cannot be read is named and left out.",
    ],
    arguments: [workflow],
    examples: [
      Example("orchestrate run bottlenecks", "see what costs most"),
      Example(
        "orchestrate run bottlenecks --workflow visual-essay --json",
        "give the gates of one workflow to a program"),
    ])

  private let workflow: String?

  init(_ arguments: ParsedArguments) { workflow = arguments[Self.workflow] }

  func run(in session: Session) throws -> Answer {
    var bottlenecks = Bottlenecks()
    var unread: [String] = []
    for run in try session.store.runs() {
      do {
        let record = try session.load(run)
        let name = record.header.workflow.name
        guard workflow.map({ $0.utf8.elementsEqual(name.utf8) }) ?? true else { continue }
        bottlenecks.add(session.digest(of: record, withAgents: false))
      } catch {
        unread.append(run.description)
        session.frame.say("note: \(run) is left out: \(Visible.line(Failure(error).line))")
      }
    }
    // A workflow of which no run is left may still be one; a name that is none is refused.
    if let workflow, bottlenecks.workflows.isEmpty { _ = try session.workflow(workflow) }
    return Answer(
      report: BottlenecksText(bottlenecks).lines,
      [
        "workflows": BottlenecksJSON.value(bottlenecks),
        "unread": .array(unread.map(JSONValue.string)),
      ])
  }
}
