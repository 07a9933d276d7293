import JSONDocument
import Records
import Reports
import Runs
import Text

/// The members of `--json` answers, made from the same values as the text.
enum Members {
  static func run(_ record: RunRecord) -> JSONValue {
    let header = record.header
    return [
      "run_id": .string(header.id.description),
      "workflow": .string(header.workflow.name),
      "slug": .string(header.workflow.slug.description),
      "artifact_path": .string(header.workflow.artifactPath.text),
      "depth": .string(header.depth.rawValue),
      "run_status": .string(record.state.status.rawValue),
      "started_at": .string(record.state.startedAt.description),
      "finished_at": optional(record.state.finishedAt?.description),
      "gates": .array(
        record.state.gates.map { gate in
          [
            "gate": .string(gate.id.description), "name": .string(gate.name),
            "gate_status": .string(gate.status.rawValue),
            "attempts": .integer(Int64(gate.attempts.count)),
          ]
        }),
    ]
  }

  static func overview(_ overview: RunOverview) -> JSONValue {
    joined(
      run(overview.record),
      [
        "artifacts": .array(
          overview.artifacts.map { artifact in
            [
              "path": .string(artifact.path), "state": .string("\(artifact.state)"),
              "gate": .string(artifact.attempt.gate.description),
              "attempt": .integer(Int64(artifact.attempt.number)),
            ]
          }),
        "next": .string(overview.next.command),
      ])
  }

  /// What happened, and each closed attempt.
  static func history(_ record: RunRecord) -> JSONValue {
    let attempts = record.state.gates.flatMap { gate in
      gate.attempts.compactMap {
        record.attempts[AttemptKey(gate: gate.id, number: $0.number)]?.attempt
      }
    }
    return [
      "waiting_since": record.state.status.isFinal
        ? .null : optional(record.waitingSince?.description),
      "attempts": .array(
        attempts.map { attempt in
          [
            "gate": .string(attempt.key.gate.description),
            "attempt": .integer(Int64(attempt.key.number)),
            "attempt_status": .string(attempt.status.rawValue),
            "reason_code": .string(attempt.verdict.reasonCode.rawValue),
            "failure_reason": optional(attempt.failureReason),
            "by": optional(attempt.finishedBy.name),
            "channel": .string(attempt.finishedBy.channel.rawValue),
            "started_at": .string(attempt.startedAt.description),
            "finished_at": .string(attempt.finishedAt.description),
          ]
        }),
      "stories": ReviewJSON.stories(of: record),
      "timeline": .array(
        RunTimeline.entries(record).map {
          ["at": .string($0.at.description), "what": .string($0.what)]
        }),
    ]
  }

  static func report(_ report: GateReport, next: String?, commit: CommitLines?) -> JSONValue {
    [
      "run_id": .string(report.header.id.description),
      "gate": .string(report.gate.description),
      "attempt": report.attempt.map { .integer(Int64($0.key.number)) } ?? .null,
      "result": .string(
        report.passes ? "PASS" : report.failures == 0 && report.errors > 0 ? "ERROR" : "FAIL"),
      "verdict": report.attempt.map { attempt in
        [
          "class": .string(attempt.verdict.reasonCode.verdict.rawValue),
          "reason_code": .string(attempt.verdict.reasonCode.rawValue),
          "next_action": .string(attempt.verdict.nextAction),
        ]
      } ?? .null,
      "record": optional(report.attempt.map { RunPaths(report.header.id).attempt($0.key) }),
      "rules": .array(
        report.validations.map { validation in
          [
            "id": .string(validation.id), "type": .string(validation.type),
            "pass": .bool(validation.pass), "severity": .string(validation.severity.rawValue),
            "expected": optional(validation.expected), "found": optional(validation.found),
            "error": optional(validation.error),
          ]
        }),
      "findings": .array(report.findings.map(finding)),
      "contract_change": optional(report.contractChange),
      "commit": commit.map { .array([.string($0.add), .string($0.commit)]) } ?? .null,
      "next": optional(next),
    ]
  }

  private static func finding(_ finding: GateReport.Finding) -> JSONValue {
    [
      "level": .string(finding.level.rawValue), "rule": .string(finding.rule),
      "type": .string(finding.type), "path": .string(finding.path),
      "line": finding.line.map { .integer(Int64($0)) } ?? .null,
      "column": finding.column.map { .integer(Int64($0)) } ?? .null,
      "message": .string(finding.message), "found": optional(finding.found),
      "fix": optional(finding.fix), "rule_at": .string(finding.ruleAt),
    ]
  }

  static func joined(_ values: JSONValue...) -> JSONValue {
    .object(
      values.flatMap { value -> [JSONMember] in
        if case .object(let members) = value { members } else { [] }
      })
  }

  private static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}
