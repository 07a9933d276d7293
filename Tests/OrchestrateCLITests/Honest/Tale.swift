import OrchestrateCLI
import Records
import TestSupport
import Testing

/// Moves on by a second with every look, and may be set.
final class RisingClock {
  private var milliseconds: Int64 = 1_768_833_012_481

  func next() -> Instant {
    milliseconds += 1000
    return Instant(milliseconds: milliseconds) ?? .epoch
  }

  func move(bySeconds seconds: Int64) { milliseconds += seconds * 1000 }
}

/// A workflow of two gates over the folders of `essays`, small in text and rich in rules.
enum Tale {
  /// The number says how far the contract of G1 has been raised.
  static func firstContract(_ number: Int) -> String {
    let raised = (0..<number).map { level in
      """
      ,
          { "type": "not_contains", "path": "{artifact_path}/one.md", "pattern": "flaw-\(level)" }
      """
    }
    return """
      {
        "gate": "G1",
        "name": "The first text",
        "required_outputs": ["{artifact_path}/one.md"],
        "validations": [
          { "type": "not_contains", "path": "{artifact_path}/one.md", "pattern": "TODO" },
          { "type": "links_resolve", "path": "{artifact_path}/one.md" },
          { "type": "word_count", "path": "{artifact_path}/one.md", "min": { "quick": 1, "standard": 2, "deep": 3 } }\(raised.joined())
        ]
      }

      """
  }

  static let secondContract = """
    {
      "gate": "G2",
      "name": "The second text",
      "required_outputs": ["{artifact_path}/two.md"],
      "validations": [
        { "type": "contains_headings", "path": "{artifact_path}/notes.md", "headings": ["Notes"] },
        { "type": "file_count", "path": "{artifact_path}/**/*.md", "min": 2, "max": 9 },
        { "type": "no_placeholders", "path": "{artifact_path}/two.md", "severity": "warn" },
        { "type": "contains", "path": "{artifact_path}/sources/*.md", "pattern": "source", "allow_empty": true }
      ]
    }

    """

  static func workflow(covers: Bool) -> String {
    """
    {
      "name": "tale",
      "version": "1",\(covers ? "\n  \"covers\": [\"essays/*\"]," : "")
      "gates": [
        { "gate": "G1", "name": "First", "prompt": "prompts/G1.md", "agent": "writer" },
        { "gate": "G2", "name": "Second", "prompt": "prompts/G2.md" }
      ]
    }

    """
  }

  static let firstContractPath = "orchestration/gates/contracts/G1.contract.json"

  /// A git repository with the workflow committed; `attributes` are the lines of `.gitattributes`.
  static func stage(
    covers: Bool = true, attributes: String = "orchestration/runs/** -text\n",
    clock: RisingClock = RisingClock()
  ) throws -> Stage {
    let scratch = try Scratch()
    try scratch.write("workflows/tale/workflow.json", workflow(covers: covers))
    try scratch.write("workflows/tale/prompts/G1.md", "Write {artifact_path}/one.md.\n")
    try scratch.write("workflows/tale/prompts/G2.md", "Write {artifact_path}/two.md.\n")
    try scratch.write(firstContractPath, firstContract(0))
    try scratch.write("orchestration/gates/contracts/G2.contract.json", secondContract)
    try scratch.write(".gitignore", "orchestration/runs/*/logs/\n")
    if !attributes.isEmpty { try scratch.write(".gitattributes", attributes) }
    try scratch.write("README.md", "# Essays\n\nSome of them.\n")
    try scratch.makeRepository(message: "Add the workflow tale")
    return Stage(scratch: scratch, clock: { _ in clock.next() })
  }

  /// The text of `one.md`.
  static func first(_ words: String) -> String {
    "# One\n\nIt says \(words), see [the notes](notes.md#notes) and [the rest](../../README.md#essays).\n"
  }

  static func second(_ words: String) -> String { "# Two\n\nIt says \(words).\n" }

  static func notes(_ words: String) -> String { "# Notes\n\nOn \(words).\n" }
}

extension Stage {
  /// Writes an essay that meets both contracts.
  func writeEssay(_ essay: String = "essays/a", words: String = "this and that") throws {
    try scratch.write("\(essay)/one.md", Tale.first(words))
    try scratch.write("\(essay)/notes.md", Tale.notes(words))
    try scratch.write("\(essay)/two.md", Tale.second(words))
  }

  /// Takes an essay, as it stands, through both gates to the end; nothing is committed.
  @discardableResult
  func passEssay(_ essay: String = "essays/a", slug: String = "a", number: UInt32 = 0) -> String {
    let id =
      run(
        "run start --workflow tale --slug \(slug) --artifact-path \(essay)", numbers: [number]
      ).output.split(separator: "\n").first.map(String.init) ?? ""
    for gate in ["G1", "G2"] {
      done("gate start --run \(id) --gate \(gate)")
      done("gate finish --run \(id) --gate \(gate)")
    }
    done("run complete --run \(id)")
    return id
  }

  /// An essay that has passed and is committed with its record.
  static func withPassedEssay(
    covers: Bool = true, attributes: String = "orchestration/runs/** -text\n"
  ) throws -> Stage {
    let stage = try Tale.stage(covers: covers, attributes: attributes)
    try stage.writeEssay()
    stage.passEssay()
    try stage.scratch.git("add", "-A")
    try stage.scratch.git("commit", "-qm", "Pass the essay")
    return stage
  }
}
