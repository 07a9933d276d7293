import Digests
package import JSONDocument
import Records
package import Verification

/// What `run diff` answers to a program.
package enum RunComparisonJSON {
  package static func members(_ comparison: RunComparison) -> JSONValue {
    [
      "a": .string(comparison.a.description), "b": .string(comparison.b.description),
      "differs": .bool(!comparison.isEmpty),
      "workflows": comparison.workflows.map { [.string($0.a), .string($0.b)] } ?? .null,
      "facts": .array(
        comparison.facts.map {
          ["name": .string($0.name), "a": .optional($0.a), "b": .optional($0.b)]
        }),
      "gates": .array(
        comparison.gates.map { gate in
          [
            "gate": .string(gate.id.description),
            "differs_in": .array(gate.aspects.map { .string($0.rawValue) }),
            "a": gate.a.map(ReviewJSON.story) ?? .null,
            "b": gate.b.map(ReviewJSON.story) ?? .null,
          ]
        }),
      "artifacts": .array(
        comparison.artifacts.map {
          ["path": .string($0.path), "a": file($0.a), "b": file($0.b)]
        }),
      "same_artifacts": .integer(Int64(comparison.sameArtifacts)),
    ]
  }

  private static func file(_ file: FileFact?) -> JSONValue {
    guard let file else { return .null }
    return [
      "sha256": .optional(file.sha256?.hex),
      "bytes": file.bytes.map { .integer(Int64($0)) } ?? .null,
    ]
  }
}
