import Contracts
import JSONDocument
import Testing
import Text

@Suite("no_repeated_paragraphs")
struct NoRepeatedParagraphsTests {
  private static let rule = "\"type\": \"no_repeated_paragraphs\""
  /// Twelve words.
  private static let twelve = "The word robot comes from a play that was written in 1920."

  @Test(
    "Paragraphs that differ meet the rule, and so does an empty text",
    arguments: [
      "", "\(twelve)\n", "\(twelve)\n\n\(twelve) More.\n",
      "# \(twelve)\n\n# \(twelve)\n", "```\n\(twelve)\n```\n\n```\n\(twelve)\n```\n",
      "    \(twelve)\n\nx\n\n    \(twelve)\n", "---\n\(twelve)\n---\n\n\(twelve)\n",
      "<div>\n\(twelve)\n</div>\n\n<div>\n\(twelve)\n</div>\n",
      "| \(twelve) |\n|---|\n| \(twelve) |\n", "<!-- \(twelve) -->\n\n\(twelve)\n",
      "See the sources below.\n\nSee the sources below.\n",
    ])
  func pass(text: String) throws {
    let result = try ContractText.check(Self.rule, text)
    #expect(result.outcome == .pass, "\(result.lines)")
    #expect(result.found == "no repeated paragraph")
  }

  @Test(
    "White space, case and markup make no difference",
    arguments: [
      twelve, "The word robot\ncomes from a   play that was written in 1920.",
      "THE WORD ROBOT COMES FROM A PLAY THAT WAS WRITTEN IN 1920.",
      "The word *robot* comes from a [play](x.md) that was written in&#32;1920.",
      "- The word robot comes from a play that was written in 1920.",
      "> The word robot comes from a play that\n> was written in 1920.",
    ])
  func same(second: String) throws {
    let result = try ContractText.check(Self.rule, "é\n\n\(Self.twelve)\n\n\(second)\n")
    #expect(result.outcome == .fail)
    #expect(result.found == "1 repeated paragraph")
    #expect(result.findings.count == 1)
    #expect(result.findings.first?.position?.line == 5)
    #expect(
      result.findings.first?.message.utf8.reversed().starts(
        with: "\" stands already at line 3".utf8.reversed()) == true)
    #expect(result.fixes == ["take one of the two out, or let it say something of its own"])
  }

  @Test("The second place is found, and the third, and each names the first")
  func places() throws {
    let text = "- \(Self.twelve)\n- x\n-  \(Self.twelve)\n\n  \(Self.twelve)\n"
    let result = try ContractText.check(Self.rule, text)
    #expect(
      result.lines == [
        "a.md:3:4: \"\(Self.twelve)\" stands already at line 1",
        "a.md:5:3: \"\(Self.twelve)\" stands already at line 1",
      ])
    #expect(result.found == "2 repeated paragraphs")
  }

  @Test("CRLF and CR read as LF does", arguments: ["\r\n", "\r"])
  func lineEnds(end: String) throws {
    let text = "é\n\n\(Self.twelve)\n\n  \(Self.twelve)\n"
    let unix = try ContractText.check(Self.rule, text)
    let other = try ContractText.check(Self.rule, text.replacing("\n", with: end))
    #expect(unix.findings == other.findings)
    #expect(unix.findings.count == 1)
  }

  @Test(
    "How many words make a paragraph count may be said, also by depth",
    arguments: [
      ("", 12, true), ("", 11, false), (", \"min_words\": 3", 3, true),
      (", \"min_words\": 3", 2, false),
      (", \"min_words\": { \"quick\": 9, \"standard\": 5, \"deep\": 1 }", 5, true),
      (", \"min_words\": { \"quick\": 9, \"standard\": 5, \"deep\": 1 }", 4, false),
    ])
  func minimum(parameter: String, words: Int, isFound: Bool) throws {
    let paragraph = (1...words).map { "w\($0) –" }.joined(separator: " ")
    let result = try ContractText.check(Self.rule + parameter, "\(paragraph)\n\n\(paragraph)\n")
    #expect(result.outcome == (isFound ? .fail : .pass))
  }

  @Test("Where no spaces are written each character counts")
  func unspaced() throws {
    let long = "機械という言葉は戯曲から来た。"
    #expect(try ContractText.check(Self.rule, "\(long)\n\n\(long)\n").outcome == .fail)
    #expect(try ContractText.check(Self.rule, "言葉は戯曲。\n\n言葉は戯曲。\n").outcome == .pass)
  }

  @Test("Two files may not share a paragraph")
  func files() throws {
    let files = MemoryArtifacts([
      "n/a.md": "x\n\n\(Self.twelve)\n".bytes, "n/b.md": "\(Self.twelve)\n".bytes, "n/c.md": "x",
    ])
    let result = try ContractText.evaluate("\"path\": \"n/*.md\", \(Self.rule)", in: files)
      .results[0]
    #expect(result.lines == ["n/b.md:1:1: \"\(Self.twelve)\" stands already at n/a.md:3"])
  }

  @Test("Of the longest text, full of one paragraph, 50 findings are kept and all are counted")
  func longest() throws {
    let part = String(repeating: "word ", count: 8_000) + "\n\n"
    let result = try ContractText.check(
      Self.rule, bytes: TextRuleOutcomes.longest(of: part))
    #expect(result.findings.count == 50)
    #expect(result.found == "\(Artifact.textLimit / part.utf8.count - 1) repeated paragraphs")
  }

  @Test("A file that is no text")
  func noText() throws { try TextRuleOutcomes.expect(of: Self.rule) }

  private static func bad(_ name: String, _ value: String, _ what: String) -> BadContract {
    .rule(name, "\(rule), \"path\": \"a.md\", \"min_words\": \(value)", what)
  }

  @Test(
    "Bad parameters are refused with their place",
    arguments: [
      bad("none", "▸0", "expected an integer from 1 to 10000, found 0"),
      bad("a text", "▸\"9\"", "expected an integer, found a string"),
      bad("one depth", "▸{ \"quick\": 3 }", "missing key 'standard'"),
    ] as [BadContract])
  func refused(bad: BadContract) { BadContractTests.expect(bad) }
}

extension String {
  fileprivate var bytes: MemoryArtifacts.Entry { .bytes(Array(utf8)) }
}
