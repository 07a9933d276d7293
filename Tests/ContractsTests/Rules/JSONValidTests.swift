import Contracts
import JSONDocument
import Testing
import Text

@Suite("json_valid")
struct JSONValidTests {
  private static let rule = "\"type\": \"json_valid\""

  private static func requiring(_ pointers: String...) -> String {
    "\(rule), \"require\": [\(pointers.map { "\"\($0)\"" }.joined(separator: ", "))]"
  }

  @Test(
    "Strict JSON of any kind meets the rule",
    arguments: ["{}", "[]", "0", "\"a\"", " null\r\n", "{\"a\": [1e400, -0, \"\\u0000\"]}"])
  func valid(text: String) throws {
    let result = try ContractText.check(Self.rule, text)
    #expect(result.outcome == .pass)
    #expect(result.found == "strict JSON")
    #expect(result.expected == "strict JSON")
  }

  @Test(
    "The fault is found at its place",
    arguments: [
      ("", "a.md:1:1: expected a value, found the end of the text"),
      ("{\n  \"ä\": 1,\n}", "a.md:2:9: found a comma before '}' (remove the comma)"),
      ("{\r\n  \"ä\": 1,\r\n}", "a.md:2:9: found a comma before '}' (remove the comma)"),
      (
        "{ \"a\": 1, \"a\": 2 }",
        "a.md:1:11: the key 'a' stands twice in one object (it stands first on line 1)"
      ),
      (
        "\u{FEFF}{}", "a.md:1:1: found a byte order mark (save the file as UTF-8 without one)"
      ),
      ("[1] // x", "a.md:1:5: expected the end of the text, found '/' (JSON has no comments)"),
    ])
  func invalid(text: String, line: String) throws {
    let result = try ContractText.check(Self.rule, text)
    #expect(result.outcome == .fail)
    #expect(result.lines == [line])
    #expect(result.found == "no strict JSON")
    #expect(result.fixes == ["mend the JSON at this place"])
  }

  @Test("Members are asked for by pointers; null is a value")
  func members() throws {
    let text = "{ \"a\": null, \"b/c\": [{ \"\": 1 }],\n  \"list\": [{ \"url\": \"x\" }, {}] }"
    let met = Self.requiring("/a", "/b~1c/0/", "/list/0/url")
    #expect(try ContractText.check(met, text).outcome == .pass)
    let result = try ContractText.check(
      Self.requiring("/list/0/url", "/list/1/url", "/list/2", "/list/01", "/A", "/a/b"), text)
    #expect(result.outcome == .fail)
    #expect(result.found == "strict JSON, 5 members missing")
    #expect(
      result.lines == [
        "a.md:2:28: /list/1/url is missing", "a.md:2:11: /list/2 is missing",
        "a.md:2:11: /list/01 is missing", "a.md:1:1: /A is missing", "a.md:1:8: /a/b is missing",
      ])
    #expect(
      result.fixes == ["add /list/1/url", "add /list/2", "add /list/01", "add /A", "add /a/b"])
    #expect(
      result.expected
        == "strict JSON with /list/0/url, /list/1/url, /list/2, /list/01, /A, /a/b")
  }

  @Test("Keys are compared as bytes")
  func bytes() throws {
    let result = try ContractText.check(Self.requiring("/e\u{301}"), "{ \"\u{E9}\": 1 }")
    #expect(result.outcome == .fail)
  }

  @Test("Each of several files is judged")
  func files() throws {
    let files = MemoryArtifacts(["n/a.json": "{\"a\": 1}", "n/b.json": "[", "n/c.json": "{}"])
    let result = try ContractText.evaluate(
      "\"path\": \"n/*.json\", \(Self.requiring("/a"))", in: files
    ).results[0]
    #expect(result.found == "2 of 3 files are strict JSON, 1 member missing")
    #expect(result.findings.map(\.path) == ["n/b.json", "n/c.json"])
  }

  @Test("What the reader does not read for its size or depth is an error of the rule, no finding")
  func limits() throws {
    let deep = try ContractText.check(Self.rule, String(repeating: "[", count: 65))
    guard case .error(let words) = deep.outcome else {
      Issue.record("\(deep.outcome)")
      return
    }
    #expect(words.utf8.starts(with: "a.md:1:65: ".utf8))
    #expect(deep.findings.isEmpty)
    let long = try ContractText.check(
      Self.rule, bytes: [UInt8](repeating: 0x20, count: Artifact.textLimit))
    guard case .error = long.outcome else {
      Issue.record("\(long.outcome)")
      return
    }
    #expect(long.findings.isEmpty)
  }

  @Test("A file that is no text")
  func noText() throws { try TextRuleOutcomes.expect(of: Self.rule) }

  private static func bad(_ name: String, _ value: String, _ what: String, _ hint: String? = nil)
    -> BadContract
  {
    .rule(name, "\(rule), \"path\": \"a.json\", \"require\": \(value)", what, hint)
  }
  private static let pointerHint =
    "write '/' before each name, for example '/sources/0/url', '~1' for a '/' in a name"

  @Test(
    "Bad parameters are refused with their place",
    arguments: [
      bad("a text", "▸\"/a\"", "expected an array, found a string"),
      bad("empty", "▸[]", "the list is empty", "name at least one, or take the rule out"),
      bad("the root", "[▸\"\"]", "the text is empty"),
      bad("no slash", "[\"/a\", ▸\"a\"]", "'a' is no JSON pointer", pointerHint),
      bad("a fragment", "[▸\"#/a\"]", "'#/a' is no JSON pointer", pointerHint),
      bad("bad escape", "[▸\"/a~2\"]", "'/a~2' is no JSON pointer", pointerHint),
      bad("twice", "[\"/a\", ▸\"/a\"]", "'/a' is listed twice", "take one of them out"),
    ] as [BadContract])
  func refused(bad: BadContract) { BadContractTests.expect(bad) }
}
