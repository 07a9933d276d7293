import Foundation
import JSONDocument
import OrchestrateCLI
import TestSupport
import Testing

/// A small workflow of two gates, `plain`, whose outputs are `out/one.md` and `out/two.md`; a text fails where it has TODO.
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

  static func contract(_ gate: String, _ output: String, pattern: String = "TODO") -> String {
    """
    {
      "gate": "\(gate)",
      "name": "Contract of \(gate)",
      "required_outputs": ["{artifact_path}/\(output)"],
      "validations": [
        { "type": "not_contains", "path": "{artifact_path}/\(output)", "pattern": "\(pattern)" }
      ]
    }

    """
  }

  static let contractPath = "orchestration/gates/contracts/G2.contract.json"

  /// A scratch folder with the workflow in it; a git repository only where asked for, as that takes longer.
  static func stage(git: Bool = false) throws -> Stage {
    let scratch = try Scratch()
    try scratch.write("workflows/plain/workflow.json", workflow)
    try scratch.write("workflows/plain/prompts/G1.md", "Write {artifact_path}/one.md.\n")
    try scratch.write("workflows/plain/prompts/G2.md", "Write {artifact_path}/two.md.\n")
    try scratch.write(
      "orchestration/gates/contracts/G1.contract.json", contract("G1", "one.md"))
    try scratch.write(contractPath, contract("G2", "two.md"))
    try scratch.write(".gitignore", "orchestration/runs/*/logs/\n")
    try scratch.write(".gitattributes", "orchestration/runs/** -text\n")
    if git { try scratch.makeRepository(message: "Add a plain workflow") }
    return Stage(scratch: scratch)
  }

  static let start = "run start --workflow plain --slug s --artifact-path out"
  static let pipeline = "run plain --slug s --artifact-path out"
}

extension Stage {
  /// Runs a command line that must succeed.
  @discardableResult
  func done(_ line: String, sourceLocation: SourceLocation = #_sourceLocation) -> Answer {
    let answer = run(line)
    #expect(answer.status == .done, "\(line): \(answer.messages)", sourceLocation: sourceLocation)
    return answer
  }

  /// Every file, folder and link with its content, but for git's own.
  func snapshot() throws -> [String: String] {
    var all: [String: String] = [:]
    let files = FileManager.default
    for name in try files.subpathsOfDirectory(atPath: scratch.path) {
      if name == ".git" || name.hasPrefix(".git/") { continue }
      let path = scratch.absolute(name)
      let type = try files.attributesOfItem(atPath: path)[.type] as? FileAttributeType
      all[name] =
        switch type {
        case .typeRegular?: String(decoding: files.contents(atPath: path) ?? Data(), as: UTF8.self)
        case .typeSymbolicLink?: "-> " + (try files.destinationOfSymbolicLink(atPath: path))
        default: type?.rawValue ?? "?"
        }
    }
    return all
  }

  /// Expects a refusal with status 10 whose words hold all of `words`, and that nothing at all was written.
  @discardableResult
  func refuses(
    _ words: [String], saying parts: String..., in folder: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Answer {
    let before = try snapshot()
    let answer = run(words, in: folder)
    #expect(
      answer.status == .refused, "\(words): \(answer.output)\(answer.messages)",
      sourceLocation: sourceLocation)
    #expect(answer.output.isEmpty, sourceLocation: sourceLocation)
    #expect(
      answer.messages.hasPrefix("orchestrate: error: "), "\(answer.messages)",
      sourceLocation: sourceLocation)
    #expect(
      answer.messages.contains("\nhint: "), "\(answer.messages)", sourceLocation: sourceLocation)
    for part in parts {
      #expect(
        answer.messages.contains(part), "'\(part)' in: \(answer.messages)",
        sourceLocation: sourceLocation)
    }
    let changed = try snapshot().filter { before[$0.key] != $0.value }.keys.sorted()
    #expect(changed == [], "something was written", sourceLocation: sourceLocation)
    #expect(try snapshot().count == before.count, sourceLocation: sourceLocation)
    return answer
  }

  /// The same for words that stand without quotes.
  @discardableResult
  func refuses(
    _ line: String, saying parts: [String], in folder: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Answer {
    let answer = try refuses(
      line.split(separator: " ").map(String.init), in: folder, sourceLocation: sourceLocation)
    for part in parts {
      #expect(
        answer.messages.contains(part), "'\(part)' in: \(answer.messages)",
        sourceLocation: sourceLocation)
    }
    return answer
  }

  /// The record's files with their bytes.
  func recordFiles() throws -> [String: String] { try scratch.tree(record) }
}

extension Stage.Answer {
  /// The one JSON object on standard output, read by the tool's own strict reader.
  func object() throws -> JSONObject {
    try JSONDocument(parsing: Array(output.utf8)).root.object()
  }
}
