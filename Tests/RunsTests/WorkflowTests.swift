import Digests
import JSONDocument
import Records
import Runs
import Testing
import Text

@Suite("Reading workflow.json")
struct WorkflowTests {
  private static let folder = "probe"

  private static func load(_ text: String, folder: String = folder) throws -> Workflow {
    try Workflow(Array(text.utf8), name: folder, path: try Workflow.path(of: folder))
  }

  /// A workflow with one gate more than the members given, all as JSON.
  static func workflow(_ members: String = "", gate: String = "") -> String {
    """
    {
      "name": "probe", "version": "1",\(members)
      "gates": [
        { "gate": "G1", "name": "One", "prompt": "prompts/G1.md"\(gate) }
      ]
    }
    """
  }

  @Test("What may be left out has its default")
  func defaults() throws {
    let text = Self.workflow()
    let workflow = try Self.load(text)
    #expect(workflow.name == "probe")
    #expect(workflow.version == "1")
    #expect(workflow.path.text == "workflows/probe/workflow.json")
    #expect(workflow.sha256 == SHA256.digest(of: Array(text.utf8)))
    #expect(workflow.covers.isEmpty)
    #expect(!workflow.enforcesOrder)
    #expect(workflow.defaults.slug == nil)
    #expect(workflow.defaults.artifactPath == nil)
    #expect(workflow.defaults.depth == nil)
    let gate = try #require(workflow.gates.first)
    #expect(workflow.gates.count == 1)
    #expect(gate.id == GateID("G1"))
    #expect(gate.name == "One")
    #expect(gate.contract.text == "orchestration/gates/contracts/G1.contract.json")
    #expect(gate.prompt.text == "workflows/probe/prompts/G1.md")
    #expect(gate.agent == nil)
    #expect(gate.maxAttempts == nil)
  }

  @Test("A list has at most a thousand elements", arguments: [1_000, 1_001])
  func longLists(count: Int) throws {
    let patterns = (0..<count).map { "\"essays/\($0)\"" }.joined(separator: ",")
    let gates = (0..<count).map {
      "{ \"gate\": \"G\($0)\", \"name\": \"One\", \"prompt\": \"G.md\" }"
    }.joined(separator: ",")
    let texts = [
      Self.workflow("\"covers\": [\(patterns)],"),
      "{ \"name\": \"probe\", \"version\": \"1\", \"gates\": [\(gates)] }",
    ]
    for text in texts {
      if count == 1_000 {
        _ = try Self.load(text)
      } else {
        let error = #expect(throws: (any Error).self) { try Self.load(text) }
        #expect("\(error.map { "\($0)" } ?? "")".contains("the list has more than 1000 elements"))
      }
    }
  }

  @Test("What is given is read, and gates keep their order")
  func everything() throws {
    let workflow = try Self.load(
      """
      {
        "$schema": "../../orchestration/schemas/workflow.schema.json",
        "name": "probe", "version": "2026-11", "enforce_order": true,
        "covers": ["essays/*", "src/**/essay"],
        "defaults": { "slug": "robot", "artifact_path": "essays/robot", "depth": "deep" },
        "gates": [
          { "gate": "Z9", "name": "Übergabe", "prompt": "Z9.md", "contract": "c/z.json",
            "agent": "editor", "max_attempts": 1000 },
          { "gate": "Draft", "name": "Draft", "prompt": "prompts/d/Draft.md" }
        ]
      }
      """)
    #expect(workflow.enforcesOrder)
    #expect(workflow.covers == ["essays/*", "src/**/essay"])
    #expect(workflow.defaults.slug == Slug("robot"))
    #expect(workflow.defaults.artifactPath?.text == "essays/robot")
    #expect(workflow.defaults.depth == .deep)
    #expect(workflow.gates.map(\.id.description) == ["Z9", "Draft"])
    #expect(workflow.gates.map(\.name) == ["Übergabe", "Draft"])
    #expect(
      workflow.gates.map(\.contract.text)
        == ["c/z.json", "orchestration/gates/contracts/Draft.contract.json"])
    #expect(
      workflow.gates.map(\.prompt.text)
        == ["workflows/probe/Z9.md", "workflows/probe/prompts/d/Draft.md"])
    #expect(workflow.gates.map(\.agent) == ["editor", nil])
    #expect(workflow.gates.map(\.maxAttempts) == [1000, nil])
    let id = try #require(GateID("Draft"))
    #expect(workflow.gate(id)?.name == "Draft")
  }

  /// A workflow that is refused; `▸` marks the place that the error names.
  struct Bad: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let folder: String
    let what: String
    let hint: String?

    init(
      _ name: String, _ text: String, folder: String = WorkflowTests.folder, _ what: String,
      _ hint: String? = nil
    ) {
      testDescription = name
      self.text = text
      self.folder = folder
      self.what = what
      self.hint = hint
    }
  }

  private static let slugHint =
    "use lower-case letters, digits and '-', beginning with a letter or digit, at most 64"
  private static let gateHint =
    "use a capital letter, then letters and digits, at most 16, for example G1"
  private static let rootHint =
    "write the path from the root of the repository, for example essays/robot"
  private static let promptHint = "write the path from the workflow's folder: prompts/G1.md"
  private static let patternHint = "write a pattern such as essays/*"

  private static func gates(_ list: String) -> String {
    "{ \"name\": \"probe\", \"version\": \"1\", \"gates\": \(list) }"
  }

  private static func gate(_ gate: String) -> String { gates("[\(gate)]") }

  private static func named(_ name: String) -> String { "{ \"name\": ▸\"\(name)\" }" }

  private static let badMembers: [Bad] = [
    Bad("empty file", "▸", "expected a value, found the end of the text"),
    Bad("empty object", "▸{}", "missing key 'name'"),
    Bad(
      "unknown key", workflow("▸\"enforce_oder\": true,"), "unknown key 'enforce_oder'",
      "did you mean 'enforce_order'?"),
    Bad(
      "key twice", workflow("\n ▸\"name\": \"x\","), "the key 'name' stands twice in one object",
      "it stands first on line 2"),
    Bad(
      "another name", named("prob"), "the name differs from the folder's, 'probe'",
      "write \"name\": \"probe\""),
    Bad(
      "name that only looks the same", named("cafe\u{301}"), folder: "caf\u{E9}",
      "the name differs from the folder's, 'caf\u{E9}'", "write \"name\": \"caf\u{E9}\""),
    Bad(
      "name in capitals", named("Probe"), folder: "Probe", "'Probe' is no name of a workflow",
      slugHint),
    Bad(
      "name of two folders", named("a/b"), folder: "a/b", "'a/b' is no name of a workflow", slugHint
    ),
    Bad("no version", "▸{ \"name\": \"probe\" }", "missing key 'version'"),
    Bad(
      "version as a number", "{ \"name\": \"probe\", \"version\": ▸1 }",
      "expected a string, found a number"),
    Bad(
      "empty version", "{ \"name\": \"probe\", \"version\": ▸\"\" }",
      "expected one line of 1 to 64 characters"),
    Bad(
      "order as a word", workflow("\"enforce_order\": ▸\"no\","),
      "expected true or false, found a string"),
    Bad("no gates", "▸{ \"name\": \"probe\", \"version\": \"1\" }", "missing key 'gates'"),
    Bad("empty gates", gates("▸[]"), "the workflow has no gate", "add at least one"),
    Bad("gates as an object", gates("▸{}"), "expected an array, found an object"),
    Bad(
      "covers as a text", workflow("\"covers\": ▸\"essays/*\","),
      "expected an array, found a string"),
    Bad(
      "covers with a variable", workflow("\"covers\": [\"a\", ▸\"essays/{slug}\"],"),
      "a variable has no value here", patternHint),
    Bad(
      "covers outside", workflow("\"covers\": [▸\"../*\"],"), "'../*' has a '..' segment",
      rootHint),
    Bad(
      "covers with half a variable", workflow("\"covers\": [▸\"a}\"],"),
      "'a}' has a '{' or '}', which a name may not have",
      "rename it; letters, digits, '-', '_' and '.' are safe on every system"),
    Bad(
      "unknown default", workflow("\"defaults\": { ▸\"deph\": \"deep\" },"), "unknown key 'deph'",
      "did you mean 'depth'?"),
    Bad(
      "default slug", workflow("\"defaults\": { \"slug\": ▸\"The Robot\" },"),
      "'The Robot' is no slug", slugHint),
    Bad(
      "default depth", workflow("\"defaults\": { \"depth\": ▸\"deeep\" },"),
      "unknown depth 'deeep'",
      "did you mean 'deep'?"),
    Bad(
      "default path", workflow("\"defaults\": { \"artifact_path\": ▸\"/essays\" },"),
      "'/essays' is absolute", rootHint),
  ]

  private static let badGates: [Bad] = [
    Bad("gate as a name", gate("▸\"G1\""), "expected an object, found a string"),
    Bad("empty gate", gate("▸{}"), "missing key 'gate'"),
    Bad(
      "unknown key", workflow(gate: ", ▸\"promt\": \"x\""), "unknown key 'promt'",
      "did you mean 'prompt'?"),
    Bad("lower case", gate("{ \"gate\": ▸\"g1\" }"), "'g1' is no name of a gate", gateHint),
    Bad("a dash", gate("{ \"gate\": ▸\"G-1\" }"), "'G-1' is no name of a gate", gateHint),
    Bad(
      "17 letters", gate("{ \"gate\": ▸\"G1234567890123456\" }"),
      "'G1234567890123456' is no name of a gate", gateHint),
    Bad(
      "listed twice",
      gates(
        """
        [{ "gate": "G1", "name": "One", "prompt": "p.md" },
         { "name": "Two", "gate": ▸"G1", "prompt": "p.md" }]
        """), "gate G1 is listed twice", "give each gate its own name"),
    Bad(
      "twice but for capitals",
      gates(
        """
        [{ "gate": "Ga", "name": "One", "prompt": "p.md" },
         { "gate": ▸"GA", "name": "Two", "prompt": "p.md" }]
        """), "gate GA differs from Ga in capitals alone", "give each gate its own name"),
    Bad("no name", gate("▸{ \"gate\": \"G1\", \"prompt\": \"p.md\" }"), "missing key 'name'"),
    Bad(
      "name of two lines", gate("{ \"gate\": \"G1\", \"prompt\": \"p.md\", \"name\": ▸\"a\\nb\" }"),
      "expected one line of 1 to 128 characters"),
    Bad("no prompt", gate("▸{ \"gate\": \"G1\", \"name\": \"One\" }"), "missing key 'prompt'"),
    Bad(
      "prompt outside",
      gate("{ \"gate\": \"G1\", \"name\": \"One\", \"prompt\": ▸\"../x/G1.md\" }"),
      "'../x/G1.md' has a '..' segment", promptHint),
    Bad(
      "absolute prompt", gate("{ \"gate\": \"G1\", \"name\": \"One\", \"prompt\": ▸\"/G1.md\" }"),
      "'/G1.md' is absolute", promptHint),
    Bad(
      "prompt with a variable",
      gate("{ \"gate\": \"G1\", \"name\": \"One\", \"prompt\": ▸\"{gate}.md\" }"),
      "'{gate}.md' has a '{' or '}', which a name may not have",
      "rename it; letters, digits, '-', '_' and '.' are safe on every system"),
    Bad(
      "absolute contract", workflow(gate: ", \"contract\": ▸\"/c.json\""), "'/c.json' is absolute",
      rootHint),
    Bad(
      "contract outside", workflow(gate: ", \"contract\": ▸\"a/../../c.json\""),
      "'a/../../c.json' has a '..' segment", rootHint),
    Bad("contract null", workflow(gate: ", \"contract\": ▸null"), "expected a string, found null"),
    Bad(
      "no attempts", workflow(gate: ", \"max_attempts\": ▸0"),
      "expected an integer from 1 to 1000, found 0"),
    Bad(
      "too many attempts", workflow(gate: ", \"max_attempts\": ▸1001"),
      "expected an integer from 1 to 1000, found 1001"),
    Bad(
      "empty agent", workflow(gate: ", \"agent\": ▸\"\""),
      "expected one line of 1 to 128 characters"),
  ]

  @Test("A workflow is refused at the place that is wrong", arguments: badMembers + badGates)
  func refused(bad: Bad) throws {
    let before = bad.text.unicodeScalars.prefix { $0 != "▸" }
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    let text = String(bad.text.unicodeScalars.filter { $0 != "▸" })
    let error = #expect(throws: DocumentError.self) { try Self.load(text, folder: bad.folder) }
    #expect(error?.path == "workflows/\(bad.folder)/workflow.json")
    #expect(error?.error.what == bad.what)
    #expect(error?.error.hint == bad.hint)
    #expect(
      error?.error.position
        == TextPosition(line: lines.count, column: (lines.last?.count ?? 0) + 1))
  }

  @Test(
    "A verb of run is no name of a workflow",
    arguments: ["start", "list", "show", "complete", "resume", "diff", "bottlenecks"])
  func reserved(name: String) throws {
    let text = Self.workflow().replacing("probe", with: name)
    let error = #expect(throws: DocumentError.self) { try Self.load(text, folder: name) }
    #expect(error?.error.what == "'\(name)' is a command of 'orchestrate run'")
    #expect(error?.error.hint == "rename the workflow and its folder")
  }

  @Test("1 and 1,000 attempts are the bounds", arguments: [1, 1000])
  func attempts(number: Int) throws {
    let workflow = try Self.load(Self.workflow(gate: ", \"max_attempts\": \(number)"))
    #expect(workflow.gates.first?.maxAttempts == number)
  }
}
