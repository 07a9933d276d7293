package import JSONDocument
import Records
import Runs
package import Verification

/// The digest of a run as `logs/digest.json` has it and `inspect` answers it to a program.
package enum DigestJSON {
  /// Raised whenever a member changes its meaning.
  private static let schema = 1

  package static func value(_ digest: RunDigest) -> JSONValue {
    [
      "schema": .integer(Int64(schema)), "run_id": .string(digest.header.id.description),
      "workflow": .string(digest.header.workflow.name),
      "slug": .string(digest.header.workflow.slug.description),
      "run_status": .string(digest.status.rawValue),
      "started_at": .string(digest.startedAt.description),
      "finished_at": .optional(digest.finishedAt?.description),
      "milliseconds": .optional(digest.milliseconds),
      "attempts": .integer(Int64(digest.tries.count)),
      "retries": .integer(Int64(digest.stages.reduce(0) { $0 + $1.retries })),
      "verdicts": .array(digest.verdicts.map { count($0.reason, $0.count) }),
      "slowest": digest.longest.first.map(slowest) ?? .null,
      "stages": .array(digest.stages.map(stage)),
      "log_entries_left_out": .integer(Int64(digest.leftOut)),
    ]
  }

  /// The bytes of `logs/digest.json`, in which no text can harm a screen.
  package static func file(_ digest: RunDigest) -> [UInt8] {
    let text = String(decoding: JSONWriter.write(value(digest)), as: UTF8.self)
    return Array(Visible.json(text).utf8)
  }

  static func count(_ reason: Verdict.ReasonCode, _ count: Int) -> JSONValue {
    [
      "class": .string(reason.verdict.rawValue), "reason_code": .string(reason.rawValue),
      "count": .integer(Int64(count)),
    ]
  }

  private static func slowest(_ one: RunDigest.Try) -> JSONValue {
    [
      "gate": .string(one.key.gate.description), "attempt": .integer(Int64(one.key.number)),
      "part": .optional(one.slowestCommand?.part.rawValue),
      "milliseconds": .optional(one.duration?.milliseconds),
      "clock": .optional(one.duration?.clock.rawValue),
    ]
  }

  private static func stage(_ stage: RunDigest.Stage) -> JSONValue {
    [
      "gate": .string(stage.story.gate.description), "name": .string(stage.story.name),
      "gate_status": .string(stage.story.status.rawValue),
      "milliseconds": .integer(Int64(stage.milliseconds)),
      "retries": .integer(Int64(stage.retries)), "attempts": .array(stage.tries.map(attempt)),
    ]
  }

  private static func attempt(_ one: RunDigest.Try) -> JSONValue {
    [
      "attempt": .integer(Int64(one.key.number)),
      "attempt_status": .string(one.attempt?.status.rawValue ?? "RUNNING"),
      "class": .optional(one.reason?.verdict.rawValue),
      "reason_code": .optional(one.reason?.rawValue),
      "failure_reason": .optional(one.attempt?.failureReason),
      "known_failure": .bool(one.isKnownFailure),
      "started_at": .string(one.startedAt.description),
      "finished_at": .optional(one.attempt?.finishedAt.description),
      "milliseconds": .optional(one.duration?.milliseconds),
      "clock": .optional(one.duration?.clock.rawValue),
      "commands": .array(
        one.commands.map { line in
          [
            "part": .string(line.part.rawValue), "command": .string(line.command),
            "outcome": .string(line.outcome), "exit_status": .optional(line.exitStatus),
            "milliseconds": .integer(Int64(line.milliseconds)),
          ]
        }),
      "agent": one.agent?.value ?? .null,
    ]
  }
}
