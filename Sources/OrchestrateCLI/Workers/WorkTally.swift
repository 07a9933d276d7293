import Records
import Runs

/// What one call of `run` has seen of its gates, beside what the record says.
struct WorkTally {
  /// Gates that have failed and are not tried again by this call.
  private(set) var failed: [GateID] = []
  /// The failure that is shown last; the others were shown as they came.
  private(set) var lastFailure: ClosedGate?
  /// Gates that pass and are to be done again all the same, with the reason.
  var again: [GateID: String] = [:]
  /// Gates that a person wants done whatever stands against it.
  var forced: Set<GateID> = []
  /// When a gate that failed is tried again.
  var due: [GateID: Duration] = [:]
  /// What kept a gate from being judged, so that its attempt is still open.
  var obstacle: (any Error)?
  /// Gates whose attempt is open and that this call leaves so.
  var left: Set<GateID> = []

  /// Says whether this call does nothing more for a gate.
  func isOver(_ gate: GateID) -> Bool { failed.contains(gate) || left.contains(gate) }

  /// Why a worker's gate must be looked at by a person first, or nil.
  func reviewReason(of gate: Workflow.Gate, in record: RunRecord) -> Verdict.ReasonCode? {
    gate.worker == nil || forced.contains(gate.id) ? nil : record.reviewReason(of: gate.id)
  }

  /// The gates of workers that wait for a person's word, with the reason of their last attempt.
  func waitingForPerson(
    in record: RunRecord, of workflow: Workflow
  ) -> [(gate: GateID, reason: Verdict.ReasonCode)] {
    workflow.gates.compactMap { gate in
      guard let reason = reviewReason(of: gate, in: record), !isOver(gate.id) else { return nil }
      return (gate.id, reason)
    }
  }

  /// Takes note of a gate that passed.
  mutating func pass(_ gate: GateID) {
    again[gate] = nil
    forced.remove(gate)
    due[gate] = nil
  }

  /// Takes note of a gate that failed for good; returns the failure that is now to be shown.
  mutating func fail(_ closed: ClosedGate) -> ClosedGate? {
    failed.append(closed.attempt.key.gate)
    defer { lastFailure = closed }
    return lastFailure
  }
}
