import Contracts
import Digests
import Records
import Runs

extension Session {
  /// Finishes a run; to cancel it closes what is open as FAIL.
  ///
  /// `reason` holds a person's words only. What the run took is then kept in its logs.
  func finishRun(
    _ run: RunID, _ status: RunStatus, channel: Actor.Channel, reason: String?, key: String?
  ) throws -> RunRecord {
    let record = try load(run)
    if try isRepeatedFinish(status, reason: reason, key: key, in: record) {
      _ = try eventOfRepeat(key, in: record)
      return record
    }
    // Refused before the lock is taken, as taking it notes the holder in the logs.
    try record.checkCompletion(status)
    let actor = actor(channel)
    var isRepeat = false
    let finished = try update(run) { fresh in
      isRepeat = try isRepeatedFinish(status, reason: reason, key: key, in: fresh)
      if isRepeat { return (fresh, closed: []) }
      try fresh.checkCompletion(status)
      var record = fresh
      var closed: [(key: AttemptKey, bytes: [UInt8])] = []
      for open in fresh.state.open {
        let gate = open.key.gate
        let contract = try contract(of: gate, in: fresh)
        let attempt = try record.closing(
          open, .canceled(outputs: outputs(of: contract, gate: gate, in: fresh)),
          contract: contract,
          maxAttempts: nil, by: actor, at: now(), key: nil)
        let bytes = attempt.encoded()
        record = try record.closing(attempt, sha256: SHA256.digest(of: bytes))
        closed.append((attempt.key, bytes))
      }
      return (
        try record.finishing(status, by: actor, reason: reason, at: now(), key: key),
        closed: closed
      )
    }
    if !isRepeat { keepDigest(of: finished) }
    return finished
  }

  /// Says whether the same `--key` finished the run in the same way before.
  private func isRepeatedFinish(
    _ status: RunStatus, reason: String?, key: String?, in record: RunRecord
  ) throws(Refusal) -> Bool {
    guard let key, let event = record.event(withKey: key) else { return false }
    guard case .runFinished(let finished) = event.fact, finished.status == status,
      (finished.reason ?? "").utf8.elementsEqual((reason ?? "").utf8)
    else { throw .keyUsed(key, for: event.fact.type) }
    return true
  }

  /// A run with what became of its artifacts, and the next step.
  func overview(_ record: RunRecord) -> RunOverview {
    RunOverview(
      record, today: glance(at: record.state.index.map(\.file), in: record.header),
      uncommitted: uncommitted(record), from: wayToRoot)
  }

  /// The next step after a change, without asking git: the commit lines stand there already.
  func nextCommand(_ record: RunRecord) -> String { NextStep(record, uncommitted: .none).command }
}
