package import Records

/// The plan to open an attempt of a gate: all that its packet needs to know before the event is written.
package struct GateOpening: Sendable {
  package let key: AttemptKey
  package let agent: String?
  /// Earlier gates that have not passed; a warning.
  package let before: [GateID]
  /// Later gates that pass now and become STALE where this one passes with other outputs.
  package let mayBecomeStale: [GateID]
  /// The passing outputs of earlier gates as the index has them.
  package let expectedInputs: [FileFact]
}

extension RunRecord {
  /// Plans the next attempt of a gate, or says why none can be opened.
  package func opening(
    of gate: GateID, workflow: Workflow, agent: String?
  ) throws(Refusal) -> GateOpening {
    let state = try stateOfGate(gate)
    if self.state.status.isFinal { throw .runFinal(header.id, self.state.status) }
    if let open = self.state.openAttempt(of: gate) { throw .attemptOpen(open.key, in: header.id) }
    guard let declared = workflow.gate(gate) else { throw .gateLeftWorkflow(gate, workflow) }
    let earlier = Set(header.gates(before: gate).map(\.id))
    let before = self.state.gates.filter { earlier.contains($0.id) && $0.status != .pass }.map(\.id)
    if workflow.enforcesOrder, !before.isEmpty {
      throw .outOfOrder(gate, before: before, in: header.id)
    }
    let later = self.state.gates.filter { !earlier.contains($0.id) && $0.id != gate }
    return GateOpening(
      key: AttemptKey(gate: gate, number: state.attempts.count + 1), agent: agent ?? declared.agent,
      before: before,
      mayBecomeStale: state.standing == nil ? [] : later.filter { $0.status == .pass }.map(\.id),
      expectedInputs: self.state.expectedInputs(of: gate, attempts: attempts))
  }

  /// The record with an attempt opened as planned.
  ///
  /// `inputs` are the expected inputs as they are on disk now, in the same order.
  package func opening(
    _ plan: GateOpening, contract: FileReference, prompt: PromptFact, inputs: [FileFact],
    at instant: Instant, key: String?
  ) throws(RecordError) -> RunRecord {
    let changed = zip(plan.expectedInputs, inputs).filter { $0 != $1 }.map(\.1)
    return try appending(
      .gateStarted(
        Event.GateStarted(
          gate: plan.key.gate, attempt: plan.key.number, agent: plan.agent, contract: contract,
          prompt: prompt, inputs: changed, before: plan.before)),
      at: instant, key: key)
  }

  /// The state of a gate, or a refusal that names the gates of the run.
  package func stateOfGate(_ gate: GateID) throws(Refusal) -> RunState.Gate {
    guard let state = state.gate(gate) else { throw .unknownGate(gate.description, in: header) }
    return state
  }

  /// The gate that a command means where it may be left out: that of the only open attempt.
  package func gate(named text: String?) throws(Refusal) -> GateID {
    guard let text else {
      let open = state.open.map(\.key.gate)
      guard let only = open.first, open.count == 1 else {
        throw .gateNotNamed(open: open, in: header)
      }
      return only
    }
    guard let gate = GateID(text), state.gate(gate) != nil else {
      throw .unknownGate(text, in: header)
    }
    return gate
  }

  /// The open attempt of a gate, or a refusal that says how to open one.
  package func openAttempt(of gate: GateID) throws(Refusal) -> RunState.Open {
    let state = try stateOfGate(gate)
    if self.state.status.isFinal { throw .runFinal(header.id, self.state.status) }
    guard let open = self.state.openAttempt(of: gate) else {
      throw .noAttemptOpen(gate, state.status, in: header.id)
    }
    return open
  }
}
