import Contracts
import Testing
import Text

@Suite("contains")
struct ContainsTests {
  private static func check(
    _ members: String, _ text: String, at depth: Depth = .standard
  ) throws -> Evaluation.Result {
    try ContractText.check("\"type\": \"contains\", \(members)", text, at: depth)
  }

  @Test("One match meets the rule where nothing else is said")
  func pass() throws {
    let result = try Self.check("\"pattern\": \"\\\\d{4}\"", "in 1920 and 1921\n")
    #expect(result.outcome == .pass)
    #expect(result.found == "2 matches")
    #expect(result.expected == "at least 1 match of \\d{4}")
    let phrases = try Self.check("\"phrases\": [\"Čapek\", \"robota\"]", "Čapek: robota\n")
    #expect(phrases.outcome == .pass)
    #expect(phrases.found == "2 of 2")
    #expect(phrases.expected == "at least 1 match each of \"Čapek\", \"robota\"")
  }

  @Test("What is missing is named, without a place", arguments: ["", "\n", "nothing of it\r\n"])
  func missing(text: String) throws {
    let pattern = try Self.check("\"pattern\": \"[0-9]+\"", text)
    #expect(pattern.outcome == .fail)
    #expect(pattern.found == "no match")
    #expect(pattern.lines == ["a.md: a match of [0-9]+ is missing"])
    #expect(pattern.fixes == ["write a match of [0-9]+"])
    let phrases = try Self.check("\"phrases\": [\"a b\", \"nothing\", \"7 is missing\"]", text)
    #expect(phrases.lines.first == "a.md: \"a b\" is missing")
    #expect(phrases.lines.last == "a.md: \"7 is missing\" is missing")
    #expect(phrases.fixes.last == "write \"7 is missing\"")
    #expect(phrases.found == (text.contains("nothing") ? "1 of 3" : "0 of 3"))
  }

  @Test("Each phrase must stand min times, and the last place of one that does not is named")
  func minimum() throws {
    let text = "one 2 two\r\né one 2\r\ntwo two\r\n"
    let result = try Self.check("\"phrases\": [\"one\", \"two\", \"2\"], \"min\": 3", text)
    #expect(
      result.lines == [
        "a.md:2:3: \"one\" stands 2 times, need at least 3",
        "a.md:2:7: \"2\" stands 2 times, need at least 3",
      ])
    #expect(result.fixes == ["write \"one\" once more", "write \"2\" once more"])
    #expect(result.found == "1 of 3")
    let pattern = try Self.check("\"pattern\": \"t[a-z]o\", \"min\": 5", text)
    #expect(pattern.lines == ["a.md:3:5: a match of t[a-z]o stands 3 times, need at least 5"])
    #expect(pattern.fixes == ["write a match of t[a-z]o 2 times more"])
    let once = try Self.check("\"pattern\": \"é\", \"min\": 2", text)
    #expect(once.lines == ["a.md:2:1: a match of é stands 1 time, need at least 2"])
  }

  @Test("The number may be one for each depth")
  func depths() throws {
    let members = "\"phrases\": [\"x\"], \"min\": { \"quick\": 1, \"standard\": 2, \"deep\": 3 }"
    let passed = try Depth.allCases.map { try Self.check(members, "x x", at: $0).outcome == .pass }
    #expect(passed == [true, true, false])
    let sentence = try Self.check(members, "x", at: .deep).rule.kind.sentence(
      about: "a.md", at: .deep)
    #expect(
      sentence == "a.md has at least 3 matches of \"x\" outside code, comments and front matter"
        + " at depth deep")
  }

  @Test("What stands only where no reader sees it is said to stand there")
  func hidden() throws {
    let text = "---\ntitle: Eric\n---\nText <!-- é Eric -->\n"
    let result = try Self.check("\"phrases\": [\"Eric\"]", text)
    #expect(
      result.lines == ["a.md:2:8: \"Eric\" stands only in code, a comment or front matter"])
    #expect(result.fixes == ["write \"Eric\" where a reader sees it"])
    #expect(try Self.check("\"phrases\": [\"Eric\"], \"scope\": \"all\"", text).outcome == .pass)
    let code = try Self.check("\"pattern\": \"x+y\"", "z `xxy`\n")
    #expect(
      code.lines == ["a.md:1:4: a match of x+y stands only in code, a comment or front matter"])
  }

  @Test("Case counts unless it is ignored, and a phrase goes over a line end")
  func phrases() throws {
    let text = "ROBOT and\r\nlabour"
    #expect(try Self.check("\"phrases\": [\"robot and labour\"]", text).outcome == .fail)
    let members = "\"phrases\": [\"robot and labour\"], \"ignore_case\": true"
    #expect(try Self.check(members, text).outcome == .pass)
    #expect(
      try Self.check(members, text).expected
        == "at least 1 match of \"robot and labour\" (in capitals or not)")
  }

  @Test("Every file of a pattern must have all of it")
  func files() throws {
    let files = MemoryArtifacts(["n/a.md": "x y", "n/b.md": "y", "n/c.md": "x"])
    let result = try ContractText.evaluate(
      "\"type\": \"contains\", \"path\": \"n/*.md\", \"phrases\": [\"x\", \"y\"]", in: files
    ).results[0]
    #expect(result.lines == ["n/b.md: \"x\" is missing", "n/c.md: \"y\" is missing"])
    #expect(result.found == "4 of 6")
  }

  @Test("A long phrase is cut in the message, and its fix is still found")
  func long() throws {
    let phrase = String(repeating: "é", count: 300)
    let result = try Self.check("\"phrases\": [\"\(phrase)\"]", "")
    let cut = "\"" + String(repeating: "é", count: 118) + "…"
    #expect(result.lines == ["a.md: \(cut) is missing"])
    #expect(result.fixes == ["write \(cut)"])
  }

  static let bad: [BadContract] = [
    .wholeRule(
      "neither", "\"type\": \"contains\", \"path\": \"a.md\"",
      "missing \"pattern\" or \"phrases\"",
      "write \"phrases\": [\"…\"] for plain words, or \"pattern\": \"…\" for a pattern"),
    .rule(
      "zero", "\"type\": \"contains\", \"path\": \"a.md\", \"phrases\": [\"x\"], \"min\": ▸0",
      "expected an integer from 1 to 1000000, found 0"),
    .rule(
      "mim", "\"type\": \"contains\", \"path\": \"a.md\", \"phrases\": [\"x\"], ▸\"mim\": 1",
      "unknown key 'mim'", "did you mean 'min'?"),
  ]

  @Test("Parameters that make no sense are refused", arguments: bad)
  func refused(contract: BadContract) { contract.expectRefused() }
}
