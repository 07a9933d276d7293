import Testing
import Text

@Suite("Globs")
struct GlobTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let pattern: String
    let matching: [String]
    let others: [String]
    init(_ pattern: String, _ matching: [String], not others: [String] = []) {
      self.pattern = pattern
      self.matching = matching
      self.others = others
    }
    var testDescription: String { "'\(pattern)'" }
  }

  static let cases: [Case] = [
    Case("a/b.md", ["a/b.md"], not: ["a/b-md", "a/b.md/", "b.md", "a/B.md", "x/a/b.md", ""]),
    Case("*.md", ["a.md", "a b.md"], not: [".md", ".a.md", "a/b.md", "a.mdx", "md"]),
    Case("*", ["a", "a.b"], not: ["", ".a", "a/b"]),
    Case(".*", [".a", "."], not: ["a"]),
    Case("a*", ["a", "a.b", "ab"], not: ["ba", "a/"]),
    Case("?", ["a", "é", "🐛"], not: ["ab", "", ".", "e\u{301}"]),
    Case("?*", ["a", "ab"], not: [".a", ""]),
    Case("a?c", ["abc", "a?c", "a村c"], not: ["ac", "abbc", "a/c"]),
    Case("*?é", ["aé", "éé"], not: ["é", "e\u{301}"]),
    Case("*a*b", ["ab", "xaxb", "aabb"], not: ["aba", "b"]),
    Case("**", ["a", "a/b", "a/b/c"], not: [".a", "a/.b", "a//b"]),
    Case("**/*.md", ["a.md", "x/a.md", "x/y/a.md"], not: ["x/.a.md", ".x/a.md", "a.txt"]),
    Case("a/**/b", ["a/b", "a/x/b", "a/x/b/y/b"], not: ["a/.x/b", "ab", "a/b/c"]),
    Case("a/**", ["a", "a/b", "a/b/c"], not: ["b", "a/.b"]),
    Case("**/.x/**/b", [".x/b", "a/.x/c/b"], not: [".x/.x/b", "a/b"]),
    Case("a**b", ["ab", "axb"], not: ["a/b"]),
    Case("[ab]{c}.md", ["[ab]{c}.md"], not: ["a.md", "ac.md"]),
    Case("é", ["é"], not: ["e\u{301}"]),
  ]

  @Test("A pattern matches what it names and nothing else", arguments: cases)
  func matches(_ example: Case) {
    let glob = Glob(example.pattern)
    for path in example.matching { #expect(glob.matches(Array(path.utf8)), "'\(path)'") }
    for path in example.others { #expect(!glob.matches(Array(path.utf8)), "'\(path)'") }
  }

  @Test("Only a pattern without wildcards is literal")
  func literal() {
    #expect(Glob("a/[b].md").isLiteral)
    #expect(!Glob("a/?.md").isLiteral)
    #expect(!Glob("a/*").isLiteral)
    #expect(!Glob("**").isLiteral)
  }

  @Test("A walk knows where to look, where to stop, and what has matched")
  func walk() {
    let glob = Glob("src/app/**/[x]/*.md")
    var walk = glob.start
    #expect(glob.onlyName(after: walk) == Array("src".utf8))
    walk = glob.step(walk, into: "src".utf8)
    #expect(glob.onlyName(after: walk) == Array("app".utf8))
    #expect(glob.step(walk, into: "lib".utf8).isOver)
    walk = glob.step(walk, into: "app".utf8)
    #expect(glob.onlyName(after: walk) == nil)
    #expect(!walk.isOver)
    #expect(glob.step(walk, into: ".git".utf8).isOver)
    walk = glob.step(glob.step(walk, into: "y".utf8), into: "[x]".utf8)
    #expect(!glob.isMatch(walk))
    #expect(glob.isMatch(glob.step(walk, into: "a.md".utf8)))
    #expect(!glob.isMatch(glob.step(walk, into: "a.txt".utf8)))
  }

  @Test("Many wildcards and long names take no exponential time")
  func hostile() {
    let name = Array(repeating: UInt8(ascii: "a"), count: 2_000)
    #expect(!Glob(String(repeating: "*a", count: 200) + "b").matches(name))
    let path = Array(repeating: name.prefix(1), count: 1_000).joined(separator: [UInt8(ascii: "/")])
    #expect(!Glob(String(repeating: "**/a/", count: 50) + "b").matches(Array(path)))
  }

  @Test("Bytes that are no UTF-8 count one by one")
  func anyBytes() {
    #expect(Glob("??").matches([0xFF, 0x80]))
    #expect(Glob("?").matches([0xC3]))
    #expect(!Glob("a").matches([0xFF]))
  }
}
