import RecordSamples
import Reports
import Testing

@Suite("Untrusted text on a screen")
struct VisibleTests {
  @Test("Nothing that could do harm is left", arguments: Payloads.all)
  func payloads(text: String) {
    #expect(!Payloads.harmful(text).isEmpty)
    #expect(Payloads.harmful(Visible.line(text)).isEmpty)
    for line in Visible.lines(of: text) { #expect(Payloads.harmful(line).isEmpty) }
  }

  @Test("Every control and format character of the first plane becomes its number")
  func everyScalar() {
    var wrong: [String] = []
    for value in (UInt32(0)...0xFFFF) {
      guard let scalar = Unicode.Scalar(value), scalar != "\t" else { continue }
      let shown = Visible.line(String(scalar))
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator:
        if shown != "\\u{\(String(value, radix: 16))}" { wrong.append(shown) }
      case .format:
        // Signs that stand over or before Arabic and Syriac digits are seen.
        let isSeen = [0x600...0x605, 0x6DD...0x6DD, 0x70F...0x70F, 0x890...0x891, 0x8E2...0x8E2]
          .contains { $0.contains(value) }
        if shown != (isSeen ? String(scalar) : "\\u{\(String(value, radix: 16))}") {
          wrong.append(shown)
        }
      case .unassigned: break
      default: if !shown.utf8.elementsEqual(String(scalar).utf8) { wrong.append(shown) }
      }
    }
    #expect(wrong == [])
  }

  @Test(
    "No host of logs finds a command",
    arguments: [
      ("::error::x", "\\u{3a}:error::x"), (" \t::add-mask::a", " \t\\u{3a}:add-mask::a"),
      ("\u{A0}\u{3000}::group::", "\u{A0}\u{3000}\\u{3a}:group::"),
      ("##[error]x", "#\\u{23}[error]x"),
      ("a ###[x] ##vso[y]", "a ##\\u{23}[x] #\\u{23}vso[y]"),
    ])
  func commands(text: String, shown: String) {
    #expect(Visible.line(text) == shown)
    #expect(Visible.lines(of: "a\n\(text)") == ["a", shown])
  }

  @Test(
    "What is harmless stays as it is",
    arguments: [
      "", "plain", "\ttab", "é e\u{301} ß 漢字 \u{1F916}", "a · b „c“ – d…", "\\u{1b}", "אבג عربي",
      "a ::error::", "::: note", "::", ":: x", "## a [b]", "# [b]",
    ])
  func harmless(text: String) {
    #expect(Visible.line(text).utf8.elementsEqual(text.utf8))
  }

  @Test(
    "Lines end at LF, CRLF and CR, without the empty ones at both ends",
    arguments: [
      ("", []), ("\n\n", []), ("a", ["a"]), ("a\n", ["a"]), ("\r\na\r\n\r\nb\r\n", ["a", "", "b"]),
      ("a\rb", ["a", "b"]), ("a\r\rb", ["a", "", "b"]), ("a\n\rb", ["a", "", "b"]),
      ("a\r\n\n\r\nb", ["a", "", "", "b"]), (" \n a \n", [" ", " a "]),
      ("a\u{2028}b", ["a\\u{2028}b"]), ("a\u{85}b", ["a\\u{85}b"]),
      ("a\n\u{B}\n", ["a", "\\u{b}"]),
    ] as [(String, [String])])
  func lines(text: String, lines: [String]) { #expect(Visible.lines(of: text) == lines) }
}
