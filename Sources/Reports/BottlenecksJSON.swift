package import JSONDocument
import Records
package import Verification

/// What `run bottlenecks` answers to a program.
package enum BottlenecksJSON {
  package static func value(_ bottlenecks: Bottlenecks) -> JSONValue {
    .array(
      bottlenecks.workflows.map { workflow in
        [
          "workflow": .string(workflow.name), "runs": .integer(Int64(workflow.runs)),
          "costliest": .optional(workflow.costliest?.id.description),
          "gates": .array(workflow.gates.map(gate)),
        ]
      })
  }

  private static func gate(_ gate: Bottlenecks.Gate) -> JSONValue {
    [
      "gate": .string(gate.id.description), "name": .string(gate.name),
      "runs": .integer(Int64(gate.runs)), "attempts": .integer(Int64(gate.attempts)),
      "passes": .integer(Int64(gate.passes)),
      "attempts_per_pass_percent": .optional(gate.attemptsPerPass),
      "failures": .array(gate.failures.map { DigestJSON.count($0.reason, $0.count) }),
      "median_milliseconds": .integer(Int64(gate.median)),
      "longest_milliseconds": .integer(Int64(gate.longest)),
      "total_milliseconds": .integer(Int64(gate.total)),
      "clock": .string(gate.clock?.rawValue ?? "mixed"),
    ]
  }
}
