import Contracts
import Testing
import Text

@Suite("word_count")
struct WordCountTests {
  private static let without = "(without code, front matter, comments and link targets)"

  private static func check(
    _ members: String, _ text: String, at depth: Depth = .standard
  ) throws -> Evaluation.Result {
    try ContractText.check("\"type\": \"word_count\", \(members)", text, at: depth)
  }

  @Test("A number in the range meets the rule, and found says what was counted")
  func pass() throws {
    let text = "# One\n\ntwo `code` three[^a]\n\n[^a]: four\n"
    let result = try Self.check("\"min\": 4, \"max\": 4", text)
    #expect(result.outcome == .pass)
    #expect(result.found == "4 words \(Self.without)")
    #expect(result.expected == "4 words")
    #expect(try Self.check("\"max\": 4", "").found == "0 words \(Self.without)")
    #expect(try Self.check("\"max\": 4", "").outcome == .pass)
  }

  @Test("Too few words are found in the file as a whole", arguments: ["\n", "\r\n"])
  func tooFew(end: String) throws {
    let text = "one\ntwo\n".replacing("\n", with: end)
    let result = try Self.check("\"min\": 5", text)
    #expect(result.outcome == .fail)
    #expect(result.lines == ["a.md: 2 words, need at least 5"])
    #expect(result.fixes == ["write 3 more words"])
    #expect(try Self.check("\"min\": 3", text).fixes == ["write 1 more word"])
    #expect(try Self.check("\"min\": 1", "").lines == ["a.md: 0 words, need at least 1"])
  }

  @Test("Too many words are found where the block begins that has the first one too many")
  func tooMany() throws {
    let text = "# One\n\ntwo three\n\n- four\n- five six\n\nseven\n"
    let result = try Self.check("\"max\": 4", text)
    #expect(result.lines == ["a.md:6:3: 7 words, need at most 4"])
    #expect(result.fixes == ["cut 3 words"])
    #expect(try Self.check("\"max\": 6", text).lines == ["a.md:8:1: 7 words, need at most 6"])
    #expect(try Self.check("\"max\": 6", text).fixes == ["cut 1 word"])
    #expect(try Self.check("\"max\": 7", text).outcome == .pass)
  }

  @Test("Chinese and Japanese characters count one by one, and found says how many there were")
  func characters() throws {
    let result = try Self.check("\"min\": 10", "# 机器人\n\nロボット robot\n")
    #expect(
      result.found == "8 words, 7 of them Chinese or Japanese characters \(Self.without)")
    #expect(result.outcome == .fail)
  }

  private static let sections = """
    # Essay

    before

    ## Summary  of *it*

    one two

    ### Sub

    three

    > ## Quoted
    > four

    ## Next

    after
    """

  @Test("A section is what stands under its heading, with its sub-headings")
  func section() throws {
    let members = "\"section\": \"Summary of it\""
    let result = try Self.check("\(members), \"min\": 6, \"max\": 6", Self.sections)
    #expect(result.outcome == .pass)
    #expect(result.expected == "6 words under \"Summary of it\"")
    let few = try Self.check("\(members), \"min\": 9", Self.sections)
    #expect(few.lines == ["a.md:5:1: 6 words under \"Summary of it\", need at least 9"])
    #expect(few.fixes == ["write 3 more words"])
    let many = try Self.check("\(members), \"max\": 3", Self.sections)
    #expect(many.lines == ["a.md:11:1: 6 words under \"Summary of it\", need at most 3"])
    #expect(many.fixes == ["cut 3 words"])
    let quoted = try Self.check("\"section\": \"Quoted\", \"max\": 1", Self.sections)
    #expect(quoted.outcome == .pass)
    #expect(
      try Self.check("\"section\": \"Essay\", \"min\": 12, \"max\": 12", Self.sections).outcome
        == .pass)
  }

  @Test("A section that is missing is a finding")
  func missing() throws {
    for text in ["", "Summary\n", "`# Summary`\n", "    # Summary\n"] {
      let result = try Self.check("\"section\": \"Summary\", \"max\": 9", text)
      #expect(result.outcome == .fail)
      #expect(result.lines == ["a.md: heading \"Summary\" is missing"])
      #expect(result.fixes == ["add the heading \"Summary\" and write under it"])
    }
  }

  @Test("Numbers may be one for each depth")
  func depths() throws {
    let members =
      "\"min\": { \"quick\": 1, \"standard\": 2, \"deep\": 3 }, \"max\": 4"
    let passed = try Depth.allCases.map { try Self.check(members, "a b", at: $0).outcome == .pass }
    #expect(passed == [true, true, false])
    let kind = try Self.check(members, "").rule.kind
    #expect(kind.expected(at: .quick) == "1 to 4 words")
    #expect(kind.sentence(about: "a.md", at: .deep) == "a.md has 3 to 4 words at depth deep")
  }

  @Test("The files of a pattern are counted together")
  func files() throws {
    let files = MemoryArtifacts(["n/a.md": "a b", "n/b.md": "## S\n\nc d\n\ne", "n/c.md": "f"])
    func check(_ members: String) throws -> Evaluation.Result {
      try ContractText.evaluate(
        "\"type\": \"word_count\", \"path\": \"n/*.md\", \(members)", in: files
      ).results[0]
    }
    #expect(try check("\"min\": 7, \"max\": 7").found == "7 words in 3 files \(Self.without)")
    #expect(try check("\"min\": 8").lines == ["n/c.md: 7 words, need at least 8"])
    #expect(try check("\"max\": 5").lines == ["n/b.md:5:1: 7 words, need at most 5"])
    #expect(
      try check("\"section\": \"S\", \"min\": 3").lines == [
        "n/a.md: heading \"S\" is missing", "n/c.md: heading \"S\" is missing",
      ])
  }

  static let bad: [BadContract] = [
    .wholeRule(
      "neither", "\"type\": \"word_count\", \"path\": \"a.md\"", "missing \"min\" or \"max\"",
      "say how many words there must be, or may be"),
    .rule(
      "min above max", "\"type\": \"word_count\", \"path\": \"a.md\", \"min\": 9, \"max\": ▸8",
      "\"min\" is 9 and \"max\" is 8", "no text can meet both"),
    .rule(
      "min above max at one depth",
      "\"type\": \"word_count\", \"path\": \"a.md\", \"max\": ▸8, "
        + "\"min\": { \"quick\": 1, \"standard\": 8, \"deep\": 9 }",
      "\"min\" is 9 and \"max\" is 8 at depth deep", "no text can meet both"),
    .rule(
      "zero", "\"type\": \"word_count\", \"path\": \"a.md\", \"max\": ▸0",
      "expected an integer from 1 to 10000000, found 0"),
    .rule(
      "empty section",
      "\"type\": \"word_count\", \"path\": \"a.md\", \"max\": 1, \"section\": ▸\" \"",
      "the text is empty"),
    .rule(
      "section with marks",
      "\"type\": \"word_count\", \"path\": \"a.md\", \"max\": 1, \"section\": ▸\"## S\"",
      "'## S' is written with its '#'", "write the text alone"),
  ]

  @Test("Parameters that make no sense are refused", arguments: bad)
  func refused(contract: BadContract) { contract.expectRefused() }
}
