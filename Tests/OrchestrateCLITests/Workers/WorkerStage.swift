import Foundation
import JSONDocument
import OrchestrateCLI
import TestSupport
import Testing

/// A workflow `auto` whose gates have workers; each gate's one output is `out/<gate>.md`.
enum Auto {
  /// The members of a gate of a line of shell.
  static func worker(_ line: String, _ more: String = "") -> String {
    let quoted = line.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return #""worker": {"command": ["sh", "-c", "\#(quoted)"]}\#(more)"#
  }

  /// A worker that writes the gate's output and counts how often it was run in `ran-<gate>`.
  static func good(_ gate: String, _ more: String = "") -> String {
    worker("mkdir -p out; echo x >> ran-\(gate); echo \(gate) > out/\(gate).md", more)
  }

  /// A stage with these gates, G1 first; nil is a gate for a person. A git repository only where asked for.
  static func stage(
    _ gates: [String?], members: String = "", policy: String? = nil, git: Bool = false
  ) throws -> Stage {
    let scratch = try Scratch()
    let list = gates.enumerated().map { index, members in
      let more = members.map { $0.isEmpty ? "" : ", " + $0 } ?? ""
      return #"{"gate": "G\#(index + 1)", "name": "Gate", "prompt": "p.md"\#(more)}"#
    }
    try scratch.write(
      "workflows/auto/workflow.json",
      """
      {"name": "auto", "version": "1", \(members)
       "defaults": {"slug": "s", "artifact_path": "out"}, "gates": [\(list.joined(separator: ",\n"))]}
      """)
    try scratch.write("workflows/auto/p.md", "Do it.\n")
    for index in 1...gates.count {
      try scratch.write(
        "orchestration/gates/contracts/G\(index).contract.json",
        #"{"gate": "G\#(index)", "name": "C", "required_outputs": ["{artifact_path}/G\#(index).md"]}"#
      )
    }
    if let policy { try scratch.write("orchestration/policy.json", policy) }
    try scratch.write(".gitignore", "orchestration/runs/*/logs/\nran-*\n")
    try scratch.write(".gitattributes", "orchestration/runs/** -text\n")
    if git { try scratch.makeRepository() }
    return Stage(scratch: scratch)
  }
}

extension Stage {
  /// How often a gate's worker was run.
  func ran(_ gate: String) -> Int {
    (try? scratch.text("ran-\(gate)"))?.split(separator: "\n").count ?? 0
  }

  /// How often each of some gates' workers was run.
  func runs(of gates: String...) -> [Int] { gates.map(ran) }

  /// An attempt of the newest run.
  func attempt(_ gate: String, _ number: Int = 1) throws -> JSONObject {
    let text = try scratch.text("\(record)/gates/\(gate)/attempt-\(number).json")
    return try JSONDocument(parsing: Array(text.utf8)).root.object()
  }

  /// The reason code and the words of an attempt.
  func reason(_ gate: String, _ number: Int = 1) throws -> [String] {
    let attempt = try attempt(gate, number)
    return [
      try attempt.required("verdict").object().required("reason_code").string(),
      try attempt.required("failure_reason").nonNull?.string() ?? "",
    ]
  }

  /// The gates with their statuses and numbers of attempts, as `run show --json` has them.
  func gates() throws -> [String] {
    try run("run show --run latest --json").object().required("gates").array().map { cursor in
      let gate = try cursor.object()
      return try "\(gate.required("gate").string()) \(gate.required("gate_status").string()) "
        + "\(gate.required("attempts").integer())"
    }
  }

  /// Expects that the records verify once all is committed.
  func verifies(sourceLocation: SourceLocation = #_sourceLocation) throws {
    try scratch.git("add", "-A")
    try scratch.git("commit", "-qm", "All")
    let answer = run("verify")
    #expect(answer.status == .done, "\(answer.output)", sourceLocation: sourceLocation)
  }
}
