package import Records

/// The one thing to do now, as a runnable command.
package struct NextStep: Sendable {
  package let command: String
  /// Why, in a few words.
  package let reason: String

  /// The next step of a run; `uncommitted` are the standing attempts that HEAD does not have, or empty without git.
  package init(_ record: RunRecord, uncommitted: [AttemptKey]) {
    let state = record.state
    let run = record.header.id
    if let key = uncommitted.first, let attempt = record.attempts[key]?.attempt {
      command = CommitLines(attempt, in: record).line
      reason = "attempt \(key.number) of \(key.gate) passed and is not committed"
    } else if state.status.isFinal {
      command = RunCommand.show(run)
      reason = "the run is \(state.status.rawValue)"
    } else if let open = state.open.first {
      command = RunCommand.resume(run)
      reason = "attempt \(open.key.number) of \(open.key.gate) is open"
    } else if state.allGatesPass {
      command = RunCommand.complete(run)
      reason = "every gate passes"
    } else {
      let gate = state.gates.first { $0.status != .pass }
      command = RunCommand.resume(run)
      reason = gate.map { "\($0.id) is \($0.status.rawValue)" } ?? "the run is open"
    }
  }
}
