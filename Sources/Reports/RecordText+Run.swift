import JSONDocument
import Records
import Text

extension RecordText {
  /// The facts of RUN.json, the derived ones as the file states them.
  static func run(_ bytes: [UInt8]) throws(JSONError) -> [String] {
    let file = try RunFile(decoding: bytes)
    let object = try JSONDocument(parsing: bytes).root.object()
    let gates = try facts(of: object, "gates", gate).flatMap(\.self)
    let invocations = try facts(of: object, "invocations", invocation)
    let artifacts = try facts(of: object, "artifacts_index", artifact)
    let rules = try facts(of: object, "validations", rule)
    let seal = try word(object, "seal")
    return try section("Run \(file.header.id)", facts(of: file.header, object))
      + section("Gates", gates) + section("Invocations", invocations)
      + section("Artifacts that passed", artifacts)
      + section("Rules of the newest attempts", rules)
      + section("Events", file.events.map(line))
      + self.file(bytes, notes: ["seal: \(cut(seal))"])
  }

  private static func facts(
    of header: RunHeader, _ object: JSONObject
  ) throws(JSONError) -> [String] {
    let workflow = header.workflow
    return [
      "status: \(try word(object, "status"))",
      "started: \(try word(object, "started_at"))",
      "finished: \(try optionalWord(object, "finished_at") ?? "not yet")",
      "workflow: \(workflow.name), version \(workflow.version) (\(short(workflow.sha256)))",
      "slug: \(workflow.slug)",
      "artifact path: \(workflow.artifactPath.text)",
      "depth: \(header.depth.rawValue)",
      "commit: \(header.commit.map(cut) ?? "none")",
      "prompt file: \(header.promptFile.map(text) ?? "none")",
      "recorder: \(header.recorder.name) \(header.recorder.version)",
    ]
  }
}

// MARK: What follows from the events, as the file states it

extension RecordText {
  private static func facts<Fact>(
    of object: JSONObject, _ key: String, _ read: (JSONCursor) throws(JSONError) -> Fact
  ) throws(JSONError) -> [Fact] {
    var facts: [Fact] = []
    for cursor in try object.required(key).array() { facts.append(try read(cursor)) }
    return facts
  }

  private static func gate(_ cursor: JSONCursor) throws(JSONError) -> [String] {
    let gate = try cursor.object(members: ["gate", "name", "status", "attempts"])
    let title = "\(try word(gate, "gate")) \(try word(gate, "name")): \(try word(gate, "status"))"
    return try [title] + facts(of: gate, "attempts", attempt)
  }

  private static func attempt(_ cursor: JSONCursor) throws(JSONError) -> String {
    let attempt = try cursor.object(members: ["attempt", "status", "record", "sha256"])
    let record = try optionalWord(attempt, "record").map { ", \($0)" } ?? ""
    let digest = try optionalWord(attempt, "sha256").map { " (\(cut($0)))" } ?? ""
    return "  attempt \(try number(attempt, "attempt")): \(try word(attempt, "status"))"
      + record + digest
  }

  private static func invocation(_ cursor: JSONCursor) throws(JSONError) -> String {
    let call = try cursor.object(members: ["id", "gate", "attempt", "agent", "status", "at"])
    let attempt = try optionalNumber(call, "attempt").map { " attempt \($0)" } ?? ""
    return "\(try word(call, "id")): \(try word(call, "gate"))\(attempt), "
      + "\(try word(call, "status")) of '\(try word(call, "agent"))' at \(try word(call, "at"))"
  }

  private static func artifact(_ cursor: JSONCursor) throws(JSONError) -> String {
    let file = try cursor.object(members: ["path", "sha256", "bytes", "gate", "attempt"])
    let digest = try optionalWord(file, "sha256").map(cut) ?? "no digest"
    let bytes = try optionalNumber(file, "bytes").map { "\($0) bytes" } ?? "no length"
    return "\(try word(file, "path")): \(digest), \(bytes), "
      + "\(try word(file, "gate")) attempt \(try number(file, "attempt"))"
  }

  private static func rule(_ cursor: JSONCursor) throws(JSONError) -> String {
    let rule = try cursor.object(members: ["gate", "attempt", "id", "type", "path", "pass"])
    let answer = try rule.required("pass").bool() ? "pass" : "not met"
    return "\(try word(rule, "gate")) attempt \(try number(rule, "attempt")), "
      + "\(try word(rule, "id")) \(try word(rule, "type")) \(try word(rule, "path")): \(answer)"
  }

  private static func word(_ object: JSONObject, _ key: String) throws(JSONError) -> String {
    try object.required(key).string()
  }

  private static func optionalWord(
    _ object: JSONObject, _ key: String
  ) throws(JSONError) -> String? {
    try object.required(key).nonNull?.string()
  }

  private static func number(_ object: JSONObject, _ key: String) throws(JSONError) -> Int {
    try object.required(key).integer(in: 0...(1 << 53 - 1))
  }

  private static func optionalNumber(
    _ object: JSONObject, _ key: String
  ) throws(JSONError) -> Int? {
    try object.required(key).nonNull?.integer(in: 0...(1 << 53 - 1))
  }

  /// A digest or a commit as the file states it, cut as all are; any other text stays whole.
  private static func cut(_ text: String) -> String {
    let isHex = text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    guard isHex, [40, 64].contains(text.utf8.count) else { return text }
    return String(decoding: text.utf8.prefix(12), as: UTF8.self)
  }
}

// MARK: Events

extension RecordText {
  /// What an event did; details that only some events have come behind it.
  private static func line(of event: Event) -> String {
    var parts: [String]
    switch event.fact {
    case .runStarted: parts = ["run started"]
    case .gateStarted(let started):
      parts = ["\(started.gate) attempt \(started.attempt) opened"]
      if let agent = started.agent { parts.append("for '\(agent)'") }
      parts.append("contract \(text(started.contract))")
      parts.append("packet \(short(started.prompt.sha256)), \(count(started.prompt.bytes))")
      if !started.before.isEmpty {
        parts.append("before \(started.before.map(\.description).joined(separator: ", ")) passed")
      }
      parts += started.inputs.map { "input changed: \(text($0))" }
    case .invocationRecorded(let call):
      let attempt = call.attempt.map { " attempt \($0)" } ?? ""
      parts = ["\(call.gate)\(attempt) called '\(call.agent)': \(call.status.rawValue), \(call.id)"]
    case .gateFinished(let finished):
      parts = [
        "\(finished.gate) attempt \(finished.attempt) closed as \(finished.status.rawValue)",
        "\(finished.reasonCode.rawValue), \(finished.record) (\(short(finished.sha256)))",
      ]
    case .runFinished(let finished):
      parts = ["run finished as \(finished.status.rawValue)", "by \(text(finished.by))"]
      if let reason = finished.reason { parts.append("reason '\(reason)'") }
    }
    if let key = event.key { parts.append("key '\(key)'") }
    return "\(event.seq) at \(event.at): " + parts.joined(separator: "; ")
  }
}
