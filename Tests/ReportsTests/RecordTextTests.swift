import JSONDocument
import RecordSamples
import Records
import Reports
import Testing

@Suite("A record file as facts")
struct RecordTextTests {
  /// A run that failed once, was mended, and ended in every way of an event.
  private static func story() throws -> Story {
    var story = try Story(
      .sample(commit: String(repeating: "a1", count: 20), promptFile: .sample("topic.md")))
    try story.start(.named("G1"), agent: "intake-editor")
    try story.invoke(.named("G1"))
    try story.close(.named("G1"), .ruleFailed, "draft")
    try story.pass(.named("G1"), "final")
    try story.start(.named("G2"), key: "again", changed: [.gone("{artifact_path}/G1/0.md")])
    try story.close(.named("G2"), .failedByPerson)
    try story.finish(.failed, reason: "too thin\nand late")
    return story
  }

  private static func run(_ story: Story) -> [String] { RecordText(story.files.run).lines }

  @Test("RUN.json has a line for each fact, under titles that git shows above a hunk")
  func run() throws {
    let text = RecordText(try Self.story().files.run)
    #expect(text.kind == .run)
    let titles = text.lines.filter { !$0.utf8.starts(with: "  ".utf8) }
    #expect(
      titles == [
        "Run run_20260119T143012Z_the-word-robot_ab12cd", "Gates", "Invocations",
        "Artifacts that passed", "Rules of the newest attempts", "Events", "File",
      ])
    for line in [
      "  status: FAILED", "  commit: a1a1a1a1a1a1", "  depth: standard",
      "  artifact path: essays/the-word-robot", "  G1 Intake: PASS", "  G2 Research: FAIL",
    ] {
      #expect(text.lines.contains(line), "\(line)")
    }
    func one(_ beginning: String) -> String {
      text.lines.first { $0.utf8.starts(with: beginning.utf8) } ?? "none"
    }
    #expect(one("    attempt 1").utf8.starts(with: "    attempt 1: FAIL, gates/G1/att".utf8))
    #expect(one("  {artifact_path}/G1/0.md").contains(", 5 bytes, G1 attempt 2"))
    #expect(
      one("  G1 attempt 2, R1") == "  G1 attempt 2, R1 file_exists {artifact_path}/G1/0.md: pass")
    #expect(one("  1 at") == "  1 at 2026-01-19T14:30:12.481Z: run started")
    #expect(one("  2 at").contains("G1 attempt 1 opened; for 'intake-editor'; contract orch"))
    #expect(one("  3 at").contains("G1 attempt 1 called 'writer': SUCCESS, inv_"))
    #expect(one("  4 at").contains("G1 attempt 1 closed as FAIL; rule_failed, gates/G1/attem"))
    #expect(
      one("  7 at").contains("; input changed: {artifact_path}/G1/0.md: no digest; key 'again'"))
    #expect(
      one("  9 at").contains(
        "run finished as FAILED; by 'Ana Duarte' (command); reason 'too thin\\u{a}and late'"))
  }

  @Test("An attempt has its verdict, who closed it, what was judged and what each rule found")
  func attempt() throws {
    var story = try Story()
    try story.start(.named("G1"))
    var draft = story.draft(
      .named("G1"), .ruleFailed, outputs: [.sample("{artifact_path}/a.md", "text"), .gone("b.md")])
    draft.validations = [
      .sample("R1"),
      .sample(
        "R2", type: "contains", pass: false, found: "nothing",
        findings: [
          Attempt.Finding(path: "a.md", line: 3, column: 7, message: "not here"),
          Attempt.Finding(path: "a.md", line: nil, column: nil, message: "nor there"),
        ]),
      .sample("R3", pass: false, severity: .warn),
      .sample("R4", pass: false, error: "no permission"),
      .sample("R5", severity: .warn),
    ]
    let bytes = draft.attempt.encoded()
    let text = RecordText(bytes)
    #expect(text.kind == .attempt)
    let lines = text.lines
    #expect(lines.first == "Attempt 1 of G1, run_20260119T143012Z_the-word-robot_ab12cd")
    for line in [
      "  status: FAIL", "  verdict: RETRYABLE, rule_failed", "  previous: none", "  key: none",
      "  failure reason: '1 of 1 rule failed: R1 file_exists'",
      "  finished by: 'Ana Duarte' (command)", "  b.md: no digest, missing",
      "  R1 file_exists {artifact_path}/a.md: pass", "  R2 contains {artifact_path}/a.md: fail",
      "    found: nothing", "    at a.md:3:7: not here", "    at a.md: nor there",
      "  R3 file_exists {artifact_path}/a.md: warn", "    error: no permission",
      "  R4 file_exists {artifact_path}/a.md: error",
      "  R5 file_exists {artifact_path}/a.md: pass (would warn)",
    ] {
      #expect(lines.contains(line), "\(line)")
    }
    #expect(!lines.contains { $0.contains("not written as") })
    let tampered = RecordText(bytes + [0x0A])
    #expect(tampered.kind == .attempt)
    #expect(tampered.lines.last == "  not written as this tool writes an attempt")
  }

  @Test("More events take away no line but those of what changed")
  func append() throws {
    var story = try Story()
    try story.pass(.named("G1"), "one")
    let before = Self.run(story)
    try story.start(.named("G2"))
    let after = Self.run(story)
    let gone = before.filter { !after.contains($0) }
    #expect(
      gone.allSatisfy { line in
        ["  G2 Research: PENDING", "  sha256: ", "  seal: "].contains {
          line.utf8.starts(with: $0.utf8)
        }
      }, "\(gone)")
    #expect(gone.count == 3)
    #expect(after.count == before.count + 2)
  }

  /// Every value in a JSON text replaced by another of its kind, one at a time.
  private static func variants(_ value: JSONValue) -> [JSONValue] {
    switch value {
    case .null: [.integer(7), .string("x")]
    case .bool(let bool): [.bool(!bool)]
    case .integer(let integer): [.integer(integer + 1)]
    case .string(let string): [.string(Self.other(string))]
    case .number: []
    case .array(let elements):
      elements.indices.flatMap { index in
        variants(elements[index]).map { change in
          var copy = elements
          copy[index] = change
          return .array(copy)
        } + [.array(elements.enumerated().filter { $0.offset != index }.map(\.element))]
      }
    case .object(let members):
      members.indices.flatMap { index in
        variants(members[index].value).map { change in
          var copy = members
          copy[index] = JSONMember(members[index].key, change)
          return .object(copy)
        }
      }
    }
  }

  /// Another text of the same form: the first hexadecimal digit is another one.
  private static func other(_ text: String) -> String {
    let from = Array("0123456789abcdef".utf8)
    let swaps = Dictionary(uniqueKeysWithValues: zip(from, from.dropFirst() + from.prefix(1)))
    let bytes = Array(text.utf8)
    guard let place = bytes.firstIndex(where: { swaps[$0] != nil }) else { return text + "x" }
    var copy = bytes
    copy[place] = swaps[bytes[place]] ?? 0x78
    return String(decoding: copy, as: UTF8.self)
  }

  @Test("A change of any value is seen in the facts themselves, or makes the file no record")
  func everyChange() throws {
    let story = try Self.story()
    var tried = 0
    for bytes in [story.files.run] + story.files.attempts.values {
      let facts = RecordText(bytes).lines.prefix { $0 != "File" }
      for variant in Self.variants(try JSONDocument(parsing: bytes).root.value) {
        let text = RecordText(JSONWriter.write(variant))
        let seal = text.lines.last { $0.utf8.starts(with: "  seal: ".utf8) }
        let isSeal = text.kind == .run && seal != RecordText(bytes).lines.last
        #expect(isSeal || text.lines.prefix { $0 != "File" } != facts, "\(text.lines)")
        tried += 1
      }
    }
    #expect(tried > 250)
  }

  @Test("A byte more is seen in the digest of the file")
  func everyByte() throws {
    let bytes = try Self.story().files.run
    let spaced = RecordText(bytes + [0x20])
    #expect(spaced.kind == .run)
    #expect(spaced.lines != RecordText(bytes).lines)
  }

  @Test(
    "What is no record is shown as it stands, line by line",
    arguments: [
      ("", []), ("{", ["{"]), ("{}\n", ["{}"]), ("a\n\nb\n", ["a", "", "b"]),
      ("a\r\n", ["a\\u{d}"]), ("<<<<<<< HEAD\n{}\n", ["<<<<<<< HEAD", "{}"]),
      ("\u{FEFF}{}", ["\\u{feff}{}"]), ("[1]", ["[1]"]),
      ("{\"status\": \"done\"}\n", ["{\"status\": \"done\"}"]), ("\u{1B}[31m\n", ["\\u{1b}[31m"]),
    ])
  func text(_ text: String, _ lines: [String]) {
    let shown = RecordText(Array(text.utf8))
    #expect(shown.kind == .text)
    #expect(shown.lines == lines)
  }

  @Test("Bytes that are no UTF-8, a record of a newer schema and half a merge are text")
  func foreign() throws {
    #expect(RecordText([0xFF, 0x0A]).lines == ["\u{FFFD}"])
    let run = String(decoding: try Self.story().files.run, as: UTF8.self)
    for change in [
      run.replacing("\"schema\": 1", with: "\"schema\": 2"),
      run.replacing("  \"depth\"", with: "<<<<<<< HEAD\n  \"depth\""),
      run.replacing("\"pass\": true", with: "\"pass\": 1"),
    ] {
      #expect(RecordText(Array(change.utf8)).kind == .text)
    }
  }

  @Test("No text in a record does harm where it is shown")
  func payloads() throws {
    var story = try Story(.sample(gates: [Payloads.line], workflow: Payloads.line))
    try story.start(.named("G1"), agent: Payloads.line, key: Payloads.line)
    try story.invoke(.named("G1"), agent: Payloads.line)
    var draft = story.draft(.named("G1"), .ruleFailed)
    draft.failureReason = Payloads.line
    draft.validations = [
      .sample(
        "R1", type: Payloads.line, path: Payloads.line, pass: false, found: Payloads.line,
        error: Payloads.line,
        findings: [Attempt.Finding(path: Payloads.line, line: 1, column: 1, message: Payloads.line)]
      )
    ]
    try story.close(draft)
    try story.finish(
      .failed, by: Actor(name: Payloads.line, channel: .worker), reason: Payloads.line)
    for bytes in [story.files.run, Array(Payloads.line.utf8)] + story.files.attempts.values {
      for line in RecordText(bytes).lines { #expect(Payloads.harmful(line) == [], "\(line)") }
    }
  }
}
