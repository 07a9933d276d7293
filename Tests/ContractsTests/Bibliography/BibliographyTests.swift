import Contracts
import Testing

@Suite("What counts as a source")
struct BibliographyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let keys: [String]
    init(_ text: String, _ keys: String...) {
      self.text = text
      self.keys = keys
    }
    var testDescription: String { text.debugDescription }
  }

  static func bibliography(_ text: String) -> Bibliography {
    Bibliography(markdown: Array(text.utf8))
  }

  @Test(
    "An identifier is found and normalised",
    arguments: [
      Case("- <https://doi.org/10.2307/455415>", "doi:10.2307/455415"),
      Case("- http://dx.doi.org/10.2307/455415.", "doi:10.2307/455415"),
      Case("- Turing, 1950. doi:10.1093/mind/LIX.236.433.", "doi:10.1093/mind/lix.236.433"),
      Case("- DOI 10.1002/j.1538-7305.1948.tb01338.x", "doi:10.1002/j.1538-7305.1948.tb01338.x"),
      Case("- (see 10.1145/609784.609818)", "doi:10.1145/609784.609818"),
      Case(
        "- https://dl.acm.org/doi/pdf/10.1145/609784.609818", "doi:10.1145/609784.609818"),
      Case(
        "- <https://doi.org/10.1016/S0140-6736%2805%2967889-6>",
        "doi:10.1016/s0140-6736(05)67889-6"),
      Case("- Version 10.15/2 and 10.1/x and 10.12345"),
      Case("- ISBN 0-471-54806-5", "isbn:9780471548065"),
      Case("- ISBN-13: 978-0-201-89683-1.", "isbn:9780201896831"),
      Case("- isbn 0201896834", "isbn:9780201896831"),
      Case("- Knuth (ISBN: 978 0 201 89683 1)", "isbn:9780201896831"),
      Case("- 978‐0‐201‐89683‐1 with Unicode hyphens", "isbn:9780201896831"),
      Case("- ISBN 0-8044-2957-X", "isbn:9780804429573"),
      Case("- ISBN 0-471-54806-4 has a wrong check digit"),
      Case("- ISBN 978-0-201-89683-2 has one too"),
      Case("- ISBN 0-000-00000-0 is a placeholder"),
      Case("- 0-471-54806-5 without the word"),
      Case("- arXiv:1706.03762v7 [cs.CL]", "arxiv:1706.03762"),
      Case("- https://arxiv.org/abs/1706.03762", "arxiv:1706.03762"),
      Case("- [PDF](https://arxiv.org/pdf/1706.03762v5.pdf)", "arxiv:1706.03762"),
      Case("- arXiv:math.DG/0211159v1", "arxiv:math/0211159"),
      Case("- https://doi.org/10.48550/arXiv.1706.03762", "doi:10.48550/arxiv.1706.03762"),
      Case("- arXiv 12345.678"),
      Case(
        "- [Log book](https://www.americanhistory.si.edu/Log/?id=1&utm_source=x#top)",
        "web:americanhistory.si.edu/Log?id=1"),
      Case("- See https://example.org/a_(b), and more", "web:example.org/a_(b)"),
      Case("- (HTTP://Example.ORG:80/).", "web:example.org"),
      Case("- www.example.org/x", "web:example.org/x"),
      Case("- https://example.org:8080/x", "web:example.org:8080/x"),
      Case("- “https://example.org/x”", "web:example.org/x"),
      Case(
        "- https://web.archive.org/web/20130101000000/https://example.org/x", "web:example.org/x"),
      Case("- [![Badge](https://example.org/b.png)](https://example.org/x)", "web:example.org/x"),
      Case("- [a](b.md) [c](#d) <ana@example.org> [e](mailto:ana@example.org) [f](/g)"),
      Case("- ![Moth](https://example.org/moth.png)"),
      Case("- `https://example.org` and <!-- https://example.org -->"),
      Case("- https://localhost/x http://a https:// ftp://example.org"),
    ])
  func identifiers(_ example: Case) {
    #expect(Self.bibliography(example.text).entries.map(\.key) == example.keys)
  }

  @Test(
    "Each form of entry counts",
    arguments: [
      Case("[1]: https://example.org/a 'A'\n[2]: x.md\n", "web:example.org/a"),
      Case("![Moth][m]\n\n[m]: https://example.org/m.png"),
      Case("Text.[^a]\n\n[^a]: Shapiro.\n    https://doi.org/10.2307/455415", "doi:10.2307/455415"),
      Case(
        "| Title | Link |\n|---|---|\n| A | https://example.org/a |\n| B | none |",
        "web:example.org/a"),
      Case("| https://example.org/head |\n|---|\n| x |"),
      Case(
        "- Books\n  - ISBN 0-471-54806-5\n  - [Log](https://example.org/log)\n",
        "isbn:9780471548065", "web:example.org/log"),
      Case("* One\n\n  <https://example.org/a>\n* Two\n", "web:example.org/a"),
      Case(
        "[1] https://example.org/a\n[2] Two, at\nhttps://example.org/b\n",
        "web:example.org/a", "web:example.org/b"),
      Case("Prose with https://example.org/a in it.\n\nMore prose.\n"),
      Case("# Essay\n\nProse, wrapped so that\n[1] begins a line, with https://example.org/a.\n"),
      Case("# Essay\n\nProse with https://example.org/a in it.\n"),
      Case(
        "# Essay\n\n## References\n\nA https://example.org/a\n\nB\n\n### Books\n\nISBN 0-471-54806-5\n\n## Next\n\nhttps://example.org/b\n",
        "web:example.org/a", "isbn:9780471548065"),
      Case(
        "https://example.org/a\n\nISBN 0-471-54806-5\n", "web:example.org/a", "isbn:9780471548065"),
      Case("```\n- https://example.org/a\n```\n\n    - https://example.org/b\n"),
      Case("---\nlinks:\n- https://example.org/a\n---\n<!--\n- https://example.org/b\n-->\n"),
      Case("## References\n\n<p>https://example.org/a</p>\n"),
      Case(""),
      Case("# Citations\n\n1.\n2.\n"),
    ])
  func forms(_ example: Case) {
    #expect(Self.bibliography(example.text).entries.map(\.key) == example.keys)
  }

  @Test(
    "An author, a year and a title are a source",
    arguments: [
      "Turing, A. M. (1950). Computing Machinery and Intelligence. *Mind* 59, 433–460.",
      "Shapiro, Fred R. \"Etymology of the Computer Bug.\" *American Speech* 62 (1987): 376–378.",
      "Shannon, Claude E. “A Mathematical Theory of Communication.” 1948.",
      "Mary Shelley, *Frankenstein; or, The Modern Prometheus*, London, 1818.",
      "Darwin, Charles. *On the Origin of Species*. London: John Murray, 1859.",
      "Čapek, Karel. *R.U.R. Rossumovi univerzální roboti*. Praha: Aventinum, 1920.",
      "村上春樹『ノルウェイの森』講談社、1987年",
      "村上春樹 (1987) ノルウェイの森",
      "曹雪芹：《红楼梦》，人民文学出版社，1982。",
      "Достоевский, Ф. М. Преступление и наказание. 1866.",
      "de Beauvoir, Simone. *Le Deuxième Sexe*. Paris: Gallimard, 1949.",
      "Homer. *The Odyssey*. Translated by Emily Wilson. New York: Norton, 2018.",
      "[x] Aho, A. V., & Corasick, M. J. (1975). Efficient string matching. *CACM* 18(6).",
      "Smithsonian National Museum of American History. \"Log Book With Computer Bug.\" 1947.",
      "Beowulf. (n.d.). British Library, Cotton MS Vitellius A XV.",
      "O’Neil, Cathy: Weapons of Math Destruction. Crown, September 2016.",
      "Mary Shelley, *Frankenstein*, 1818.",
      "[1] Hopper, Grace. The Education of a Computer. Pittsburgh, May 1952.",
    ])
  func authorAndYear(_ text: String) {
    for bullet in ["- ", "1. ", "[^1]: ", "## References\n\n"] {
      let entries = Self.bibliography(bullet + text).entries
      #expect(entries.map(\.kind) == [.other], "after '\(bullet)'")
    }
  }

  @Test(
    "Prose with a year in it is none",
    arguments: [
      "In 1947 the moth was found.",
      "The moth was found, 1947.",
      "9 September 1947: the moth",
      "Grace Hopper was born in 1906.",
      "Edison's letter, 1878: he used the word bug",
      "Grace Hopper, a pioneer, 1906",
      "Harvard Mark II, 1947",
      "Mark II (1947): a relay computer at Harvard",
      "Boston, 9 September 1947.",
      "The Smithsonian, Washington, 1994.",
      "Josephson (1992), p. 45",
      "Josephson, 1992, pp. 45–47",
      "Josephson 1992, 45",
      "Shapiro, Fred R. 1987.",
      "Magoun, Alexander. Did You Know?",
      "Euclid. *Elements*, book 9, proposition 20.",
      "Darwin, Charles. On the Origin of Species, 18590.",
      "May 1952: the talk in Pittsburgh",
      "See Turing (1950). Computing Machinery.",
      "蛾は1947年に見つかった。",
      "TODO, find the source, 1950.",
      "1947",
      "",
    ])
  func noSource(_ text: String) {
    #expect(Self.bibliography("- " + text).entries.isEmpty)
  }

  @Test("A row counts by its columns of authors and years where a title stands beside")
  func rows() {
    let rows =
      "| Turing, A. M. | Computing Machinery and Intelligence | 1950 |\n| Shelley | | 1818 |\n"
    let named = Self.bibliography("| Author | Title | Year |\n|---|---|---|\n" + rows)
    #expect(named.entries.map(\.kind) == [.other])
    #expect(Self.bibliography("| Name | What | Built |\n|---|---|---|\n" + rows).entries.isEmpty)
  }

  @Test("The same source twice counts once, however it is written")
  func repeats() {
    let bibliography = Self.bibliography(
      """
      1. Shapiro. <https://doi.org/10.2307/455415>
      2. Josephson. ISBN 0-471-54806-5.
      3. Shapiro again: doi:10.2307/455415
      4. [Josephson](https://www.example.org/edison/), ISBN 978-0-471-54806-5
      5. http://example.org/edison#p45
      6. arXiv:1706.03762v1
      7. https://arxiv.org/abs/1706.03762v7
      8. Darwin, Charles. *On the Origin of Species*. London: John Murray, 1859.
      9. Darwin, Charles. “On the Origin of Species”. London, John Murray (1859).
      """)
    #expect(
      bibliography.entries.map(\.isRepeat) == [
        false, false, true, true, true, false, true, false, true,
      ])
    #expect(bibliography.distinct == 4)
    #expect(bibliography.summary == "4 distinct (1 DOI, 1 ISBN, 1 arXiv, 1 other)")
    #expect(bibliography.lastCounted?.key.utf8.starts(with: "other:darwin".utf8) == true)
  }

  @Test("Entries that a later one joins are one source, of its strongest kind")
  func joined() {
    let bibliography = Self.bibliography(
      """
      - https://example.org/a
      - https://example.org/b
      - https://example.org/a and https://example.org/b, doi:10.2307/455415
      """)
    #expect(bibliography.entries.map(\.kind) == [.web, .web, .doi])
    #expect(bibliography.summary == "1 distinct (1 DOI)")
  }

  static let list = """
    # Citations

    Numbered in the order of use.

    1. Smithsonian National Museum of American History. "Log Book With Computer Bug." 1947.
       <https://americanhistory.si.edu/collections/search/object/nmah_334663>
    2. Shapiro, Fred R. "Etymology of the Computer Bug." *American Speech* 62, no. 4 (1987).
       <https://doi.org/10.2307/455415>
    10. Josephson, Matthew. *Edison: A Biography*. New York: John Wiley & Sons, 1992.
        ISBN 0-471-54806-5.

    """

  @Test("An entry's place is that of its marker, and kinds are counted in a fixed order")
  func places() {
    let bibliography = Self.bibliography(Self.list)
    #expect(bibliography.summary == "3 distinct (1 web, 1 DOI, 1 ISBN)")
    let lines = bibliography.entries.map { entry in
      String(decoding: Array(Self.list.utf8)[entry.offset...].prefix(6), as: UTF8.self)
    }
    #expect(lines == ["1. Smi", "2. Sha", "10. Jo"])
    #expect(Self.bibliography("").summary == "0 distinct")
  }

  @Test("CRLF and CR read as LF does")
  func lineEndings() {
    let lines = Array(Self.list.utf8).split(separator: 10, omittingEmptySubsequences: false)
    for ending in ["\r\n", "\r"] {
      let text = Array(lines.joined(separator: Array(ending.utf8)))
      #expect(
        Bibliography(markdown: text).entries.map(\.key)
          == Self.bibliography(Self.list).entries.map(\.key))
    }
  }

  @Test(
    "A heading names a reference list in several languages",
    arguments: [
      "References", "## 7. Sources", "Works cited:", "**Further Reading**", "Selected Bibliography",
      "Sources and further reading", "Références", "Literaturverzeichnis", "参考文献",
      "Список литературы",
    ])
  func headings(_ heading: String) {
    let title = heading.utf8.starts(with: "##".utf8) ? heading : "# \(heading)"
    let text = "\(title)\n\nSee https://example.org/a\n"
    #expect(Self.bibliography(text).distinct == 1)
  }

  @Test(
    "Another heading does not",
    arguments: [
      "What the sources say", "Sources of error", "Cross-references", "Notes", "The moth",
    ])
  func otherHeadings(_ heading: String) {
    #expect(Self.bibliography("# \(heading)\n\nSee https://example.org/a\n").distinct == 0)
  }
}
