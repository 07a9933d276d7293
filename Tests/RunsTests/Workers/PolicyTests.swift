import JSONDocument
import Records
import Runs
import Testing

@Suite("The policy of workers")
struct PolicyTests {
  private static func policy(_ text: String) throws -> Policy { try Policy(Array(text.utf8)) }

  private static func workflow(_ gate: String = "", members: String = "") throws -> Workflow {
    let text = """
      {"name": "probe", "version": "1",\(members) "gates": [
        {"gate": "G1", "name": "N", "prompt": "p", "worker": {"command": ["x"], "timeout_seconds": 7}\(gate)},
        {"gate": "G2", "name": "N", "prompt": "p"}]}
      """
    return try Workflow(Array(text.utf8), name: "probe", path: try Workflow.path(of: "probe"))
  }

  private static func rules(_ text: String, gate: String = "", index: Int = 0) throws -> GatePolicy
  {
    let workflow = try workflow(gate)
    return try policy(text).rules(for: workflow.gates[index], in: workflow)
  }

  @Test("Without a policy a worker has three attempts and only a rate limit is tried again")
  func standard() throws {
    let rules = try Self.rules("{}")
    #expect(rules.maxAttempts == 3)
    #expect(rules.retried == [.rateLimited])
    #expect(rules.rateLimit.waitSeconds == 60)
    #expect(try Self.rules("{}", index: 1).maxAttempts == nil)
    #expect(try Self.policy("{}").concurrency(of: Self.workflow()) == .sequential)
  }

  @Test(
    "The nearest word holds: the policy on the gate, on the workflow, the workflow's own, the defaults",
    arguments: [
      (#"{"defaults": {"max_attempts": 9}}"#, "", 9),
      (#"{"defaults": {"max_attempts": 9}}"#, #", "max_attempts": 8"#, 8),
      (#"{"workflows": {"probe": {"max_attempts": 7}}}"#, #", "max_attempts": 8"#, 7),
      (
        #"{"workflows": {"probe": {"max_attempts": 7, "gates": {"G1": {"max_attempts": 6}}}}}"#,
        #", "max_attempts": 8"#, 6
      ),
      (#"{"workflows": {"other": {"max_attempts": 7}}}"#, "", 3),
    ])
  func levels(_ policy: String, _ gate: String, _ attempts: Int) throws {
    #expect(try Self.rules(policy, gate: gate).maxAttempts == attempts)
  }

  @Test("The time that a command may take follows the same order")
  func timeouts() throws {
    let command = try #require(try Self.workflow().gates[0].worker)
    #expect(try Self.rules("{}").timeout(of: command) == .seconds(7))
    #expect(
      try Self.rules(#"{"defaults": {"timeout_seconds": 9}}"#).timeout(of: command) == .seconds(7))
    #expect(
      try Self.rules(#"{"workflows": {"probe": {"timeout_seconds": 5}}}"#).timeout(of: command)
        == .seconds(5))
  }

  @Test(
    "The policy's concurrency of a workflow overrides the workflow's, which overrides the default")
  func concurrency() throws {
    let own = try Self.workflow(members: #" "concurrency": "LOW","#)
    let some = try Self.policy(
      #"{"defaults": {"concurrency": "HIGH"}, "workflows": {"probe": {"concurrency": "MEDIUM"}}}"#)
    #expect(some.concurrency(of: own) == .medium)
    let defaults = try Self.policy(#"{"defaults": {"concurrency": "HIGH"}}"#)
    #expect(defaults.concurrency(of: own) == .low)
    #expect(try defaults.concurrency(of: Self.workflow()) == .high)
  }

  @Test(
    "What is wrong is an error with its place",
    arguments: [
      (#"{"max_attempts": 3}"#, 2, "unknown key"),
      (#"{"defaults": {"gates": {}}}"#, 15, "unknown key"),
      (#"{"defaults": {"retry": ["worker_missing"]}}"#, 25, "never tried again without a person"),
      (#"{"defaults": {"retry": ["no"]}}"#, 25, "unknown reason"),
      (#"{"defaults": {"backoff": {"jitter_percent": 101}}}"#, 45, "from 0 to 100"),
      (#"{"defaults": {"rate_limit": {"patterns": ["("]}}}"#, 43, "("),
      (#"{"defaults": {"rate_limit": {"patterns": ["a*"]}}}"#, 43, "matches where nothing stands"),
      (#"{"workflows": {"No": {}}}"#, 16, "no name of a workflow"),
      (#"{"workflows": {"a": {"gates": {"g": {}}}}}"#, 32, "no name of a gate"),
      (#"{"known_failures": [{"gate": "G1", "why": "x"}]}"#, 21, "nothing tells the failure"),
      (#"{"known_failures": [{"gate": "G1", "pattern": "x"}]}"#, 21, "missing key 'why'"),
      (
        #"{"known_failures": [{"gate": "G1", "reason": "all_rules_passed", "why": "x"}]}"#, 21,
        "is no failure"
      ),
    ])
  func bad(_ text: String, _ column: Int, _ words: String) {
    let error = #expect(throws: DocumentError.self) { try Self.policy(text) }
    #expect(error?.path == "orchestration/policy.json")
    #expect(error?.error.what.contains(words) == true, "\(error?.error.what ?? "")")
    #expect(error?.error.column == column)
  }

  @Test("Waits grow up to their bound, keep to the jitter, and are the same for the same seed")
  func backoff() {
    var plain = Backoff()
    plain.jitter = 0
    #expect(
      (1...8).map { plain.wait(after: $0, gate: "G1").components.seconds }
        == [1, 2, 4, 8, 16, 32, 60, 60])
    #expect(plain.wait(after: .max, gate: "G1") == .seconds(60))
    var mixed = Backoff()
    mixed.seed = 42
    let waits = (1...7).map { mixed.wait(after: $0, gate: "G1") }
    #expect(waits == (1...7).map { mixed.wait(after: $0, gate: "G1") })
    #expect(waits != (1...7).map { mixed.wait(after: $0, gate: "G2") })
    for (index, wait) in waits.enumerated() {
      let length = plain.wait(after: index + 1, gate: "G1")
      #expect(wait >= length * 0.8 && wait <= length * 1.2, "\(wait)")
    }
  }

  @Test(
    "What services say when they refuse is found, and what is like it is not",
    arguments: [
      ("HTTP 429", true), ("error: HTTP/1.1 429 Too Many Requests", true),
      ("429 Too Many Requests", true), ("Quota exceeded for project", true),
      ("HTTP 4290", false), ("port 429", false), ("quota", false),
    ])
  func rateLimit(_ text: String, _ isFound: Bool) throws {
    let result = WorkerResult(end: .exited(1), duration: .zero, messageTail: Array(text.utf8))
    let failure = WorkerFailure(
      of: .worker, "x", result, rateLimit: try Self.rules("{}").rateLimit)
    #expect(failure?.reason == (isFound ? .rateLimited : .workerExitNonzero))
  }

  @Test(
    "Each end has its reason",
    arguments: [
      (WorkerPart.worker, WorkerEnd.exited(0), nil), (.worker, .exited(2), .workerExitNonzero),
      (.worker, .signalled(9), .workerExitNonzero),
      (.worker, .timedOut(after: .seconds(1)), .workerTimeout),
      (.worker, .interrupted, .workerInterrupted),
      (.worker, .notStarted(.missingProgram), .workerMissing),
      (.worker, .notStarted(.badFolder("x")), .workerMissing),
      (.prepare, .exited(1), .workerExitNonzero), (.finish, .exited(1), .testCommandFailed),
      (.finish, .timedOut(after: .seconds(1)), .testCommandFailed),
    ] as [(WorkerPart, WorkerEnd, Verdict.ReasonCode?)])
  func reasons(_ part: WorkerPart, _ end: WorkerEnd, _ reason: Verdict.ReasonCode?) throws {
    let failure = WorkerFailure(
      of: part, "x", WorkerResult(end: end, duration: .zero),
      rateLimit: try Self.rules("{}").rateLimit)
    #expect(failure?.reason == reason)
  }

  @Test("A known failure is told by its reason, by what the command said, or by both")
  func known() throws {
    let rules = try Self.rules(
      #"""
      {"known_failures": [
        {"gate": "G1", "workflow": "other", "reason": "rule_failed", "why": "elsewhere"},
        {"gate": "G1", "reason": "worker_exit_nonzero", "pattern": "flaky", "why": "issue 12"}]}
      """#)
    let known = try #require(rules.knownFailures.first)
    #expect(rules.knownFailures.count == 1)
    func result(_ text: String) -> WorkerResult {
      WorkerResult(end: .exited(1), duration: .zero, outputTail: Array(text.utf8))
    }
    #expect(known.fits(.workerExitNonzero, result("a FLAKY test")))
    #expect(!known.fits(.workerExitNonzero, result("a test")))
    #expect(!known.fits(.workerTimeout, result("flaky")))
    #expect(!known.fits(.workerExitNonzero, nil))
  }
}
