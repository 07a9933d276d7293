import Testing
import Text

@Suite("Words")
struct WordsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let count: Int
    let characters: Int
    init(_ text: String, _ count: Int, characters: Int = 0) {
      self.text = text
      self.count = count
      self.characters = characters
    }
    var testDescription: String { "'\(text)'" }
  }

  static let cases: [Case] = [
    Case("", 0), Case("  \n\t ", 0), Case("… — ! & % * 🤖 →", 0), Case("one", 1),
    Case("one two\nthree", 3), Case("one,two;three/four", 4), Case("so—and–so", 3),
    Case("don't don’t l’auto rock'n'roll", 4), Case("'quoted' “so”", 2),
    Case("mother-in-law non\u{2010}stop a--b - c", 5), Case("R.U.R. e.g. end. Next...last", 5),
    Case("1920 1,204.50 3,14 1,a 50 % 10.1109/85.728224", 8), Case("l·lògic col·legi", 2),
    Case("snake_case ____ _x_", 2), Case("soft\u{AD}hyphen zero\u{200D}joined", 2),
    Case("cafe\u{301} e\u{301}t\u{E9}", 2), Case("naïve Čapek Ελλάδα Москва שלום مرحبا", 6),
    Case("नमस्ते दुनिया", 2), Case("로봇은 노동자다", 2), Case("ภาษาไทย คือ ภาษา", 3),
    Case("ភាសា\u{200B}ខ្មែរ", 2), Case("𝐛old ½ Ⅻ ²", 4),
    Case("机器人", 3, characters: 3), Case("机器人 robot，1920年。", 6, characters: 4),
    Case("ロボット", 4, characters: 4), Case("ガ カ\u{3099} ｶﾞ", 3, characters: 3),
    Case("人々のRobotです", 6, characters: 5), Case("𠮷野家", 3, characters: 3),
    Case("see https://example.org/a-b?c=d%20e, now", 2), Case("(www.example.org) HTTP://X.Y", 0),
    Case("见https://example.org/机", 2, characters: 2), Case("https and http: www", 4),
    Case("xhttps://a", 2),
  ]

  @Test("Each script is counted as its readers count", arguments: cases)
  func counts(of text: Case) {
    let words = Words(text.text)
    #expect(words.count == text.count)
    #expect(words.characters == text.characters)
  }

  private static func words(_ markdown: String) -> Int {
    Markdown(Array(markdown.utf8)).words().reduce(0) { $0 + $1.count }
  }

  @Test(
    "What no reader reads as prose has no words",
    arguments: [
      ("---\ntitle: a b c\n---\none\n", 1), ("one `two three`\n", 1), ("one\n\n    two\n", 1),
      ("```text\none two\n```\n", 0), ("one <!-- two three --> four\n", 2),
      ("<!-- one\ntwo -->\n", 0), ("[one two](three/four \"five\")\n", 2),
      ("[one][x]\n\n[x]: https://two.example \"three\"\n", 1), ("<https://one.example>\n", 0),
      ("one[^a]\n\n[^a]: two three\n", 3), ("**un**likely *so* ~~gone~~\n", 3),
      ("![one two](three.png)\n", 2), ("# One two #\n\nThree\n=====\n", 3),
      ("> one\n> two\n\n- three\n  1. four\n", 4), ("|a|b c|\n|-|-|\n|d|`e`|\n", 4),
      ("one<br>two &amp; three&nbsp;four\n", 4),
      ("<p class=\"a b\">one <b>two</b> &mdash; three</p>\n", 3),
      ("<div>\n<script>\nvar one = 2\n</script>\ntwo\n</div>\n", 1),
      ("<style>\np { color: red }\n</style>\n", 0), ("<pre>\none\n</pre>\n", 0),
      ("<div><!-- one --> 1 < 2</div>\n", 2),
      ("<details>\n<summary>one</summary>\n\ntwo\n</details>\n", 2),
    ])
  func markdown(text: String, count: Int) {
    #expect(Self.words(text) == count)
    #expect(Self.words(text.replacing("\n", with: "\r\n")) == count)
  }
}
