import Digests
import Host
import JSONDocument
import Records
import Runs

extension Session {
  /// Takes the run's workers in hand; another command that has them is named.
  func lockWorkers(of run: RunID) throws -> Lock {
    do { return try store.lockWorkers(of: run, holder: holder()) } catch {
      guard error.kind == .locked else { throw error }
      throw SessionError.driven(run, holder: holderWords(store.driver(of: run)))
    }
  }

  /// Says what the logs tell of an open attempt: whether its commands were begun, and whether all have ended well.
  func workSeen(_ key: AttemptKey, of run: RunID) throws -> (isBegun: Bool, isDone: Bool) {
    let paths = RunPaths(run)
    return (
      try folder.status(of: paths.work(key)) != .missing,
      try folder.status(of: paths.workDone(key)) != .missing
    )
  }

  /// Notes that only the rules of an attempt are left, so that nothing is done twice should this process end now.
  func noteWorkDone(_ key: AttemptKey, of run: RunID) {
    try? store.writeNote(RunPaths(run).workDone(key), [], of: run)
  }

  /// Writes what one command did to the ledger, and what an agent's events told to its summary.
  ///
  /// Both are logs: a disk that has no room for them does not make the work undone.
  func log(
    _ result: WorkerResult, of part: WorkerPart, _ name: String, _ key: AttemptKey, in run: RunID,
    by workflowDigest: Digest
  ) {
    let paths = RunPaths(run)
    let moment = now()
    let line = LedgerLine(
      result, of: part, name, key, in: run, at: moment, by: workflowDigest)
    try? store.appendLog(paths.ledger(moment), JSONWriter.write(line.value))
    if part == .worker, let events = result.events {
      try? store.writeNote(paths.summary(key), JSONWriter.write(events.summary.value), of: run)
    }
    if let problem = result.logProblem {
      frame.say("note: the output of '\(name)' was not kept whole: \(problem)")
    }
  }

  /// Records the calls of workers whose attempts are open, in one go; one that is no longer open is left out.
  func record(
    _ calls: [(key: AttemptKey, agent: String, status: Event.InvocationStatus)], in run: RunID
  ) throws {
    guard !calls.isEmpty else { return }
    _ = try update(run) { fresh in
      var record = fresh
      for call in calls where record.state.openAttempt(of: call.key.gate)?.key == call.key {
        let instant = now()
        let invocation = Event.InvocationRecorded(
          id: record.invocationID(at: instant, number: surroundings.random()), gate: call.key.gate,
          attempt: call.key.number, agent: call.agent, status: call.status)
        record = try record.appending(.invocationRecorded(invocation), at: instant)
      }
      return (record, closed: [])
    }
  }
}
