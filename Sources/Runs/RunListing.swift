package import Records

/// A run in a list; the words stand for a record that cannot be read too.
package struct RunListing: Sendable {
  package let id: RunID
  package let status: String
  package let workflow: String
  /// The gate that is worked on or comes next, or nothing.
  package let waiting: String
  /// Since when nothing has happened there; nil where the run is final, or not to be read.
  package let since: Instant?
  /// When the run was opened; nil where it is not to be read.
  package let startedAt: Instant?

  package init(id: RunID, status: String, workflow: String, waiting: String) {
    self.id = id
    self.status = status
    self.workflow = workflow
    self.waiting = waiting
    since = nil
    startedAt = nil
  }

  package init(_ record: RunRecord) {
    let gate =
      record.state.open.first.map { record.state.gate($0.key.gate) }
      ?? record.state.gates.first { $0.status != .pass }
    let isFinal = record.state.status.isFinal
    id = record.header.id
    status = record.state.status.rawValue
    workflow = record.header.workflow.name
    waiting = isFinal ? "" : gate.map { "\($0.id) \($0.status.rawValue)" } ?? "all PASS"
    since = isFinal ? nil : record.waitingSince
    startedAt = record.state.startedAt
  }
}

extension RunRecord {
  /// Since when the run has waited: the opening of the attempt that is worked on, else the newest event.
  package var waitingSince: Instant? {
    state.open.first?.at ?? events.last?.at
  }
}

extension [RunListing] {
  /// The runs that wait first, those that are worked on before those that failed; then the newest first.
  package var inOrder: [RunListing] {
    let ranks = [RunStatus.running.rawValue, RunStatus.failed.rawValue]
    func rank(_ run: RunListing) -> Int {
      guard run.since != nil else { return ranks.count }
      return ranks.firstIndex { $0.utf8.elementsEqual(run.status.utf8) } ?? ranks.count
    }
    return sorted { a, b in
      (rank(a), b.id.description) < (rank(b), a.id.description)
    }
  }
}
