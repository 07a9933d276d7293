import Contracts
import Testing
import Text

@Suite("sections_not_empty")
struct SectionsNotEmptyTests {
  private static func check(
    _ members: String, _ text: String, at depth: Depth = .standard
  ) throws -> Evaluation.Result {
    try ContractText.check("\"type\": \"sections_not_empty\"\(members)", text, at: depth)
  }

  @Test(
    "Words under a heading fill it, and so do those under its sub-headings",
    arguments: [
      "# A\n\nb\n", "# A\n## B\n### C\n\nd\n", "A\n=\nb\n", "# A\n- b\n", "# A\n> b\n",
      "# A\n|b|\n|-|\n", "# A\n[b](c)\n", "# A\n<p>b</p>\n", "# 机\n人\n", "text before\n\n# A\nb",
    ])
  func pass(text: String) throws {
    #expect(try Self.check("", text).outcome == .pass)
    #expect(try Self.check("", text.replacing("\n", with: "\r\n")).outcome == .pass)
  }

  @Test(
    "Code, pictures without words, comments, rules and other headings do not",
    arguments: [
      "# A\n", "# A\n\n```\nb\n```\n", "# A\n\n    b\n", "# A\n\n<!-- b -->\n", "# A\n\n---\n",
      "# A\n\n![](b.png)\n", "# A\n\n[b]: https://example.org/\n", "# A\n\n`b`\n", "# A\n\n…\n",
      "# A\n\n<https://example.org/>\n", "# A\n\n> ## B\n", "# A\n\n-\n",
    ])
  func empty(text: String) throws {
    let result = try Self.check("", text)
    #expect(result.outcome == .fail)
    #expect(result.lines.first == "a.md:1:1: nothing to read under \"A\"")
    #expect(result.fixes.first == "write under it, or cut it")
  }

  @Test("A section ends before the next heading of its level or above")
  func ends() throws {
    let text = "# A\r\n\r\n## B\r\n\r\n## C\r\n\r\n### D\r\n\r\ne\r\n\r\n# F\r\n"
    let result = try Self.check("", text)
    #expect(
      result.lines == [
        "a.md:3:1: nothing to read under \"B\"", "a.md:11:1: nothing to read under \"F\"",
      ])
    #expect(result.found == "3 of 5")
    #expect(result.expected == "words under every heading")
  }

  @Test("Of many empty sections fifty are told, and all are counted")
  func many() throws {
    let result = try Self.check("", "# Full\n\nword\n\n" + String(repeating: "# A\n\n", count: 70))
    #expect(result.outcome == .fail)
    #expect(result.found == "1 of 71")
    #expect(result.findings.count == 50)
    #expect(result.lines.first == "a.md:5:1: nothing to read under \"A\"")
  }

  @Test("A heading in a quotation heads what stands in the quotation")
  func quoted() throws {
    let text = "# A\n\n> # B\n>\n> ## C\n\nd\n"
    let result = try Self.check("", text)
    #expect(
      result.lines == [
        "a.md:3:3: nothing to read under \"B\"", "a.md:5:3: nothing to read under \"C\"",
      ])
  }

  @Test("min_words asks for more, perhaps at each depth another number")
  func minimum() throws {
    let members = ", \"min_words\": { \"quick\": 1, \"standard\": 3, \"deep\": 9 }"
    let text = "# A 7\n\none two\n"
    #expect(try Self.check(members, text, at: .quick).outcome == .pass)
    let result = try Self.check(members, text)
    #expect(result.lines == ["a.md:1:1: 2 words under \"A 7\", need at least 3"])
    #expect(result.fixes == ["write 1 more word under it, or cut it"])
    let deep = try Self.check(members, text, at: .deep)
    #expect(deep.fixes == ["write 7 more words under it, or cut it"])
    #expect(
      deep.rule.kind.sentence(about: "a.md", at: .deep)
        == "a.md has at least 9 words under every heading at depth deep")
  }

  @Test("With headings only those are judged, each wherever it stands, and a missing one is named")
  func listed() throws {
    let text = "# A\n\n## Sources\n\nb\n\n## Other\n\n## Sources\n"
    let result = try Self.check(", \"headings\": [\"Sources\", \"Open  questions\"]", text)
    #expect(
      result.lines == [
        "a.md: heading \"Open questions\" is missing",
        "a.md:9:1: nothing to read under \"Sources\"",
      ])
    #expect(
      result.fixes == [
        "add the heading \"Open questions\" and write under it", "write under it, or cut it",
      ])
    #expect(result.found == "1 of 3")
    #expect(result.expected == "words under each of the headings \"Sources\", \"Open questions\"")
  }

  @Test("A text without a heading has no section to fill", arguments: ["", "text\n", "    # A\n"])
  func none(text: String) throws {
    let result = try Self.check("", text)
    #expect(result.outcome == .fail)
    #expect(result.lines == ["a.md: the text has no heading"])
    #expect(result.fixes == ["give the text headings"])
    #expect(result.found == "0 of 1")
  }

  @Test("Every file of a pattern is judged")
  func files() throws {
    let files = MemoryArtifacts(["n/a.md": "# A\nb", "n/b.md": "x\n# B", "n/c.md": "c"])
    let result = try ContractText.evaluate(
      "\"type\": \"sections_not_empty\", \"path\": \"n/*.md\"", in: files
    ).results[0]
    #expect(
      result.lines == [
        "n/b.md:2:1: nothing to read under \"B\"", "n/c.md: the text has no heading",
      ])
    #expect(result.found == "1 of 3")
  }

  static let bad: [BadContract] = [
    .rule(
      "empty list", "\"type\": \"sections_not_empty\", \"path\": \"a.md\", \"headings\": ▸[]",
      "the list is empty", "name at least one, or take the rule out"),
    .rule(
      "twice",
      "\"type\": \"sections_not_empty\", \"path\": \"a.md\", \"headings\": [\"A b\", ▸\" A  b\"]",
      "\"A b\" is listed twice", "take one of them out"),
    .rule(
      "marks", "\"type\": \"sections_not_empty\", \"path\": \"a.md\", \"headings\": [▸\"# A\"]",
      "'# A' is written with its '#'", "write the text alone"),
    .rule(
      "no words", "\"type\": \"sections_not_empty\", \"path\": \"a.md\", \"min_words\": ▸0",
      "expected an integer from 1 to 1000000, found 0"),
    .rule(
      "level", "\"type\": \"sections_not_empty\", \"path\": \"a.md\", \"headings\": [▸{}]",
      "expected a string, found an object"),
  ]

  @Test("Parameters that make no sense are refused", arguments: bad)
  func refused(contract: BadContract) { contract.expectRefused() }
}
