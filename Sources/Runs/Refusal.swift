package import Records
package import Text

/// A request that is refused before anything is written, with what is possible instead.
package enum Refusal: Error, Sendable {
  case unknownRun(String, near: String?)
  case ambiguousRun(String, [RunID])
  case noRuns
  case severalRuns([String])
  case noOpenRun(newest: RunID)
  case unknownGate(String, in: RunHeader)
  case gateLeftWorkflow(GateID, Workflow)
  case gateNotNamed(open: [GateID], in: RunHeader)
  case runFinal(RunID, RunStatus)
  case attemptOpen(AttemptKey, in: RunID)
  case noAttemptOpen(GateID, GateStatus, in: RunID)
  case outOfOrder(GateID, before: [GateID], in: RunID)
  case gatesNotPassed([GateID], in: RunID)
  case openAtCompletion([AttemptKey], in: RunID)
  case alreadyFailed(RunID)
  case runNotFinal(RunID, workflow: String, artifactPath: RepositoryPath)
  case keyUsed(String, for: String)
  case changedMeanwhile(RunID)
  case contradiction(RecordError, RunID)

  /// A stable kebab-case name for programs.
  package var id: String {
    switch self {
    case .unknownRun: "unknown-run"
    case .ambiguousRun: "ambiguous-run"
    case .noRuns, .severalRuns, .noOpenRun: "run-not-named"
    case .unknownGate, .gateLeftWorkflow: "unknown-gate"
    case .gateNotNamed: "gate-not-named"
    case .runFinal: "run-final"
    case .attemptOpen: "attempt-open"
    case .noAttemptOpen: "no-attempt-open"
    case .outOfOrder: "out-of-order"
    case .gatesNotPassed: "gates-not-passed"
    case .openAtCompletion: "attempt-open"
    case .alreadyFailed: "already-failed"
    case .runNotFinal: "run-not-final"
    case .keyUsed: "key-used"
    case .changedMeanwhile: "changed-meanwhile"
    case .contradiction: "record-does-not-hold"
    }
  }

  /// Whether the same command may well succeed when it is typed again.
  package var isPassing: Bool {
    if case .changedMeanwhile = self { true } else { false }
  }

  /// What is wrong.
  package var message: String {
    switch self {
    case .unknownRun(let text, _): "unknown run '\(text)'"
    case .ambiguousRun(let text, let runs): "'\(text)' fits \(runs.count) runs: \(Self.list(runs))"
    case .noRuns: "there is no run yet"
    case .severalRuns(let runs): "more than one run is open: \(runs.joined(separator: ", "))"
    case .noOpenRun: "no run is open"
    case .unknownGate(let gate, let run): "unknown gate '\(gate)' in run \(run.id)"
    case .gateLeftWorkflow(let gate, let workflow):
      "gate \(gate) of the run is no longer in \(workflow.path)"
    case .gateNotNamed(let open, _):
      open.isEmpty
        ? "no attempt is open, so the gate must be named"
        : "more than one attempt is open: \(Self.list(open))"
    case .runFinal(let run, let status): "run \(run) is \(status.rawValue), which is final"
    case .attemptOpen(let key, _): "attempt \(key.number) of \(key.gate) is open already"
    case .noAttemptOpen(let gate, let status, _):
      "no attempt of \(gate) is open; the gate is \(status.rawValue)"
    case .outOfOrder(let gate, let before, _):
      "\(gate) cannot start before \(Self.list(before)) \(before.count == 1 ? "has" : "have") passed"
    case .gatesNotPassed(let gates, _):
      "the run cannot pass: \(Self.list(gates)) \(gates.count == 1 ? "has" : "have") not passed"
    case .openAtCompletion(let keys, _):
      "\(keys.map { "attempt \($0.number) of \($0.gate)" }.joined(separator: ", ")) is still open"
    case .alreadyFailed(let run): "run \(run) is FAILED already"
    case .runNotFinal(let run, let workflow, let path):
      "run \(run) of \(workflow) over \(path) is not finished"
    case .keyUsed(let key, let type): "the key '\(key)' was used for something else, \(type)"
    case .changedMeanwhile(let run): "run \(run) was changed by another command meanwhile"
    case .contradiction(let error, _): "\(error.record): \(error.description)"
    }
  }

  /// What to type.
  package var hint: String {
    switch self {
    case .unknownRun(_, let near): near.map { "did you mean '\($0)'?" } ?? "orchestrate run list"
    case .ambiguousRun, .severalRuns: "name one with --run ID"
    case .noRuns: "orchestrate run visual-essay --slug my-essay --artifact-path essays/my-essay"
    case .noOpenRun(let newest): "name one with --run ID, for example --run \(newest)"
    case .unknownGate(_, let run): "its gates are \(Self.list(run.gates.map(\.id)))"
    case .gateLeftWorkflow: "put the gate back, or start a new run"
    case .gateNotNamed(_, let run): "name one with --gate: \(Self.list(run.gates.map(\.id)))"
    case .runFinal(let run, _): "orchestrate run show --run \(run)"
    case .attemptOpen(let key, let run):
      "go on with: orchestrate run resume --run \(run), or close it: "
        + "orchestrate gate finish --run \(run) --gate \(key.gate)"
    case .noAttemptOpen(let gate, _, let run): "orchestrate gate start --run \(run) --gate \(gate)"
    case .outOfOrder(_, let before, let run):
      "orchestrate gate start --run \(run) --gate \(before.first.map { "\($0)" } ?? "G1")"
    case .gatesNotPassed(_, let run), .runNotFinal(let run, _, _), .alreadyFailed(let run):
      "go on with: orchestrate run resume --run \(run)"
        + (isOffer ? ", or open another with --new" : "")
    case .openAtCompletion(let keys, let run):
      "orchestrate gate finish --run \(run) --gate \(keys.first.map { "\($0.gate)" } ?? "G1"), "
        + "or cancel: orchestrate run complete --run \(run) --status CANCELED"
    case .keyUsed: "use a new key for a new request"
    case .changedMeanwhile: "look and try again: orchestrate run show"
    case .contradiction(_, let run):
      "see what changed: git diff -- \(RunPaths(run).record), and put it back: "
        + "git restore -- \(RunPaths(run).record)"
    }
  }

  private var isOffer: Bool {
    if case .runNotFinal = self { true } else { false }
  }

  private static func list(_ items: [some CustomStringConvertible]) -> String {
    items.map(\.description).joined(separator: ", ")
  }
}
