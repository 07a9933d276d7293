import Contracts
import Testing
import Text

@Suite("contains_headings")
struct ContainsHeadingsTests {
  private static func check(
    _ headings: String, ordered: Bool = false, _ text: String
  ) throws -> Evaluation.Result {
    let order = ordered ? ", \"ordered\": true" : ""
    return try ContractText.check(
      "\"type\": \"contains_headings\", \"headings\": [\(headings)]\(order)", text)
  }

  @Test(
    "A heading that differs in capitals or in a mark at its end is shown, as the writer sees it there"
  )
  func nearlyThere() throws {
    let result = try Self.check(
      #""In scope", "Open questions""#, "# In Scope\n\n# Open questions:\n")
    #expect(
      result.lines == [
        #"a.md:1:1: heading "In scope" is missing; "In Scope" stands here"#,
        #"a.md:3:1: heading "Open questions" is missing; "Open questions:" stands here"#,
      ])
    #expect(
      result.findings.map { result.rule.fix(for: $0.message, found: result.found) }
        == [#"write it as "In scope""#, #"write it as "Open questions""#])
  }

  @Test(
    "What is a heading of that text",
    arguments: [
      "# Open questions", "###### Open questions ######", "Open questions\n===",
      "Open questions\n---", "Open\nquestions\n===", "#   Open \t questions  ",
      "  # Open questions",
      "# *Open* `questions`", "# Open&#32;questions", "# [Open questions](x.md)",
      "> # Open questions", "- # Open questions", "\u{FEFF}# Open questions",
      "text\n# Open questions\ntext", "---\ntitle: x\n---\n# Open questions",
    ])
  func headings(text: String) throws {
    let result = try Self.check("\" Open  questions\"", text)
    #expect(result.outcome == .pass, "\(result.lines)")
    #expect(result.found == "1 of 1")
  }

  @Test(
    "What is none",
    arguments: [
      "#Open questions", "####### Open questions", "# Open the questions",
      "```\n# Open questions\n```", "~~~md\n# Open questions\n~~~", "    # Open questions",
      "<!-- \n# Open questions\n-->", "---\n# Open questions\n---\n",
      "<pre>\n# Open questions\n</pre>",
      "**Open questions**", "\\# Open questions", "Open questions", "",
    ])
  func noHeadings(text: String) throws {
    let result = try Self.check("\"Open questions\"", text)
    #expect(result.outcome == .fail)
    #expect(result.lines == ["a.md: heading \"Open questions\" is missing"])
    #expect(result.found == "0 of 1")
    #expect(result.fixes == ["add the heading \"Open questions\""])
  }

  @Test("Letters that only look the same are others, also where Swift calls them equal")
  func bytes() throws {
    #expect(try Self.check("\"Me\u{301}thode\"", "# M\u{E9}thode").outcome == .fail)
  }

  @Test("Where a level is given, another one is pointed at")
  func levels() throws {
    let text = "Présentation\n\n  ### Method\n"
    let wanted = "{ \"text\": \"Method\", \"level\": 2 }"
    let result = try Self.check(wanted, text)
    #expect(result.outcome == .fail)
    #expect(result.lines == ["a.md:3:3: heading \"Method\" should have level 2, and has level 3"])
    #expect(result.fixes == ["begin its line with ## and a space"])
    #expect(try Self.check(wanted, text + "\nMethod\n---\n").outcome == .pass)
    #expect(
      try Self.check(wanted, "none").lines == ["a.md: heading \"Method\" (level 2) is missing"])
    #expect(
      try Self.check(wanted, "none").fixes == ["add the heading \"Method\" (level 2)"])
  }

  @Test("One text wanted at two levels is told apart in the fix")
  func twoLevels() throws {
    let result = try Self.check(
      "{ \"text\": \"A\", \"level\": 2 }, { \"text\": \"A\", \"level\": 3 }", "# A")
    #expect(
      result.fixes == ["begin its line with ## and a space", "begin its line with ### and a space"])
  }

  @Test("All missing headings are named, in the order of the contract")
  func several() throws {
    let result = try Self.check("\"A\", \"B\", \"C\", \"D\"", "# B\n")
    #expect(result.found == "1 of 4")
    #expect(
      result.lines == ["A", "C", "D"].map { "a.md: heading \"\($0)\" is missing" })
  }

  struct Order: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lines: [String]
    init(_ present: String, _ lines: String...) {
      testDescription = present
      self.lines = lines
    }
  }

  @Test(
    "The order may be demanded; others may stand between, and a repeated heading may come early",
    arguments: [
      Order("A B C"), Order("A x B y C"), Order("B A B C"), Order("A C B C"), Order("C B A B C"),
      Order("B A C", "a.md:1:1: heading \"B\" stands before \"A\""),
      Order("C A B", "a.md:1:1: heading \"C\" stands before \"B\""),
      Order(
        "C B A", "a.md:3:1: heading \"B\" stands before \"A\"",
        "a.md:1:1: heading \"C\" stands before \"B\""),
      Order("A C", "a.md: heading \"B\" is missing"),
      Order("C A", "a.md: heading \"B\" is missing", "a.md:1:1: heading \"C\" stands before \"A\""),
    ])
  func order(order: Order) throws {
    let text = order.testDescription.split(separator: " ").map { "# \($0)\n\n" }.joined()
    let result = try Self.check("\"A\", \"B\", \"C\"", ordered: true, text)
    #expect(result.outcome == (order.lines.isEmpty ? .pass : .fail))
    #expect(result.lines == order.lines)
    #expect(try Self.check("\"A\", \"C\"", text).outcome == .pass)
  }

  @Test("Out of order has its own words and fix")
  func orderWords() throws {
    let result = try Self.check("\"A\", \"B\"", ordered: true, "# B\n# A\n")
    #expect(result.found == "2 of 2, not in order")
    #expect(result.expected == "headings \"A\", \"B\", in this order")
    #expect(result.fixes == ["put the headings in the order \"A\", \"B\""])
  }

  @Test("Each of several files needs all headings")
  func files() throws {
    let files = MemoryArtifacts(["n/a.md": "# A\n# B", "n/b.md": "# B", "n/c.md": ""])
    let result = try ContractText.evaluate(
      "\"type\": \"contains_headings\", \"path\": \"n/*.md\", \"headings\": [\"A\", \"B\"]",
      in: files
    ).results[0]
    #expect(result.found == "3 of 6")
    #expect(
      result.lines == [
        "n/b.md: heading \"A\" is missing", "n/c.md: heading \"A\" is missing",
        "n/c.md: heading \"B\" is missing",
      ])
  }

  @Test("CRLF and CR read as LF does", arguments: ["\r\n", "\r"])
  func lineEnds(end: String) throws {
    let text = "Ä\n\nC\n-\n\n# B\n\n# A\n"
    for headings in ["\"A\", \"B\", \"C\"", "{ \"text\": \"C\", \"level\": 1 }, \"X\""] {
      let unix = try Self.check(headings, ordered: true, text)
      let other = try Self.check(headings, ordered: true, text.replacing("\n", with: end))
      #expect(unix.findings == other.findings)
      #expect(!unix.findings.isEmpty)
    }
  }
}
