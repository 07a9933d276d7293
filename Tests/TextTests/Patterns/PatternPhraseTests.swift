import Testing
import Text

@Suite("What a phrase finds")
struct PatternPhraseTests {
  @Test(
    "A phrase is literal, and its white space stands for any run of white space",
    arguments: [
      PatternCase(
        "in order to", "in order to, in  order\r\nto inorder to",
        ["in order to", "in  order\r\nto"]),
      PatternCase("in \n order", "in order in\u{A0}order", ["in order", "in\u{A0}order"]),
      PatternCase("a.b*(c)|[d]\\w", "a.b*(c)|[d]\\w axb", ["a.b*(c)|[d]\\w"]),
      PatternCase("DELVE", "delve Delve", ["delve", "Delve"], ignoringCase: true),
      PatternCase("DELVE", "delve", []),
      PatternCase(" a ", "a a  b", [" a  "]),
      PatternCase("", "abc", []),
    ])
  func phrases(_ example: PatternCase) throws {
    let bytes = Array(example.text.utf8)
    let pattern = try Pattern(phrase: example.pattern, ignoringCase: example.ignoringCase)
    let texts = try pattern.matches(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    #expect(texts.map { Array($0.utf8) } == example.found.map { Array($0.utf8) })
  }

  @Test("A phrase beyond the limit is refused")
  func limit() throws {
    _ = try Pattern(phrase: String(repeating: "é", count: 10_000), ignoringCase: false)
    #expect(throws: PatternError.self) {
      try Pattern(phrase: String(repeating: "é", count: 10_001), ignoringCase: false)
    }
  }
}
