import Digests
import Records

extension RecordText {
  /// The facts of an attempt's file.
  static func lines(of attempt: Attempt, _ bytes: [UInt8]) -> [String] {
    let invocations = attempt.invocationIDs.map(\.description).joined(separator: ", ")
    let facts = [
      "status: \(attempt.status.rawValue)",
      "verdict: \(attempt.verdict.reasonCode.verdict.rawValue), \(attempt.verdict.reasonCode.rawValue)",
      "failure reason: \(attempt.failureReason.map { "'\($0)'" } ?? "none")",
      "finished by: \(text(attempt.finishedBy))",
      "started: \(attempt.startedAt)",
      "finished: \(attempt.finishedAt)",
      "agent: \(attempt.agent.map { "'\($0)'" } ?? "none")",
      "invocations: \(invocations.isEmpty ? "none" : invocations)",
      "contract: \(text(attempt.contract))",
      "packet: \(short(attempt.prompt.sha256)), \(count(attempt.prompt.bytes))",
      "previous: \(attempt.previous.map { "\($0.record) (\(short($0.sha256)))" } ?? "none")",
      "recorder: \(attempt.recorder.name) \(attempt.recorder.version), rules \(attempt.rules)",
      "key: \(attempt.requestKey.map { "'\($0)'" } ?? "none")",
      "next: \(attempt.verdict.nextAction)",
    ]
    let isWrittenByTool = attempt.encoded() == bytes
    return section("Attempt \(attempt.key.number) of \(attempt.key.gate), \(attempt.runID)", facts)
      + section("Inputs", attempt.inputs.map(text))
      + section("Required outputs", attempt.requiredOutputs)
      + section("Artifacts", attempt.artifacts.map(text))
      + section("Rules", attempt.validations.flatMap(facts(of:)))
      + file(bytes, notes: isWrittenByTool ? [] : ["not written as this tool writes an attempt"])
  }

  private static func text(_ artifact: Attempt.Artifact) -> String {
    switch (artifact.exists, artifact.file.sha256) {
    case (true, nil): text(artifact.file) + ", no regular file"
    case (false, nil): text(artifact.file) + ", missing"
    case (true, .some): text(artifact.file)
    case (false, .some): text(artifact.file) + ", said to be missing"
    }
  }

  private static func facts(of rule: Attempt.Validation) -> [String] {
    let answer = rule.pass ? "pass" : rule.error == nil ? rule.severity.rawValue : "error"
    let title =
      "\(rule.id) \(rule.type) \(rule.path): \(answer)"
      + (rule.severity == .warn && answer != "warn" ? " (would warn)" : "")
    let details = [
      rule.expected.map { "expected: \($0)" }, rule.found.map { "found: \($0)" },
      rule.error.map { "error: \($0)" },
    ]
    let findings = rule.findings.map { "at \(place($0)): \($0.message)" }
    return [title] + (details.compactMap(\.self) + findings).map { "  \($0)" }
  }

  /// The place as the file has it, also where it has half of one, which no use of the tool leaves.
  private static func place(_ finding: Attempt.Finding) -> String {
    guard (finding.line == nil) != (finding.column == nil) else { return Place.text(finding) }
    let parts = [finding.line, finding.column].map { $0.map(String.init) ?? "none" }
    return "\(finding.path):" + parts.joined(separator: ":")
  }
}
