package import Records

extension RunRecord {
  /// Says whether a run may be completed in a way; throws the refusal that names what is possible.
  package func checkCompletion(_ status: RunStatus) throws(Refusal) {
    if state.status.isFinal { throw .runFinal(header.id, state.status) }
    switch status {
    case .passed:
      if !state.open.isEmpty { throw .openAtCompletion(state.open.map(\.key), in: header.id) }
      let missing = state.gates.filter { $0.status != .pass }.map(\.id)
      if !missing.isEmpty { throw .gatesNotPassed(missing, in: header.id) }
    case .failed:
      if !state.open.isEmpty { throw .openAtCompletion(state.open.map(\.key), in: header.id) }
      if state.status == .failed { throw .alreadyFailed(header.id) }
    case .canceled, .running: break
    }
  }

  /// The record with the run finished; open attempts must be closed before.
  package func finishing(
    _ status: RunStatus, by actor: Actor, reason: String?, at instant: Instant, key: String?
  ) throws(RecordError) -> RunRecord {
    try appending(
      .runFinished(Event.RunFinished(status: status, by: actor, reason: reason)), at: instant,
      key: key)
  }
}
