package import Digests
package import Records
package import Runs

extension Story {
  /// Closes the open attempt of a gate as a worker does, with the words of a failure.
  package mutating func closeByWorker(
    _ gate: GateID, _ reason: Verdict.ReasonCode = .allRulesPassed, _ words: String? = nil
  ) throws(RecordError) {
    var draft = draft(gate, reason, outputs: [.sample(Self.output(gate, 0), "done")])
    draft.finishedBy = Actor(name: "Ana Duarte", channel: .worker)
    if reason.isOfWorker { draft.validations = [] }
    if reason.verdict != .pass { draft.failureReason = words }
    try close(draft)
  }

  /// A run of three gates: G1 by a person; G2 by an agent, refused once, then known to fail, then passed; G3 capped.
  package static func worked() throws -> Story {
    var story = try Story(.sample(gates: ["Intake", "Research", "Spec", "Print"]))
    try story.closeWithWarning()
    for (reason, words) in [
      (
        Verdict.ReasonCode.rateLimited,
        "'agent' ended with status 1, and its output matches 'quota exceeded'"
      ),
      (
        .workerExitNonzero,
        "known failure (mended in March): 'agent' ended with status 1"
      ),
      (.allRulesPassed, nil),
    ] {
      try story.start(story.gate(1), agent: "researcher")
      try story.closeByWorker(story.gate(1), reason, words)
    }
    try story.start(story.gate(2))
    try story.closeByWorker(story.gate(2), .attemptCapReached, "1 of 1 rule failed: R1 file_exists")
    try story.finish(.failed)
    return story
  }
}

extension RunRecord {
  /// A line of the ledger for a command that ended with its attempt.
  package func ledgerLine(
    _ gate: Int, _ number: Int, part: WorkerPart = .worker, command: String = "agent",
    outcome: String = "success", status: Int? = 0, milliseconds: Int, early: Int64 = 0,
    run: RunID? = nil, workflowDigest: Digest? = nil
  ) -> LedgerLine {
    let key = AttemptKey(gate: header.gates[gate].id, number: number)
    let end = attempts[key]?.attempt.finishedAt ?? .sampleStart
    return LedgerLine(
      at: end.later(by: -early), run: run ?? header.id, attempt: key, part: part, command: command,
      outcome: outcome, exitStatus: status, milliseconds: milliseconds,
      workflowDigest: workflowDigest)
  }
}
