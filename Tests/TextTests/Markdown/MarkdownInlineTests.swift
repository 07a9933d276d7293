import Testing
import Text

@Suite("Markdown inside a line")
struct MarkdownInlineTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let written: String
    let seen: String
    init(_ written: String, _ seen: String) {
      self.written = written
      self.seen = seen
    }
    var testDescription: String { written.debugDescription }
  }

  @Test(
    "A heading's text is what a reader sees",
    arguments: [
      Case("**Open** questions", "Open questions"),
      Case("*Open* __questions__", "Open questions"),
      Case("***Open** questions*", "Open questions"),
      Case("snake_case_name", "snake_case_name"),
      Case("2 * 3 * 4", "2 * 3 * 4"),
      Case("a*b*c", "abc"),
      Case("_a_b", "_a_b"),
      Case("**Unclosed", "**Unclosed"),
      Case("*a **b* c**", "a b c"),
      Case("\"*Quoted*\" and (_set_)", "\"Quoted\" and (set)"),
      Case("村**上**春", "村上春"),
      Case("`code` and ``a ` b``", "code and a ` b"),
      Case("`*not* <b>&amp;\\`", "*not* <b>&amp;\\"),
      Case("`unclosed *x*", "`unclosed x"),
      Case("[Text](https://example.org \"T\")", "Text"),
      Case("[Text](<a b>) [x](y(z))", "Text x"),
      Case("[*Text* `c`](u)", "Text c"),
      Case("![The **moth**](moth.png)", "The moth"),
      Case("[![Alt](a.png)](b)", "Alt"),
      Case("[a [b](c) d](e)", "[a b d](e)"),
      Case("*a [b*](c)", "*a b*"),
      Case("[ref] [Ref][] [text][ref] [other]", "ref Ref text [other]"),
      Case("[no](a b) [x]", "[no](a b) [x]"),
      Case("Summary[^1] [^2]", "Summary [^2]"),
      Case("<https://example.org> <ana@example.org>", "https://example.org ana@example.org"),
      Case("a <b class=\"x\">c</b> <!-- d --> <?e?> <!F> <![CDATA[g]]>", "a c"),
      Case("1 < 2 <3 <!-- open", "1 < 2 <3 <!-- open"),
      Case("one<br>two<br/>three", "one two three"),
      Case("\\*a\\* \\[b] \\\\ \\q", "*a* [b] \\ \\q"),
      Case("&amp; &eacute; &hellip; &#35; &#x1F41B; &#0;", "& é … # 🐛 \u{FFFD}"),
      Case("&nosuch; &amp &; &#; &#x; &#1234567890;", "&nosuch; &amp &; &#; &#x; &#1234567890;"),
      Case("&lt;b&gt; &ast;a&#42;b*", "<b> &ast;a*b*"),
      Case("  wide\u{A0} \t space&nbsp;", "wide space"),
    ])
  func visible(_ example: Case) {
    let text = "# \(example.written)\n\n[ref]: https://example.org\n\n[^1]: A note.\n"
    #expect(Markdown(text).headings.first?.text == example.seen)
  }

  @Test("A setext heading's lines become one")
  func breaks() {
    #expect(Markdown("a  \nb\\\nc\n`d\ne`\n===").headings.map(\.text) == ["a b c d e"])
  }

  @Test("What is no prose: front matter, code and comments, and nothing else")
  func notProse() {
    let markdown = Markdown(
      """
      ---
      a: b
      ---
      Use `code`, not \\`this\\` or [x](`y` "z").
      <!-- c --> <i> <!-- d -->
      Text <!-- e
      f --> g

          indented

          more

      > ```
      > fenced
      > ```

      Then <!-- g --> and <b>h</b>.

      <div><!-- i --> j <!-- k
      l</div>

      | `m` | n \\| `o` |
      |---|---|
      | p | ``q ` `` |

      ~~~
      r

      """)
    #expect(
      markdown.notProse.map(markdown.text) == [
        "---\na: b\n---", "`code`", "<!-- c -->", "<!-- d -->", "<!-- e\nf -->",
        "indented\n\n    more",
        "```\n> fenced\n> ```", "<!-- g -->", "<!-- i -->", "<!-- k\nl</div>", "`m`", "`o`",
        "``q ` ``", "~~~\nr",
      ])
  }

  @Test("Links say where they lead and where that is written")
  func links() throws {
    let markdown = Markdown(
      """
      > An [inline](a%20b.md#c "T") and [angled](<d e&amp;f>), ![image](g\\_h.png),
      > [ref][R], <https://example.org/?q=1>, `[no](code)`.

      [r]: https://example.org/r
      """)
    let paragraph = try #require(markdown.blocks.first { $0.kind == .paragraph })
    let links = markdown.links(of: paragraph)
    #expect(
      links.map(\.destination) == [
        "a%20b.md#c", "d e&f", "g_h.png", "https://example.org/r", "https://example.org/?q=1",
      ])
    #expect(links.map(\.form) == [.inline, .inline, .inline, .reference, .autolink])
    #expect(links.map(\.isImage) == [false, false, true, false, false])
    #expect(
      links.map { markdown.text($0.destinationOffset..<($0.destinationOffset + 3)) } == [
        "a%2", "d e", "g\\_", "[re", "htt",
      ])
    #expect(markdown.text(links[2].range) == "![image](g\\_h.png)")
    #expect(markdown.definitions.map(\.destination) == ["https://example.org/r"])
    #expect(markdown.definitions.map { markdown.text($0.label) } == ["r"])
  }

  @Test("Labels match whatever their case and spacing, and the first definition counts")
  func labels() throws {
    let markdown = Markdown("[ÄSS  Ω\n x]\n\n[äss ω X]: one\n[ÄSS Ω x]: two\n")
    let paragraph = try #require(markdown.blocks.first)
    #expect(markdown.links(of: paragraph).map(\.destination) == ["one"])
  }

  @Test("A row has cells, parted where no backslash stands before the bar")
  func cells() {
    let markdown = Markdown("| a | b\n|-|-|\n|  c \\| d | | e |\nf\n")
    let cells = markdown.blocks.map { markdown.cells(of: $0).map(markdown.text) }
    #expect(cells == [[], ["a", "b"], ["-", "-"], ["c \\| d", "", "e"], ["f"]])
    #expect(
      markdown.blocks.map { markdown.visibleText(of: $0) } == ["", "a b", "", "c | d e", "f"])
  }

  @Test("Code can be left out of what is seen")
  func withoutCode() {
    let markdown = Markdown("a `b` c\n\nd|`e`\n-|-\n")
    #expect(markdown.blocks.map { markdown.visibleText(of: $0) } == ["a b c", "", "d e", ""])
    #expect(
      markdown.blocks.map { markdown.visibleText(of: $0, includingCode: false) } == [
        "a c", "", "d", "",
      ])
    #expect(markdown.blocks.map { markdown.visibleCells(of: $0) } == [[], [], ["d", "e"], []])
  }

  @Test("White space collapses by Unicode and is trimmed")
  func collapsing() {
    #expect(Markdown.collapsingWhiteSpace(" a\u{2003}\n b\u{A0}") == "a b")
    #expect(Markdown.collapsingWhiteSpace(" \t") == "")
    #expect(Markdown.collapsingWhiteSpace("a b  c\u{3000}d é ") == "a b c d é")
  }

  @Test("White space is what Unicode calls so")
  func whiteSpace() {
    let wrong = (UInt32(0)...0xFFFF).compactMap { Unicode.Scalar($0) }.filter { scalar in
      let collapsed = Array(Markdown.collapsingWhiteSpace("a\(scalar)b").utf8)
      return (collapsed == Array("a b".utf8)) != scalar.properties.isWhitespace
    }
    #expect(wrong == [])
  }
}
