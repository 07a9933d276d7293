import TestSupport
import Testing

/// Patterns on which other engines take for ever, or give up and say "no match".
@Suite("A hostile pattern is answered right, or could not run; never wrong and never for ever")
struct PatternTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let pattern: String
    /// What is repeated to the length of the text, and what stands at its end.
    let part: String
    let end: String
    /// How many matches there are in a text of so many parts.
    let count: @Sendable (Int) -> Int

    var testDescription: String { "\(pattern) on \(part)…\(end)" }

    init(
      _ pattern: String, _ part: String, _ end: String, _ count: @escaping @Sendable (Int) -> Int
    ) {
      (self.pattern, self.part, self.end, self.count) = (pattern, part, end, count)
    }
  }

  static let explosive = [
    Case("^(a+)+$", "a", "!") { _ in 0 }, Case("^(a+)+$", "a", "") { _ in 1 },
    Case("(a|a)+$", "a", "!") { _ in 0 }, Case("(a|a)+$", "a", "") { _ in 1 },
    Case("(.*)*x", "a", "") { _ in 0 }, Case("(.*)*x", "a", "x") { _ in 1 },
    Case("^(?:(a+)+?|a*!)$", "a", "!") { _ in 1 }, Case("^(?:(a+)+?|a*!)$", "a", "") { _ in 1 },
    Case("(?:a{1,9}b){1,60}", "aab", "") { ($0 + 59) / 60 },
    Case("(?:(?:a?b?){30}){30}c", "ab", "c") { _ in 1 },
    Case("(?:(?:[ab]{1,5}){1,20}){20}c", "ab", "!") { _ in 0 },
  ]

  /// A repository whose first gate takes no match, with an attempt open.
  private func repository(_ rules: [(type: String, pattern: String)], _ text: String) throws
    -> Scratch
  {
    let scratch = try Plain.repository()
    try scratch.write("out/text.md", text)
    let rules = rules.map { type, pattern in
      #"{ "type": "\#(type)", "path": "out/text.md", "pattern": "\#(pattern)", "scope": "all" }"#
    }
    try scratch.write(Plain.contractPath("G1"), Plain.contract("G1", output: nil, rules: rules))
    try scratch.done("\(Plain.start) && orchestrate gate start --gate G1")
    return scratch
  }

  @Test("Those that explode elsewhere, with the right number of matches", arguments: explosive)
  func explodes(_ example: Case) throws {
    // The longest text that a rule reads, or one that a build for debugging reads at once.
    let bytes = Sweep.isFull ? 16 << 20 : 32 << 10
    let count = (bytes - example.end.utf8.count) / example.part.utf8.count
    let matches = example.count(count)
    let scratch = try repository(
      [("not_contains", example.pattern)],
      String(repeating: example.part, count: count) + example.end)
    let ran = try scratch.orchestrate("gate", "check")
    #expect(ran.status == (matches == 0 ? 0 : 2), "\(ran.output.prefix(500))\(ran.messages)")
    if matches > 0 {
      let found = matches == 1 ? "found: 1 match\n" : "found: \(matches) matches\n"
      #expect(ran.output.contains(found), "\(ran.output.suffix(500))")
    }
  }

  /// Letters that come alike each time and in no order, so that hardly a state of a search comes twice.
  private static func letters(_ count: Int) -> String {
    var register: UInt32 = 0xACE1
    let bytes = (0..<count).map { _ -> UInt8 in
      register = (register >> 1) ^ (register & 1 == 1 ? 0xB400_0000 : 0)
      return register & 1 == 1 ? 0x61 : 0x62
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("One of thousands of instructions in which nothing can be kept, on a short text")
  func counted() throws {
    let length = 1_200
    let text = Array(Self.letters(length).utf8)
    var expected = 0
    var start = 0
    while start + 992 <= length {
      let isMatch = text[start] == 0x62 && text[start + 991] == 0x62
      expected += isMatch ? 1 : 0
      start += isMatch ? 992 : 1
    }
    let scratch = try repository(
      [("not_contains", "b(?:a|b){990}b")], String(decoding: text, as: UTF8.self))
    let ran = try scratch.orchestrate("gate", "check")
    #expect(expected == 1 && ran.status == 2)
    #expect(ran.output.contains("found: 1 match\n"), "\(ran.output)")
  }

  @Test(
    "The same on the longest text could not run: status 20, nothing recorded, the attempt open",
    .enabled(if: Sweep.isFull, "half a billion steps are for Tests/sweeps --full"))
  func overrun() throws {
    let text = String(repeating: Self.letters(1 << 20), count: 16)
    let rules = [("not_contains", "b(?:a|b){990}b"), ("contains", "b(?:a|b){991}b")]
    let scratch = try repository(rules, text)
    let before = try scratch.text("\(scratch.record)/RUN.json")
    let ran = try scratch.orchestrate("gate", "finish")
    #expect(ran.status == 20)
    for rule in ["G1/R1 not_contains", "G1/R2 contains"] {
      #expect(ran.messages.contains("error[\(rule)] could not run:"), "\(ran.messages)")
    }
    #expect(ran.messages.contains("takes more than"))
    #expect(try scratch.text("\(scratch.record)/RUN.json") == before)
    #expect(!scratch.exists("\(scratch.record)/gates"))
  }
}
