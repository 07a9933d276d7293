package import Records
package import Text

/// How workers are tried again and bounded: `orchestration/policy.json`, or what holds without one.
package struct Policy: Sendable {
  /// What tells that a service refused for now, and how long it is then left alone.
  package struct RateLimit: Sendable {
    package let patterns: [Phrase]
    package let waitSeconds: Int
  }

  /// A pattern with the text that it was read from.
  package struct Phrase: Sendable {
    package let text: String
    package let pattern: Pattern
  }

  /// What a level of the policy says; nil leaves it to the level above.
  package struct Settings: Sendable {
    package var maxAttempts: Int?
    package var timeoutSeconds: Int?
    package var retried: [Verdict.ReasonCode]?
    package var backoff: Backoff?
    package var rateLimit: RateLimit?
    package var concurrency: Concurrency?
  }

  /// What the policy says of one workflow.
  package struct WorkflowSettings: Sendable {
    package let name: String
    package let settings: Settings
    package let gates: [(gate: GateID, settings: Settings)]
  }

  package static let path = "orchestration/policy.json"

  package let defaults: Settings
  package let workflows: [WorkflowSettings]
  package let knownFailures: [KnownFailure]

  /// What holds where there is no policy file.
  package static let standard = Policy(defaults: Settings(), workflows: [], knownFailures: [])

  init(defaults: Settings, workflows: [WorkflowSettings], knownFailures: [KnownFailure]) {
    self.defaults = defaults
    self.workflows = workflows
    self.knownFailures = knownFailures
  }

  /// How many gates of a workflow may be worked on at the same time.
  package func concurrency(of workflow: Workflow) -> Concurrency {
    named(workflow)?.settings.concurrency ?? workflow.concurrency ?? defaults.concurrency
      ?? .sequential
  }

  /// What holds for one gate: the policy's word on the gate or its workflow, else the workflow's own, else the defaults.
  package func rules(for gate: Workflow.Gate, in workflow: Workflow) -> GatePolicy {
    let own = named(workflow)
    let near = [own?.gates.first { $0.gate == gate.id }?.settings, own?.settings].compactMap(\.self)
    func first<Value>(_ value: (Settings) -> Value?) -> Value? { near.lazy.compactMap(value).first }
    let attempts = first(\.maxAttempts) ?? gate.maxAttempts ?? defaults.maxAttempts
    return GatePolicy(
      maxAttempts: attempts ?? (gate.worker == nil ? nil : GatePolicy.standardAttempts),
      policyTimeout: first(\.timeoutSeconds),
      defaultTimeout: defaults.timeoutSeconds ?? GatePolicy.standardTimeout,
      retried: first(\.retried) ?? defaults.retried ?? [.rateLimited],
      backoff: first(\.backoff) ?? defaults.backoff ?? Backoff(),
      rateLimit: first(\.rateLimit) ?? defaults.rateLimit ?? .standard,
      knownFailures: knownFailures.filter { $0.concerns(gate.id, of: workflow.name) })
  }

  private func named(_ workflow: Workflow) -> WorkflowSettings? {
    workflows.first { $0.name.utf8.elementsEqual(workflow.name.utf8) }
  }
}

extension Policy.RateLimit {
  /// What services that refuse for now are known to say.
  package static let standard = Policy.RateLimit(
    patterns: [
      #"\bHTTP(/[0-9.]+)? 429\b"#, "429 too many requests", "quota exceeded",
      "rate limit exceeded", "rate_limit_error",
    ].compactMap { text in
      (try? Pattern(text, ignoringCase: true)).map { Policy.Phrase(text: text, pattern: $0) }
    }, waitSeconds: 60)

  /// The pattern that the last words of a command match, or nil.
  package func match(in result: WorkerResult) -> String? {
    patterns.first { $0.isFound(in: result) }?.text
  }
}

extension Policy.Phrase {
  func isFound(in result: WorkerResult) -> Bool {
    [result.messageTail, result.outputTail].contains { tail in
      // A search of so few bytes that takes too many steps says nothing of why the command failed.
      let matches = try? pattern.matches(in: tail, limit: 1)
      return matches?.isEmpty == false
    }
  }
}

/// What the policy and the workflow together say of one gate.
package struct GatePolicy: Sendable {
  static let standardAttempts = 3
  static let standardTimeout = 600

  /// How many failed attempts the gate may have before a person must look; nil for no cap.
  package let maxAttempts: Int?
  let policyTimeout: Int?
  let defaultTimeout: Int
  /// The reasons after which the gate is tried again without being asked.
  package let retried: [Verdict.ReasonCode]
  package let backoff: Backoff
  package let rateLimit: Policy.RateLimit
  package let knownFailures: [KnownFailure]

  /// How long one of the gate's commands may take.
  package func timeout(of command: WorkerCommand) -> Duration {
    .seconds(policyTimeout ?? command.timeoutSeconds ?? defaultTimeout)
  }

  /// How long to wait before the gate is tried again, or nil where it is not.
  ///
  /// `failed` is the number of its attempts that have failed, this one among them.
  package func wait(after attempt: Attempt, failed: Int, isKnown: Bool) -> Duration? {
    let reason = attempt.verdict.reasonCode
    guard !isKnown, reason.verdict == .retryable, retried.contains(reason) else { return nil }
    if let maxAttempts, failed >= maxAttempts { return nil }
    if reason == .rateLimited { return .seconds(rateLimit.waitSeconds) }
    return backoff.wait(after: failed, gate: attempt.key.gate.description)
  }
}

/// A failure that is expected: it is not tried again, is named as known, and stays a failure.
package struct KnownFailure: Sendable {
  package let workflow: String?
  package let gate: GateID
  package let reason: Verdict.ReasonCode?
  package let phrase: Policy.Phrase?
  /// Why it is expected.
  package let why: String

  private static let mark = "known failure ("

  /// Words on a failure, with the reason why it is expected before them where it is.
  static func words(_ known: KnownFailure?, _ words: String) -> String {
    known.map { "\(mark)\($0.why)): \(words)" } ?? words
  }

  /// Says whether an attempt failed in a way that was expected when it closed.
  package static func isNamed(in attempt: Attempt) -> Bool {
    switch attempt.verdict.reasonCode {
    case .failedByPerson, .runCanceled: false
    default: attempt.failureReason?.utf8.starts(with: mark.utf8) ?? false
    }
  }

  func concerns(_ gate: GateID, of workflow: String) -> Bool {
    self.gate == gate && (self.workflow.map { $0.utf8.elementsEqual(workflow.utf8) } ?? true)
  }

  /// Says whether a failure is this one; `result` is that of the command that failed, nil where rules did.
  package func fits(_ reason: Verdict.ReasonCode, _ result: WorkerResult?) -> Bool {
    if let own = self.reason, own != reason { return false }
    guard let phrase else { return true }
    return result.map(phrase.isFound) ?? false
  }
}
