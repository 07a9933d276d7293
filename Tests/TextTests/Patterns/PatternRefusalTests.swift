import Testing
import Text

@Suite("What a pattern may not say")
struct PatternRefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let pattern: String
    let offset: Int
    let what: String
    init(_ pattern: String, _ offset: Int, _ what: String) {
      self.pattern = pattern
      self.offset = offset
      self.what = what
    }
    var testDescription: String { pattern.debugDescription }
  }

  @Test(
    "A construct that is not supported is named with its place",
    arguments: [
      Case("(a)\\1", 3, "back-reference '\\1' is not supported"),
      Case("é(?=b)", 1, "look-ahead '(?=' is not supported"),
      Case("a(?!b)", 1, "look-ahead '(?!' is not supported"),
      Case("(?<=a)b", 0, "look-behind '(?<=' is not supported"),
      Case("(?<!a)b", 0, "look-behind '(?<!' is not supported"),
      Case("(?<year>a)", 0, "named group '(?<' is not supported"),
      Case("(?P<year>a)", 0, "named group '(?P<' is not supported"),
      Case("(?>a)", 0, "atomic group '(?>' is not supported"),
      Case("(?i)a", 0, "inline flag '(?i' is not supported"),
      Case("(?s).", 0, "inline flag '(?s' is not supported"),
      Case("(?R)", 0, "recursion '(?R' is not supported"),
      Case("a(?1)", 1, "recursion '(?1' is not supported"),
      Case("(?(1)a|b)", 0, "condition '(?(' is not supported"),
      Case("(?#x)", 0, "comment '(?#' is not supported"),
      Case("(*FAIL)", 0, "verb '(*' is not supported"),
      Case("(?~a)", 0, "'(?' is not supported here"),
      Case("ab++", 2, "possessive repetition '++' is not supported"),
      Case("a{2}+", 1, "possessive repetition '{2}+' is not supported"),
      Case("a[[:alpha:]]", 2, "'[:' begins a POSIX class, which is not supported"),
      Case("\\0", 0, "octal escape '\\0' is not supported"),
      Case("a\\Z", 1, "unknown escape '\\Z'"),
      Case("a\\q", 1, "unknown escape '\\q'"),
      Case("\\é", 0, "unknown escape '\\é'"),
      Case("[\\q]", 1, "unknown escape '\\q'"),
      Case("\\p{Greek}", 0, "unknown category '\\p{Greek}'"),
      Case("\\pL", 0, "'\\p' needs a name in braces"),
    ])
  func unsupported(_ example: Case) { check(example) }

  @Test(
    "A slip is named with its place",
    arguments: [
      Case("a**", 2, "'*' repeats a repetition"),
      Case("a*???", 3, "'?' repeats a repetition"),
      Case("a{2}{3}", 4, "'{3}' repeats a repetition"),
      Case("*a", 0, "'*' has nothing to repeat"),
      Case("a|+", 2, "'+' has nothing to repeat"),
      Case("(?:?)", 3, "'?' has nothing to repeat"),
      Case("^*", 1, "'*' has nothing to repeat"),
      Case("\\b{2}", 2, "'{2}' has nothing to repeat"),
      Case("{a}", 0, "'{' is no repetition here"),
      Case("a{name}", 1, "'{' is no repetition here"),
      Case("a{,3}", 1, "'{' is no repetition here"),
      Case("a{2", 1, "'{' is no repetition here"),
      Case("a{3,2}", 1, "'{3,2}' has its bounds in the wrong order"),
      Case("a{1001}", 1, "'{1001' repeats more than 1000 times"),
      Case(
        "a{2,99999999999999999999}", 1, "'{2,99999999999999999999' repeats more than 1000 times"),
      Case("a)b", 1, "')' closes no group"),
      Case("a(b(c)", 1, "'(' is not closed"),
      Case("a[b", 1, "'[' is not closed"),
      Case("a[b-", 1, "'[' is not closed"),
      Case("[]a]", 0, "'[]' is an empty class"),
      Case("[^]", 0, "'[^]' is an empty class"),
      Case("[az-b]", 2, "'z-b' is a range in the wrong order"),
      Case("[a-\\d]", 1, "'a-\\d' is no range of characters"),
      Case("[\\b]", 1, "'\\b' means a place and cannot stand in a class"),
      Case("a\\", 1, "'\\' at the end escapes nothing"),
      Case("\\x4g", 0, "'\\x4' needs 2 hexadecimal digits"),
      Case("\\u12", 0, "'\\u12' needs 4 hexadecimal digits"),
      Case("\\u{}", 0, "'\\u{' needs one to six hexadecimal digits and '}'"),
      Case("\\u{110000}", 0, "'\\u{110000}' is no character of Unicode"),
      Case("\\ud83d\\ude00", 0, "'\\ud83d' is no character of Unicode"),
    ])
  func slips(_ example: Case) { check(example) }

  @Test("A pattern that grows too large is refused at the construct that makes it so")
  func size() throws {
    check(Case("x(?:[a-z]{100}){101}", 15, "the pattern grows beyond 10000 instructions here"))
    check(Case("((a{1000}){1000}){1000}", 10, "the pattern grows beyond 10000 instructions here"))
    check(Case("(a{999}|b{999}){5}c{99}", 18, "the pattern grows beyond 10000 instructions here"))
    _ = try Pattern("(a{1000}){10}")
    // What is empty stays empty, however often it is repeated.
    #expect(try Pattern("(((){1000}){1000}){1000}a").matches(in: [0x61]) == [0..<1])
  }

  @Test("Groups nested too deep, and patterns too long, are refused without a crash")
  func depth() throws {
    let opening = String(repeating: "(", count: 200)
    let closing = String(repeating: ")", count: 200)
    #expect(try Pattern("\(opening)a\(closing)").matches(in: [0x61]) == [0..<1])
    check(Case("(\(opening)a\(closing))", 200, "groups are nested deeper than 200"))
    check(Case(String(repeating: "(", count: 100_000), 10_000, "longer than 10000 characters"))
  }

  @Test("Every refusal says what to write instead")
  func hints() {
    let hint = { (pattern: String) -> String? in
      do throws(PatternError) {
        _ = try Pattern(pattern)
        return nil
      } catch {
        return error.hint
      }
    }
    #expect(hint("(?i)a") == "set \"ignore_case\": true in the rule")
    #expect(hint("{slug}")?.contains("write '\\{' for the character itself") == true)
    #expect(hint("a{3,2}") == "write '{2,3}'")
    #expect(hint("\\Aa") == "write '^', which matches at the start of each line")
  }

  private func check(_ example: Case, sourceLocation: SourceLocation = #_sourceLocation) {
    do throws(PatternError) {
      _ = try Pattern(example.pattern)
      Issue.record("was accepted", sourceLocation: sourceLocation)
    } catch {
      #expect(error.what == example.what, sourceLocation: sourceLocation)
      #expect(error.offset == example.offset, sourceLocation: sourceLocation)
      #expect(!error.hint.isEmpty, sourceLocation: sourceLocation)
    }
  }
}
