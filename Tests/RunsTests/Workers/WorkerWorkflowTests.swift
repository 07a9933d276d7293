import JSONDocument
import RecordSamples
import Records
import Runs
import Testing
import Text

@Suite("Workers in workflow.json")
struct WorkerWorkflowTests {
  private static func load(_ text: String) throws -> Workflow {
    try Workflow(Array(text.utf8), name: "probe", path: try Workflow.path(of: "probe"))
  }

  /// A workflow with gates G1, G2 … of these members.
  private static func workflow(_ gates: String..., members: String = "") -> String {
    let list = gates.enumerated().map { index, members in
      #"{"gate": "G\#(index + 1)", "name": "N", "prompt": "p.md"\#(members)}"#
    }
    return """
      {"name": "probe", "version": "1",\(members)
      "gates": [
      \(list.joined(separator: ",\n"))
      ]}
      """
  }

  @Test("A command with all its members is read")
  func command() throws {
    let gate = try #require(
      try Self.load(
        Self.workflow(
          #"""
          , "worker": {"command": ["swift", "build", "{packet}", "{slug}"], "timeout_seconds": 60,
            "env": ["CI", "_X1"], "cwd": "{artifact_path}/src", "packet": "path"},
          "prepare": {"command": ["a"]}, "finish": {"command": ["b"]},
          "diff_budget": {"max_files": 3, "max_lines": 40}, "forbidden_paths": ["Tests/**"]
          """#)
      ).gates.first)
    let worker = try #require(gate.worker)
    #expect(worker.words == ["swift", "build", "{packet}", "{slug}"])
    #expect(worker.timeoutSeconds == 60)
    #expect(worker.environment == ["CI", "_X1"])
    #expect(worker.folder?.text == "{artifact_path}/src")
    #expect(worker.packet == .path)
    #expect(gate.prepare?.words == ["a"] && gate.finish?.words == ["b"])
    #expect(gate.prepare?.packet == .stdin)
    #expect(gate.limits == WriteLimits(files: 3, lines: 40, forbidden: ["Tests/**"]))
  }

  @Test("The variables and the packet are filled in, and other braces stay")
  func call() throws {
    let command = WorkerCommand(
      words: ["run", "{slug}:{gate}", "{packet}", "{}", "{x}", "{packet}{packet}"],
      timeoutSeconds: nil, environment: [], folder: try PathTemplate("{artifact_path}/in"),
      packet: .path)
    let values = PathTemplate.Values(
      slug: "s", artifactPath: try RepositoryPath("a"), depth: .quick, runID: "r", gate: "G1")
    let call = try command.call(
      values, packetPath: "/p", packetFile: "p",
      logs: WorkerLogs(output: "o", messages: "e"), timeout: .seconds(1))
    #expect(call.words == ["run", "s:G1", "/p", "{}", "{x}", "/p/p"])
    #expect(call.folder == "a/in")
    #expect(call.input == nil)
  }

  @Test("Without needs each gate needs the one before; with them, only what is named")
  func needs() throws {
    #expect(
      try Self.load(Self.workflow("", "", "")).gates.map(\.needs)
        == [[], [.named("G1")], [.named("G2")]])
    let graph = try Self.load(
      Self.workflow("", #", "needs": ["G3"]"#, "", members: #" "concurrency": "HIGH","#))
    #expect(graph.gates.map(\.needs) == [[], [.named("G3")], []])
    #expect(graph.concurrency == .high)
  }

  @Test(
    "What is wrong is an error with its place",
    arguments: [
      (workflow(#", "worker": {"command": []}"#), 3, 69, "expected the program"),
      (workflow(#", "worker": {"command": [""]}"#), 3, 69, "the program has no name"),
      (workflow(#", "worker": {"command": "x"}"#), 3, 69, "expected an array"),
      (workflow(#", "worker": {"command": ["x"], "shell": true}"#), 3, 76, "unknown key"),
      (workflow(#", "worker": {"command": ["x"], "packet": "path"}"#), 3, 69, "no word names it"),
      (
        workflow(#", "worker": {"command": ["x"], "env": ["A=B"]}"#), 3, 84, "no name of a variable"
      ),
      (workflow(#", "worker": {"command": ["x"], "cwd": "../x"}"#), 3, 83, ".."),
      (workflow(#", "worker": {"command": ["x"], "cwd": "{home}"}"#), 3, 83, "{home}"),
      (workflow(#", "worker": {"command": ["x"], "timeout_seconds": 0}"#), 3, 95, "from 1 to"),
      (workflow(#", "prepare": {"command": ["x"]}"#), 3, 1, "no worker that it is for"),
      (workflow(#", "worker": {"command": ["x"]}, "diff_budget": {}"#), 3, 92, "bounds nothing"),
      (workflow("", #", "needs": ["G9"]"#), 4, 57, "no gate of this workflow"),
      (workflow("", #", "needs": ["G1", "G1"]"#), 4, 63, "names G1 twice"),
      (workflow(#", "needs": ["G1"]"#), 3, 56, "G1 needs G1"),
      (
        workflow("", #", "needs": ["G3"]"#, #", "needs": ["G1", "G2"]"#), 4, 56,
        "G2 needs G3 needs G2"
      ),
      (
        workflow(#", "needs": []"#, members: #" "enforce_order": true,"#), 1, 52,
        "gates name what they need"
      ),
      (workflow("", members: #" "concurrency": "BIG","#), 1, 50, "unknown concurrency"),
    ])
  func bad(_ text: String, _ line: Int, _ column: Int, _ words: String) throws {
    let error = #expect(throws: DocumentError.self) { try Self.load(text) }
    #expect(error?.error.what.contains(words) == true, "\(error?.error.what ?? "")")
    #expect(error?.error.line == line)
    #expect(error?.error.column == column, "\(error?.error.what ?? "")")
  }
}
