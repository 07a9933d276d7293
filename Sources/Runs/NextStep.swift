package import Records

/// What HEAD does not have of a run's record.
package struct Uncommitted: Sendable {
  /// Standing attempts, in the order of the gates.
  package let attempts: [AttemptKey]
  /// Says whether RUN.json differs.
  package let runFile: Bool
  /// Standing attempts whose outputs HEAD does not have and the disk no longer has: a commit now would not hold what passed.
  package let overtaken: [AttemptKey]

  package init(attempts: [AttemptKey], runFile: Bool, overtaken: [AttemptKey] = []) {
    self.attempts = attempts
    self.runFile = runFile
    self.overtaken = overtaken
  }

  /// Nothing is missing, or there is no git to ask.
  package static let none = Uncommitted(attempts: [], runFile: false)
}

/// The one thing to do now, as a runnable command.
package struct NextStep: Sendable {
  package let command: String
  /// Why, in a few words.
  package let reason: String

  /// `root` is the way from the working directory to the root, nil where they are the same.
  package init(_ record: RunRecord, uncommitted: Uncommitted, from root: String? = nil) {
    let state = record.state
    let run = record.header.id
    let attempts = uncommitted.attempts.compactMap { record.attempts[$0]?.attempt }
    if let key = uncommitted.overtaken.first, !state.status.isFinal,
      state.openAttempt(of: key.gate) == nil
    {
      command = RunCommand.start(run, key.gate)
      reason =
        "\(key.gate) passed, and an output has changed since or is gone; what passed is not committed, "
        + "so put it back, or have \(key.gate) judged again"
    } else if !attempts.isEmpty || (state.status.isFinal && uncommitted.runFile) {
      command = CommitLines(attempts, in: record, from: root).line
      let gates = attempts.map(\.key.gate.description).joined(separator: ", ")
      reason =
        gates.isEmpty
        ? "the record is not committed"
        : "\(gates) passed and \(attempts.count == 1 ? "is" : "are") not committed"
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
