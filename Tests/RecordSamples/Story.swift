import Digests
package import Records

/// A run that a test drives event by event; its clock moves on by a fixed step.
package struct Story: Sendable {
  package private(set) var record: RunRecord
  /// The moment of the next event.
  package private(set) var now: Instant

  /// Opens a run whose gates are named G1, G2 … unless a header is given.
  package init(
    _ header: RunHeader = .sample(), at start: Instant = .sampleStart, key: String? = nil
  ) throws {
    record = try RunRecord(
      header: header, events: [Event(seq: 1, at: start, key: key, fact: .runStarted)],
      attempts: [:])
    now = start.later(by: 1001)
  }

  /// The gates by their place, from 0.
  package func gate(_ index: Int) -> GateID { record.header.gates[index].id }

  package mutating func append(
    _ fact: Event.Fact, key: String? = nil, closed: ClosedAttempt? = nil
  ) throws(RecordError) {
    record = try record.appending(fact, at: now, key: key, closed: closed)
    now = now.later(by: 1001)
  }

  /// What `gate start` records, with the earlier gates named that have not passed.
  package func started(
    _ gate: GateID, agent: String? = nil, changed: [FileFact] = []
  ) -> Event.GateStarted {
    let before = record.state.gates.prefix { $0.id != gate }.filter { $0.status != .pass }
    let number = (record.state.gate(gate)?.attempts.count ?? 0) + 1
    return Event.GateStarted(
      gate: gate, attempt: number, agent: agent,
      contract: .sample("orchestration/gates/contracts/\(gate).contract.json"),
      prompt: PromptFact(sha256: .sample("packet \(gate) \(number)"), bytes: 3000 + number),
      inputs: changed, before: before.map(\.id))
  }

  package mutating func start(
    _ gate: GateID, agent: String? = nil, key: String? = nil, changed: [FileFact] = []
  ) throws(RecordError) {
    try append(.gateStarted(started(gate, agent: agent, changed: changed)), key: key)
  }

  package mutating func invoke(
    _ gate: GateID, agent: String = "writer", status: Event.InvocationStatus = .success,
    number: UInt32 = 0xabc1, key: String? = nil
  ) throws(RecordError) {
    try append(
      .invocationRecorded(
        Event.InvocationRecorded(
          id: InvocationID(at: now, number: number), gate: gate,
          attempt: record.state.openAttempt(of: gate)?.key.number, agent: agent, status: status)),
      key: key)
  }

  /// What closes the open attempt of a gate now; a test may change it before it is closed.
  package func draft(
    _ gate: GateID, _ reason: Verdict.ReasonCode = .allRulesPassed, outputs: [FileFact] = []
  ) -> Draft {
    Draft(record, gate, reason, outputs: outputs, at: now)
  }

  package mutating func close(_ draft: Draft) throws(RecordError) {
    let attempt = draft.attempt
    record = try record.closing(attempt, sha256: SHA256.digest(of: attempt.encoded()))
    now = now.later(by: 1001)
  }

  /// Closes the open attempt of a gate; each text is a required output of its own.
  package mutating func close(
    _ gate: GateID, _ reason: Verdict.ReasonCode = .allRulesPassed, _ texts: String...
  ) throws(RecordError) {
    let outputs = texts.enumerated().map { FileFact.sample(Self.output(gate, $0), $1) }
    try close(draft(gate, reason, outputs: outputs))
  }

  /// Opens and closes an attempt.
  package mutating func pass(_ gate: GateID, _ text: String) throws(RecordError) {
    try start(gate)
    try close(gate, .allRulesPassed, text)
  }

  package mutating func finish(
    _ status: RunStatus, by actor: Actor = .ana, reason: String? = nil, key: String? = nil
  ) throws(RecordError) {
    try append(
      .runFinished(Event.RunFinished(status: status, by: actor, reason: reason)), key: key)
  }

  /// The path of a gate's output by its number.
  package static func output(_ gate: GateID, _ number: Int) -> String {
    "{artifact_path}/\(gate)/\(number).md"
  }

  /// The files of the record as they would stand on disk.
  package var files: RecordFiles { RecordFiles(record) }
}

extension RecordFiles {
  package init(_ record: RunRecord) {
    self.init(run: record.encoded(), attempts: record.attempts.mapValues { $0.attempt.encoded() })
  }
}

/// The members of an attempt, to be changed before it is closed.
package struct Draft: Sendable {
  package var runID: RunID
  package var key: AttemptKey
  package var status: AttemptStatus
  package var verdict: Verdict
  package var startedAt: Instant
  package var finishedAt: Instant
  package var agent: String?
  package var finishedBy: Actor = .ana
  package var requestKey: String?
  package var invocationIDs: [InvocationID]
  package var contract: FileReference
  package var prompt: PromptFact
  package var previous: Attempt.Previous?
  package var inputs: [FileFact]
  package var requiredOutputs: [String]
  package var artifacts: [Attempt.Artifact]
  package var validations: [Attempt.Validation]
  package var failureReason: String?

  init(
    _ record: RunRecord, _ gate: GateID, _ reason: Verdict.ReasonCode, outputs: [FileFact],
    at now: Instant
  ) {
    let open = record.state.openAttempt(of: gate)
    let isPass = reason.verdict == .pass
    runID = record.header.id
    key = open?.key ?? AttemptKey(gate: gate, number: 1)
    status = isPass ? .pass : .fail
    let command = reason == .runCanceled ? "run show" : "run resume"
    verdict = Verdict(
      reasonCode: reason, nextAction: "orchestrate \(command) --run \(record.header.id)")
    startedAt = open?.at ?? now
    finishedAt = now
    agent = open?.started.agent
    invocationIDs = open?.invocationIDs ?? []
    contract = open?.started.contract ?? .sample("no contract")
    prompt = open?.started.prompt ?? PromptFact(sha256: .zero, bytes: 0)
    previous = record.state.lastClosed
    inputs = open?.inputs ?? []
    requiredOutputs = outputs.map(\.path)
    artifacts = outputs.map { Attempt.Artifact(file: $0, exists: $0.sha256 != nil) }
    let isJudged = reason != .failedByPerson && reason != .runCanceled
    validations =
      isJudged
      ? outputs.enumerated().map { index, file in
        .sample(
          "R\(index + 1)", path: file.path, pass: isPass && file.sha256 != nil,
          findings: isPass
            ? [] : [Attempt.Finding(path: file.path, line: nil, column: nil, message: "it fails")])
      } : []
    failureReason = isPass ? nil : isJudged ? "1 of 1 rule failed: R1 file_exists" : "not yet"
  }

  package var attempt: Attempt {
    Attempt(
      runID: runID, key: key, status: status, verdict: verdict, startedAt: startedAt,
      finishedAt: finishedAt, recorder: .current, rules: Recorder.rules, agent: agent,
      finishedBy: finishedBy, requestKey: requestKey, invocationIDs: invocationIDs,
      contract: contract, prompt: prompt, previous: previous, inputs: inputs,
      requiredOutputs: requiredOutputs, artifacts: artifacts, validations: validations,
      failureReason: failureReason)
  }
}
