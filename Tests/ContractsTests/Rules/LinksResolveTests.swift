import Contracts
import JSONDocument
import Testing
import Text

@Suite("links_resolve")
struct LinksResolveTests {
  private static let rule = "\"type\": \"links_resolve\""
  private static let path = "essays/robot/draft/a.md"

  /// What the rule says of a text among the files that are there.
  private static func check(
    _ text: String, ignoring ignored: String? = nil,
    among others: [String: MemoryArtifacts.Entry] = others
  ) throws -> Evaluation.Result {
    let files = MemoryArtifacts(others.merging([path: .bytes(Array(text.utf8))]) { $1 })
    let parameter = ignored.map { ", \"ignore\": [\($0)]" } ?? ""
    return try #require(
      try ContractText.evaluate("\(rule)\(parameter), \"path\": \"\(path)\"", in: files)
        .results.first)
  }

  private static let others: [String: MemoryArtifacts.Entry] = [
    "essays/robot/draft/b.md": "# Notes\n\n## Open *questions*\n",
    "essays/robot/draft/two words.md": "x", "essays/robot/draft/é.png": .bytes([0xFF]),
    "essays/robot/notes": .notRegular("a folder"), "essays/robot/n.html": "<p>",
    "README.md": "# Start here\n", "top.txt": "x", "essays/robot/draft/empty.md": "",
    "essays/robot/draft/bad.md": .bytes([0x23, 0x20, 0xFF]),
  ]

  @Test(
    "What leads somewhere",
    arguments: [
      "[b](b.md)", "[b](./b.md)", "[b](<b.md>)", "[b](b.md 'title')", "![b](b.md)", "[](b.md)",
      "[w](two%20words.md)", "[w](<two words.md>)", "![e](é.png)", "![e](%C3%A9.png)",
      "[n](../notes)", "[n](../notes/)", "[t](../../../top.txt)", "[t](/top.txt)",
      "[here](../draft/./a.md)", "[root](/)", "[root](../../..)", "[b](b.md#notes)",
      "[b](b.md#open-questions)", "[b](b.md?plain=1#L3)", "[b](b.md#)", "[b](#top)", "[b](#)",
      "[b]()", "[h](../n.html#any)", "[x](#%63af%C3%A9)\n\n# Café", "[r](/README.md#start-here)",
      "[b][l]\n\n[l]: b.md", "[b]\n\n[b]: <b.md> 'title'", "[b](b.md#:~:text=notes)",
      "<a href=\"b.md\">b</a>", "<img src='é.png' alt=x>", "<div>\n<a href=b.md>b</a>\n</div>",
      "[x](#own)\n\n# Heading {#own}", "[x](#here)\n\n<a id=\"here\"></a>",
      "[x](#here)\n\n<a name=here></a>", "[x](b\\.md)", "[x](b&#46;md)",
      "[n](../notes#any)", "[b](b.md#TOP)",
    ])
  func alive(text: String) throws {
    let result = try Self.check(text)
    #expect(result.outcome == .pass, "\(result.lines)")
    #expect(result.found == "1 link")
  }

  @Test(
    "What is not looked at",
    arguments: [
      "", "plain b.txt", "<https://example.org/nope>", "[x](https://example.org)", "[x](HTTP://a)",
      "[x](mailto:ana@example.org)", "<ana@example.org>", "![x](data:image/png;base64,AAAA)",
      "[x](//example.org/a.md)", "`[x](nope.md)`", "```\n[x](nope.md)\n```", "    [x](nope.md)",
      "<!-- [x](nope.md) <a href=\"nope.md\"> -->", "[x]", "[x][nope]", "[x](nope.md",
      "\\[x](nope.md)", "---\nl: [x](nope.md)\n---\n", "[unused]: nope.md",
      "\\<a href=\"nope.md\">",
      "<a title=\"nope.md\">", "<p href=\"nope.md\">", "`<a href=\"nope.md\">`",
      "[x](tel:1)", "[//]: # (a comment)",
    ])
  func outside(text: String) throws {
    let result = try Self.check(text)
    #expect(result.outcome == .pass, "\(result.lines)")
    #expect(result.found == "0 links")
  }

  struct Dead: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let place: String
    let message: String
    let fix: String
    init(_ text: String, _ place: String, _ message: String, _ fix: String) {
      testDescription = text
      self.place = place
      self.message = message
      self.fix = fix
    }
  }

  private static let write = "mend the link, or write the file"
  private static let anchor =
    "write the anchor as the heading is: lower case, - for spaces, no punctuation"
  private static let inside = "link to a file of this repository, or to a web address"
  private static let name =
    "write the path of a file as it stands in the repository, with / between the names"

  @Test(
    "What leads nowhere, with its place",
    arguments: [
      Dead("é [x](nope.md)", "1:7", "no such file: \"nope.md\"", write),
      Dead("[x](<no pe.md>)", "1:6", "no such file: \"no pe.md\"", write),
      Dead("a\n\n> ![x](nope.png)", "3:8", "no such file: \"nope.png\"", write),
      Dead("| a |\n|---|\n| [x](nope.md) |", "3:7", "no such file: \"nope.md\"", write),
      Dead("# [x](nope.md)", "1:7", "no such file: \"nope.md\"", write),
      Dead("[x][l] and [y][l]\n\n[l]: nope.md", "3:6", "no such file: \"nope.md\"", write),
      Dead("[x](B.md)", "1:5", "no such file: \"B.md\"", write),
      Dead("[x](/b.md)", "1:5", "no such file: \"/b.md\"", write),
      Dead("[x](nope/)", "1:5", "no such file: \"nope/\"", write),
      Dead("[x](b.md/)", "1:5", "not a folder: \"b.md/\"", "take the / at its end away"),
      Dead("<a href=\"nope.md\">", "1:10", "no such file: \"nope.md\"", write),
      Dead("é <IMG alt='' SRC = nope.png />", "1:21", "no such file: \"nope.png\"", write),
      Dead(
        "[x](../../../../a.md)", "1:5", "outside the repository: \"../../../../a.md\"", inside),
      Dead("[x](/../a.md)", "1:5", "outside the repository: \"/../a.md\"", inside),
      Dead(
        "[x](../../../../repo/top.txt)", "1:5",
        "outside the repository: \"../../../../repo/top.txt\"", inside),
      Dead(
        "[x](c%5Cd.md)", "1:5",
        "not a path: \"c%5Cd.md\", 'essays/robot/draft/c\\d.md' has a backslash", name),
      Dead(
        "[x](a%00b)", "1:5",
        "not a path: \"a%00b\", 'essays/robot/draft/a\u{0}b' has a control character", name),
      Dead("[x](%FF.md)", "1:5", "not a path: \"%FF.md\", it is not UTF-8", name),
      Dead(
        "[x](/.git/config)", "1:5",
        "not a path: \"/.git/config\", '.git/config' leads into git's own folder", name),
      Dead(
        "[x](C:/a.md)", "1:5",
        "not a path: \"C:/a.md\", 'essays/robot/draft/C:/a.md' has a colon", name),
      Dead("[x](#nope)", "1:5", "no such heading: \"#nope\"", anchor),
      Dead(
        "# A b\n\n[x](#a-c)", "3:5", "no such heading: \"#a-c\", the nearest is \"#a-b\"", anchor),
      Dead(
        "[x](b.md#Notes)", "1:5",
        "no such heading: \"b.md#Notes\", the nearest is \"#notes\"", anchor),
      Dead("[x](empty.md#notes)", "1:5", "no such heading: \"empty.md#notes\"", anchor),
      Dead("[x](bad.md#x)", "1:5", "no such heading: \"bad.md#x\"", anchor),
    ])
  func dead(dead: Dead) throws {
    for end in ["\n", "\r\n"] {
      let result = try Self.check(dead.testDescription.replacing("\n", with: end))
      #expect(result.outcome == .fail)
      #expect(result.lines == ["\(Self.path):\(dead.place): \(dead.message)"])
      #expect(result.fixes == [dead.fix])
    }
  }

  @Test("Several dead links come in the order of the text, and all are counted")
  func several() throws {
    let result = try Self.check(
      "[l] [a](x) ![b](y)\n\n<a href='z'>\n\n[b](b.md) [a](x)\n\n[l]: w\n")
    #expect(result.found == "6 links, 5 lead nowhere")
    #expect(
      result.findings.map { "\($0.position?.line ?? 0) \($0.message.suffix(3))" }
        == ["1 \"x\"", "1 \"y\"", "3 \"z\"", "5 \"x\"", "7 \"w\""])
    #expect(try Self.check("[a](x)").found == "1 link, 1 leads nowhere")
  }

  @Test(
    "What is ignored is given as it stands, or by a pattern",
    arguments: [
      ("\"nope.md\"", true), ("\"*.md\"", true), ("\"nope.*\", \"x\"", true), ("\"**\"", true),
      ("\"nop\"", false), ("\"Nope.md\"", false), ("\"#*\"", false), ("\"draft/nope.md\"", false),
    ])
  func ignored(list: String, isIgnored: Bool) throws {
    let result = try Self.check("[x](nope.md)", ignoring: list)
    #expect(result.outcome == (isIgnored ? .pass : .fail))
  }

  @Test("A pattern to ignore takes in folders and anchors")
  func ignoredParts() throws {
    let text = "[a](/assets/x/y.png) [b](#fn1) [c](../d/e.md#f) [d](<>)"
    let list = "\"/assets/**\", \"#fn*\", \"../d/*#f\""
    let result = try Self.check(text, ignoring: list)
    #expect(result.lines == [])
    #expect(result.found == "1 link")
  }

  @Test("Every file that was looked for is recorded, each opened once; the records are not")
  func recorded() throws {
    let text = """
      [a](b.md) [b](b.md#notes) [c](nope.md) [d](../notes/) [e](#x) [f](/orchestration/runs/x/RUN.json)
      [g](https://example.org) [h](a.md)

      # X
      """
    let files = MemoryArtifacts(Self.others.merging([Self.path: .bytes(Array(text.utf8))]) { $1 })
    let evaluation = try ContractText.evaluate(
      "\(Self.rule), \"path\": \"essays/robot/draft/a.md\"",
      "\"type\": \"file_exists\", \"path\": \"essays/robot/draft/b.md\"", in: files)
    #expect(evaluation.results[0].lines.count == 1)
    #expect(
      evaluation.artifacts.map(\.path.text) == [
        Self.path, "essays/robot/draft/b.md", "essays/robot/draft/nope.md", "essays/robot/notes",
      ])
    #expect(files.opened.values.allSatisfy { $0 == 1 })
  }

  @Test(
    "A linked file that cannot be read is an error of the rule, and the others are still looked at")
  func unreadable() throws {
    let files = MemoryArtifacts([
      "a.md": "[x](b.md) [y](c.md) [z](d.md)", "b.md": .unreadable("permission denied"),
      "c.md": .unreadable("is a tape"), "d.md": "x",
    ])
    let evaluation = try ContractText.evaluate("\(Self.rule), \"path\": \"a.md\"", in: files)
    #expect(evaluation.results[0].outcome == .error("b.md: permission denied"))
    #expect(evaluation.results[0].findings.isEmpty)
    #expect(evaluation.artifacts.count == 4)
  }

  @Test("An anchor in a text that is too long is an error, the text alone is not")
  func tooLong() throws {
    let others: [String: MemoryArtifacts.Entry] = [
      "essays/robot/draft/long.md": .tooLong(Artifact.textLimit + 1)
    ]
    #expect(try Self.check("[x](long.md)", among: others).outcome == .pass)
    #expect(
      try Self.check("[x](long.md#a)", among: others).outcome
        == .error(
          "essays/robot/draft/long.md: 16777217 bytes, and a rule reads at most 16777216 of a text")
    )
  }

  @Test("More than 10,000 linked files are an error")
  func tooMany() throws {
    let text = (0...10_000).map { "[x](\($0))" }.joined(separator: "\n")
    #expect(
      try Self.check(text).outcome == .error("the links lead to more than 10000 files"))
  }

  @Test("Each file of a pattern is read from its own folder")
  func files() throws {
    let files = MemoryArtifacts([
      "n/a.md": "[x](b.md) [y](m/c.md)", "n/m/c.md": "[x](b.md) [y](../a.md)", "n/b.md": "x",
    ])
    let result = try ContractText.evaluate("\(Self.rule), \"path\": \"n/**/*.md\"", in: files)
      .results[0]
    #expect(result.lines == ["n/m/c.md:1:5: no such file: \"b.md\""])
    #expect(result.found == "4 links, 1 leads nowhere")
  }

  @Test("Of the longest text, full of one dead link, 50 findings are kept and all are counted")
  func longest() throws {
    let part = "[x](nope.md)" + String(repeating: " word", count: 20_000) + "\n\n"
    let bytes = TextRuleOutcomes.longest(of: part)
    let result = try ContractText.check(Self.rule, bytes: bytes)
    let count = Artifact.textLimit / part.utf8.count
    #expect(result.found == "\(count) links, \(count) lead nowhere")
    #expect(result.findings.count == 50)
  }

  @Test("A file that is no text")
  func noText() throws { try TextRuleOutcomes.expect(of: Self.rule) }

  private static func bad(_ name: String, _ value: String, _ what: String, _ hint: String? = nil)
    -> BadContract
  {
    .rule(name, "\(rule), \"path\": \"a.md\", \"ignore\": \(value)", what, hint)
  }

  @Test(
    "Bad parameters are refused with their place",
    arguments: [
      bad("a text", "▸\"a\"", "expected an array, found a string"),
      bad("empty", "▸[]", "the list is empty", "name at least one, or take the rule out"),
      bad("empty text", "[▸\"\"]", "the text is empty"),
      bad("twice", "[\"a\", ▸\"a\"]", "'a' is listed twice", "take one of them out"),
    ] as [BadContract])
  func refused(bad: BadContract) { BadContractTests.expect(bad) }
}
