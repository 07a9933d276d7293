import Host
import Records
import Runs
import Text

/// The work on one open attempt: its commands one after the other.
struct GateJob {
  let key: AttemptKey
  let gate: Workflow.Gate
  let rules: GatePolicy
  /// The files before the work began, where git must tell what it changed.
  let before: FilesSeen?
  /// The commands that are left, the one that runs among them.
  private(set) var parts: [(part: WorkerPart, command: WorkerCommand)]
  /// How the worker itself ended; nil while it was not started.
  var invocation: Event.InvocationStatus?

  init(key: AttemptKey, gate: Workflow.Gate, rules: GatePolicy, before: FilesSeen?) {
    self.key = key
    self.gate = gate
    self.rules = rules
    self.before = before
    let parts: [(WorkerPart, WorkerCommand?)] = [
      (.prepare, gate.prepare), (.worker, gate.worker), (.finish, gate.finish),
    ]
    self.parts = parts.compactMap { part, command in command.map { (part, $0) } }
  }

  /// The command that runs, or comes next.
  var current: (part: WorkerPart, command: WorkerCommand)? { parts.first }

  /// Goes on to the next command; says whether there is one.
  mutating func advance() -> Bool {
    parts.removeFirst()
    return !parts.isEmpty
  }

  /// Who is recorded as the agent of the worker.
  var agent: String {
    gate.agent ?? gate.worker.flatMap { OneLine($0.name)?.text } ?? "worker"
  }
}
