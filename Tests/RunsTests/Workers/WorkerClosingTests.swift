import Contracts
import Digests
import RecordSamples
import Records
import Runs
import Testing
import Text

@Suite("Closing an attempt by the way that a worker ended")
struct WorkerClosingTests {
  private static let contract = Contract.sample(
    rules: #"{"type": "file_exists", "path": "{artifact_path}/b.md"}"#)

  /// A run whose G1 has failed so often, and is open again.
  private func open(failed: Int) throws -> RunRecord {
    var record = try Story().record
    for number in 1...(failed + 1) {
      let at = Instant.sampleStart.later(by: Int64(number) * 1000)
      record = try record.appending(
        .gateStarted(
          Event.GateStarted(
            gate: .named("G1"), attempt: number, agent: nil,
            contract: FileReference(
              path: Self.contract.path.text, sha256: Self.contract.sha256),
            prompt: PromptFact(sha256: .zero, bytes: 1), inputs: [], before: [])), at: at)
      guard number <= failed else { break }
      let attempt = try close(record, .workerTimeout, cap: nil)
      record = try record.closing(attempt, sha256: SHA256.digest(of: attempt.encoded()))
    }
    return record
  }

  private func close(
    _ record: RunRecord, _ reason: Verdict.ReasonCode, cap: Int?, known: [KnownFailure] = []
  ) throws -> Attempt {
    let open = try #require(record.state.open.first)
    return try record.closing(
      open, .worker(WorkerFailure(reason: reason, words: "it ended"), outputs: []),
      contract: Self.contract, maxAttempts: cap, by: Actor(name: "Ana", channel: .worker),
      at: open.at.later(by: 500), key: nil, known: known)
  }

  @Test(
    "It fails with its reason, or by the cap, and its words are the cause; an interruption is never the cap",
    arguments: [
      (Verdict.ReasonCode.workerExitNonzero, 0, nil, Verdict.ReasonCode.workerExitNonzero),
      (.workerExitNonzero, 1, 3, .workerExitNonzero),
      (.workerExitNonzero, 2, 3, .attemptCapReached), (.rateLimited, 0, 1, .attemptCapReached),
      (.workerMissing, 5, 3, .attemptCapReached), (.workerInterrupted, 5, 3, .workerInterrupted),
    ])
  func reasons(
    _ reason: Verdict.ReasonCode, _ failed: Int, _ cap: Int?, _ expected: Verdict.ReasonCode
  ) throws {
    let attempt = try close(open(failed: failed), reason, cap: cap)
    #expect(attempt.status == .fail)
    #expect(attempt.verdict.reasonCode == expected)
    #expect(attempt.failureReason == "it ended")
    #expect(attempt.validations.isEmpty)
    #expect(attempt.isClosedByWorkersEnd && attempt.isClosedWithoutRules)
  }

  @Test("A known failure says so in its words")
  func known() throws {
    let policy = try Policy(
      Array(
        #"{"known_failures": [{"gate": "G1", "reason": "worker_timeout", "why": "slow"}]}"#.utf8))
    let attempt = try close(
      open(failed: 0), .workerTimeout, cap: nil, known: policy.knownFailures)
    #expect(attempt.failureReason == "known failure (slow): it ended")
  }
}
