import Testing
import Text

@Suite("What a pattern leaves out")
struct PatternExclusionTests {
  /// A text in which `«` and `»` enclose what is excluded; they are taken out before the search.
  struct Case: Sendable, CustomTestStringConvertible {
    let pattern: String
    let marked: String
    let found: [Range<Int>]
    var testDescription: String { "\(pattern) in \(marked.debugDescription)" }
  }

  @Test(
    "No match touches or spans an excluded range",
    arguments: [
      Case(pattern: "TODO", marked: "TODO «TODO» TODO", found: [0..<4, 10..<14]),
      Case(pattern: "TODO", marked: "TO«D»O TODO", found: [5..<9]),
      Case(pattern: ".+", marked: "ab«cd»ef", found: [0..<2, 4..<6]),
      Case(pattern: "[^x]+", marked: "ab«cd»ef", found: [0..<2, 4..<6]),
      Case(pattern: "[\\s\\S]+", marked: "«ab»", found: []),
      Case(pattern: "a[^b]*b", marked: "a«»b a«x»b", found: [0..<2]),
      Case(pattern: "\\W", marked: "a«-»", found: []),
      Case(pattern: "a\\b", marked: "a«a»a", found: [0..<1, 2..<3]),
      Case(pattern: "\\Ba", marked: "«a»a aa", found: [4..<5]),
      // The ends of lines are the real ones.
      Case(pattern: "^a", marked: "«x»a\na", found: [3..<4]),
      Case(pattern: "a$", marked: "a«x»\na", found: [3..<4]),
      Case(pattern: "^a", marked: "«x\n»a", found: [2..<3]),
      Case(pattern: "^a", marked: "«x\r\n»a", found: [3..<4]),
      Case(pattern: "a$", marked: "a«\nx»", found: [0..<1]),
      Case(pattern: "a\\s+b", marked: "a «\n» b a  b", found: [6..<10]),
      // A scalar or a CRLF is left out whole when a part of it is.
      Case(pattern: "\\s", marked: "a\r«\n»b ", found: [4..<5]),
      Case(pattern: "é", marked: "é«é»é", found: [0..<2, 4..<6]),
    ])
  func excluded(_ example: Case) throws {
    var text: [UInt8] = []
    var excluded: [Range<Int>] = []
    var start = 0
    for scalar in example.marked.unicodeScalars {
      switch scalar {
      case "«": start = text.count
      case "»": excluded.append(start..<text.count)
      default: text += Array(String(scalar).utf8)
      }
    }
    #expect(try Pattern(example.pattern).matches(in: text, excluding: excluded) == example.found)
  }

  @Test("Many ranges over many chunks are each left out")
  func many() throws {
    let text = Array(String(repeating: "ab TODO ", count: 1_000).utf8)
    let excluded = stride(from: 0, to: text.count, by: 16).map { $0..<($0 + 8) }
    let expected = stride(from: 8, to: text.count, by: 16).map { ($0 + 3)..<($0 + 7) }
    #expect(try Pattern("TODO").matches(in: text, excluding: excluded) == expected)
    #expect(try Pattern("\\bTODO\\b").matches(in: text, excluding: excluded) == expected)
  }

  @Test("Ranges beyond the text, or inside a scalar, do no harm")
  func odd() throws {
    let text = Array("aéa".utf8)
    #expect(try Pattern(".").matches(in: text, excluding: [2..<3]) == [0..<1, 3..<4])
    #expect(try Pattern(".").matches(in: text, excluding: [3..<9, 20..<30]) == [0..<1, 1..<3])
  }
}
