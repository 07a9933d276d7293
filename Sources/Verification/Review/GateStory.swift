package import Records

/// How a gate of a run came to where it stands, for somebody who was not there.
package struct GateStory: Sendable {
  /// An attempt that was opened though earlier gates had not passed.
  package struct OutOfOrder: Sendable, Equatable {
    package let attempt: Int
    package let before: [GateID]
  }

  package let gate: GateID
  package let name: String
  package let status: GateStatus
  /// All that were opened.
  package let attempts: Int
  /// Those that closed as FAIL.
  package let failures: Int
  /// The agents that were named, each once, in the order of the attempts.
  package let agents: [String]
  package let firstFailure: FirstFailure?
  /// The rules of the standing attempt that were not met and did not fail it.
  package let warnings: [FailedRule]
  package let outOfOrder: [OutOfOrder]
  /// The newest attempt's, as it was when that opened or closed; nil before the first.
  package let contract: FileReference?
  /// Who closed the newest closed attempt, and when.
  package let closed: (attempt: Int, by: Actor, at: Instant)?

  /// `gate` is one of the record's state.
  init(_ gate: RunState.Gate, in record: RunRecord) {
    let closed = gate.attempts.compactMap {
      record.attempts[AttemptKey(gate: gate.id, number: $0.number)]
    }
    let open = record.state.openAttempt(of: gate.id)
    self.gate = gate.id
    name = gate.name
    status = gate.status
    attempts = gate.attempts.count
    failures = closed.count { $0.attempt.status == .fail }
    var agents: [String] = []
    for agent in closed.compactMap(\.attempt.agent) + [open?.started.agent].compactMap(\.self)
    where !agents.contains(where: { isSame($0, agent) }) {
      agents.append(agent)
    }
    self.agents = agents
    firstFailure = FirstFailure(closed, in: record.header)
    warnings =
      record.standing(of: gate.id)?.attempt.validations.filter { !$0.pass }.map {
        FailedRule($0, of: gate.id, in: record.header)
      } ?? []
    outOfOrder = record.events.compactMap { event in
      guard case .gateStarted(let started) = event.fact, started.gate == gate.id,
        !started.before.isEmpty
      else { return nil }
      return OutOfOrder(attempt: started.attempt, before: started.before)
    }
    contract = open?.started.contract ?? closed.last?.attempt.contract
    self.closed = closed.last.map {
      ($0.attempt.key.number, $0.attempt.finishedBy, $0.attempt.finishedAt)
    }
  }

  /// The stories of a run's gates, in the order of its workflow.
  package static func all(of record: RunRecord) -> [GateStory] {
    record.state.gates.map { GateStory($0, in: record) }
  }
}
