import Contracts
import Testing
import Text

@Suite("citations_paired")
struct CitationsPairedTests {
  private static func check(_ text: String) throws -> Evaluation.Result {
    try ContractText.check("\"type\": \"citations_paired\"", text)
  }

  /// The answer about notes beside their list of sources.
  private static func check(
    _ notes: String, sources: MemoryArtifacts.Entry?, path: String = "essays/robot/*.md"
  ) throws -> Evaluation.Result {
    var entries: [String: MemoryArtifacts.Entry] = [
      "essays/robot/n.md": .bytes(Array(notes.utf8))
    ]
    if let sources { entries["essays/robot/s.md"] = sources }
    return try ContractText.evaluate(
      "\"type\": \"citations_paired\", \"path\": \"\(path)\", "
        + "\"sources\": \"{artifact_path}/s.md\"",
      in: MemoryArtifacts(entries)
    ).results[0]
  }

  private static func sources(_ count: Int) -> MemoryArtifacts.Entry {
    let lines = (1...count).map { "\($0). Source \($0)\n   goes on\n" }
    return .bytes(Array("# Citations\n\n\(lines.joined())".utf8))
  }

  @Test("A source for each citation and a citation of each source meet the rule")
  func pass() throws {
    let notes = "One [1]. Two and more [2, 4–6; 7, p. 12], three[3].\n"
    let result = try Self.check(notes, sources: Self.sources(7))
    #expect(result.outcome == .pass)
    #expect(result.found == "5 citations, 7 sources")
    #expect(
      result.expected == "a source in {artifact_path}/s.md for each citation, and each source cited"
    )
    #expect(
      result.rule.kind.sentence(about: "n.md", at: .quick)
        == "n.md has a source in s.md for each citation, and cites each source")
  }

  @Test("A citation without a source and a source without a citation are found at their places")
  func unpaired() throws {
    let notes = "é [1, 9] and [^gone]\r\n\r\n> so [2–4]\r\n> [3,\r\n> 8].\r\n"
    let result = try Self.check(notes, sources: Self.sources(3))
    #expect(
      result.lines == [
        "essays/robot/n.md:1:7: [9] has no source", "essays/robot/n.md:1:14: [^gone] has no source",
        "essays/robot/n.md:3:7: [2–4] has no source 4", "essays/robot/n.md:5:3: [8] has no source",
      ])
    #expect(result.fixes == Array(repeating: "add the source, or mend the citation", count: 4))
    #expect(result.found == "6 citations, 3 sources: 4 without a source")
    let few = try Self.check("[2]\n", sources: Self.sources(3))
    #expect(
      few.lines == [
        "essays/robot/s.md:3:1: [1] is never cited", "essays/robot/s.md:7:1: [3] is never cited",
      ])
    #expect(few.fixes.first == "cite it where the text rests on it, or take it out")
    #expect(few.found == "1 citation, 3 sources: 2 never cited")
  }

  @Test(
    "Numbers in brackets are citations in all the ways in which people write them",
    arguments: [
      ("[1]", [1]), ("[1,2]", [1, 2]), ("[1, 2 and 3]", [1, 2, 3]), ("[1; 3]", [1, 3]),
      ("[2-4]", [2, 3, 4]), ("[2–4]", [2, 3, 4]), ("[2 — 4]", [2, 3, 4]), ("[4-3]", [3, 4]),
      ("[1]–[4]", [1, 2, 3, 4]), ("[1]-[2]", [1, 2]), ("[1][2]", [1, 2]), ("\\[1\\]", [1]),
      ("word[4].", [4]), ("*[1]*", [1]), ("[3, S. 12]", [3]), ("[3, p. 4, 5]", [3]),
      ("[1 & 2 und 5]", [1, 2, 5]),
      ("[[2]](#two)", [2]), ("[2](#two)", [2]), ("[ 1 ]", [1]),
      ("| [1] |\n|---|\n| [2] |", [1, 2]),
      ("# On [3]", [3]), ("- so [1]\n- [2]", [1, 2]),
    ])
  func forms(text: String, cited: [Int]) throws {
    let result = try Self.check(text, sources: Self.sources(5))
    let uncited = result.findings.map { $0.message.dropFirst().prefix(1) }
    #expect(uncited == (1...5).filter { !cited.contains($0) }.map { "\($0)" }, "\(result.lines)")
  }

  @Test(
    "What is no citation is left alone",
    arguments: [
      "`[9]`", "    [9]", "```\n[9]\n```", "<!-- [9] -->", "[text [9]](x.md)", "[see](x.md)",
      "![9](x.png)", "[9]: https://example.org/", "[1969]", "[1914–1918]", "[0]", "[0, 9]", "[09]",
      "[9 of 10]", "[9:45]", "[9a]", "[sic] [x] [ ]", "[^a b]", "[9](x.md)", "[9\n", "9]",
      "[9]\n\n[9]: https://example.org/", "---\na: [9]\n---",
    ])
  func notCited(text: String) throws {
    let result = try Self.check("\(text)\n\n[1]\n", sources: Self.sources(1))
    #expect(result.lines == [], "\(text)")
  }

  @Test("A number as great as a year is a citation where a source has it")
  func great() throws {
    let sources = MemoryArtifacts.Entry.bytes(Array("1914. a\n1915. b\n".utf8))
    #expect(try Self.check("[1914, 1915] [1999]\n", sources: sources).outcome == .pass)
    #expect(try Self.check("[1914]\n", sources: sources).findings.count == 1)
  }

  @Test(
    "Sources are numbered in all the ways in which people number them",
    arguments: [
      "1. a\n2. b\n3. c\n", "1) a\n2) b\n3) c\n", "1. a\n1. b\n1. c\n",
      "3. a\n\n   1. x\n1. b\n2. c\n",
      "[1] a\n[2] b\n[3] c\n", "[1] a\n\n[2] b\n\n[3] c\n", "[1]: a, b\n\n[2]: b, c\n\n[3]: c, d\n",
      "- [1] a\n- [2] b\n- [3] c\n", "[1]: <a>\n[2]: <b>\n[3]: <c>\n",
      "## [1] a\n\n## [2] b\n\n## [3] c\n",
      "| No. | what |\n|---|---|\n| 1 | a |\n| 2 | b |\n| 3 | c |\n",
      "| ref | what |\n|---|---|\n| [1] | a |\n| [2] | b |\n| [3] | c |\n",
      "\\[1\\] a\n\n\\[2\\] b\n\n\\[3\\] c\n",
    ])
  func numbering(sources: String) throws {
    for end in ["\n", "\r\n"] {
      let list = MemoryArtifacts.Entry.bytes(Array(sources.replacing("\n", with: end).utf8))
      let result = try Self.check("[1, 2, 3]\n", sources: list)
      #expect(result.lines == [], "\(sources)")
      #expect(result.found == "3 citations, 3 sources")
    }
  }

  @Test("A number that two sources have is found at the second")
  func twice() throws {
    let list = "## Books\n\n1. a\n2. b\n\n## Papers\n\n1. c\n"
    let result = try Self.check("[1, 2]\n", sources: .bytes(Array(list.utf8)))
    #expect(result.lines == ["essays/robot/s.md:8:1: [1] stands twice among the sources"])
    #expect(result.fixes == ["give each source its own number"])
    #expect(result.found == "2 citations, 3 sources: 1 given twice")
  }

  @Test("Without sources each text is held to its own list, below a heading that names it")
  func ownList() throws {
    let text = """
      # Essay

      First [1], then [3].

      1. no source

      ## References

      1. a, see [2]
      2. b

      ## After

      More [4].
      """
    let result = try Self.check(text)
    #expect(
      result.lines == [
        "a.md:3:18: [3] has no source", "a.md:14:7: [4] has no source",
        "a.md:10:1: [2] is never cited",
      ])
    #expect(result.found == "3 citations, 2 sources: 2 without a source, 1 never cited")
    let bare = try Self.check("So [1] and [2].\n\n[1] a\n[2] b\n")
    #expect(bare.found == "2 citations, 2 sources")
    #expect(bare.outcome == .pass)
  }

  @Test("Footnotes pair by their labels, case ignored, in the text or in the sources")
  func footnotes() throws {
    let text = "One[^Čapek], two[^b].\n\n[^čapek]: a\n\n[^c]: c\n"
    let result = try Self.check(text)
    #expect(
      result.lines == ["a.md:1:17: [^b] has no source", "a.md:5:1: [^c] is never cited"])
    let beside = try Self.check(text + "\n[1]\n", sources: .bytes(Array("1. x\n\n[^b]: b\n".utf8)))
    #expect(beside.lines == ["essays/robot/n.md:5:1: [^c] is never cited"])
    #expect(beside.found == "3 citations, 4 sources: 1 never cited")
  }

  @Test("A reference link cites the number that it names")
  func references() throws {
    let text = "See [1], [this][2] and [3][].\n\n[1]: a.md\n[2]: b.md\n[3]: c.md\n[4]: d.md\n"
    #expect(try Self.check(text).lines == ["a.md:6:1: [4] is never cited"])
  }

  @Test("A text that neither cites nor lists anything is not paired", arguments: ["", "words\r\n"])
  func nothing(text: String) throws {
    let result = try Self.check(text)
    #expect(result.outcome == .fail)
    #expect(result.lines == ["a.md: no citation and no source"])
    #expect(result.fixes == ["cite the sources where the text rests on them, as in [1]"])
    #expect(result.found == "0 citations, 0 sources")
  }

  @Test("Sources that cannot be read as a text fail as that, or are an error")
  func badSources() throws {
    let missing = try Self.check("[1]\n", sources: nil)
    #expect(missing.outcome == .fail)
    #expect(missing.lines == ["essays/robot/s.md: the file is missing"])
    #expect(missing.fixes == ["write the file"])
    #expect(missing.found == "the sources: missing")
    let folder = try Self.check("[1]\n", sources: .notRegular("a folder"))
    #expect(folder.lines.last == "essays/robot/s.md: it is a folder, not a regular file")
    let path = "essays/robot/n.md"
    let bytes = try Self.check("[1]\n", sources: .bytes([0x31, 0xFF]), path: path)
    #expect(bytes.outcome == .fail)
    #expect(bytes.lines == ["essays/robot/s.md: the text is not UTF-8"])
    #expect(bytes.fixes == ["save the file as UTF-8"])
    let closed = try Self.check("[1]\n", sources: .unreadable("permission denied"), path: path)
    #expect(closed.outcome == .error("essays/robot/s.md: permission denied"))
    let long = try Self.check("[1]\n", sources: .tooLong(Artifact.textLimit + 1), path: path)
    #expect(
      long.outcome
        == .error(
          "essays/robot/s.md: 16777217 bytes, and a rule reads at most 16777216 of a text"))
  }

  @Test("Missing sources that another rule has said are not said again")
  func saidOnce() throws {
    let rule = "\"type\": \"citations_paired\", \"path\": \"n.md\", \"sources\": \"s.md\""
    let results = try ContractText.evaluate(
      outputs: ["s.md"], rule, rule, in: MemoryArtifacts(["n.md": "[1]"])
    ).results
    #expect(results.map(\.lines) == [["s.md: the file is missing"], [], []])
    #expect(results.map(\.found) == ["missing", "the sources: missing", "the sources: missing"])
  }

  @Test("The sources are opened once and are among the artifacts")
  func artifacts() throws {
    let files = MemoryArtifacts(["n.md": "[1]", "s.md": "1. a"])
    let rule = "\"type\": \"citations_paired\", \"path\": \"n.md\", \"sources\": \"s.md\""
    let evaluation = try ContractText.evaluate(outputs: ["s.md"], rule, rule, in: files)
    #expect(evaluation.results.allSatisfy { $0.outcome == .pass })
    #expect(files.opened == ["n.md": 1, "s.md": 1])
    #expect(evaluation.artifacts.map(\.path.text) == ["n.md", "s.md"])
  }

  @Test(
    "The time grows with the text, however brackets, ranges and links are piled up",
    arguments: [
      "[1-999] ", "[", "![", "[1, ", "[^a] ", "[1]–", "[1](a) ", "1. a\n", "[^a]: b\n\n", "](",
    ])
  func long(piece: String) throws {
    let text = String(repeating: piece, count: 20_000) + "\n\n[1]\n"
    let result = try Self.check(text)
    if case .error(let what) = result.outcome { Issue.record("\(what)") }
    #expect(result.findings.count <= 50)
  }

  @Test("Of many faults fifty are told, and all are counted")
  func many() throws {
    let notes = (101...170).map { "Said so [\($0)].\n" }.joined(separator: "\n")
    let result = try Self.check(notes, sources: Self.sources(70))
    #expect(result.outcome == .fail)
    #expect(result.found == "70 citations, 70 sources: 70 without a source, 70 never cited")
    #expect(result.findings.count == 50)
  }

  static let bad: [BadContract] = [
    .rule(
      "pattern",
      "\"type\": \"citations_paired\", \"path\": \"a.md\", \"sources\": ▸\"*.md\"",
      "'*.md' is a pattern, and \"sources\" is one file", "name the file itself"),
    .rule(
      "variable",
      "\"type\": \"citations_paired\", \"path\": \"a.md\", \"sources\": ▸\"{slag}.md\"",
      "unknown variable '{slag}'", "did you mean 'slug'?"),
    .rule(
      "parent", "\"type\": \"citations_paired\", \"path\": \"a.md\", \"sources\": ▸\"../a.md\"",
      "'../a.md' has a '..' segment",
      "write the path from the root of the repository, for example essays/robot"),
    .rule(
      "records",
      "\"type\": \"citations_paired\", \"path\": \"a.md\", \"sources\": ▸\"orchestration/runs/a.md\"",
      "'orchestration/runs/a.md' lies where the records are",
      "name a file outside orchestration/runs"),
    .rule(
      "a list", "\"type\": \"citations_paired\", \"path\": \"a.md\", \"sources\": ▸[\"a.md\"]",
      "expected a string, found an array"),
  ]

  @Test("Parameters that make no sense are refused", arguments: bad)
  func refused(contract: BadContract) { contract.expectRefused() }
}
