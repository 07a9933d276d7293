import Foundation
import TestSupport
import Testing

/// JSON that is small to send and large to keep, unless one takes care; 10 MB, and just within the limit of 8 MiB.
@Suite(
  "JSON bombs take less than 100 MB of memory",
  .enabled(if: Tool.python, "python3 is not here"))
struct BombTests {
  struct Bomb: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let start: String
    let body: String
    let end: String
    /// Says whether it is taken for an earlier runner's RUN.json, where it is not too long.
    let isLegacyRun: Bool

    init(
      _ name: String, _ start: String, _ body: String, _ end: String, isLegacyRun: Bool = false
    ) {
      (testDescription, self.start, self.body, self.end) = (name, start, body, end)
      self.isLegacyRun = isLegacyRun
    }

    func bytes(_ count: Int) -> Data {
      let times = (count - start.utf8.count - end.utf8.count) / body.utf8.count
      return Data((start + String(repeating: body, count: times) + end).utf8)
    }
  }

  static let bombs = [
    Bomb("arrays inside each other", "", "[", ""),
    Bomb("objects inside each other", "", "{\"a\":", ""),
    Bomb("small numbers", "[", "1,", "1]"),
    Bomb("empty objects", "[", "{},", "{}]"),
    Bomb("empty texts", "{\"gate\":[", "\"\",", "\"\"]}", isLegacyRun: true),
    Bomb("one long text", "\"", "a", "\""),
    Bomb("one long text of escapes", "\"", "\\u0061", "\""),
    Bomb("one long number", "1", "1", "1"),
    Bomb("white space", "{", " ", "}", isLegacyRun: true),
    Bomb("one key again and again", "{", "\"a\":1,", "\"a\":1}"),
  ]

  static let sizes = [8 << 20, 10_000_000]

  private static func expect(
    _ words: [String], _ statuses: Set<Int32>, in scratch: Scratch,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let measured = try Measured([Binary.path] + words, in: scratch)
    #expect(
      statuses.contains(measured.ran.status),
      "\(words): \(measured.ran.status)\n\(measured.ran.messages.prefix(500))",
      sourceLocation: sourceLocation)
    #expect(measured.megabytes < 100, "\(words)", sourceLocation: sourceLocation)
    // What is wrong is told in a few lines, not with the bomb.
    #expect(measured.ran.messages.utf8.count < 4096, sourceLocation: sourceLocation)
  }

  /// A build for debugging takes seconds to read 8 MiB, so most of them are for the sweep.
  static let cases = bombs.enumerated().flatMap { number, bomb in
    sizes.filter { Sweep.isFull || $0 > 8 << 20 && number < 2 }.map { (bomb, $0) }
  }

  @Test("Wherever JSON is read", arguments: cases)
  func everywhere(_ bomb: Bomb, _ size: Int) throws {
    let scratch = try Plain.repository()
    let json = #"{ "type": "json_valid", "path": "out/data.json" }"#
    try scratch.write(Plain.contractPath("G2"), Plain.contract("G2", output: nil, rules: [json]))
    try scratch.git("commit", "-qam", "Ask for JSON")
    try scratch.done("orchestrate run plain --slug s --artifact-path out --no-pause || true")
    let bytes = bomb.bytes(size)
    let saved = try Scratch()
    try saved.copy(URL(filePath: scratch.path), to: "")

    try scratch.write("out/data.json", bytes)
    try Self.expect(["gate", "check", "--gate", "G2"], [0, 2, 20], in: scratch)
    let attempt = "\(scratch.record)/gates/G1/attempt-1.json"
    for path in ["\(scratch.record)/RUN.json", attempt] {
      let kept = try scratch.text(path)
      try scratch.write(path, bytes)
      let isLegacy = path != attempt && bomb.isLegacyRun && bytes.count <= 8 << 20
      try Self.expect(["run", "show"], [isLegacy ? 0 : 10], in: scratch)
      try Self.expect(["verify"], [2], in: scratch)
      try scratch.write(path, kept)
    }
    let start = Plain.start.split(separator: " ").dropFirst().map(String.init)
    for path in [Plain.contractPath("G1"), Plain.workflowPath] {
      let kept = try scratch.text(path)
      try scratch.write(path, bytes)
      try Self.expect(start, [10], in: scratch)
      try scratch.git("add", path)
      try scratch.git("commit", "-qm", "Bomb")
      try scratch.write(path, kept)
      try Self.expect(["verify", "--contracts-from", "HEAD"], [0, 2, 10, 20], in: scratch)
    }
  }

  @Test("A pattern that matches millions of times is counted, and not kept match by match")
  func manyMatches() throws {
    let scratch = try Plain.repository()
    let rule = #"{ "type": "not_contains", "path": "out/a.md", "pattern": "a" }"#
    try scratch.write(Plain.contractPath("G1"), Plain.contract("G1", output: nil, rules: [rule]))
    try scratch.write("out/a.md", String(repeating: "a", count: 1 << 18))
    try scratch.done(Plain.start)
    let measured = try Measured([Binary.path, "gate", "check", "--gate", "G1"], in: scratch)
    #expect(measured.ran.status == 2)
    #expect(measured.ran.output.contains("262144 matches"))
    #expect(measured.megabytes < 100)
  }
}
