import Contracts
import JSONDocument
import Testing
import Text

@Suite("front_matter")
struct FrontMatterTests {
  private static func check(_ keys: String, _ text: String) throws -> Evaluation.Result {
    try ContractText.check("\"type\": \"front_matter\", \"keys\": [\(keys)]", text)
  }

  @Test(
    "What is a value in YAML",
    arguments: [
      "k: v", "k:   v  ", "k: 0", "k: false", "\"k\": v", "'k' : v", "k : v", "k: \"v\"",
      "k: v # why", "k: [v]", "k: [\n  v\n]", "k: {a: b}", "k:\n  a: b", "k:\n- v", "k:\n  - v",
      "k:\n\n  # why\n  v", "k: |\n  v", "k: >-\n  # text", "k: &a v", "k: !!str v", "k: 'it''s'",
      "k: \"\n  v\"", "k: nullable", "k: - v", "k:\n  ~a", "a: |\n  x: y\nk: v",
      "k:\nk: v", "# first\na: b\n\nk: v", "k: http://example.org", "k: \"\\\"\"",
    ])
  func yaml(lines: String) throws {
    for end in ["\n", "\r\n", "\r"] {
      let text = "---\n\(lines)\n---\n\n# A\n".replacing("\n", with: end)
      let result = try Self.check("\"k\"", text)
      #expect(result.outcome == .pass, "\(result.lines)")
    }
  }

  @Test(
    "What is none in YAML",
    arguments: [
      "k:", "k: ", "k: #a", "k: # why", "k: ~", "k: null", "k: NULL # why", "k: \"\"", "k: ''",
      "k: \"  \"",
      "k: []", "k: [ ]", "k: {}", "k: [\n]", "k: |", "k: >-\n\n", "k:\n# why", "k:\n  # why",
      "k:\n-", "k:\n- ''", "k:\n  - ~", "k: &a", "k: !!str \"\"", "k: [\"\", '']",
    ])
  func emptyYAML(lines: String) throws {
    let result = try Self.check("\"k\"", "---\ntitle: A\n\(lines)\nlast: Z\n---\n")
    #expect(result.outcome == .fail)
    #expect(result.lines == ["a.md:3:1: key \"k\" is empty"])
    #expect(result.found == "0 of 1 keys")
    #expect(result.fixes == ["give \"k\" a value"])
  }

  @Test(
    "What is a value in TOML",
    arguments: [
      "k = 1", "k=\"v\"", "\"k\" = 'v'", "k = [\n  \"a\", # why\n]", "k.a = 1", "  k = 1",
      "k = \"\"\"\nv\n\"\"\"", "k = 2026-01-19", "[k]\na = 1", "[k.a]\nb = 1", "[[k]]\na = \"\"",
      "x = \"\"\"\nk = \n\"\"\"\nk = 1", "x = '''\n[t]\n'''\nk = 1", "[k]\n[k.a]\nb = 1",
      "x = \"a # b\"\nk = 1", "x = [1, [2,\n3]]\nk = 1", "k = \"a \\\" b\"",
    ])
  func toml(lines: String) throws {
    for end in ["\n", "\r\n"] {
      let text = "+++\n\(lines)\n+++\n\n# A\n".replacing("\n", with: end)
      let result = try Self.check("\"k\"", text)
      #expect(result.outcome == .pass, "\(result.lines)")
    }
  }

  @Test(
    "What is none in TOML",
    arguments: [
      "k = \"\"", "k = ''", "k = []", "k = [ # why\n]", "k = \"\"\"\n\"\"\"", "[k]", "k =",
    ])
  func emptyTOML(lines: String) throws {
    let result = try Self.check("\"k\"", "+++\n\(lines)\n[last]\na = 1\n+++\n")
    #expect(result.lines == ["a.md:2:1: key \"k\" is empty"])
  }

  @Test(
    "A key is missing that is another's, another one, or not at the top",
    arguments: [
      "---\na:\n  k: v\n---\n", "---\nK: v\n---\n", "---\nkk: v\n---\n", "---\n# k: v\n---\n",
      "---\nk:v\n---\n", "---\na: |\n  k: v\n---\n", "---\n- k: v\n---\n", "---\n---\n",
      "+++\n[a]\nk = 1\n+++\n", "+++\na.k = 1\n+++\n", "+++\n# k = 1\n+++\n",
      "+++\na = \"\"\"\nk = 1\n\"\"\"\n+++\n", "---\nk = v\n---\n", "+++\nk: v\n+++\n",
      "---\na: b\n...\nk: v\n",
    ])
  func missing(text: String) throws {
    let result = try Self.check("\"k\"", text)
    #expect(result.outcome == .fail)
    #expect(result.lines == ["a.md:1:1: key \"k\" is missing from the front matter"])
    #expect(result.fixes == ["add \"k\" to the front matter"])
  }

  @Test(
    "Without front matter there is one finding, however many keys are asked for",
    arguments: ["", "# A\n", "\n---\nk: v\n---\n", "---\nk: v\n", " ---\nk: v\n---\n", "--- \n"])
  func absent(text: String) throws {
    let result = try Self.check("\"k\", \"l\"", text)
    #expect(result.outcome == .fail)
    #expect(result.lines == ["a.md: front matter is missing"])
    #expect(result.found == "no front matter")
    #expect(
      result.fixes == [
        "begin the file with a line ---, a line for each of \"k\", \"l\", and a line ---"
      ])
  }

  @Test("Each key has its own finding, and keys are compared as bytes")
  func several() throws {
    let text = "\u{FEFF}---\ntitle: T\ndate:\n\u{E9}: x\n---\n"
    let result = try Self.check("\"title\", \"date\", \"e\u{301}\"", text)
    #expect(
      result.lines == [
        "a.md:3:1: key \"date\" is empty",
        "a.md:1:2: key \"e\u{301}\" is missing from the front matter",
      ])
    #expect(result.found == "1 of 3 keys")
    #expect(result.expected == "front matter with \"title\", \"date\", \"e\u{301}\"")
  }

  @Test("Each of several files needs the keys")
  func files() throws {
    let files = MemoryArtifacts([
      "n/a.md": "---\nk: v\n---\n", "n/b.md": "x", "n/c.md": "---\n---\n",
    ])
    let result = try ContractText.evaluate(
      "\"type\": \"front_matter\", \"path\": \"n/*.md\", \"keys\": [\"k\"]", in: files
    ).results[0]
    #expect(result.found == "1 of 3 keys")
    #expect(result.findings.map(\.path) == ["n/b.md", "n/c.md"])
  }

  @Test("The longest text is read to the end of its front matter")
  func longest() throws {
    let bytes = TextRuleOutcomes.longest(of: "    \n", end: "  x: y\nk:\n---")
    let head = Array("---\na:\n".utf8)
    let result = try ContractText.check(
      "\"type\": \"front_matter\", \"keys\": [\"k\"]",
      bytes: head + bytes.dropFirst(head.count))
    #expect(result.findings.map(\.message) == ["key \"k\" is empty"])
  }

  @Test("A file that is no text")
  func noText() throws {
    try TextRuleOutcomes.expect(of: "\"type\": \"front_matter\", \"keys\": [\"k\"]")
  }

  private static func bad(_ name: String, _ value: String, _ what: String, _ hint: String? = nil)
    -> BadContract
  {
    .rule(name, "\"type\": \"front_matter\", \"path\": \"a.md\", \"keys\": \(value)", what, hint)
  }

  @Test(
    "Bad parameters are refused with their place",
    arguments: [
      .wholeRule("missing", "\"type\": \"front_matter\", \"path\": \"a.md\"", "missing key 'keys'"),
      bad("a text", "▸\"title\"", "expected an array, found a string"),
      bad("empty", "▸[]", "the list is empty", "name at least one, or take the rule out"),
      bad("empty key", "[▸\"\"]", "the text is empty"),
      bad("twice", "[\"a\", ▸\"a\"]", "'a' is listed twice", "take one of them out"),
    ] as [BadContract])
  func refused(bad: BadContract) { BadContractTests.expect(bad) }
}
