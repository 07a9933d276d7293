import TestSupport

/// A small workflow of two gates, `plain`, in a git repository; a text fails where it has TODO.
enum Plain {
  static let workflow = """
    {
      "name": "plain",
      "version": "1",
      "gates": [
        { "gate": "G1", "name": "First", "prompt": "prompts/G1.md", "agent": "writer" },
        { "gate": "G2", "name": "Second", "prompt": "prompts/G2.md" }
      ]
    }

    """

  static let workflowPath = "workflows/plain/workflow.json"

  static func contractPath(_ gate: String) -> String {
    "orchestration/gates/contracts/\(gate).contract.json"
  }

  /// A contract with one required output and more rules, each written as in JSON.
  static func contract(_ gate: String, output: String?, rules: [String] = []) -> String {
    """
    {
      "gate": "\(gate)",
      "name": "Contract of \(gate)",
      "required_outputs": [\(output.map { "\"\($0)\"" } ?? "")],
      "validations": [
        \(rules.joined(separator: ",\n    "))
      ]
    }

    """
  }

  static func noTODO(_ path: String) -> String {
    #"{ "type": "not_contains", "path": "\#(path)", "pattern": "TODO" }"#
  }

  static let start = "orchestrate run start --workflow plain --slug s --artifact-path out"

  /// The repository with both outputs written, and no run.
  static func repository() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(workflowPath, workflow)
    for (gate, name) in [("G1", "one"), ("G2", "two")] {
      let output = "{artifact_path}/sub/\(name).md"
      try scratch.write("workflows/plain/prompts/\(gate).md", "Write \(output).\n")
      try scratch.write(
        contractPath(gate), contract(gate, output: output, rules: [noTODO(output)]))
      try scratch.write("out/sub/\(name).md", "\(name)\n")
    }
    try scratch.write(".gitignore", "orchestration/runs/*/logs/\n")
    try scratch.write(".gitattributes", "orchestration/runs/** -text\n")
    try scratch.makeRepository(message: "Add a plain workflow")
    return scratch
  }
}

extension Scratch {
  /// The id of the newest run.
  var run: String { (try? names("orchestration/runs").last) ?? "" }

  var record: String { "orchestration/runs/\(run)/record" }

  /// Runs a line of a shell that must succeed.
  @discardableResult
  func done(_ line: String) throws -> Ran {
    let ran = try shell(line)
    guard ran.status == 0 else {
      throw Failed(what: "\(line): \(ran.status)\n\(ran.output)\(ran.messages)")
    }
    return ran
  }
}
