import Contracts
import Host
import Records
import Runs
import Text

extension WorkerDrive {
  /// An attempt whose commands are over: by a failure, or all well so that its rules are left.
  struct Ended {
    let key: AttemptKey
    /// Nil where another process ran the commands.
    let job: GateJob?
    let failure: WorkerFailure?
  }

  /// Goes on with the gates of all commands that have ended by now; answers the signal that has come, or nil.
  mutating func takeAll(
    from first: (number: Int, result: WorkerResult), _ tally: inout WorkTally
  ) throws -> Int32? {
    var ended: [Ended] = []
    var news = WorkerNews.ended(number: first.number, first.result)
    while case .ended(let number, let result) = news {
      if let end = try take(result, of: number) { ended.append(end) }
      news = try runner.next(until: runner.now)
    }
    try close(ended, &tally)
    if case .signal(let signal) = news { return signal }
    return nil
  }

  /// Goes on with a gate after one of its commands has ended; nil where another one was started.
  private mutating func take(_ result: WorkerResult, of number: Int) throws -> Ended? {
    guard var job = jobs[number], let (part, command) = job.current else { return nil }
    note(result, of: part, command.name, in: &job)
    jobs[number] = nil
    let failure =
      try WorkerFailure(of: part, command.name, result, rateLimit: job.rules.rateLimit)
      ?? excess(job)
    if failure == nil {
      if job.advance() {
        try start(job)
        return nil
      }
      session.noteWorkDone(job.key, of: run)
    }
    return Ended(key: job.key, job: job, failure: failure)
  }

  /// Tells the logs how a command ended, and the job how its worker did.
  private func note(
    _ result: WorkerResult, of part: WorkerPart, _ name: String, in job: inout GateJob
  ) {
    session.log(result, of: part, name, job.key, in: run, by: workflow.sha256)
    if part == .worker, let status = result.invocation { job.invocation = status }
  }

  /// Closes attempts by their rules, or by the way that a command ended.
  mutating func close(_ ended: [Ended], _ tally: inout WorkTally) throws {
    guard !ended.isEmpty else { return }
    try session.record(ended.compactMap(\.call), in: run)
    let record = try session.known(run)
    var closings: [Closing] = []
    for end in ended {
      if let closing = try closing(end, record, &tally) { closings.append(closing) }
    }
    let closed: [ClosedGate]
    do { closed = try session.close(closings, of: run, channel: .worker, key: nil) } catch let
      refusal as Refusal
    {
      // One of them was closed elsewhere: the others are closed one by one.
      closed = try closings.compactMap { closing in
        do {
          return try session.close([closing], of: run, channel: .worker, key: nil).first
        } catch is Refusal {
          try takeFromElsewhere(closing.key, refusal, &tally)
          return nil
        }
      }
    }
    for closed in closed {
      let end = ended.first { $0.key == closed.attempt.key }
      try settle(closed, end, &tally)
    }
  }

  /// What an attempt is to be closed by; nil where a rule could not run, or where it is not open any more.
  private func closing(
    _ end: Ended, _ record: RunRecord, _ tally: inout WorkTally
  ) throws -> Closing? {
    do {
      guard try record.openAttempt(of: end.key.gate).key == end.key else {
        throw Refusal.changedMeanwhile(run)
      }
      if let failure = end.failure {
        return try session.failing(end.key, by: failure, in: record)
      }
      return try session.judging(end.key.gate, in: record, beside: runner)
    } catch let error as SessionError {
      // A rule that could not run is for a person to see to; the other gates go on.
      guard case .couldNotCheck(let lines, _, _) = error else { throw error }
      session.frame.show(report: lines + [""])
      tally.obstacle = error
      tally.left.insert(end.key.gate)
    } catch let refusal as Refusal {
      try takeFromElsewhere(end.key, refusal, &tally)
    }
    return nil
  }

  /// The failure that the changes of a worker are, where they are more than the gate allows.
  private func excess(_ job: GateJob) throws -> WorkerFailure? {
    guard job.parts.count == 1, let before = job.before else { return nil }
    let contract = try session.contract(of: job.gate)
    let values = try session.known(run).header.values(for: job.key.gate)
    let outputs = contract.requiredOutputs.compactMap { try? $0.filled(values) }
    let changes = try session.changes(since: before)
    return job.gate.limits.excess(changes, outputs: outputs).map {
      WorkerFailure(reason: .diffBudgetExceeded, words: "'\(job.gate.worker?.name ?? "")': \($0)")
    }
  }

  /// Ends all that runs and closes its attempts as interrupted.
  mutating func interrupt() throws {
    var ended: [Ended] = []
    for (number, result) in runner.stopAll() {
      guard var job = jobs[number], let (part, command) = job.current else { continue }
      note(result, of: part, command.name, in: &job)
      ended.append(
        Ended(
          key: job.key, job: job,
          failure: WorkerFailure(
            reason: .workerInterrupted, words: WorkerEnd.interrupted.words(about: command.name),
            result: result)))
    }
    jobs = [:]
    guard !ended.isEmpty else { return }
    try session.record(ended.compactMap(\.call), in: run)
    let record = try session.load(run)
    let open = ended.filter { record.state.openAttempt(of: $0.key.gate)?.key == $0.key }
    let closings = try open.map {
      try session.failing($0.key, by: $0.failure ?? .unseenEnd, in: record)
    }
    _ = try session.close(closings, of: run, channel: .worker, key: nil)
  }
}

extension WorkerDrive.Ended {
  /// The call that is recorded; nil where the worker itself was not started.
  fileprivate var call: (key: AttemptKey, agent: String, status: Event.InvocationStatus)? {
    guard let job, let status = job.invocation else { return nil }
    return (key, job.agent, status)
  }
}

extension WorkerResult {
  /// What is recorded as the end of the call; nil where there was none.
  fileprivate var invocation: Event.InvocationStatus? {
    switch end {
    case .notStarted: nil
    case .exited(0): .success
    default: .fail
    }
  }
}
