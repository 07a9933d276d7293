import Contracts
import Foundation
import JSONDocument
import RecordSamples
import Records
import Runs
import Testing
import Text

@Suite("The JSON Schemas")
struct SchemaTests {
  /// The root of the repository.
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..")

  private func files(below folder: String, named ending: String) throws -> [(String, [UInt8])] {
    let folder = Self.root.appending(path: folder)
    let names = try FileManager.default.subpathsOfDirectory(
      atPath: folder.path(percentEncoded: false))
    return try names.filter { $0.hasSuffix(ending) }.sorted().map {
      ($0, Array(try Data(contentsOf: folder.appending(path: $0))))
    }
  }

  private func expectValid(
    _ problems: [String], _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(problems.prefix(5) == [], "\(name)", sourceLocation: sourceLocation)
  }

  @Test("Every committed record and every sample run is valid, with its members in order")
  func records() throws {
    let run = try Schema("run")
    let attempt = try Schema("attempt")
    for (name, bytes) in try files(below: "Tests", named: "RUN.json") {
      expectValid(try run.problems(in: bytes), "\(name)")
    }
    for name in SampleRuns.names {
      let files = RecordFiles(try SampleRuns.named(name))
      expectValid(try run.problems(in: files.run), "\(name)")
      for (key, bytes) in files.attempts {
        expectValid(try attempt.problems(in: bytes), "\(name) \(key.record)")
      }
    }
    for pattern in ["attempt-1.json", "attempt-2.json"] {
      for (name, bytes) in try files(below: "Tests", named: pattern) {
        expectValid(try attempt.problems(in: bytes), "\(name)")
      }
    }
    #expect(run.unknown == [] && attempt.unknown == [])
    #expect(run.declared.subtracting(run.met) == [], "members that no record has")
    #expect(attempt.declared.subtracting(attempt.met) == [], "members that no attempt has")
  }

  @Test("Every shipped contract and workflow is valid, and so are those of the tests' run")
  func shipped() throws {
    let contract = try Schema("contract")
    let workflow = try Schema("workflow")
    for folder in ["orchestration/gates", "Tests"] {
      for (name, bytes) in try files(below: folder, named: ".contract.json") {
        expectValid(try contract.problems(in: bytes), "\(name)")
      }
    }
    for folder in ["workflows", "Tests"] {
      for (name, bytes) in try files(below: folder, named: "workflow.json") {
        expectValid(try workflow.problems(in: bytes), "\(name)")
      }
    }
    #expect(contract.unknown == [] && workflow.unknown == [])
  }

  @Test("A workflow with workers and a policy with every member are valid and are read")
  func workers() throws {
    let workflow = """
      {"name": "probe", "version": "1", "concurrency": "HIGH", "gates": [
        {"gate": "G1", "name": "N", "prompt": "p", "needs": [],
         "worker": {"command": ["x"], "timeout_seconds": 5, "env": ["A"], "cwd": "src", "packet": "stdin"},
         "prepare": {"command": ["y"]}, "finish": {"command": ["z"]},
         "diff_budget": {"max_files": 1, "max_lines": 2}, "forbidden_paths": ["a/**"]}]}
      """
    expectValid(try Schema("workflow").problems(in: Array(workflow.utf8)), "workflow")
    _ = try Workflow(
      Array(workflow.utf8), name: "probe", path: try Workflow.path(of: "probe"))
    let settings = """
      "max_attempts": 2, "timeout_seconds": 9, "retry": ["rule_failed"],
      "backoff": {"initial_ms": 1, "factor": 1, "max_ms": 1, "jitter_percent": 1, "seed": 1},
      "rate_limit": {"patterns": ["x"], "wait_seconds": 1}
      """
    let policy = """
      {"$schema": "schemas/policy.schema.json",
       "defaults": {\(settings), "concurrency": "LOW"},
       "workflows": {"probe": {\(settings), "concurrency": "LOW", "gates": {"G1": {\(settings)}}}},
       "known_failures": [{"workflow": "probe", "gate": "G1", "reason": "rule_failed",
                           "pattern": "x", "why": "w"}]}
      """
    let schema = try Schema("policy")
    expectValid(try schema.problems(in: Array(policy.utf8)), "policy")
    #expect(schema.unknown == [])
    _ = try Policy(Array(policy.utf8))
    #expect(
      schema.root["$defs"]?["retry"]?["items"]?["enum"]?.elements.compactMap(\.text)
        == Verdict.ReasonCode.allCases.filter { $0.verdict == .retryable }.map(\.rawValue))
  }

  @Test("The schema of the configuration has each key as the code declares it")
  func configuration() throws {
    let properties = try #require(try Schema("config").root["properties"])
    #expect(
      properties.members.map(\.key) == ["$schema"] + Setting.allCases.map(\.rawValue).sorted())
    for setting in Setting.allCases {
      let property = try #require(properties[setting.rawValue])
      let words = property["description"]?.text ?? ""
      let help = setting.help.prefix(1).uppercased() + setting.help.dropFirst() + "."
      #expect(words == help + (setting.isPersonal ? " In the person's own file only." : ""))
      #expect(property["default"] == setting.standard?.json)
      switch setting.form {
      case .line:
        #expect(property["type"] == .string("string") && property["maxLength"] == .integer(128))
      case .choice(let words): #expect(property["enum"]?.elements.compactMap(\.text) == words)
      case .flag: #expect(property["type"] == .string("boolean"))
      case .number(let range):
        #expect(property["minimum"] == .integer(Int64(range.lowerBound)))
        #expect(property["maximum"] == .integer(Int64(range.upperBound)))
      case .command:
        #expect(property["type"] == .string("array") && property["minItems"] == .integer(1))
      }
    }
    for scope in [ConfigurationFile.Scope.repository, .person] {
      let bytes = ConfigurationStarter.bytes(scope)
      expectValid(try Schema("config").problems(in: bytes), "\(scope)")
      _ = try ConfigurationFile(bytes, path: "config", scope: scope)
    }
  }

  @Test("Each object of a record lists all that it may have, and lets nothing else in")
  func closed() throws {
    for name in ["run", "attempt", "contract", "workflow", "policy", "config"] {
      let schema = try Schema(name)
      func walk(_ value: JSONValue, _ at: String) {
        if value["properties"] != nil, value["additionalProperties"] != .bool(false),
          !at.contains("/if"), !at.contains("/then"), !at.contains("/else"),
          !["/$defs/event", "/$defs/rule"].contains(at)
        {
          Issue.record("\(name)\(at) is open")
        }
        for member in value.members { walk(member.value, "\(at)/\(member.key)") }
        for (index, element) in value.elements.enumerated() { walk(element, "\(at)/\(index)") }
      }
      walk(schema.root, "")
    }
  }

  @Test("A RUN.json or an attempt has all its members always")
  func required() throws {
    for name in ["run", "attempt"] {
      let schema = try Schema(name)
      func walk(_ value: JSONValue, _ at: String) {
        if let properties = value["properties"], value["additionalProperties"] == .bool(false),
          !at.contains("_started"), !at.contains("_finished"), !at.contains("_recorded")
        {
          let names = value["required"]?.elements.compactMap(\.text)
          #expect(names == properties.members.map(\.key), "\(name)\(at)")
        }
        for member in value.members { walk(member.value, "\(at)/\(member.key)") }
        for (index, element) in value.elements.enumerated() { walk(element, "\(at)/\(index)") }
      }
      walk(schema.root, "")
    }
  }

  @Test("Each list of words is the list of its type")
  func words() throws {
    let types = RuleRegistry.kinds.map { $0.name }
    let run: [(String, [String])] = [
      ("properties/depth", Depth.allCases.map(\.rawValue)),
      ("properties/status", RunStatus.allCases.map(\.rawValue)),
      ("properties/gates/items/properties/status", GateStatus.allCases.map(\.rawValue)),
      (
        "properties/gates/items/properties/attempts/items/properties/status",
        [GateStatus.running.rawValue] + AttemptStatus.allCases.map(\.rawValue)
      ),
      (
        "properties/invocations/items/properties/status",
        Event.InvocationStatus.allCases.map(\.rawValue)
      ),
      ("properties/validations/items/properties/type", types),
      (
        "$defs/invocation_recorded/properties/status",
        Event.InvocationStatus.allCases.map(\.rawValue)
      ),
      ("$defs/gate_finished/properties/status", AttemptStatus.allCases.map(\.rawValue)),
      ("$defs/gate_finished/properties/reason_code", Verdict.ReasonCode.allCases.map(\.rawValue)),
      (
        "$defs/run_finished/properties/status",
        RunStatus.allCases.filter { $0 != .running }.map(\.rawValue)
      ),
      (
        "$defs/run_finished/properties/by/properties/channel",
        Actor.Channel.allCases.map(\.rawValue)
      ),
      ("$defs/event/properties/type", try eventTypes()),
    ]
    let attempt: [(String, [String])] = [
      ("properties/status", AttemptStatus.allCases.map(\.rawValue)),
      ("properties/verdict/properties/class", Verdict.Class.allCases.map(\.rawValue)),
      ("$defs/reason_code", Verdict.ReasonCode.allCases.map(\.rawValue)),
      ("$defs/by/properties/channel", Actor.Channel.allCases.map(\.rawValue)),
      ("$defs/validation/properties/type", types),
      (
        "$defs/validation/properties/severity",
        Attempt.Validation.Severity.allCases.map(\.rawValue)
      ),
    ]
    let contract: [(String, [String])] = [
      ("$defs/rule/properties/type", types),
      ("$defs/severity", Rule.Severity.allCases.map(\.rawValue)),
      ("$defs/not_contains/properties/scope", ["text", "all"]),
      ("$defs/contains/properties/scope", ["text", "all"]),
      ("$defs/imports/properties/language", ["swift", "python"]),
    ]
    let workflow: [(String, [String])] = [
      ("properties/defaults/properties/depth", Depth.allCases.map(\.rawValue)),
      ("properties/concurrency", Concurrency.allCases.map(\.rawValue)),
      ("$defs/command/properties/packet", WorkerCommand.PacketWay.allCases.map(\.rawValue)),
    ]
    for (name, table) in [
      ("run", run), ("attempt", attempt), ("contract", contract), ("workflow", workflow),
    ] {
      let schema = try Schema(name)
      for (pointer, words) in table {
        let listed = schema["\(pointer)/enum"]?.elements.compactMap(\.text) ?? []
        #expect(Set(listed) == Set(words), "\(name) \(pointer)")
        #expect(listed.count == words.count, "\(name) \(pointer)")
      }
      #expect(enums(in: schema.root).count == table.count)
    }
  }

  private func eventTypes() throws -> [String] {
    var types: [String] = []
    for event in try SampleRuns.long().events where !types.contains(event.fact.type) {
      types.append(event.fact.type)
    }
    return types
  }

  private func enums(in value: JSONValue) -> [JSONValue] {
    value.members.filter { !["then", "else", "not"].contains($0.key) }
      .flatMap { $0.key == "enum" ? [$0.value] : enums(in: $0.value) }
      + value.elements.flatMap(enums)
  }

  @Test("Each rule of the schema has the parameters of its type")
  func rules() throws {
    let schema = try Schema("contract")
    let common = ["type", "path", "id", "severity", "hint", "allow_empty"]
    for kind in RuleRegistry.kinds {
      let listed = schema["$defs/\(kind.name)/properties"]?.members.map(\.key) ?? []
      #expect(Set(listed) == Set(common + kind.parameters), "\(kind.name)")
    }
    let branches = schema["$defs/rule/allOf"]?.elements ?? []
    #expect(
      branches.compactMap { $0["then"]?["$ref"]?.text }
        == RuleRegistry.kinds.map { "#/$defs/\($0.name)" })
  }

  @Test(
    "The schema and the reader refuse the same workflows",
    arguments: [
      ("", "", true), (#""version": "1""#, #""version": 1"#, false),
      (#""version": "1""#, #""version": """#, false), (#""version": "1", "#, "", false),
      (#""version": "1""#, #""version": "\#(String(repeating: "1", count: 64))""#, true),
      (#""version": "1""#, #""version": "\#(String(repeating: "1", count: 65))""#, false),
      (#""name": "Intake""#, #""name": """#, false),
      (#""name": "Intake""#, #""name": "\#(String(repeating: "é", count: 128))""#, true),
      (#""name": "Intake""#, #""name": "\#(String(repeating: "é", count: 129))""#, false),
      (#""agent": "a""#, #""agent": "\#(String(repeating: "a", count: 129))""#, false),
      (#""agent": "a""#, #""agent": """#, false), (#", "agent": "a""#, "", true),
      (#""gate": "G1""#, #""gate": "g1""#, false), (#""gate": "G1", "#, "", false),
      (#""max_attempts": 3"#, #""max_attempts": 0"#, false),
      (#""max_attempts": 3"#, #""max_attempts": 1000"#, true),
      (#""max_attempts": 3"#, #""max_attempts": 1001"#, false),
      (#""max_attempts": 3"#, #""max_attempts": "3""#, false),
      (#""prompt": "prompts/G1.md""#, #""prompt": "/prompts/G1.md""#, false),
      (#""prompt": "prompts/G1.md""#, #""prompt": "{gate}.md""#, false),
      (#""prompt": "prompts/G1.md", "#, "", false),
      (#""covers": ["essays/*"]"#, #""covers": ["essays/{slug}"]"#, false),
      (#""covers": ["essays/*"]"#, #""covers": "essays/*""#, false),
      (#""covers": ["essays/*"]"#, #""covers": []"#, true),
      (#""enforce_order": true"#, #""enforce_order": 1"#, false),
      (#""enforce_order": true, "#, "", true),
      (#""depth": "deep""#, #""depth": "Deep""#, false),
      (#""slug": "a-b""#, #""slug": "a_b""#, false),
      (#""artifact_path": "essays/a-b""#, #""artifact_path": "essays/*""#, false),
      (#""defaults": {"#, #""defaults": {"more": 1, "#, false),
      (#""gates": ["#, #""more": 1, "gates": ["#, false),
      (#""gate": "G1""#, #""gate": "G1", "more": 1"#, false),
    ])
  func workflows(old: String, new: String, isValid: Bool) throws {
    let text =
      #"{"name": "w", "version": "1", "covers": ["essays/*"], "enforce_order": true, "#
      + #""defaults": {"slug": "a-b", "artifact_path": "essays/a-b", "depth": "deep"}, "#
      + #""gates": [{"gate": "G1", "name": "Intake", "prompt": "prompts/G1.md", "#
      + #""agent": "a", "max_attempts": 3}]}"#
    #expect(old.isEmpty || text.contains(old))
    let bytes = Array((old.isEmpty ? text : text.replacing(old, with: new)).utf8)
    let reader = try? Workflow(bytes, name: "w", path: .named("workflows/w/workflow.json"))
    #expect((reader != nil) == isValid, "the reader")
    #expect((try Schema("workflow").problems(in: bytes) == []) == isValid, "the schema")
  }

  @Test(
    "The schema and the reader refuse the same contracts",
    arguments: [
      ("", "", true), (#""name": "n""#, #""name": """#, false), (#""name": "n", "#, "", false),
      (#""gate": "G1", "#, "", false), (#""id": "sources""#, #""id": "R1""#, false),
      (#""id": "sources""#, #""id": "a b""#, false), (#""id": "sources""#, #""id": """#, false),
      (#""id": "sources""#, #""id": "\#(String(repeating: "a", count: 65))""#, false),
      (#""id": "sources""#, #""id": "R""#, true), (#""id": "sources""#, #""id": "R1a.-_""#, true),
      (#""min": 3"#, #""min": -1"#, false), (#""min": 3"#, #""min": 3.0"#, false),
      (#""min": 3"#, #""min": {"quick": 1, "standard": 2, "deep": 3}"#, true),
      (#""min": 3"#, #""min": {"quick": 1, "standard": 2}"#, false),
      (#", "min": 3"#, "", false), (#""type": "min_sources""#, #""type": "min_source""#, false),
      (#""path": "{artifact_path}/b.md""#, #""path": "{artifact}/b.md""#, false),
      (#""path": "{artifact_path}/b.md""#, #""path": "/b.md""#, false),
      (#""path": "{artifact_path}/b.md""#, #""path": "{artifact_path}/**/*.md""#, true),
      (#"["{artifact_path}/a.md"]"#, #"["{artifact_path}/*.md"]"#, false),
      (#"["{artifact_path}/a.md"]"#, #"["a.md", "a.md"]"#, false),
      (#"["{artifact_path}/a.md"]"#, "[]", true),
      (#""severity": "warn""#, #""severity": "warning""#, false),
      (#""hint": "h""#, #""hint": """#, false), (#""hint": "h""#, #""more": "h""#, false),
      (#""validations": ["#, #""more": 1, "validations": ["#, false),
      (
        #""validations": [{"type": "min_sources", "path": "{artifact_path}/b.md", "id": "sources", "#
          + #""hint": "h", "severity": "warn", "min": 3}]"#, #""$schema": "x""#, true
      ),
    ])
  func contracts(old: String, new: String, isValid: Bool) throws {
    let text =
      #"{"gate": "G1", "name": "n", "required_outputs": ["{artifact_path}/a.md"], "validations": ["#
      + #"{"type": "min_sources", "path": "{artifact_path}/b.md", "id": "sources", "hint": "h", "#
      + #""severity": "warn", "min": 3}]}"#
    #expect(old.isEmpty || text.contains(old))
    let bytes = Array((old.isEmpty ? text : text.replacing(old, with: new)).utf8)
    let reader = try? Contract(
      bytes, path: .named("orchestration/gates/contracts/G1.contract.json"))
    #expect((reader != nil) == isValid, "the reader")
    #expect((try Schema("contract").problems(in: bytes) == []) == isValid, "the schema")
  }

  @Test(
    "The validator sees what is wrong",
    arguments: [
      (#""schema": 1"#, #""schema": 2"#), (#""depth": "standard""#, #""depth": "deeper""#),
      (#""seq": 2"#, #""seq": 0"#), (#""seq": 2"#, #""seq": "2""#),
      (#""depth": "standard","#, ""), (#""depth": "#, #""more": 1, "depth": "#),
      ("run_20260119T", "run_2026019T"), (#""path": "topics/"#, #""path": "/topics/"#),
      (#""type": "run_started""#, #""type": "run_started", "gate": "G1""#),
      (
        #""attempt": 1, "status": "PASS", "record": "gates"#,
        #""attempt": 1, "status": "RUNNING", "record": "gates"#
      ),
      (#""at": "2026-01-19T14:30:13.482Z","#, ""),
      (#""status": "SUCCESS", "at": "#, #""status": "SUCCESS", "when": "#),
    ])
  func validator(old: String, new: String) throws {
    let text = String(decoding: try SampleRuns.small().encoded(), as: UTF8.self)
    #expect(text.contains(old))
    let changed = text.replacing(old, with: new, maxReplacements: 1)
    #expect(try Schema("run").problems(in: Array(changed.utf8)) != [])
  }
}
