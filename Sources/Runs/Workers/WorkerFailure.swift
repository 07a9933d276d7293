package import Records

/// Why an attempt fails by the way that one of its commands ended, before any rule is run.
package struct WorkerFailure: Sendable {
  package let reason: Verdict.ReasonCode
  /// What happened, without anything that the command wrote: its words may hold what must stay out of records.
  package let words: String
  /// What became of the command; nil where that is not known any more.
  package let result: WorkerResult?

  package init(reason: Verdict.ReasonCode, words: String, result: WorkerResult? = nil) {
    self.reason = reason
    self.words = words
    self.result = result
  }

  /// The failure that the end of a command is; nil where it ended well.
  package init?(
    of part: WorkerPart, _ name: String, _ result: WorkerResult, rateLimit: Policy.RateLimit
  ) {
    let place = part == .worker ? "" : "\(part.rawValue): "
    var words = place + result.end.words(about: name)
    let reason: Verdict.ReasonCode
    switch result.end {
    case .exited(0): return nil
    case .interrupted: reason = .workerInterrupted
    case .notStarted: reason = .workerMissing
    case _ where part == .finish: reason = .testCommandFailed
    case .timedOut: reason = .workerTimeout
    case .exited, .signalled:
      if let pattern = rateLimit.match(in: result) {
        reason = .rateLimited
        words += ", and its output matches '\(pattern)'"
      } else {
        reason = .workerExitNonzero
      }
    }
    self.init(reason: reason, words: words, result: result)
  }

  /// The failure of an attempt whose tool ended before its worker.
  package static let unseenEnd = WorkerFailure(
    reason: .workerInterrupted,
    words: "orchestrate itself ended before the worker, so that nobody saw how it ended")
}
