package import JSONDocument
import Records
import Text

extension Policy {
  private static let settings = [
    "max_attempts", "timeout_seconds", "retry", "backoff", "rate_limit",
  ]

  /// Reads a policy; a member or value that it may not have is an error with its place.
  package init(_ bytes: [UInt8]) throws(DocumentError) {
    do throws(JSONError) {
      let policy = try JSONDocument(parsing: bytes).root.object(members: [
        "$schema", "defaults", "workflows", "known_failures",
      ])
      if let schema = policy.optional("$schema") { _ = try schema.string() }
      var workflows: [WorkflowSettings] = []
      if let object = try policy.optional("workflows")?.object() {
        for member in object.members { workflows.append(try Self.workflow(member)) }
      }
      var failures: [KnownFailure] = []
      if let list = try policy.optional("known_failures")?.array(atMost: 1_000) {
        for cursor in list { failures.append(try Self.knownFailure(cursor)) }
      }
      self.init(
        defaults: try policy.optional("defaults").map { cursor throws(JSONError) in
          try Self.settings(cursor, besides: ["concurrency"])
        } ?? Settings(), workflows: workflows, knownFailures: failures)
    } catch {
      throw DocumentError(path: Self.path, error: error)
    }
  }

  private static func workflow(
    _ member: (key: JSONCursor, value: JSONCursor)
  ) throws(JSONError) -> WorkflowSettings {
    let name = try member.key.string()
    guard Slug(name) != nil else {
      throw member.key.error("'\(name)' is no name of a workflow", hint: "use \(Slug.grammar)")
    }
    let settings = try settings(member.value, besides: ["concurrency", "gates"])
    var gates: [(gate: GateID, settings: Settings)] = []
    if let object = try member.value.object().optional("gates")?.object() {
      for (key, value) in object.members {
        gates.append((try gate(key), try Self.settings(value, besides: [])))
      }
    }
    return WorkflowSettings(name: name, settings: settings, gates: gates)
  }

  private static func gate(_ cursor: JSONCursor) throws(JSONError) -> GateID {
    let name = try cursor.string()
    guard let gate = GateID(name) else {
      throw cursor.error("'\(name)' is no name of a gate", hint: "use \(GateID.grammar)")
    }
    return gate
  }

  private static func settings(
    _ cursor: JSONCursor, besides more: [String]
  ) throws(JSONError) -> Settings {
    let object = try cursor.object(members: settings + more)
    var result = Settings()
    result.maxAttempts = try object.optional("max_attempts")?.integer(in: 1...1000)
    result.timeoutSeconds = try object.optional("timeout_seconds")?.integer(
      in: WorkerReader.timeouts)
    if let list = try object.optional("retry")?.array(atMost: 100) {
      var reasons: [Verdict.ReasonCode] = []
      for cursor in list { reasons.append(try retried(cursor)) }
      result.retried = reasons
    }
    result.backoff = try object.optional("backoff").map(backoff)
    result.rateLimit = try object.optional("rate_limit").map(rateLimit)
    result.concurrency = try object.optional("concurrency")?.choice(
      "concurrency", of: Concurrency.self)
    return result
  }

  private static func retried(_ cursor: JSONCursor) throws(JSONError) -> Verdict.ReasonCode {
    let reason = try cursor.choice("reason", of: Verdict.ReasonCode.self)
    guard reason.verdict == .retryable else {
      let known = Verdict.ReasonCode.allCases.filter { $0.verdict == .retryable }
      throw cursor.error(
        "'\(reason.rawValue)' is never tried again without a person",
        hint: "known are " + known.map { "'\($0.rawValue)'" }.joined(separator: ", "))
    }
    return reason
  }

  private static func backoff(_ cursor: JSONCursor) throws(JSONError) -> Backoff {
    let object = try cursor.object(members: [
      "initial_ms", "factor", "max_ms", "jitter_percent", "seed",
    ])
    let day = 86_400_000
    var backoff = Backoff()
    func set(
      _ name: String, _ range: ClosedRange<Int>, _ path: WritableKeyPath<Backoff, Int>
    ) throws(JSONError) {
      if let value = try object.optional(name)?.integer(in: range) {
        backoff[keyPath: path] = value
      }
    }
    try set("initial_ms", 0...day, \.initial)
    try set("factor", 1...10, \.factor)
    try set("max_ms", 0...day, \.maximum)
    try set("jitter_percent", 0...100, \.jitter)
    try set("seed", 0...JSONCursor.safeIntegers.upperBound, \.seed)
    return backoff
  }

  private static func rateLimit(_ cursor: JSONCursor) throws(JSONError) -> RateLimit {
    let object = try cursor.object(members: ["patterns", "wait_seconds"])
    var phrases = RateLimit.standard.patterns
    if let list = try object.optional("patterns")?.array(atMost: 100) {
      phrases = []
      for cursor in list { phrases.append(try phrase(cursor)) }
    }
    let wait = try object.optional("wait_seconds")?.integer(in: 0...86_400)
    return RateLimit(
      patterns: phrases, waitSeconds: wait ?? RateLimit.standard.waitSeconds)
  }

  private static func phrase(_ cursor: JSONCursor) throws(JSONError) -> Phrase {
    let text = try cursor.string()
    do {
      let pattern = try Pattern(text, ignoringCase: true)
      guard !pattern.matchesEmpty else {
        throw cursor.error("the pattern matches where nothing stands", hint: "make it name a word")
      }
      return Phrase(text: text, pattern: pattern)
    } catch let error as JSONError {
      throw error
    } catch let error as PatternError {
      throw cursor.error("\(error)")
    } catch {
      throw cursor.error("it is no pattern")
    }
  }

  private static func knownFailure(_ cursor: JSONCursor) throws(JSONError) -> KnownFailure {
    let object = try cursor.object(members: ["workflow", "gate", "reason", "pattern", "why"])
    let reason = try object.optional("reason")?.choice("reason", of: Verdict.ReasonCode.self)
    let pattern = try object.optional("pattern").map(phrase)
    if reason == nil, pattern == nil {
      throw cursor.error("nothing tells the failure", hint: "give reason, pattern or both")
    }
    if let reason, reason.verdict == .pass {
      throw cursor.error("'\(reason.rawValue)' is no failure")
    }
    let why = try object.required("why")
    guard let words = OneLine(try why.string(), limit: 400) else {
      throw why.error("expected one line of 1 to 400 characters")
    }
    return KnownFailure(
      workflow: try object.optional("workflow")?.string(), gate: try gate(object.required("gate")),
      reason: reason, phrase: pattern, why: words.text)
  }
}
