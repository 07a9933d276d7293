import Digests
import JSONDocument

extension Attempt {
  /// The bytes of the attempt's file: every member in the order of the format.
  package func encoded() -> [UInt8] { JSONWriter.write(value) }

  private var value: JSONValue {
    [
      "schema": .integer(1),
      "run_id": .string(runID.description),
      "gate": .string(key.gate.description),
      "attempt": .integer(Int64(key.number)),
      "status": .string(status.rawValue),
      "verdict": [
        "class": .string(verdict.reasonCode.verdict.rawValue),
        "reason_code": .string(verdict.reasonCode.rawValue),
        "next_action": .string(verdict.nextAction),
      ],
      "started_at": .string(startedAt.description),
      "finished_at": .string(finishedAt.description),
      "recorder": [
        "name": .string(recorder.name), "version": .string(recorder.version),
        "rules": .integer(Int64(rules)),
      ],
      "agent": .optional(agent),
      "finished_by": finishedBy.value,
      "key": .optional(requestKey),
      "invocation_ids": .array(invocationIDs.map { .string($0.description) }),
      "contract": contract.value,
      "prompt": prompt.value,
      "previous": previous.map { ["record": .string($0.record), "sha256": .string($0.sha256.hex)] }
        ?? .null,
      "inputs": .array(inputs.map(\.value)),
      "required_outputs": .array(requiredOutputs.map(JSONValue.string)),
      "artifacts": .array(artifacts.map { $0.file.value.appending(["exists": .bool($0.exists)]) }),
      "validations": .array(validations.map(\.value)),
      "failure_reason": .optional(failureReason),
    ]
  }
}

extension Attempt.Validation {
  fileprivate var value: JSONValue {
    [
      "id": .string(id), "type": .string(type), "path": .string(path), "pass": .bool(pass),
      "severity": .string(severity.rawValue), "expected": .optional(expected),
      "found": .optional(found), "error": .optional(error),
      "findings": .array(
        findings.map { finding in
          [
            "path": .string(finding.path),
            "line": finding.line.map { .integer(Int64($0)) } ?? .null,
            "column": finding.column.map { .integer(Int64($0)) } ?? .null,
            "message": .string(finding.message),
          ]
        }),
    ]
  }
}
