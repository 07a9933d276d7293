import Digests
import JSONDocument
import Text

extension RunRecord {
  /// The bytes of RUN.json: every member in the order of the format, sealed.
  package func encoded() -> [UInt8] { Seal.sealing(JSONWriter.write(value)) }

  private var value: JSONValue {
    [
      "schema": .integer(1),
      "run_id": .string(header.id.description),
      "workflow": [
        "name": .string(header.workflow.name), "version": .string(header.workflow.version),
        "slug": .string(header.workflow.slug.description),
        "artifact_path": .string(header.workflow.artifactPath.text),
        "sha256": .string(header.workflow.sha256.hex),
      ],
      "depth": .string(header.depth.rawValue),
      "status": .string(state.status.rawValue),
      "started_at": .string(state.startedAt.description),
      "finished_at": .optional(state.finishedAt?.description),
      "recorder": [
        "name": .string(header.recorder.name), "version": .string(header.recorder.version),
      ],
      "commit": .optional(header.commit),
      "prompt_file": header.promptFile?.value ?? .null,
      "gates": .array(state.gates.map(value(of:))),
      "invocations": .array(state.invocations.map(value(of:))),
      "artifacts_index": .array(state.index.map(value(of:))),
      "validations": .array(state.gates.flatMap { validations(of: $0.id) }),
      "events": .array(events.map(\.value)),
      "seal": .string(Seal.placeholder),
    ]
  }

  private func value(of gate: RunState.Gate) -> JSONValue {
    [
      "gate": .string(gate.id.description), "name": .string(gate.name),
      "status": .string(gate.status.rawValue),
      "attempts": .array(
        gate.attempts.map { entry in
          let key = AttemptKey(gate: gate.id, number: entry.number)
          return [
            "attempt": .integer(Int64(entry.number)),
            "status": .string(entry.closed?.status.rawValue ?? GateStatus.running.rawValue),
            "record": .optional(entry.closed.map { _ in key.record }),
            "sha256": .optional(entry.closed?.sha256.hex),
          ]
        }),
    ]
  }

  private func value(of invocation: RunState.Invocation) -> JSONValue {
    [
      "id": .string(invocation.fact.id.description),
      "gate": .string(invocation.fact.gate.description),
      "attempt": invocation.fact.attempt.map { .integer(Int64($0)) } ?? .null,
      "agent": .string(invocation.fact.agent),
      "status": .string(invocation.fact.status.rawValue), "at": .string(invocation.at.description),
    ]
  }

  private func value(of entry: RunState.Indexed) -> JSONValue {
    entry.file.value.appending([
      "gate": .string(entry.attempt.gate.description),
      "attempt": .integer(Int64(entry.attempt.number)),
    ])
  }

  private func validations(of gate: GateID) -> [JSONValue] {
    guard let attempt = newestClosed(of: gate)?.attempt else { return [] }
    return attempt.validations.map { validation in
      [
        "gate": .string(gate.description), "attempt": .integer(Int64(attempt.key.number)),
        "id": .string(validation.id), "type": .string(validation.type),
        "path": .string(validation.path), "pass": .bool(validation.pass),
      ]
    }
  }
}

extension Event {
  fileprivate var value: JSONValue {
    var members: JSONValue = [
      "seq": .integer(Int64(seq)), "at": .string(at.description), "type": .string(fact.type),
    ]
    if let key { members = members.appending(["key": .string(key)]) }
    return members.appending(fact.members)
  }
}

extension Event.Fact {
  /// The members of an event's own; what does not apply is left out.
  fileprivate var members: JSONValue {
    switch self {
    case .runStarted: return [:]
    case .gateStarted(let fact):
      var members: JSONValue = [
        "gate": .string(fact.gate.description), "attempt": .integer(Int64(fact.attempt)),
      ]
      if let agent = fact.agent { members = members.appending(["agent": .string(agent)]) }
      members = members.appending(["contract": fact.contract.value, "prompt": fact.prompt.value])
      if !fact.inputs.isEmpty {
        members = members.appending(["inputs": .array(fact.inputs.map(\.value))])
      }
      if !fact.before.isEmpty {
        members = members.appending(["before": .array(fact.before.map { .string($0.description) })])
      }
      return members
    case .invocationRecorded(let fact):
      var members: JSONValue = [
        "id": .string(fact.id.description), "gate": .string(fact.gate.description),
      ]
      if let attempt = fact.attempt {
        members = members.appending(["attempt": .integer(Int64(attempt))])
      }
      return members.appending([
        "agent": .string(fact.agent), "status": .string(fact.status.rawValue),
      ])
    case .gateFinished(let fact):
      return [
        "gate": .string(fact.gate.description), "attempt": .integer(Int64(fact.attempt)),
        "status": .string(fact.status.rawValue), "reason_code": .string(fact.reasonCode.rawValue),
        "record": .string(fact.record), "sha256": .string(fact.sha256.hex),
      ]
    case .runFinished(let fact):
      var members: JSONValue = ["status": .string(fact.status.rawValue), "by": fact.by.value]
      if let reason = fact.reason { members = members.appending(["reason": .string(reason)]) }
      return members
    }
  }
}
