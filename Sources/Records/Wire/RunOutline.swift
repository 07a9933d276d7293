package import Digests
import JSONDocument

/// What a sealed RUN.json says of its run, taken at its word; what the attempts say is not asked.
///
/// For a record that was verified before and has not changed: a seal keeps nobody from lying.
package struct RunOutline: Sendable {
  package let header: RunHeader
  package let status: RunStatus
  /// The gate that is worked on or comes next; nil where the run is final or has passed them all.
  package let waitingAt: GateID?
  /// The closed attempts, each with the digest of its file.
  package let closed: [AttemptKey: Digest]
  /// The standing attempts in the order of the gates, each with the contract that judged it.
  package let standing: [(attempt: AttemptKey, contract: FileReference)]

  /// Nil where the bytes are no RUN.json, or their seal does not fit.
  package init?(sealed bytes: [UInt8]) {
    guard let root = try? JSONDocument(parsing: bytes).root, Seal.holds(bytes, root) == true,
      let file = try? RunFile(root), let object = try? root.object(),
      let status = try? object.required("status").word(of: RunStatus.self),
      let gates = try? object.required("gates").elements({ gate throws(JSONError) in
        try gate.object().required("status").word(of: GateStatus.self)
      })
    else { return nil }
    header = file.header
    self.status = status
    var open: [AttemptKey: Event.GateStarted] = [:]
    var closed: [AttemptKey: Digest] = [:]
    var standing: [GateID: (attempt: AttemptKey, contract: FileReference)] = [:]
    var opened: [AttemptKey] = []
    for event in file.events {
      switch event.fact {
      case .gateStarted(let started):
        let key = AttemptKey(gate: started.gate, number: started.attempt)
        open[key] = started
        opened.append(key)
      case .gateFinished(let finished):
        let key = AttemptKey(gate: finished.gate, number: finished.attempt)
        let started = open.removeValue(forKey: key)
        closed[key] = finished.sha256
        if finished.status == .pass, let started {
          standing[finished.gate] = (key, started.contract)
        }
      case .runStarted, .invocationRecorded, .runFinished: break
      }
    }
    self.closed = closed
    self.standing = header.gates.compactMap { standing[$0.id] }
    waitingAt =
      status.isFinal
      ? nil
      : opened.first { open[$0] != nil }?.gate
        ?? zip(header.gates, gates).first { $0.1 != .pass }?.0.id
  }
}
