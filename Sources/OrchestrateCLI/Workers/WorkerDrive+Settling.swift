import Contracts
import Host
import Records
import Reports
import Runs

// What becomes of a gate once its attempt is closed.
extension WorkerDrive {
  /// Another command closed the attempt, or the run, while its worker ran; what it said stands.
  func takeFromElsewhere(
    _ key: AttemptKey, _ refusal: Refusal, _ tally: inout WorkTally
  ) throws {
    let record = try session.load(run)
    guard !record.state.status.isFinal, let closed = record.attempts[key]?.attempt else {
      throw refusal
    }
    session.frame.say(
      "Attempt \(key.number) of \(key.gate) was closed from another shell: \(closed.status.rawValue)."
    )
    guard closed.status == .fail else { return tally.pass(key.gate) }
    let contract = try session.contract(of: key.gate, in: record)
    let report = GateReport(closed: closed, in: record, contract: contract)
    let failure = ClosedGate(record: record, attempt: closed, report: report)
    if let earlier = tally.fail(failure) { try show(earlier) }
  }

  /// Shows a closed attempt, and decides whether the gate is tried again.
  mutating func settle(
    _ closed: ClosedGate, _ end: Ended?, _ tally: inout WorkTally
  ) throws {
    let gate = closed.attempt.key.gate
    if closed.report.passes {
      tally.pass(gate)
      session.sayWhatIsStale(closed)
      let commit = session.commitLines(closed.attempt, in: closed.record)
      return try session.frame.print(
        GateText(closed.report, commit: commit, next: nil).lines + [""])
    }
    tally.forced.remove(gate)
    let failed = closed.record.state.gate(gate)?.attempts.count { $0.closed?.status == .fail } ?? 0
    let rules = try session.rules(for: gate, in: workflow)
    let reason = end?.failure?.reason ?? closed.attempt.verdict.reasonCode
    let isKnown =
      rules?.knownFailures.contains { $0.fits(reason, end?.failure?.result) } ?? false
    // What another process left is done now: that is what was asked for.
    let pause =
      end?.job == nil && end?.failure != nil
      ? .zero : rules?.wait(after: closed.attempt, failed: failed, isKnown: isKnown)
    guard let pause else {
      if let earlier = tally.fail(closed) { try show(earlier) }
      return
    }
    tally.due[gate] = runner.now + pause
    try show(closed)
    session.frame.say("\(gate) is tried again in \(Self.words(pause)).")
  }

  private func show(_ closed: ClosedGate) throws {
    try session.frame.print(GateText(closed.report, commit: nil, next: nil).lines + [""])
  }

  private static func words(_ pause: Duration) -> String {
    let milliseconds = pause.milliseconds
    return milliseconds < 1000 ? "\(milliseconds) ms" : "\((milliseconds + 500) / 1000) s"
  }
}
