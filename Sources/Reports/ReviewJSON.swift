import Digests
package import JSONDocument
package import Records
import Text
package import Verification

/// A report for reviewers as JSON.
package enum ReviewJSON {
  package static func members(_ report: ReviewReport) -> JSONValue {
    [
      "since": report.since.map {
        ["revision": .string($0.revision), "commit": .string($0.commit)]
      } ?? .null,
      "summary": .string(report.summary),
      "look_at": .array(report.notes.map(note)),
      "runs": .array(report.runs.map(run)),
      "unreadable": .array(
        report.unreadable.map {
          ["run_id": .string($0.run), "path": .string($0.path), "error": .string($0.what)]
        }),
      "gone": .array(report.gone.map { .string($0) }),
      "unchanged": .integer(Int64(report.unchanged)),
    ]
  }

  private static func note(_ note: ReviewNote) -> JSONValue {
    [
      "kind": .string(note.kind.rawValue), "run_id": .string(note.run),
      "gate": .optional(note.gate?.description), "path": .optional(note.path),
      "line": .optional(note.line), "message": .string(note.message),
      "next": .optional(note.next),
    ]
  }

  private static func run(_ run: RunReview) -> JSONValue {
    let header = run.header
    return [
      "run_id": .string(header.id.description), "workflow": .string(header.workflow.name),
      "slug": .string(header.workflow.slug.description),
      "artifact_path": .string(header.workflow.artifactPath.text),
      "depth": .string(header.depth.rawValue), "change": .optional(run.change?.rawValue),
      "status_before": .optional(run.statusBefore?.rawValue),
      "run_status": .string(run.status.rawValue),
      "waiting_at": .optional(run.waitingAt?.description),
      "started_at": .string(run.startedAt.description),
      "finished": run.finished.map {
        [
          "run_status": .string($0.status.rawValue), "by": actor($0.by),
          "reason": .optional($0.reason), "at": .string($0.at.description),
        ]
      } ?? .null,
      "gates": .array(
        run.gates.map { gate in
          [
            "before": gate.before.map {
              [
                "gate_status": .string($0.status.rawValue),
                "attempts": .integer(Int64($0.attempts)),
              ]
            } ?? .null,
            "moved": .bool(run.movedGates.contains { $0.story.gate == gate.story.gate }),
            "now": story(gate.story),
          ]
        }),
      "artifacts": .array(run.evidence.artifacts.map(artifact)),
      "contracts": .array(
        run.evidence.contracts.map {
          [
            "gate": .string($0.gate.description), "path": .string($0.path),
            "today": .string($0.today.rawValue), "at_base": .optional($0.atBase?.rawValue),
          ]
        }),
      "attempts": .array(run.spans.map(span)),
    ]
  }

  private static func artifact(_ artifact: EvidenceToday.Artifact) -> JSONValue {
    let (state, successor): (String, RunID?) =
      switch artifact.state {
      case .same: ("same", nil)
      case .changed: ("changed", nil)
      case .missing: ("missing", nil)
      case .superseded(let run): ("superseded", run)
      }
    return [
      "path": .string(artifact.path), "gate": .string(artifact.attempt.gate.description),
      "attempt": .integer(Int64(artifact.attempt.number)), "state": .string(state),
      "superseded_by": .optional(successor?.description),
    ]
  }

  private static func span(_ span: RunReview.Span) -> JSONValue {
    [
      "gate": .string(span.key.gate.description), "attempt": .integer(Int64(span.key.number)),
      "status": .string(span.status?.rawValue ?? "RUNNING"),
      "started_at": .string(span.start.description),
      "finished_at": span.status == nil ? .null : .string(span.end.description),
    ]
  }

  /// How each gate of a run came to where it stands, what failed first among it.
  package static func stories(of record: RunRecord) -> JSONValue {
    .array(GateStory.all(of: record).map(story))
  }

  static func story(_ story: GateStory) -> JSONValue {
    [
      "gate": .string(story.gate.description), "name": .string(story.name),
      "gate_status": .string(story.status.rawValue),
      "attempts": .integer(Int64(story.attempts)), "failed": .integer(Int64(story.failures)),
      "agents": .array(story.agents.map { .string($0) }),
      "closed_by": story.closed.map { actor($0.by) } ?? .null,
      "contract": story.contract.map {
        ["path": .string($0.path), "sha256": .string($0.sha256.hex)]
      } ?? .null,
      "first_failure": story.firstFailure.map(failure) ?? .null,
      "warnings": .array(story.warnings.map { rule($0, []) }),
      "out_of_order": .array(
        story.outOfOrder.map {
          [
            "attempt": .integer(Int64($0.attempt)),
            "before": .array($0.before.map { .string($0.description) }),
          ]
        }),
    ]
  }

  private static func failure(_ failure: FirstFailure) -> JSONValue {
    [
      "attempt": .integer(Int64(failure.attempt)),
      "reason_code": .string(failure.reasonCode.rawValue),
      "reason": .optional(failure.reason), "by": actor(failure.by),
      "passed_in": .optional(failure.passedIn),
      "contract_changed": .bool(failure.isContractChanged),
      "changed_outputs": .array(failure.changedOutputs.map { .string($0) }),
      "rules": .array(failure.rules.map { rule($0.rule, end($0.end)) }),
    ]
  }

  private static func end(_ end: FirstFailure.Rule.End) -> [JSONMember] {
    switch end {
    case .met(let attempt): [JSONMember("met_in", .integer(Int64(attempt)))]
    case .dropped(let attempt): [JSONMember("dropped_in", .integer(Int64(attempt)))]
    case .open: [JSONMember("met_in", .null)]
    }
  }

  private static func rule(_ rule: FailedRule, _ more: [JSONMember]) -> JSONValue {
    .object(
      [
        JSONMember("id", .string(rule.id)), JSONMember("type", .string(rule.type)),
        JSONMember("path", .string(rule.place?.path ?? rule.path)),
        JSONMember("line", .optional(rule.place?.line)),
        JSONMember("column", .optional(rule.place?.column)),
        JSONMember("message", .optional(rule.place?.message)),
        JSONMember("found", .optional(rule.found)),
        JSONMember("places", .integer(Int64(rule.places))),
      ] + more)
  }

  private static func actor(_ actor: Actor) -> JSONValue {
    ["name": .optional(actor.name), "channel": .string(actor.channel.rawValue)]
  }
}

extension JSONValue {
  /// A text or null.
  static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  /// A whole number or null.
  static func optional(_ number: Int?) -> JSONValue {
    number.map { .integer(Int64($0)) } ?? .null
  }
}
