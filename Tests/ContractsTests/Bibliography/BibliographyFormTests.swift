import Contracts
import Testing
import Text

@Suite("min_sources in BibTeX and CSL JSON")
struct BibliographyFormTests {
  private static func check(
    _ files: [String: MemoryArtifacts.Entry], path: String, minimum: Int = 99
  ) throws -> Evaluation.Result {
    try #require(
      try ContractText.evaluate(
        "\"type\": \"min_sources\", \"path\": \"\(path)\", \"min\": \(minimum)",
        in: MemoryArtifacts(files)
      ).results.first)
  }

  private static func found(_ text: String, in path: String) throws -> String? {
    try check([path: .bytes(Array(text.utf8))], path: path).found
  }

  @Test(
    "A BibTeX entry is told by its identifier, else by author, year and title, else by its key",
    arguments: [
      ("@article{a, doi = {10.2307/455415}}", "1 distinct (1 DOI)"),
      ("@article{a, DOI = \"https://doi.org/10.2307/455415\"}", "1 distinct (1 DOI)"),
      ("@article{a, doi = {10.1000/a\\_b}}", "1 distinct (1 DOI)"),
      ("@book(b, isbn = 9780471548065)", "1 distinct (1 ISBN)"),
      ("@book{b, isbn = {0-471-54806-4}}", "0 distinct"),
      ("@misc{c, eprint = {1706.03762v7}, archivePrefix = {arXiv}}", "1 distinct (1 arXiv)"),
      ("@misc{c, eprint = {1706.03762}}", "1 distinct (1 arXiv)"),
      ("@misc{c, eprint = {1706.03762}, eprinttype = {jstor}}", "0 distinct"),
      ("@online{d, url = {https://example.org/a_(b)}}", "1 distinct (1 web)"),
      ("@misc{d, howpublished = {\\url{https://example.org/a}}}", "1 distinct (1 web)"),
      (
        "@book{e, author = {Mary Shelley}, title = {Frankenstein}, year = 1818}",
        "1 distinct (1 other)"
      ),
      ("@book{e, title = {Beowulf}}", "1 distinct (1 other)"),
      ("@book{e, editor = {{World Health Organization}}}", "1 distinct (1 other)"),
      ("@book{e}", "0 distinct"), ("@book{e,}", "0 distinct"), ("@book{}", "0 distinct"),
      ("@book{, title = {Beowulf}}", "0 distinct"), ("", "0 distinct"),
      ("@book{e, note = {https://example.org}}", "0 distinct"),
      (
        "@comment{a, title = {A}} @preamble{\"x\"} @string{s = {x}} @set{t, title = {A}}",
        "0 distinct"
      ),
      ("ana@example.org and @book alone", "0 distinct"), ("% @book", "0 distinct"),
      ("@\u{E9}{x, title = {A}}", "0 distinct"),
    ])
  func bibTeX(text: String, found: String) throws {
    for text in [text, text.replacing(", ", with: ",\r\n  ")] {
      #expect(try Self.found(text, in: "a.bib") == found)
    }
    #expect(try Self.found(text, in: "A.BIB") == found)
  }

  @Test("Values join, nest and may hold signs; entries that are not closed end at the next")
  func tolerance() throws {
    let text = """
      Comments stand anywhere, {even in braces}.
      @STRING{mind = "Mind"}
      @article { turing ,
        title = {Computing {Machinery} and "Intelligence, a @book{ test"},
        author = {Turing, Alan M. and others}, journal = mind # { } # "59",
        year = "19" # 50, month = oct }
      @book{shannon, title = {A {broken brace}, year = 1948,
      @book{shelley, author = "Shelley, {M}ary", title = "Franken{"}stein", year = {1818},
        odd stray, = {x}, {y = z}, empty = , last = }
      @book{homer, title = "The Odyssey
      @book{ovid, title = {Metamorphoses}
      """
    let result = try Self.check(["a.bib": .bytes(Array(text.utf8))], path: "a.bib")
    #expect(result.found == "5 distinct (5 other)")
    #expect(result.lines == ["a.bib:11:1: 5 sources, need at least 99"])
  }

  @Test(
    "The same work twice counts once, also in other files of other forms",
    arguments: [
      "doi = {10.2307/455415}",
      "author = {Turing, Alan M.}, title = {Computing machinery and intelligence}, year = 1950",
      "author = {Alan Turing and A. Church}, title = {Computing {M}achinery and Intelligence}, date = {1950-10}",
      "author = {{\\'E}mile Zola}, title = {{L'\\OE{}uvre}}, year = 1886, url = {http://example.org/zola/}",
    ])
  func repeats(fields: String) throws {
    let twice = "@article{a, \(fields)}\n@article{b, \(fields)}\n"
    #expect(
      try Self.check(["a.bib": .bytes(Array(twice.utf8))], path: "a.bib").lines
        == ["a.bib:1:1: 1 source, need at least 99"])
    let list = """
      - Shapiro. <https://doi.org/10.2307/455415>
      - Turing, A. M. (1950). *Computing Machinery and Intelligence*.
      - [Zola](https://www.example.org/zola)

      """
    let json = """
      [ { "id": 1, "DOI": "10.2307/455415" },
        { "id": 2, "author": [{ "family": "Turing", "given": "A." }], "issued": { "date-parts": [[1950, 10]] },
          "title": "Computing Machinery and Intelligence" },
        { "id": 3, "URL": "https://example.org/zola#top" } ]
      """
    let result = try Self.check(
      [
        "s/a.bib": .bytes(Array(twice.utf8)), "s/b.md": .bytes(Array(list.utf8)),
        "s/c.json": .bytes(Array(json.utf8)),
      ], path: "s/*")
    #expect(result.found == "3 distinct (1 web, 1 DOI, 1 other)")
  }

  @Test(
    "A CSL item is told in the same way",
    arguments: [
      ("{ \"DOI\": \"10.2307/455415\" }", "1 distinct (1 DOI)"),
      ("{ \"ISBN\": \"978-0-471-54806-5 0-471-54806-5\" }", "1 distinct (1 ISBN)"),
      ("{ \"number\": \"arXiv:1706.03762\" }", "1 distinct (1 arXiv)"),
      ("{ \"URL\": \"https://example.org/a\" }", "1 distinct (1 web)"),
      ("{ \"URL\": \"example.org/a\" }", "0 distinct"),
      (
        "{ \"author\": [{ \"literal\": \"UNESCO\" }], \"title\": \"R\", \"issued\": { \"raw\": \"May 1952\" } }",
        "1 distinct (1 other)"
      ),
      (
        "{ \"editor\": [{ \"family\": \"Aho\" }], \"title\": \"R\", \"issued\": { \"date-parts\": [[\"1975\"]] } }",
        "1 distinct (1 other)"
      ),
      ("{ \"id\": \"x\", \"title\": \"Beowulf\" }", "1 distinct (1 other)"),
      (
        "{ \"id\": 7, \"title\": \"Beowulf\" }, { \"id\": \"7\", \"title\": \"Ovid\" }",
        "1 distinct (1 other)"
      ),
      ("{ \"title\": \"Beowulf\" }", "0 distinct"), ("{ \"id\": \"x\" }", "0 distinct"),
      ("{}", "0 distinct"),
      ("{ \"id\": 1, \"DOI\": 7, \"author\": {}, \"issued\": [], \"title\": null }", "0 distinct"),
      ("", "0 distinct"),
    ])
  func items(items: String, found: String) throws {
    #expect(try Self.found("[\(items)]", in: "a.json") == found)
  }

  @Test("A work's place is that of its first character")
  func places() throws {
    let json =
      "[\n  { \"é\": 1, \"DOI\": \"10.2307/455415\" }, { \"URL\": \"https://example.org/\" },\n {}]"
    #expect(
      try Self.check(["a.json": .bytes(Array(json.utf8))], path: "a.json").lines
        == ["a.json:2:40: 2 sources, need at least 99"])
    let bib = "é @book{a, title = {A}} ü @book{b, title = {B}}"
    #expect(
      try Self.check(["a.bib": .bytes(Array(bib.utf8))], path: "a.bib").lines
        == ["a.bib:1:27: 2 sources, need at least 99"])
  }

  @Test(
    "What is no CSL JSON is found at its place, and fails the rule however many sources there are",
    arguments: [
      ("", "1:1: no CSL JSON: expected a value, found the end of the text"),
      ("{ \"items\": [] }", "1:1: no CSL JSON: expected an array, found an object"),
      ("[\n  {},\n  7 ]", "3:3: no CSL JSON: expected an object, found a number"),
      ("[ {}, ]", "1:5: no CSL JSON: found a comma before ']' (remove the comma)"),
    ])
  func malformed(text: String, line: String) throws {
    let result = try Self.check(
      ["s/a.json": .bytes(Array(text.utf8)), "s/b.md": "- https://example.org/\n"], path: "s/*",
      minimum: 1)
    #expect(result.outcome == .fail)
    #expect(result.lines == ["s/a.json:\(line)"])
    #expect(result.found == "1 distinct (1 web); 1 could not be read")
    #expect(result.fixes == ["mend it, or export the works again as CSL JSON, an array of objects"])
  }

  @Test("What the reader of JSON does not read is an error of the rule")
  func limits() throws {
    let deep = String(repeating: "[", count: 65)
    let result = try Self.check(["a.json": .bytes(Array(deep.utf8))], path: "a.json")
    #expect(result.outcome == .error("a.json:1:65: more than 64 containers inside each other"))
  }

  @Test("A file that is no text", arguments: ["a.bib", "a.json"])
  func noText(path: String) throws {
    try TextRuleOutcomes.expect(of: "\"type\": \"min_sources\", \"min\": 1", path: path)
  }

  @Test(
    "The longest BibTeX file is read to its end",
    arguments: [
      "@book{a, x = \"{", "\n  @book{",
    ])
  func longest(part: String) throws {
    let padded = part + String(repeating: "x", count: 16_000)
    let bytes = TextRuleOutcomes.longest(of: padded, end: "\n@book{z, title = {Z}}")
    let result = try Self.check(["a.bib": .bytes(bytes)], path: "a.bib")
    #expect(result.outcome == .fail)
  }
}
