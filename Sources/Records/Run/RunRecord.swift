package import Digests

/// One run as its record holds it: what is fixed, its events, its closed attempts and the state that follows.
package struct RunRecord: Sendable, Equatable {
  package let header: RunHeader
  package let events: [Event]
  package let attempts: [AttemptKey: ClosedAttempt]
  package let state: RunState

  /// Folds the history; throws where the record contradicts itself.
  package init(
    header: RunHeader, events: [Event], attempts: [AttemptKey: ClosedAttempt]
  ) throws(RecordError) {
    self.header = header
    self.events = events
    self.attempts = attempts
    state = try RunState(header: header, events: events, attempts: attempts)
  }

  private init(
    header: RunHeader, events: [Event], attempts: [AttemptKey: ClosedAttempt], state: RunState
  ) {
    self.header = header
    self.events = events
    self.attempts = attempts
    self.state = state
  }

  /// The record with one more event; `closed` comes with the event that closes it.
  package func appending(
    _ fact: Event.Fact, at instant: Instant, key: String? = nil, closed: ClosedAttempt? = nil
  ) throws(RecordError) -> RunRecord {
    var attempts = attempts
    if let closed { attempts[closed.attempt.key] = closed }
    let event = Event(seq: events.count + 1, at: instant, key: key, fact: fact)
    // The fold goes event by event, so that the state so far is where it goes on.
    return RunRecord(
      header: header, events: events + [event], attempts: attempts,
      state: try state.appending(event, header: header, attempts: attempts))
  }

  /// The record with an attempt closed.
  package func closing(_ attempt: Attempt, sha256: Digest) throws(RecordError) -> RunRecord {
    let finished = Event.GateFinished(
      gate: attempt.key.gate, attempt: attempt.key.number, status: attempt.status,
      reasonCode: attempt.verdict.reasonCode, sha256: sha256)
    return try appending(
      .gateFinished(finished), at: attempt.finishedAt, key: attempt.requestKey,
      closed: ClosedAttempt(attempt: attempt, sha256: sha256, in: header))
  }

  /// The gate that is worked on or comes next; nil where the run is final or has passed them all.
  package var waitingAt: GateID? {
    state.status.waiting(at: state.gates.map { ($0.id, $0.status) })
  }

  /// Why a gate that failed must be looked at by a person before it is tried again; nil where it need not.
  package func reviewReason(of gate: GateID) -> Verdict.ReasonCode? {
    guard state.gate(gate)?.status == .fail,
      let reason = newestClosed(of: gate)?.attempt.verdict.reasonCode
    else { return nil }
    return reason.verdict == .humanReview ? reason : nil
  }

  /// The newest closed attempt of a gate.
  package func newestClosed(of gate: GateID) -> ClosedAttempt? {
    guard let entry = state.gate(gate)?.attempts.last(where: { $0.closed != nil }) else {
      return nil
    }
    return attempts[AttemptKey(gate: gate, number: entry.number)]
  }

  /// The standing attempt of a gate: its newest PASS.
  package func standing(of gate: GateID) -> ClosedAttempt? {
    state.gate(gate)?.standing.flatMap { attempts[$0] }
  }

  /// The id of an invocation at a moment, from a number that is counted up where another invocation of that moment has it.
  package func invocationID(at instant: Instant, number: UInt32) -> InvocationID {
    var number = number
    var id = InvocationID(at: instant, number: number)
    while state.invocations.contains(where: { $0.fact.id == id }) {
      number &+= 1
      id = InvocationID(at: instant, number: number)
    }
    return id
  }

  /// The event that a caller's key wrote.
  package func event(withKey key: String) -> Event? {
    events.first { $0.key.map { $0.utf8.elementsEqual(key.utf8) } ?? false }
  }
}
