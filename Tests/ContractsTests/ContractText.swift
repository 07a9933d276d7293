import Contracts
import JSONDocument
import Testing
import Text

/// Contracts as their authors write them, and what they say of files in memory.
enum ContractText {
  static let path = "orchestration/gates/contracts/G1.contract.json"

  /// A whole contract around rules, each the members of one object.
  static func contract(outputs: [String] = [], rules: [String]) -> String {
    let outputs = outputs.map { "\"\($0)\"" }.joined(separator: ", ")
    let rules = rules.map { "    { \($0) }" }.joined(separator: ",\n")
    return """
      {
        "gate": "G1",
        "name": "Probe",
        "required_outputs": [\(outputs)],
        "validations": [
      \(rules)
        ]
      }
      """
  }

  static func load(_ text: String) throws(DocumentError) -> Contract {
    try load(Array(text.utf8))
  }

  static func load(_ bytes: [UInt8]) throws(DocumentError) -> Contract {
    guard let path = try? RepositoryPath(path) else { fatalError("the path above is a good one") }
    return try Contract(bytes, path: path)
  }

  static func values(at depth: Depth = .standard) throws -> PathTemplate.Values {
    PathTemplate.Values(
      slug: "robot", artifactPath: try RepositoryPath("essays/robot"), depth: depth,
      runID: "run_20260119T143012Z_robot_ab12cd", gate: "G1")
  }

  static func evaluate(
    outputs: [String] = [], _ rules: String..., in files: MemoryArtifacts,
    at depth: Depth = .standard
  ) throws -> Evaluation {
    let contract = try load(contract(outputs: outputs, rules: rules))
    return Evaluation(of: contract, values: try values(at: depth), source: files)
  }

  /// The answer of one rule about one file, `a.md`.
  static func check(
    _ rule: String, _ text: String, at depth: Depth = .standard
  ) throws -> Evaluation.Result {
    try check(rule, bytes: Array(text.utf8), at: depth)
  }

  static func check(
    _ rule: String, bytes: [UInt8], at depth: Depth = .standard
  ) throws -> Evaluation.Result {
    let files = MemoryArtifacts(["a.md": .bytes(bytes)])
    let evaluation = try evaluate("\"path\": \"a.md\", \(rule)", in: files, at: depth)
    return try #require(evaluation.results.first)
  }
}

extension Finding {
  /// The finding as reports begin its line.
  var line: String {
    let place = position.map { "\(path):\($0.line):\($0.column)" } ?? path
    return "\(place): \(message)"
  }
}

extension Evaluation.Result {
  var lines: [String] { findings.map(\.line) }

  /// What a person is told to do, made anew from the message and `found` alone.
  var fixes: [String] { findings.map { rule.fix(for: $0.message, found: found) } }
}
