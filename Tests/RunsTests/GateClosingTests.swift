import Contracts
import Digests
import RecordSamples
import Records
import Runs
import Testing
import Text

@Suite("Closing an attempt")
struct GateClosingTests {
  private static let gate = GateID.named("G1")
  private static let path = "essays/the-word-robot/a.md"
  private static let contract = Contract.sample(
    rules: """
      {"type": "not_contains", "path": "{artifact_path}/a.md", "pattern": "TODO"},
      {"type": "not_contains", "path": "{artifact_path}/a.md", "pattern": "maybe", "severity": "warn"}
      """)

  /// A run whose G1 has closed on each of these texts in turn, nil for a missing file, and is open again.
  private func open(_ texts: [String?], contract: Contract = contract) throws -> RunRecord {
    var record = try Story().record
    for (index, text) in (texts + [nil]).enumerated() {
      let at = Instant.sampleStart.later(by: Int64(index + 1) * 1000)
      record = try record.appending(
        .gateStarted(
          Event.GateStarted(
            gate: Self.gate, attempt: index + 1, agent: nil,
            contract: FileReference(path: contract.path.text, sha256: contract.sha256),
            prompt: PromptFact(sha256: .zero, bytes: 1), inputs: [], before: [])), at: at)
      guard index < texts.count else { break }
      let attempt = try closed(record, .judged(judged(text, record, contract)), contract)
      record = try record.closing(attempt, sha256: SHA256.digest(of: attempt.encoded()))
    }
    return record
  }

  private func judged(
    _ text: String?, _ record: RunRecord, _ contract: Contract = contract
  ) -> Evaluation {
    Evaluation(
      of: contract, values: record.header.values(for: Self.gate),
      source: text.map { MemoryFiles([Self.path: $0]) } ?? MemoryFiles())
  }

  private func closed(
    _ record: RunRecord, _ closing: GateClosing, _ contract: Contract = contract,
    maxAttempts: Int? = nil
  ) throws -> Attempt {
    let open = try #require(record.state.open.first)
    return try record.closing(
      open, closing, contract: contract, maxAttempts: maxAttempts, by: .ana,
      at: open.at.later(by: 500), key: "k")
  }

  @Test(
    "The reason code follows the rules, the cap and the last attempt, in this order",
    arguments: [
      ([], "good", nil, .allRulesPassed), ([], "maybe good", nil, .passedWithWarnings),
      ([], "TODO", nil, .ruleFailed), ([], nil, nil, .outputMissing), ([], "", nil, .ruleFailed),
      (["TODO"], "TODO", nil, .noChangeSinceLastAttempt),
      ([nil], nil, nil, .noChangeSinceLastAttempt),
      (["TODO"], "TODO more", nil, .ruleFailed),
      (["TODO 1", "TODO 2"], "TODO 1", nil, .ruleFailed),
      ([nil], "TODO", nil, .ruleFailed), (["TODO"], nil, nil, .outputMissing),
      (["good"], "TODO", nil, .ruleFailed), (["TODO"], "good", nil, .allRulesPassed),
      ([], "TODO", 1, .attemptCapReached), ([], nil, 1, .attemptCapReached),
      ([], "TODO", 2, .ruleFailed), (["TODO"], "TODO", 2, .attemptCapReached),
      (["TODO", "good"], "TODO again", 2, .attemptCapReached),
      (["good", "good"], "TODO", 2, .ruleFailed), (["TODO"], "good", 1, .allRulesPassed),
      (["TODO", "TODO 2"], "TODO 3", 2, .attemptCapReached),
    ] as [([String?], String?, Int?, Verdict.ReasonCode)])
  func reasonCodes(
    before: [String?], now: String?, maxAttempts: Int?, code: Verdict.ReasonCode
  ) throws {
    let record = try open(before)
    let attempt = try closed(record, .judged(judged(now, record)), maxAttempts: maxAttempts)
    #expect(attempt.verdict.reasonCode == code)
    #expect((attempt.status == .pass) == (code.verdict == .pass))
    #expect((attempt.failureReason == nil) == (attempt.status == .pass))
    #expect(attempt.verdict.nextAction == "orchestrate run resume --run \(record.header.id)")
  }

  @Test("The same bytes under another contract, or after a person's refusal, are a change")
  func change() throws {
    let record = try open(["TODO"])
    let other = Contract.sample(
      rules: #"{"type": "not_contains", "path": "{artifact_path}/a.md", "pattern": "TOD"}"#)
    let attempt = try closed(record, .judged(judged("TODO", record, other)), other)
    #expect(attempt.verdict.reasonCode == .ruleFailed)
    #expect(attempt.contract.sha256 == other.sha256)

    var story = try Story()
    try story.start(Self.gate)
    let outputs = judged("TODO", story.record).artifacts
    let failed = try closed(story.record, .failed(reason: "no", outputs: outputs))
    var next = try story.record.closing(failed, sha256: SHA256.digest(of: failed.encoded()))
    next = try next.appending(
      .gateStarted(story.started(Self.gate).second), at: failed.finishedAt.later(by: 1))
    let judgement = try closed(next, .judged(judged("TODO", next)))
    #expect(judgement.verdict.reasonCode == .ruleFailed)
    #expect(judgement.previous?.record == "gates/G1/attempt-1.json")
  }

  @Test("The reason of a failure is in the rules' words or the person's")
  func failureReasons() throws {
    let record = try open([])
    #expect(
      try closed(record, .judged(judged("TODO maybe", record))).failureReason
        == "1 of 3 rules failed: R2 not_contains")
    #expect(
      try closed(record, .judged(judged(nil, record))).failureReason
        == "2 of 3 rules failed: R1 file_exists, R2 not_contains")
    let single = Contract.sample()
    let alone = try open([], contract: single)
    #expect(
      try closed(alone, .judged(judged(nil, alone, single)), single).failureReason
        == "1 of 1 rule failed: R1 file_exists")
    #expect(
      try closed(record, .failed(reason: "too\nearly", outputs: [])).failureReason == "too\nearly")
    #expect(try closed(record, .canceled(outputs: [])).failureReason == "the run was canceled")
  }

  @Test("A person's decision and a cancellation run no rule but keep the digests")
  func decisions() throws {
    let record = try open(["TODO"])
    let outputs = judged("text", record).artifacts
    for (closing, code, command) in [
      (.failed(reason: "no", outputs: outputs), .failedByPerson, "resume"),
      (.canceled(outputs: outputs), .runCanceled, "show"),
    ] as [(GateClosing, Verdict.ReasonCode, String)] {
      let attempt = try closed(record, closing, maxAttempts: 1)
      #expect(attempt.verdict.reasonCode == code)
      #expect(attempt.validations == [])
      #expect(attempt.status == .fail)
      #expect(
        attempt.artifacts == [
          Attempt.Artifact(file: .sample("{artifact_path}/a.md", "text"), exists: true)
        ])
      #expect(
        attempt.verdict.nextAction == "orchestrate run \(command) --run \(record.header.id)")
    }
  }

  @Test("What is no regular file exists but has no digest")
  func artifacts() throws {
    let header = RunHeader.sample()
    let table: [(Artifact.State, Bool)] = [
      (.missing, false), (.notRegular("a folder"), true),
    ]
    for (state, exists) in table {
      let recorded = try Artifact(path: .named(Self.path), state: state).recorded(in: header)
      #expect(
        recorded == Attempt.Artifact(file: .gone("{artifact_path}/a.md"), exists: exists))
    }
    let outside = Artifact(path: .named("essays/the-word-robots/a.md"), state: .missing)
    #expect(try outside.recorded(in: header).file.path == "essays/the-word-robots/a.md")
  }

  @Test("A file that could not be read keeps the attempt open, also where another rule fails")
  func unreadable() throws {
    let unreadable = Artifact(path: .named(Self.path), state: .unreadable("permission denied"))
    let record = try open([])
    for closing in [
      GateClosing.failed(reason: "no", outputs: [unreadable]), .canceled(outputs: [unreadable]),
    ] {
      #expect(throws: UnreadableArtifact.self) { try closed(record, closing) }
    }
    let other = Artifact(path: .named("\(Self.path).md"), state: .missing)
    #expect(throws: UnreadableArtifact.self) {
      try closed(record, .failed(reason: "no", outputs: [other, unreadable]))
    }
  }

  @Test("The closed attempt carries what its opening recorded")
  func carried() throws {
    var story = try Story()
    try story.start(Self.gate, agent: "writer")
    try story.invoke(Self.gate)
    let record = story.record
    let attempt = try closed(record, .judged(judged("good", record)))
    let open = try #require(record.state.open.first)
    #expect(attempt.agent == "writer")
    #expect(attempt.invocationIDs == open.invocationIDs && attempt.invocationIDs.count == 1)
    #expect(attempt.startedAt == open.at)
    #expect(attempt.prompt == open.started.prompt)
    #expect(attempt.requiredOutputs == ["{artifact_path}/a.md"])
    #expect(attempt.requestKey == "k")
    #expect(attempt.validations.map(\.severity) == [.fail, .fail, .warn])
  }
}

extension Event.GateStarted {
  /// The same opening for the second attempt.
  fileprivate var second: Event.GateStarted {
    Event.GateStarted(
      gate: gate, attempt: 2, agent: agent, contract: contract, prompt: prompt, inputs: inputs,
      before: before)
  }
}
