import Host
import Records
import Runs

extension Session {
  /// The run that is meant; left out, the one that the same `--key` changed before, else the only open one.
  ///
  /// `fallback` is for commands that only look. A run that cannot be read may be the one that is meant, so no other is taken for
  /// it but by those.
  func selectRun(
    _ text: String?, fallback: RunSelection.Fallback = .refuse
  ) throws -> RunID {
    let runs = try store.runs()
    if let text { return try RunSelection.named(text, among: runs) }
    let records = try runs.map { id in (id: id, record: try recordOrLegacy(id, fallback)) }
    if let key, let again = records.last(where: { $0.record?.event(withKey: key) != nil }) {
      return again.id
    }
    let candidates = records.map {
      RunSelection.Candidate(id: $0.id, status: $0.record?.state.status)
    }
    let run = try RunSelection.unnamed(among: candidates, fallback: fallback)
    frame.explain("run: \(run)")
    return run
  }

  /// The record of a run; nil where it is an earlier runner's, or where a look may pass over what cannot be read.
  private func recordOrLegacy(
    _ run: RunID, _ fallback: RunSelection.Fallback
  ) throws -> RunRecord? {
    do { return try load(run) } catch {
      if fallback == .latest { return nil }
      if case .legacy? = (error as? RunRecordError)?.reason { return nil }
      throw error
    }
  }

  /// The gate that is meant; left out, that of the event that the same `--key` wrote, else of the only open attempt.
  func selectGate(_ text: String?, in record: RunRecord) throws(Refusal) -> GateID {
    if text == nil, let key, case .gateFinished(let again)? = record.event(withKey: key)?.fact {
      return again.gate
    }
    return try record.gate(named: text)
  }
}
