import Contracts
import Host
import Records
import Reports
import Runs
import Text

/// Takes the gates of workers as far as they go: one loop over all commands that run, each step of the record under its lock.
struct WorkerDrive {
  let session: Session
  let run: RunID
  let workflow: Workflow
  let policy: Policy
  private let scheduler: Scheduler
  private let runner: ProcessRunner
  private var jobs: [Int: GateJob] = [:]
  private var lastNumber = 0

  init(session: Session, run: RunID, workflow: Workflow, policy: Policy) {
    self.session = session
    self.run = run
    self.workflow = workflow
    self.policy = policy
    scheduler = Scheduler(
      gates: workflow.gates.map {
        Scheduler.Gate(id: $0.id, needs: $0.needs, isAlone: $0.limits.isAny)
      }, limit: policy.concurrency(of: workflow).gates)
    runner = ProcessRunner(
      root: session.folder, path: session.root.path,
      environment: session.surroundings.environment,
      holdsSignalsBack: session.surroundings.die != nil)
  }

  /// Goes on until no worker can; answers the signal that asked to stop, or nil.
  ///
  /// `key` is the caller's `--key`, until the first event that is written has it.
  mutating func drive(_ tally: inout WorkTally, key: inout String?) throws -> Int32? {
    let lock = try session.lockWorkers(of: run)
    defer { lock.release() }
    do {
      while true {
        try begin(scheduler.starts(try progress(tally), at: runner.now), &tally, key: &key)
        let progress = try progress(tally)
        let moment = scheduler.nextMoment(progress, after: runner.now)
        // A gate may have been judged at once, and others be free for it.
        if jobs.isEmpty, !scheduler.starts(progress, at: runner.now).isEmpty { continue }
        if jobs.isEmpty, moment == nil { return nil }
        switch try runner.next(until: moment) {
        case .ended(let number, let result):
          if let signal = try takeAll(from: (number, result), &tally) {
            try interrupt()
            return signal
          }
        case .signal(let signal):
          try interrupt()
          return signal
        case .nothing: break
        }
      }
    } catch {
      // What was begun is ended and, where the disk still takes it, closed as that.
      try? interrupt()
      throw error
    }
  }

  /// Says whether a worker can be started, or its open attempt be seen to.
  func canGoOn(_ record: RunRecord, _ tally: WorkTally) -> Bool {
    let progress = progress(record, tally)
    return scheduler.gates.contains { gate in
      guard case .due? = progress[gate.id] else { return false }
      return scheduler.isFree(gate, progress)
    }
  }

  /// The gates of workers that wait for a person's word, with the reason of their last attempt.
  func waitingForPerson(_ record: RunRecord, _ tally: WorkTally) -> [(GateID, Verdict.ReasonCode)] {
    workflow.gates.compactMap { gate in
      guard let reason = review(of: gate, record, tally), !tally.isOver(gate.id) else { return nil }
      return (gate.id, reason)
    }
  }

  private func progress(_ tally: WorkTally) throws -> [GateID: Scheduler.Progress] {
    progress(try session.known(run), tally)
  }

  private func progress(_ record: RunRecord, _ tally: WorkTally) -> [GateID: Scheduler.Progress] {
    let running = Set(jobs.values.map(\.key.gate))
    var progress: [GateID: Scheduler.Progress] = [:]
    let states = Dictionary(
      record.state.gates.map { ($0.id, $0.status) }, uniquingKeysWith: { first, _ in first })
    for gate in workflow.gates {
      guard let status = states[gate.id] else { continue }
      progress[gate.id] =
        if running.contains(gate.id) {
          .running
        } else if status == .pass, tally.again[gate.id] == nil {
          .passed
        } else if gate.worker == nil || tally.isOver(gate.id)
          || review(of: gate, record, tally) != nil
        {
          .stopped
        } else {
          .due(tally.due[gate.id] ?? .zero)
        }
    }
    return progress
  }

  /// Why a worker's gate must be looked at by a person first, or nil.
  private func review(
    of gate: Workflow.Gate, _ record: RunRecord, _ tally: WorkTally
  ) -> Verdict.ReasonCode? {
    guard gate.worker != nil, !tally.forced.contains(gate.id),
      record.state.gate(gate.id)?.status == .fail,
      let reason = record.newestClosed(of: gate.id)?.attempt.verdict.reasonCode
    else { return nil }
    return reason.verdict == .humanReview ? reason : nil
  }
}

// MARK: One gate

extension WorkerDrive {
  /// Opens attempts in one go and starts the first command of each, or sees to those that are open.
  private mutating func begin(
    _ ids: [GateID], _ tally: inout WorkTally, key: inout String?
  ) throws {
    let record = try session.known(run)
    var jobs: [GateJob] = []
    var ended: [Ended] = []
    var fresh: [(gate: Workflow.Gate, rules: GatePolicy, before: FilesSeen?)] = []
    for id in ids {
      guard let gate = workflow.gate(id), let rules = try session.rules(for: id, in: workflow)
      else { continue }
      let before = gate.limits.isAny ? try session.filesSeen() : nil
      guard let open = record.state.openAttempt(of: id) else {
        fresh.append((gate, rules, before))
        continue
      }
      let seen = try session.workSeen(open.key, of: run)
      if seen.isBegun || seen.isDone {
        ended.append(
          Ended(key: open.key, job: nil, failure: seen.isDone ? nil : .unseenEnd))
      } else {
        let opened = try session.packetOfOpenAttempt(open, in: record)
        jobs.append(GateJob(key: opened.key, gate: gate, rules: rules, before: before))
      }
    }
    if !fresh.isEmpty {
      let opened = try session.openGates(fresh.map(\.gate.id), of: run, agent: nil, key: key)
      key = nil
      for (opened, plan) in zip(opened, fresh) {
        for warning in opened.warnings { session.frame.say(warning) }
        jobs.append(
          GateJob(key: opened.key, gate: plan.gate, rules: plan.rules, before: plan.before))
      }
    }
    try close(ended, &tally)
    for job in jobs { try start(job) }
  }

  private mutating func start(_ job: GateJob) throws {
    guard let (part, command) = job.current else { return }
    let paths = RunPaths(run)
    let header = try session.known(run).header
    let packet = paths.packet(job.key.gate)
    let call = try command.call(
      header.values(for: job.key.gate), packetPath: "\(session.root.path)/\(packet)",
      packetFile: packet, logs: paths.workerLogs(job.key, part),
      timeout: job.rules.timeout(of: command))
    lastNumber += 1
    jobs[lastNumber] = job
    let what = part == .worker ? "" : "\(part.rawValue), "
    session.frame.say(
      "\(job.key.gate) \(job.gate.name), attempt \(job.key.number): \(what)\(Visible.line(command.name))"
    )
    try runner.start(call, as: lastNumber)
  }

  /// An attempt whose commands are over: by a failure, or all well so that its rules are left.
  fileprivate struct Ended {
    let key: AttemptKey
    /// Nil where another process ran the commands.
    let job: GateJob?
    let failure: WorkerFailure?
  }

  /// Goes on with the gates of all commands that have ended by now; answers the signal that has come, or nil.
  private mutating func takeAll(
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
    session.log(result, of: part, command.name, job.key, in: run)
    if part == .worker, let status = result.invocation { job.invocation = status }
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

  /// Closes attempts by their rules, or by the way that a command ended.
  private mutating func close(_ ended: [Ended], _ tally: inout WorkTally) throws {
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
      return try session.judging(end.key.gate, in: record)
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

  /// Another command closed the attempt, or the run, while its worker ran; what it said stands.
  private func takeFromElsewhere(
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
  private mutating func settle(
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

  /// Ends all that runs and closes its attempts as interrupted.
  private mutating func interrupt() throws {
    var ended: [Ended] = []
    for (number, result) in runner.stopAll() {
      guard var job = jobs[number], let (part, command) = job.current else { continue }
      session.log(result, of: part, command.name, job.key, in: run)
      if part == .worker, let status = result.invocation { job.invocation = status }
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
