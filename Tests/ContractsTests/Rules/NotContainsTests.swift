import Contracts
import Testing
import Text

@Suite("not_contains")
struct NotContainsTests {
  private static func check(
    _ members: String, _ text: String, at depth: Depth = .standard
  ) throws -> Evaluation.Result {
    try ContractText.check("\"type\": \"not_contains\", \(members)", text, at: depth)
  }

  @Test("A text without a match meets the rule, also an empty one", arguments: ["", "all done\n"])
  func pass(text: String) throws {
    let result = try Self.check("\"pattern\": \"TODO|TBD\"", text)
    #expect(result.outcome == .pass)
    #expect(result.found == "no match")
  }

  @Test("Each match is found at its line and column, counted in scalars")
  func places() throws {
    let text = "é TODO\n🜂🜂 TBD, e\u{301} TODO"
    let result = try Self.check("\"pattern\": \"TODO|TBD\"", text)
    #expect(result.outcome == .fail)
    #expect(result.found == "3 matches")
    #expect(
      result.lines == [
        "a.md:1:3: \"TODO\" matches TODO|TBD", "a.md:2:4: \"TBD\" matches TODO|TBD",
        "a.md:2:12: \"TODO\" matches TODO|TBD",
      ])
    #expect(result.fixes == Array(repeating: "resolve it or take it out", count: 3))
  }

  private static let mixed = """
    ---
    note: TODO
    ---
    text `TODO` <!-- TODO -->

        TODO

    ```
    TODO
    ```
    > TODO
    """

  @Test("Scope text leaves out code, comments and front matter; all leaves out nothing")
  func scope() throws {
    let text = try Self.check("\"phrases\": [\"TODO\"], \"scope\": \"text\"", Self.mixed)
    #expect(text.lines == ["a.md:11:3: \"TODO\" matches \"TODO\""])
    #expect(try Self.check("\"phrases\": [\"TODO\"]", Self.mixed).findings == text.findings)
    let all = try Self.check("\"phrases\": [\"TODO\"], \"scope\": \"all\"", Self.mixed)
    #expect(all.findings.compactMap { $0.position?.line } == [2, 4, 4, 6, 9, 11])
  }

  @Test(
    "Case counts unless it is ignored",
    arguments: [
      ("\"phrases\": [\"todo\"]", 0), ("\"phrases\": [\"todo\"], \"ignore_case\": false", 0),
      ("\"phrases\": [\"todo\"], \"ignore_case\": true", 2),
      ("\"pattern\": \"[s-u]odo\", \"ignore_case\": true", 2),
      ("\"phrases\": [\"ΜΈΡΟΣ\"], \"ignore_case\": true", 1),
    ])
  func ignoreCase(members: String, count: Int) throws {
    let result = try Self.check(members, "TODO, ToDo, μέρος\n")
    #expect(result.findings.count == count)
  }

  @Test("max allows so many, counted over the whole text, and then names the rest")
  func maximum() throws {
    let text = "very very\nvery\n"
    let members = "\"phrases\": [\"very\"], \"max\""
    #expect(try Self.check("\(members): 3", text).outcome == .pass)
    #expect(try Self.check("\(members): 3", text).found == "3 matches")
    let result = try Self.check("\(members): 1", text)
    #expect(
      result.lines == [
        "a.md:1:6: \"very\" matches \"very\"", "a.md:2:1: \"very\" matches \"very\"",
      ])
    #expect(result.found == "3 matches")
    #expect(result.expected == "at most 1 match of \"very\"")
    let depths = "\(members): { \"quick\": 0, \"standard\": 2, \"deep\": 3 }"
    let counts = try Depth.allCases.map { try Self.check(depths, text, at: $0).findings.count }
    #expect(counts == [3, 1, 0])
  }

  @Test("max is for all files of a pattern together")
  func maximumOverFiles() throws {
    let files = MemoryArtifacts(["n/a.md": "very", "n/b.md": "very", "n/c.md": "very"])
    let result = try ContractText.evaluate(
      "\"type\": \"not_contains\", \"path\": \"n/*.md\", \"phrases\": [\"very\"], \"max\": 2",
      in: files
    ).results[0]
    #expect(result.lines == ["n/c.md:1:1: \"very\" matches \"very\""])
  }

  @Test("A phrase is plain text, and is found over a line break", arguments: ["\n", "\r\n", "\r"])
  func phrases(end: String) throws {
    let result = try Self.check(
      "\"phrases\": [\"in order to\", \"a.b (c)\"]", "We do it in order\(end)to aXb (c) a.b (c).")
    #expect(
      result.lines == [
        "a.md:1:10: \"in order⏎to\" matches \"in order to\"",
        "a.md:2:12: \"a.b (c)\" matches \"a.b (c)\"",
      ])
  }

  @Test("Matches of several phrases come in the order of the text")
  func sorted() throws {
    let result = try Self.check("\"phrases\": [\"two\", \"one\"]", "one two one\n")
    #expect(result.findings.compactMap { $0.position?.column } == [1, 5, 9])
  }

  @Test("Phrases of which one lies in another are both found")
  func overlapping() throws {
    let result = try Self.check(
      "\"phrases\": [\"in order\", \"in order to\"], \"max\": 1", "in order to")
    #expect(result.found == "2 matches")
    #expect(result.findings.count == 1)
  }

  @Test("A text is quoted up to 120 scalars, and so is a pattern")
  func quotes() throws {
    let whole = String(repeating: "é", count: 120)
    let exact = try Self.check("\"pattern\": \"é+\"", whole)
    #expect(exact.findings.map(\.message) == ["\"\(whole)\" matches é+"])
    let long = try Self.check("\"pattern\": \"é+\"", whole + "é")
    #expect(long.findings.map(\.message) == ["\"\(whole.dropLast())…\" matches é+"])
    let pattern = "[\(String(repeating: "x", count: 200))]"
    let message = try #require(try Self.check("\"pattern\": \"\(pattern)\"", "x").findings.first)
      .message
    #expect(message == "\"x\" matches \(pattern.prefix(119))…")
  }

  @Test("At most 50 findings are kept, and found has the total")
  func limit() throws {
    let result = try Self.check("\"phrases\": [\"x\"]", String(repeating: "x\n", count: 73))
    #expect(result.findings.count == 50)
    #expect(result.findings.last?.position == TextPosition(line: 50, column: 1))
    #expect(result.found == "73 matches")
  }

  @Test(
    "CRLF reads as LF does, and so does CR but for \\n itself",
    arguments: [
      ("^TODO$", "\r\n"), ("^TODO$", "\r"), ("[^.]*TODO", "\r\n"), ("[^.]*TODO", "\r"),
      ("\\\\n\\\\n\\\\n", "\r\n"),
    ])
  func lineEnds(pattern: String, end: String) throws {
    let text = "^a$ Ü\nTODO\n\n\nx TODO\n"
    let unix = try Self.check("\"pattern\": \"\(pattern)\"", text)
    let other = try Self.check(
      "\"pattern\": \"\(pattern)\"", text.replacing("\n", with: end))
    #expect(!unix.findings.isEmpty)
    #expect(other.findings == unix.findings)
  }

  @Test("Files that are excepted are not judged, and are recorded all the same")
  func exceptions() throws {
    let files = MemoryArtifacts(["a/b.md": "TODO", "a/c.md": "TODO", "d.md": "TODO"])
    let rule =
      "\"type\": \"not_contains\", \"path\": \"**\", \"phrases\": [\"TODO\"], \"except\": "
      + "[{ \"path\": \"a/*\", \"why\": \"old\" }, { \"path\": \"{slug}.md\", \"why\": \"none\" }]"
    let evaluation = try ContractText.evaluate(rule, in: files)
    #expect(evaluation.results[0].lines == ["d.md:1:1: \"TODO\" matches \"TODO\""])
    #expect(evaluation.results[0].expected == "no match of \"TODO\", but in a/*, {slug}.md")
    #expect(evaluation.artifacts.map(\.path.text) == ["a/b.md", "a/c.md", "d.md"])
  }

  @Test(
    "An exception without a reason is refused",
    arguments: [
      .rule(
        "no reason",
        "\"type\": \"not_contains\", \"path\": \"**\", \"phrases\": [\"x\"], \"except\": [▸{ \"path\": \"a\" }]",
        "missing key 'why'"),
      .rule(
        "a blank reason",
        "\"type\": \"not_contains\", \"path\": \"**\", \"phrases\": [\"x\"], \"except\": [{ \"path\": \"a\", \"why\": ▸\" \" }]",
        "the text is empty"),
      .rule(
        "a path alone",
        "\"type\": \"not_contains\", \"path\": \"**\", \"phrases\": [\"x\"], \"except\": [▸\"a\"]",
        "expected an object, found a string"),
    ] as [BadContract])
  func badExceptions(bad: BadContract) { BadContractTests.expect(bad) }
}
