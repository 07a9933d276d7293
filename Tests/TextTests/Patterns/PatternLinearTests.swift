import Testing
import Text

@Suite("How many steps a search takes")
struct PatternLinearTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let pattern: String
    let text: [UInt8]
    let found: [Range<Int>]
    init(_ pattern: String, _ text: String, _ found: [Range<Int>]) {
      self.pattern = pattern
      self.text = Array(text.utf8)
      self.found = found
    }
    var testDescription: String { "\(pattern) on \(text.count) bytes" }
  }

  private static let length = 100_000
  private static let manyA = String(repeating: "a", count: length)
  private static let someLength = 10_000
  private static let someA = String(repeating: "a", count: someLength)

  @Test(
    "Patterns on which other engines take forever, or give up, are answered in a few steps a byte",
    arguments: [
      Case("^(a+)+$", manyA + "!", []),
      Case("(a|a)*$", manyA + "!", []),
      Case("(.*)*x", manyA, []),
      Case("^(?:(a+)+?|a*!)$", manyA + "!", [0..<length + 1]),
      Case("^(a+)+$", someA, [0..<someLength]),
      Case("(a|a)*$", someA, [0..<someLength]),
      Case("(.*)*x", someA + "x", [0..<someLength + 1]),
      Case("^(?:(a+)+?|a*!)$", someA, [0..<someLength]),
      Case("(.*)x", someA, []),
      Case("(?:a?){50}a{50}b", someA, []),
    ])
  func explosive(_ example: Case) throws {
    let answer = try Pattern(example.pattern).matchesCountingSteps(in: example.text)
    #expect(answer.matches == example.found)
    #expect(answer.steps <= 20 * example.text.count)
  }

  @Test(
    "All matches together take linear steps, though each is a choice that reads to the end and fails",
    arguments: ["[^z]*z|a", "(?:a[^z]*z)?a", "a[^z]*?z|a", "(?:[^z]{2})*z|a", "a(?:[^z]*z)??"])
  func allMatches(_ source: String) throws {
    let text = Array(Self.someA.utf8)
    let answer = try Pattern(source).matchesCountingSteps(in: text)
    #expect(answer.matches == (0..<text.count).map { $0..<($0 + 1) })
    #expect(answer.steps <= 20 * text.count)
  }

  /// Each place has a state of its own here, so that nothing can be kept.
  @Test("Where no state comes twice, a byte takes at most a few steps for each instruction")
  func manyStates() throws {
    // A linear feedback shift register: "random" letters without a generator.
    var register: UInt32 = 0xACE1
    let text = (0..<5_000).map { _ -> UInt8 in
      register = (register >> 1) ^ (register & 1 == 1 ? 0xB400_0000 : 0)
      return register & 1 == 1 ? 0x61 : 0x62
    }
    let answer = try Pattern("b(?:a|b){40}b").matchesCountingSteps(in: text)
    #expect(answer.steps <= 6 * text.count * answer.instructions)
    var expected: [Range<Int>] = []
    var start = 0
    while start + 42 <= text.count {
      if text[start] == 0x62, text[start + 41] == 0x62 {
        expected.append(start..<start + 42)
        start += 42
      } else {
        start += 1
      }
    }
    #expect(answer.matches == expected)
  }

  @Test("A search that takes too many steps is given up, which is an error and never 'no match'")
  func overrun() throws {
    let text = Array(String(repeating: "ab", count: 5_000).utf8)
    let pattern = try Pattern("b(?:a|b){41}b")
    let needed = try pattern.matchesCountingSteps(in: text).steps
    #expect(throws: PatternOverrun(budget: needed / 2)) {
      try pattern.matchesCountingSteps(in: text, budget: needed / 2)
    }
    #expect(throws: PatternOverrun(budget: 100)) {
      try Pattern("z").matchesCountingSteps(in: text, budget: 100)
    }
    let answer = try pattern.matchesCountingSteps(in: text, budget: needed)
    #expect(answer.matches.count == 227)
    #expect(answer.steps == needed)
  }

  @Test("A table that is made counts as much as it holds, so that a step is never long")
  func tables() throws {
    var register: UInt32 = 0xACE1
    let text = (0..<2_000).map { _ -> UInt8 in
      register = (register >> 1) ^ (register & 1 == 1 ? 0xB400_0000 : 0)
      return register & 1 == 1 ? 0x61 : 0x62
    }
    let answer = try Pattern("b(?:a|b){20}b").matchesCountingSteps(in: text)
    // Nearly each place has a state of its own, and a state has a row of 32.
    #expect(answer.steps > 32 * 1_000)
  }

  @Test("Chunks join without a seam")
  func chunks() throws {
    let text = Array(String(repeating: "aé😀\r\n", count: 700).utf8)
    #expect(try Pattern("[^z]+").matches(in: text) == [0..<text.count])
    #expect(try Pattern("^.+$").matches(in: text).count == 700)
    #expect(
      try Pattern("\\r\\n").matches(in: text)
        == (0..<700).map { ($0 * 9 + 7)..<($0 * 9 + 9) })
    for length in 1_020...1_030 {
      let pattern = try Pattern("\(String(repeating: "a", count: length))b")
      let text = Array((String(repeating: "a", count: 2_000) + "b").utf8)
      #expect(try pattern.matches(in: text) == [(2_000 - length)..<2_001])
    }
  }

  @Test("Many different characters in pattern and text are told apart")
  func manyClasses() throws {
    let letters = (0x4E00..<0x5000).compactMap { Unicode.Scalar($0).map(String.init) }
    let text = Array(letters.joined().utf8)
    let pattern = try Pattern("\\b(?:\(letters.joined(separator: "|")))\\B")
    #expect(try pattern.matches(in: text) == [0..<3])
    let all = try Pattern("\(letters.joined(separator: "|"))")
    #expect(try all.matches(in: text).count == letters.count)
  }
}
