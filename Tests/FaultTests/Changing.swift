import Foundation
import TestSupport
import Testing

/// A command that changes a run, and the commands that lead to where it can be typed.
struct Changing: Sendable, CustomTestStringConvertible {
  let line: String
  let before: [String]
  /// What stands in `out/one.md`; a text with TODO fails.
  var output = "one\n"
  /// What it answers where nothing is in its way.
  var status: Int32 = 0

  var testDescription: String { line }

  /// Whether it changes the record once, so that it is changed whole or not at all.
  var isOneStep: Bool { !line.hasPrefix("run plain") && !line.hasPrefix("run resume") }

  /// Whether it closes an attempt, and so looks at its outputs.
  var closes: Bool {
    line.hasSuffix("--no-pause") || line.hasSuffix("CANCELED")
      || line.hasPrefix("gate f")
  }

  /// Where it stands among all, from 0.
  var place: Int { Self.all.firstIndex { $0.line == line && $0.before == before } ?? 0 }

  /// The command line; its key makes a repeat after a crash do what is missing, and no more.
  var words: [String] { Self.words(line) + ["--key", "k"] }

  static func words(_ line: String) -> [String] {
    [Binary.path] + line.split(separator: " ").map(String.init)
  }

  private static let start = "run start --workflow plain --slug s --artifact-path out"
  private static let open = [start, "gate start --gate G1"]

  /// Every command that changes a run, in each way in which it does.
  static let all = [
    Changing(line: start, before: []),
    Changing(line: "gate start --gate G1", before: [start]),
    Changing(line: "gate finish --gate G1 --by me", before: open),
    Changing(line: "gate finish --gate G1", before: open, output: "TODO\n", status: 2),
    Changing(line: "gate fail --gate G1 --reason no", before: open),
    Changing(line: "invocation record --gate G1 --agent a", before: open),
    Changing(
      line: "run complete",
      before: open + ["gate finish", "gate start --gate G2", "gate finish"]),
    Changing(line: "run complete --status CANCELED", before: open),
    Changing(line: "run plain --slug s --artifact-path out", before: [], status: 3),
    Changing(line: "run plain --slug s --artifact-path out --no-pause", before: []),
    Changing(line: "run resume --no-pause", before: [start]),
    Changing(line: "run resume --no-pause", before: open, output: "TODO\n", status: 2),
  ]
}

/// A repository with a workflow of two gates, in which commands are tried again and again from the same state.
final class Ground {
  let scratch: Scratch
  private let kept: Scratch
  static let runs = "orchestration/runs"

  private static let workflow = """
    {"name": "plain", "version": "1", "gates": [
      {"gate": "G1", "name": "First", "prompt": "prompt.md"},
      {"gate": "G2", "name": "Second", "prompt": "prompt.md"}
    ]}
    """

  private static func contract(_ gate: String, _ output: String) -> String {
    let path = "{artifact_path}/\(output)"
    return """
      {"gate": "\(gate)", "name": "\(gate)", "required_outputs": ["\(path)"],
       "validations": [{"type": "not_contains", "path": "\(path)", "pattern": "TODO"}]}
      """
  }

  /// Makes the repository; whoever needs it in another place gives a folder.
  init(output: String = "one\n", _ lines: [String] = []) throws {
    scratch = try Scratch()
    kept = try Scratch()
    try scratch.write("workflows/plain/workflow.json", Self.workflow)
    try scratch.write("workflows/plain/prompt.md", "Write it.\n")
    for (gate, name) in [("G1", "one.md"), ("G2", "two.md")] {
      try scratch.write(
        "orchestration/gates/contracts/\(gate).contract.json", Self.contract(gate, name))
    }
    try scratch.write("out/one.md", output)
    try scratch.write("out/two.md", "two\n")
    try scratch.write(".gitignore", "orchestration/runs/*/logs/\n")
    try scratch.write(".gitattributes", "orchestration/runs/** -text\n")
    try scratch.makeRepository()
    for line in lines {
      let ran = try scratch.run(Changing.words(line))
      guard ran.status == 0 else { throw Scratch.Failed(what: "\(line): \(ran.messages)") }
    }
    try keep()
  }

  convenience init(before command: Changing) throws {
    try self.init(output: command.output, command.before)
  }

  /// A copy of such a repository that stands on a disk of its own.
  init(at disk: SmallDisk) throws {
    scratch = Scratch(on: disk)
    kept = try Scratch()
  }

  /// Keeps the runs as they are now, to be put back.
  func keep() throws {
    for name in try kept.names("") { try kept.remove(name) }
    guard scratch.exists(Self.runs) else { return }
    try kept.copy(URL(filePath: scratch.absolute(Self.runs)), to: "runs")
  }

  /// Puts the runs back as they were kept; nothing else is ever written by a command.
  func reset() throws {
    if scratch.exists(Self.runs) { try scratch.remove(Self.runs) }
    guard kept.exists("runs") else { return }
    try scratch.copy(URL(filePath: kept.absolute("runs")), to: Self.runs)
  }

  /// The files of all records with their bytes, by their paths from the folder of runs.
  func records() throws -> [String: String] {
    guard scratch.exists(Self.runs) else { return [:] }
    return try scratch.tree(Self.runs).filter { $0.key.contains("/record/") }
  }

  /// The same with what differs from one time to the next left out: times, ids, digests.
  func story() throws -> [String: String] {
    var story: [String: String] = [:]
    for (path, text) in try records() { story[Self.timeless(path)] = Self.timeless(text) }
    return story
  }

  static func timeless(_ text: String) -> String {
    var text = text
    for (pattern, word) in [
      ("run_[0-9]{8}T[0-9]{6}Z_([a-z0-9-]+)_[0-9a-f]{6}", "run_$1"),
      ("inv_[0-9]+_[0-9a-f]+", "inv"),
      ("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "time"),
      ("\"[0-9a-f]{64}\"", "\"digest\""),
      ("\"bytes\": [0-9]+", "\"bytes\": n"),
    ] {
      text = text.replacingOccurrences(of: pattern, with: word, options: .regularExpression)
    }
    return text
  }
}
