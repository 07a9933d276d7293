import Contracts
import Testing
import Text

@Suite("no_placeholders")
struct NoPlaceholdersTests {
  private static func check(_ members: String, _ text: String) throws -> Evaluation.Result {
    try ContractText.check("\"type\": \"no_placeholders\"\(members)", text)
  }

  @Test("A text without one meets the rule, also an empty one", arguments: ["", "all said\r\n"])
  func pass(text: String) throws {
    let result = try Self.check("", text)
    #expect(result.outcome == .pass)
    #expect(result.found == "no placeholder")
    #expect(result.expected == "no placeholder")
  }

  @Test(
    "Marks of what is still to be written are found",
    arguments: [
      "TODO", "TBD", "FIXME", "Lorem ipsum", "lorem ipsum", "LOREM IPSUM", "[NEEDS CLARIFICATION]",
      "[NEEDS a date: which year?]", "[NEEDS]", "[TBC]", "[TK]", "[???]", "{name}",
      "{artifact_path}",
      "{título}", "{first-name}", "{user.name}", "{{name}}", "{{ page.title }}",
    ])
  func found(placeholder: String) throws {
    for text in [
      "é \(placeholder), so", "é \(placeholder)", "# \(placeholder)\n", "> \(placeholder):",
    ] {
      let result = try Self.check("", text)
      #expect(result.findings.map(\.message) == ["\"\(placeholder)\" is a placeholder"], "\(text)")
      #expect(result.fixes == ["fill it in or take it out"])
      #expect(result.found == "1 placeholder")
      #expect(result.findings.first?.position?.column == 3)
    }
  }

  @Test(
    "What only looks like one is left alone",
    arguments: [
      "todo el mundo, Todo", "MÉTODO TODOS TODO_ xTBD", "the file TODO.md", "the TODOs",
      "<https://example.org/TODO/list>", "see https://example.org/TODO and", "Super Bowl XXX",
      "What???", "[needs a date]", "[NEEDSx]", "TK", "[…] [...] [sic] [?]", "the set {a, b} or {x}",
      "{ }", "{}", "{3}", "{#anchor}", "{.class}", "{width=50%}", "{-}", "$x_{max}$ and x^{min}",
      "\\text{word} \\frac{ab}{cd}", "f{ab}", "\\{name\\}", "{ref}`label`", "[text]{smallcaps}",
      "`TODO {name}`", "```\nTODO\n```", "    TODO", "<!-- TODO -->",
      "<style>\np {color}\n</style>",
      "<script>\n// TODO {name}\n</script>", "loremipsum dolorem ipsum", "{two words}",
    ])
  func notFound(text: String) throws {
    let result = try Self.check("", text)
    #expect(result.lines == [])
    #expect(result.outcome == .pass)
  }

  @Test("Each has its place, and lines may end in any way", arguments: ["\n", "\r\n", "\r"])
  func places(end: String) throws {
    let text =
      "---\ntitle: TBD\n---\n🜂🜂 TODO, e\u{301} {name} TODO\n[x](TODO) lorem\nipsum [NEEDS x\ny]"
    let result = try Self.check("", text.replacing("\n", with: end))
    #expect(
      result.lines == [
        "a.md:2:8: \"TBD\" is a placeholder", "a.md:4:4: \"TODO\" is a placeholder",
        "a.md:4:13: \"{name}\" is a placeholder", "a.md:4:20: \"TODO\" is a placeholder",
        "a.md:5:5: \"TODO\" is a placeholder", "a.md:5:11: \"lorem⏎ipsum\" is a placeholder",
        "a.md:6:7: \"[NEEDS x\" is a placeholder",
      ])
    #expect(result.found == "7 placeholders")
  }

  @Test("Texts that are allowed are left alone, as they stand and with the words around them")
  func allow() throws {
    let text = "{slug} {slugs} TODO, the word TODO and lorem ipsum\n"
    let result = try Self.check(
      ", \"allow\": [\"{slug}\", \"the word TODO\", \"lorem\", \"ipsum\"]", text)
    #expect(
      result.lines == [
        "a.md:1:8: \"{slugs}\" is a placeholder", "a.md:1:16: \"TODO\" is a placeholder",
        "a.md:1:40: \"lorem ipsum\" is a placeholder",
      ])
    #expect(
      result.expected
        == "no placeholder but \"{slug}\", \"the word TODO\", \"lorem\", \"ipsum\"")
    #expect(try Self.check(", \"allow\": [\"TODO\"]", "TODO todo TODO").outcome == .pass)
    #expect(try Self.check(", \"allow\": [\"todo\"]", "TODO").outcome == .fail)
  }

  @Test("At most 50 findings are kept, over all files of a pattern")
  func limit() throws {
    let many = String(repeating: "TODO\n", count: 40)
    let files = MemoryArtifacts([
      "n/a.md": .bytes(Array(many.utf8)), "n/b.md": .bytes(Array(many.utf8)),
    ])
    let result = try ContractText.evaluate(
      "\"type\": \"no_placeholders\", \"path\": \"n/*.md\"", in: files
    ).results[0]
    #expect(result.findings.count == 50)
    #expect(result.found == "80 placeholders")
    #expect(result.lines.last == "n/b.md:10:1: \"TODO\" is a placeholder")
  }

  static let bad: [BadContract] = [
    .rule(
      "empty list", "\"type\": \"no_placeholders\", \"path\": \"a.md\", \"allow\": ▸[]",
      "the list is empty", "name at least one, or take the rule out"),
    .rule(
      "empty text", "\"type\": \"no_placeholders\", \"path\": \"a.md\", \"allow\": [▸\"\"]",
      "the text is empty"),
    .rule(
      "a text", "\"type\": \"no_placeholders\", \"path\": \"a.md\", \"allow\": ▸\"TODO\"",
      "expected an array, found a string"),
    .rule(
      "twice", "\"type\": \"no_placeholders\", \"path\": \"a.md\", \"allow\": [\"x\", ▸\"x\"]",
      "'x' is listed twice", "take one of them out"),
  ]

  @Test("Parameters that make no sense are refused", arguments: bad)
  func refused(contract: BadContract) { contract.expectRefused() }
}
