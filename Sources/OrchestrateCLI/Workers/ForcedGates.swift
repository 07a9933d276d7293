import CommandGrammar
import Records
import Runs

/// The gates that `--force` names: some by name, or all.
enum ForcedGates {
  case none, all
  case named([String])

  static let option = Option<String>.optional(
    "--force", "Gx", kind: .name(of: "gate"),
    help: "run the worker of this gate all the same; several with commas, or 'all'")

  init(_ text: String?) {
    guard let text else {
      self = .none
      return
    }
    self =
      text.utf8.elementsEqual("all".utf8)
      ? .all
      : .named(text.utf8.split(separator: 0x2C).map { String(decoding: $0, as: UTF8.self) })
  }

  /// The gates of a workflow that are meant; one that it has not, or that has no worker, is refused.
  func gates(of workflow: Workflow) throws(SessionError) -> Set<GateID> {
    let workers = workflow.gates.filter { $0.worker != nil }.map(\.id)
    switch self {
    case .none: return []
    case .all: return Set(workers)
    case .named(let names):
      var gates: Set<GateID> = []
      for name in names {
        guard let gate = GateID(name), workers.contains(gate) else {
          let known = workers.map(\.description).joined(separator: ", ")
          throw .badValue(
            option: "--force", what: "'\(name)' is no gate of \(workflow.name) with a worker",
            hint: known.isEmpty
              ? "the workflow has no worker" : "its gates with workers are \(known)")
        }
        gates.insert(gate)
      }
      return gates
    }
  }
}
