import Testing
import Text

/// A pattern, a text, and the texts that it should find there, in order.
struct PatternCase: Sendable, CustomTestStringConvertible {
  let pattern: String
  let text: String
  let found: [String]
  let ignoringCase: Bool

  init(_ pattern: String, _ text: String, _ found: [String], ignoringCase: Bool = false) {
    self.pattern = pattern
    self.text = text
    self.found = found
    self.ignoringCase = ignoringCase
  }

  var testDescription: String { "\(pattern.debugDescription) in \(text.debugDescription)" }

  func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let bytes = Array(text.utf8)
    let matches = try Pattern(pattern, ignoringCase: ignoringCase).matches(in: bytes)
    let texts = matches.map { String(decoding: bytes[$0], as: UTF8.self) }
    // As scalars: the strings' own `==` would not tell "\u{E9}" from "e\u{301}".
    #expect(
      texts.map { Array($0.unicodeScalars) } == found.map { Array($0.unicodeScalars) },
      sourceLocation: sourceLocation)
  }
}

@Suite("What a pattern finds")
struct PatternMatchTests {
  @Test(
    "Literals, choices, groups and repetitions",
    arguments: [
      PatternCase("TODO|TBD", "a TODO, a TBD, a TOD", ["TODO", "TBD"]),
      PatternCase("", "abc", []),
      PatternCase("a", "", []),
      PatternCase("a|ab", "ab", ["a"]),
      PatternCase("ab|a", "ab a", ["ab", "a"]),
      PatternCase("a|", "bab", ["a"]),
      PatternCase("(a|ab)(c|bcd)", "abcd", ["abcd"]),
      PatternCase("a*", "baac", ["aa"]),
      PatternCase("a+b", "aab ab b", ["aab", "ab"]),
      PatternCase("colou?r", "color colour", ["color", "colour"]),
      PatternCase("(?:ab){2}", "ababab", ["abab"]),
      PatternCase("a{2,}", "a aa aaa", ["aa", "aaa"]),
      PatternCase("a{2,3}", "aaaaaa a aa", ["aaa", "aaa", "aa"]),
      PatternCase("a{0}b", "ab", ["b"]),
      PatternCase("(a{1,2}){2}", "aaaaa", ["aaaa"]),
      PatternCase("x(a|b|c)*y", "xy xabcy xdy", ["xy", "xabcy"]),
      PatternCase("((a)|(b))+", "abba c", ["abba"]),
      PatternCase("()a()", "a", ["a"]),
      PatternCase("a]}", "a]}", ["a]}"]),
      PatternCase("a(?:)*b", "ab", ["ab"]),
      // Empty matches are left out, the text at the same place is not.
      PatternCase("x*|abc", "xx abc", ["xx", "abc"]),
      PatternCase("(a*)*", "aab", ["aa"]),
      PatternCase("(a*)+b|c", "aabc", ["aab", "c"]),
      PatternCase("(?:a?){3}b", "aab", ["aab"]),
    ])
  func common(_ example: PatternCase) throws { try example.check() }

  @Test(
    "A lazy repetition takes the fewest, and what stands first is preferred",
    arguments: [
      PatternCase("<.*>", "<a><b>", ["<a><b>"]),
      PatternCase("<.*?>", "<a><b>", ["<a>", "<b>"]),
      PatternCase("a+?", "aaa", ["a", "a", "a"]),
      PatternCase("a??b", "ab b", ["ab", "b"]),
      PatternCase("a{2,4}?", "aaaaa", ["aa", "aa"]),
      PatternCase("a{2,}?b", "aaab", ["aaab"]),
      PatternCase("(?:a|ab)(?:c|bcd)?", "abcd", ["abcd"]),
      PatternCase("(?:a|ab)(?:c|bcd)??", "abcd", ["a"]),
      PatternCase("a.*z|a", "aaz a", ["aaz", "a"]),
      PatternCase("[^z]*z|a", "aab", ["a", "a"]),
      PatternCase("(?:a*?)*b", "aab", ["aab"]),
      PatternCase("(?:ab?|b)+?c", "abbc", ["abbc"]),
    ])
  func priority(_ example: PatternCase) throws { try example.check() }

  @Test(
    "Classes and escapes",
    arguments: [
      PatternCase("[a-cx]+", "abcdx", ["abc", "x"]),
      PatternCase("[^a-c]+", "abcde\nf", ["de\nf"]),
      PatternCase("[-a]+[a-]", "-a-", ["-a-"]),
      PatternCase("[a^]+", "^a^", ["^a^"]),
      PatternCase("[\\]\\[\\\\]+", "a[]\\b", ["[]\\"]),
      PatternCase("[[]x", "[x", ["[x"]),
      PatternCase("[.*+?(){}|$]+", "a.*+?(){}|$b", [".*+?(){}|$"]),
      PatternCase("[\\d\\s]+", "a1 2b", ["1 2"]),
      PatternCase("[^\\W\\d]+", "ab1c", ["ab", "c"]),
      PatternCase("\\d+", "12 ٣٤ ½ ²", ["12", "٣٤"]),
      PatternCase("\\D+", "1a½2", ["a½"]),
      PatternCase("\\w+", "naïve_1 — über‿x", ["naïve_1", "über‿x"]),
      PatternCase("\\w+", "e\u{301}a \u{200D}", ["e\u{301}a", "\u{200D}"]),
      PatternCase("\\W+", "a—!b", ["—!"]),
      PatternCase("\\s+", "a\u{A0}\u{2003}\tb\u{200B}", ["\u{A0}\u{2003}\t"]),
      PatternCase("\\S+", "a b", ["a", "b"]),
      PatternCase("\\x41\\u00e9\\u{1F600}", "Aé😀", ["Aé😀"]),
      PatternCase("\\t\\f\\v", "\t\u{C}\u{B}", ["\t\u{C}\u{B}"]),
      PatternCase("\\.\\*\\-\\/\\ \\#\\—", ".*-/ #—", [".*-/ #—"]),
      PatternCase("\\p{Lu}\\p{L}+", "Éa abc", ["Éa"]),
      PatternCase("\\P{L}+", "a1—b", ["1—"]),
      PatternCase("[\\p{So}\\p{Sc}]", "a😀€$", ["😀", "€", "$"]),
      PatternCase("[α-ω]+", "xλόγος", ["λ", "γος"]),
      PatternCase("[😀-😂]", "😁😃", ["😁"]),
    ])
  func classes(_ example: PatternCase) throws { try example.check() }

  @Test(
    "Lines begin and end at LF, CRLF and CR, and CRLF is one line break",
    arguments: [
      PatternCase("^.+$", "one\ntwo\r\nthree\rfour", ["one", "two", "three", "four"]),
      PatternCase("^a", "a\na\r\na ba", ["a", "a", "a"]),
      PatternCase("a$", "ab a\r\na\na", ["a", "a", "a"]),
      PatternCase(".", "\r\n\n\r", []),
      PatternCase("\\n", "a\r\nb\nc", ["\r\n", "\n"]),
      PatternCase("\\r\\n", "a\r\nb\nc", ["\r\n", "\n"]),
      PatternCase("\r\n", "a\r\nb\nc", ["\r\n", "\n"]),
      PatternCase("\\r?\\n", "a\r\nb\nc", ["\r\n", "\n"]),
      PatternCase("\\r", "a\r\nb\rc", ["\r"]),
      PatternCase("a\\nb", "a\nb a\r\nb", ["a\nb", "a\r\nb"]),
      PatternCase("\\n{2}", "a\r\n\r\nb", ["\r\n\r\n"]),
      PatternCase("[^x]", "\r\nx", ["\r\n"]),
      PatternCase("a\\sb", "a\r\nb", ["a\r\nb"]),
      PatternCase("^$\\n", "a\r\n\r\nb", ["\r\n"]),
      PatternCase("(?:^|,)a", "a,a\na", ["a", ",a", "a"]),
      PatternCase("a(?:$|,)", "aa,a\na", ["a,", "a", "a"]),
      PatternCase("^.+$", "\u{2028}a", ["\u{2028}a"]),
      PatternCase("a$^b", "a\nb", []),
      PatternCase("a$\\n^b", "a\nb", ["a\nb"]),
    ])
  func lines(_ example: PatternCase) throws { try example.check() }

  @Test(
    "Words end where a letter, mark, digit or connector meets anything else",
    arguments: [
      PatternCase("\\bcat\\b", "cat concat cat's cat_ cat", ["cat", "cat", "cat"]),
      PatternCase("\\bet\\b", "été et", ["et"]),
      PatternCase("\\b\\w", "été über 😀a ٣a", ["é", "ü", "a", "٣"]),
      PatternCase("\\Bt\\B", "t ata", ["t"]),
      PatternCase("e\\b", "e\u{301} e", ["e"]),
      PatternCase("\\b\\B", "ab", []),
      PatternCase("a\\b|b", "ab a", ["b", "a"]),
    ])
  func words(_ example: PatternCase) throws { try example.check() }

  @Test(
    "Case is ignored by simple folding, in classes too",
    arguments: [
      PatternCase("todo", "TODO Todo todo", ["TODO", "Todo", "todo"], ignoringCase: true),
      PatternCase("todo", "TODO", []),
      PatternCase("straße", "STRAẞE STRASSE straße", ["STRAẞE", "straße"], ignoringCase: true),
      PatternCase("σ", "Σσς", ["Σ", "σ", "ς"], ignoringCase: true),
      PatternCase("ς+", "Σσς", ["Σσς"], ignoringCase: true),
      PatternCase("k+", "kK\u{212A}", ["kK\u{212A}"], ignoringCase: true),
      PatternCase("\u{212A}+", "kK\u{212A}", ["kK\u{212A}"], ignoringCase: true),
      PatternCase("s+", "sS\u{17F}", ["sS\u{17F}"], ignoringCase: true),
      PatternCase("[a-z]+", "aZ\u{17F}1", ["aZ\u{17F}"], ignoringCase: true),
      PatternCase("[^a-z]+", "aZ1", ["1"], ignoringCase: true),
      PatternCase("[É]", "é", ["é"], ignoringCase: true),
      PatternCase("ǆ", "Ǆǅǆ", ["Ǆ", "ǅ", "ǆ"], ignoringCase: true),
      PatternCase("i", "ıİI", ["I"], ignoringCase: true),
      PatternCase("\\p{Lu}+", "aB1", ["aB"], ignoringCase: true),
      PatternCase("\\u{1C84}", "\u{1C85}т", ["\u{1C85}", "т"], ignoringCase: true),
    ])
  func folding(_ example: PatternCase) throws { try example.check() }

  @Test("Ranges count bytes, and the limit stops the search")
  func ranges() throws {
    let text = Array("é TODO 😀 TODO\r\nTODO".utf8)
    let pattern = try Pattern("TODO")
    #expect(try pattern.matches(in: text) == [3..<7, 13..<17, 19..<23])
    #expect(try pattern.matches(in: text, limit: 2) == [3..<7, 13..<17])
    #expect(try pattern.matches(in: text, limit: 0).isEmpty)
  }

  @Test(
    "A pattern that can match nothing says so",
    arguments: [
      ("a*", true), ("a|", true), ("^", true), ("^$", true), ("(?:a?b*){2,5}", true),
      ("a{0}", true),
      ("", true), ("a", false), ("a*b", false), ("(a|b)+", false), ("^a?$\\n", false),
    ])
  func matchesEmpty(_ pattern: String, _ expected: Bool) throws {
    #expect(try Pattern(pattern).matchesEmpty == expected)
  }

  @Test("Bytes that are no UTF-8 are read one by one, without a trap")
  func invalid() throws {
    let text: [UInt8] = [0xFF, 0x41, 0x80, 0x80, 0x80, 0x80, 0x80, 0xC3, 0x41, 0xE2, 0x82]
    #expect(try Pattern("A").matches(in: text) == [1..<2, 8..<9])
    #expect(try Pattern("\\u{FFFD}").matches(in: text).count == 9)
    #expect(try Pattern("\\x00").matches(in: text).isEmpty)
  }
}
