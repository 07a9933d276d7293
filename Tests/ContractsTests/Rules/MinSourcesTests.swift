import Contracts
import Testing
import Text

@Suite("min_sources")
struct MinSourcesTests {
  private static let three = """
    # Citations

    - Kidwell. <https://doi.org/10.1109/85.728224>
    - Josephson, ISBN 0-471-54806-5

    [notes]: https://example.org/notes
    - [see][notes]

    """

  @Test("Enough different sources meet the rule")
  func enough() throws {
    let result = try ContractText.check("\"type\": \"min_sources\", \"min\": 3", Self.three)
    #expect(result.outcome == .pass)
    #expect(result.found == "3 distinct (1 web, 1 DOI, 1 ISBN)")
    #expect(result.findings.isEmpty)
  }

  @Test("Too few are found at the first character of the last entry that added one")
  func tooFew() throws {
    let text = """
      - Čapek, *R.U.R.*: <https://example.org/a>
      - the same: <http://www.example.org/a#top>

       -  ü <https://example.org/b>
      - <https://example.org/a>
      """
    let result = try ContractText.check("\"type\": \"min_sources\", \"min\": 5", text)
    #expect(result.outcome == .fail)
    #expect(result.lines == ["a.md:4:2: 2 sources, need at least 5"])
    #expect(result.found == "2 distinct (2 web)")
    #expect(result.fixes == ["add 3 more entries, each with a URL, DOI or ISBN"])
  }

  @Test(
    "The words fit the number",
    arguments: [
      ("", 1, "a.md: 0 sources, need at least 1", "add 1 more entry with a URL, DOI or ISBN"),
      (
        "- https://example.org/", 2, "a.md:1:1: 1 source, need at least 2",
        "add 1 more entry with a URL, DOI or ISBN"
      ),
      (
        "no entry at all", 100_000, "a.md: 0 sources, need at least 100000",
        "add 100000 more entries, each with a URL, DOI or ISBN"
      ),
    ])
  func words(text: String, minimum: Int, line: String, fix: String) throws {
    let result = try ContractText.check("\"type\": \"min_sources\", \"min\": \(minimum)", text)
    #expect(result.outcome == .fail)
    #expect(result.lines == [line])
    #expect(result.fixes == [fix])
  }

  @Test("The number may differ by depth")
  func depths() throws {
    let rule = "\"type\": \"min_sources\", \"min\": { \"quick\": 2, \"standard\": 3, \"deep\": 4 }"
    let outcomes = try Depth.allCases.map {
      try ContractText.check(rule, Self.three, at: $0).outcome
    }
    #expect(outcomes == [.pass, .pass, .fail])
  }

  @Test(
    "A source that two files name counts once, and the finding is in the file of the last new one")
  func severalFiles() throws {
    let files = MemoryArtifacts([
      "s/a.md": "- <https://example.org/a>\n- <https://example.org/b>\n",
      "s/b.md": "- https://example.org/b\n\n\n- doi:10.2307/455415\n",
      "s/c.md": "- <https://example.org/a>\n",
    ])
    let rule = "\"type\": \"min_sources\", \"path\": \"s/*.md\", \"min\""
    let result = try ContractText.evaluate("\(rule): 4", in: files).results[0]
    #expect(result.found == "3 distinct (2 web, 1 DOI)")
    #expect(result.lines == ["s/b.md:4:1: 3 sources, need at least 4"])
    #expect(try ContractText.evaluate("\(rule): 3", in: files).results[0].outcome == .pass)
  }

  @Test("CRLF reads as LF does")
  func lineEnds() throws {
    let rule = "\"type\": \"min_sources\", \"min\": 9"
    let unix = try ContractText.check(rule, Self.three)
    let dos = try ContractText.check(rule, Self.three.replacing("\n", with: "\r\n"))
    #expect(unix.findings == dos.findings)
    #expect(unix.found == dos.found)
  }
}
