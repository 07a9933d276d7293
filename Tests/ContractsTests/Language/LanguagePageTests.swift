import Contracts
import Foundation
import JSONDocument
import Testing
import Text

@Suite("The page of the contract language keeps its word")
struct LanguagePageTests {
  private let page: LanguagePage

  init() throws { page = try LanguagePage() }

  private static let ruleNames = RuleRegistry.kinds.map { $0.name }

  @Test("Every rule has a section with all its parameters, and an example", arguments: ruleNames)
  func rules(name: String) throws {
    let kind = try #require(RuleRegistry.kinds.first { $0.name == name })
    let section = try page.section("### \(name)")
    let rows = try section.table("| parameter | what it is | when left out |")
    #expect(rows.map { $0[0] } == kind.parameters.map { "`\($0)`" })
    #expect(!section.blocks("json").isEmpty)
    for example in section.blocks("json") {
      #expect(example.contains("\"type\": \"\(name)\""))
    }
  }

  @Test("The members that every rule has, and those of a contract, are all told")
  func members() throws {
    let rules = try page.section("## Rules").table("| member | what it is | when left out |")
    #expect(
      rules.map { $0[0] } == ["`type`", "`path`", "`id`", "`severity`", "`hint`", "`allow_empty`"])
    let contract = try page.section("## A contract")
      .table("| member | what it is | must be there |")
    #expect(
      contract.map { $0[0] }
        == ["`$schema`", "`gate`", "`name`", "`required_outputs`", "`validations`"])
    let variables = try page.section("## Paths").table("| variable | stands for | for example |")
    #expect(
      Set(variables.map { $0[0] })
        == Set(PathTemplate.Variable.allCases.map { "`{\($0.rawValue)}`" }))
  }

  @Test("Every example is a contract or a rule that is read")
  func examples() throws {
    let blocks = page.blocks("json")
    #expect(blocks.count > Self.ruleNames.count)
    for block in blocks {
      let isRule = !block.contains("\"gate\"")
      let text = isRule ? Self.contract(around: block) : block
      #expect(throws: Never.self, "\(block)") { try ContractText.load(text) }
    }
  }

  private static func contract(around rule: String) -> String {
    """
    { "gate": "G2", "name": "Probe", "required_outputs": [], "validations": [
    \(rule)
    ] }
    """
  }

  private static let citations = """
    # Citations

    - Čapek, Karel. *R.U.R.* Prague: Aventinum, 1920.
    - <https://www.gutenberg.org/ebooks/59112>
    - the same play again: http://gutenberg.org/ebooks/59112#top
    """

  /// The essay that citations are paired in; the other rules have `essay`.
  private static let citing = """
    Josef Čapek proposed the word [1]. It named a duty before [2, 4].

    """

  private static let sources = """
    1. Čapek, Karel. "O slově robot." *Lidové noviny*, 1933.
    2. Oliva, Karel. "Lingvisticko-chemická korekce." *Lidové noviny*, 2021.
    3. Harper, Douglas. "robot." *Online Etymology Dictionary*, 2021.

    """

  private static let notes = """
    ## Where the word comes from

    It is interesting to note that Čapek asked his brother. He did so in
    order to avoid *labori*. TODO: find the letter.

    ### Where they disagree

    ## Summary

    """

  private static let data = """
    {
      "sources": [
        { "id": "s1", "url": "https://www.gutenberg.org/ebooks/59112" },
        { "id": "s2" }
      ]
    }
    """

  private static let essay = """
    ---
    title: The word robot
    date:
    ---

    # The word robot

    It [began](#the-begining) on a stage; see [the notes](../research/NOTES.md#summary) and [a letter](letter.md).

    ## The beginning

    The word robot was first heard on a stage in Prague, in January of 1921.

    ## The end

    The word robot was first heard on a stage in Prague, in January of 1921.
    """

  @Test("The findings that are shown are those of the example above them", arguments: ruleNames)
  func findings(name: String) throws {
    let section = try page.section("### \(name)")
    let example = try #require(section.blocks("json").first)
    let files = MemoryArtifacts([
      "essays/robot/research/CITATIONS.md": .bytes(Array(Self.citations.utf8)),
      "essays/robot/research/NOTES.md": .bytes(Array(Self.notes.utf8)),
      "essays/robot/research/data.json": .bytes(Array(Self.data.utf8)),
      "essays/robot/draft/ESSAY.md": .bytes(
        Array((name == "citations_paired" ? Self.citing : Self.essay).utf8)),
      "essays/robot/draft/SOURCES.md": .bytes(Array(Self.sources.utf8)),
      "essays/robot/figures/stage.svg": "<svg/>",
      "Sources/Core/Store.swift": "package import Text\nimport struct Foundation.Data\n",
    ])
    let contract = try ContractText.load(Self.contract(around: example))
    let compiler = SampleChecks(
      .exited(1), messages: "Sources/Core/Store.swift:2:23: error: no such module 'Foundaton'\n")
    let result = Evaluation(
      of: contract, values: try ContractText.values(), source: files, checks: compiler
    ).results[0]
    let sorted = result.findings.sorted { ($0.position?.line ?? 99) < ($1.position?.line ?? 99) }
    let words = sorted.map { finding in
      let place = finding.line.dropLast(finding.message.count + 2)
      return """
        \(place): \(result.rule.severity.rawValue)[G2/\(result.rule.id) \(name)] \(finding.message)
          found: \(result.found ?? "")
          fix: \(result.rule.fix(for: finding.message, found: result.found))
        """
    }
    #expect(section.blocks("text") == [words.joined(separator: "\n\n")])
  }

  @Test("What the tables of sources say counts does, and what they say does not does not")
  func sources() throws {
    let section = try page.section("## What counts as a source")
    func count(_ text: String) -> Int { Bibliography(markdown: Array(text.utf8)).distinct }
    for row in try section.table("| entry | where | example |") {
      let example = try #require(LanguagePage.between("`", row[2]).first)
      switch row[0] {
      case "table row": #expect(count("| what | where |\n|---|---|\n\(example)\n") == 1)
      case "paragraph":
        #expect(count("# References\n\n\(example)\n") == 1)
        #expect(count("# Story\n\n\(example)\n\nMore.\n") == 0)
      default: #expect(count("Text.\n\n\(example)\n") == 1, "\(example)")
      }
    }
    let pairs = try section.table("| counts | does not count |")
    #expect(pairs.count == 4)
    for pair in pairs {
      let texts = pair.compactMap { LanguagePage.between("`", $0).first }
      #expect(texts.map { count("- \($0)\n") } == [1, 0], "\(pair)")
    }
    let misses = try section.section("### Near misses").text.components(separatedBy: "\n- ")
      .dropFirst().prefix(2).flatMap { LanguagePage.between("`", $0) }
    #expect(misses.count == 8)
    for miss in misses { #expect(count("- \(miss)\n") == 0, "\(miss)") }
  }

  @Test("The same work in the two other forms is one source")
  func otherForms() throws {
    let section = try page.section("### BibTeX and CSL JSON")
    let files = MemoryArtifacts([
      "s/a.bib": .bytes(Array(section.blocks("bibtex").joined().utf8)),
      "s/a.json": .bytes(Array(section.blocks("text").joined().utf8)),
    ])
    let rule = "\"type\": \"min_sources\", \"min\": 1, \"path\""
    for path in ["s/a.bib", "s/a.json", "s/*"] {
      let result = try ContractText.evaluate("\(rule): \"\(path)\"", in: files).results[0]
      #expect(result.found == "1 distinct (1 DOI)")
    }
  }

  @Test("What the table of patterns writes is accepted, and finds what it says")
  func patterns() throws {
    let section = try page.section("## Patterns")
    for row in try section.table("| write | to find | example |") {
      for source in LanguagePage.between("`", row[0] + row[2]) {
        #expect(throws: Never.self, "\(source)") { try Pattern(source) }
      }
      let pattern = try Pattern(try #require(LanguagePage.between("`", row[2]).first))
      let parts = row[2].components(separatedBy: " leaves ")
      for found in LanguagePage.between("*", Self.withoutCode(parts[0])) {
        let first = try #require(try pattern.matches(in: Array(found.utf8)).first, "\(row)")
        let isWhole = first == 0..<found.utf8.count
        #expect(isWhole != row[2].contains("up to its last space"), "\(row)")
      }
      for left in parts.dropFirst().flatMap({ LanguagePage.between("*", $0) }) {
        #expect(try pattern.matches(in: Array(left.utf8)).isEmpty, "\(row)")
      }
    }
  }

  /// The text without its code, whose stars are no emphasis.
  private static func withoutCode(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 0 }.map { String($0.element) }.joined()
  }

  @Test("What it says is refused is refused, and what to write instead is not")
  func refusals() throws {
    let rows = try page.section("## Patterns").table(
      "| refused | for example | write instead |")
    #expect(rows.count == 11)
    for row in rows {
      let examples = LanguagePage.between("`", row[1])
      #expect(!examples.isEmpty)
      for source in examples {
        #expect(throws: DocumentError.self, "\(source)") {
          try ContractText.load(Self.contract(pattern: source))
        }
      }
      for source in LanguagePage.between("`", row[2]) where !source.hasPrefix("\"") {
        #expect(throws: Never.self, "\(source)") { try Pattern(source) }
      }
    }
  }

  private static func contract(pattern: String) -> String {
    let escaped = pattern.replacing("\\", with: "\\\\")
    return contract(
      around: "{ \"type\": \"not_contains\", \"path\": \"a.md\", \"pattern\": \"\(escaped)\" }")
  }
}
