import Host
import Records
import Runs

/// Takes the gates of workers as far as they go: one loop over all commands that run, each step of the record under its lock.
struct WorkerDrive {
  let session: Session
  let run: RunID
  let workflow: Workflow
  let policy: Policy
  let scheduler: Scheduler
  let runner: ProcessRunner
  var jobs: [Int: GateJob] = [:]
  var lastNumber = 0

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
    runner.lock = lock
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
          || tally.reviewReason(of: gate, in: record) != nil
        {
          .stopped
        } else {
          .due(tally.due[gate.id] ?? .zero)
        }
    }
    return progress
  }
}
