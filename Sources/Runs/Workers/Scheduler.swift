package import Records

/// Tells which gates can be begun now: those whose needs have passed, as many as may go on at the same time.
package struct Scheduler: Sendable {
  /// A gate of the workflow.
  package struct Gate: Sendable {
    package let id: GateID
    package let needs: [GateID]
    /// Whether nothing else may go on beside it.
    package let isAlone: Bool

    package init(id: GateID, needs: [GateID], isAlone: Bool = false) {
      self.id = id
      self.needs = needs
      self.isAlone = isAlone
    }
  }

  /// How far a gate has come.
  package enum Progress: Sendable, Equatable {
    /// It has yet to pass, and may be begun from this moment on.
    case due(Duration)
    case running
    case passed
    /// It has failed and is not tried again, or waits for a person: what needs it cannot go on.
    case stopped
  }

  package let gates: [Gate]
  /// The most gates that may go on at the same time.
  package let limit: Int

  package init(gates: [Gate], limit: Int) {
    self.gates = gates
    self.limit = limit
  }

  /// The gates to begin at a moment, in the order of the workflow.
  package func starts(_ progress: [GateID: Progress], at now: Duration) -> [GateID] {
    let running = gates.filter { progress[$0.id] == .running }
    guard !running.contains(where: \.isAlone) else { return [] }
    var room = limit - running.count
    var starts: [GateID] = []
    for gate in gates where room > 0 {
      guard case .due(let moment)? = progress[gate.id], isFree(gate, progress), moment <= now else {
        continue
      }
      // One that must be alone is begun when the others have ended, and holds back those behind it until then.
      if gate.isAlone { return running.isEmpty && starts.isEmpty ? [gate.id] : starts }
      starts.append(gate.id)
      room -= 1
    }
    return starts
  }

  /// The moment after this one at which a gate can be begun that now must wait; nil where none does.
  package func nextMoment(_ progress: [GateID: Progress], after now: Duration) -> Duration? {
    gates.compactMap { gate in
      guard case .due(let moment)? = progress[gate.id], isFree(gate, progress), moment > now else {
        return nil
      }
      return moment
    }.min()
  }

  /// Says whether everything that a gate needs has passed.
  package func isFree(_ gate: Gate, _ progress: [GateID: Progress]) -> Bool {
    gate.needs.allSatisfy { progress[$0] == .passed }
  }
}
