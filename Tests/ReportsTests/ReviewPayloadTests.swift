import JSONDocument
import RecordSamples
@testable import Reports
import Testing
@testable import Verification

@Suite("Hostile text in reports for reviewers")
struct ReviewPayloadTests {
  private func text(_ lines: [String]) -> String { lines.joined(separator: "\n") }

  /// What Markdown, a table, a fence or a chart would take for its own.
  static let markup = [
    "a|b", "```", "`x", "x`", "` `` ```", "~~~", "<script>alert(1)</script>", "<!-- x", "-->",
    "@octocat", "#123", "GH-1", "!7", "org/repo#4", ":smile:", "$x$", "&amp; &#64;",
    "[link](https://example.org)", "![image](https://example.org/a.png)", "https://example.org",
    "www.example.org", "a@example.org", "*a* _b_ **c** ~~d~~", "\\", "a\\|b", "1. x", "- x",
    "# heading", "> quote", "    code", "\ta", "| a | b |\n|---|---|", "two\n\n## lines",
    "%%{init: {\"theme\": \"dark\"}}%%", "click a href \"https://example.org\"", "gantt",
    "section x", "title: x; y", "style a: #1;", "x :crit, a, 2026-01-01, 1d", "]:", "</details>",
  ]

  @Test(
    "No text of a record moves, colours or hides anything, in any format", arguments: Payloads.all)
  func control(_ payload: String) throws {
    let (report, comparison) = try ReviewSamples.hostile(payload)
    for lines in [
      ReviewMarkdown(report).lines, ReviewText(report).lines, RunComparisonText(comparison).lines,
    ] {
      for line in lines { #expect(Payloads.harmful(line).isEmpty, "\(line)") }
    }
  }

  @Test("No line gives the log of a host a command", arguments: HostileFindingTests.payloads)
  func noCommand(_ payload: HostileText) throws {
    let (report, comparison) = try ReviewSamples.hostile(payload.text)
    for lines in [
      ReviewMarkdown(report).lines, ReviewText(report).lines, RunComparisonText(comparison).lines,
    ] {
      for line in lines {
        #expect(Payloads.harmful(line).isEmpty)
        #expect(!line.drop { $0.isWhitespace }.hasPrefix("::"))
        #expect(line.firstMatch(of: #/##[A-Za-z]*\[/#) == nil)
      }
    }
  }

  @Test("JSON holds the very text", arguments: [Payloads.line, markup.joined(separator: " ")])
  func json(_ payload: String) throws {
    let (report, comparison) = try ReviewSamples.hostile(payload)
    for value in [ReviewJSON.members(report), RunComparisonJSON.members(comparison)] {
      let bytes = JSONWriter.write(value)
      #expect(throws: Never.self) { try JSONDocument(parsing: bytes) }
    }
    let members = try JSONDocument(parsing: JSONWriter.write(ReviewJSON.members(report)))
    #expect(
      try members.root.object().required("since").object().required("revision").string() == payload)
  }

  @Test(
    "No text of a record is markup: with its escapes taken away nothing is left that means something",
    arguments: markup)
  func markdown(_ payload: String) throws {
    let lines = ReviewMarkdown(try ReviewSamples.hostile(payload).report).lines
    let fences = lines.filter { $0.hasPrefix("```") }
    #expect(fences == ["```mermaid", "```"])
    for line in lines where line.hasPrefix("|") {
      #expect(Markup.bare(line).count { $0 == "|" } == 6, "\(line)")
    }
    let chart = try #require(lines.firstIndex(of: "```mermaid"))
    let end = try #require(lines.lastIndex(of: "```"))
    for (number, line) in lines.enumerated() where !(chart...end).contains(number) {
      let bare = Markup.bare(line)
      for mark in ["<", "@", "`", "[", "](", "://", "www."] {
        #expect(!bare.contains(mark), "\(mark) in \(line)")
      }
      // Lines begin with our own marks.
      let isOurs = ["#", "-", "|", ""].contains { mark in
        mark.isEmpty ? line.isEmpty : line.drop { $0 == " " }.hasPrefix(mark)
      }
      #expect(isOurs || line.hasPrefix("2 runs: "), "\(line)")
    }
  }

  @Test(
    "Text is escaped by backslashes, and references are broken",
    arguments: [
      ("a|b", "a\\|b"), ("<b>", "\\<b\\>"), ("@ana", "\\@&#8203;ana"), ("#12", "\\#&#8203;12"),
      ("# 12", "\\# 12"), ("https://x.org", "https\\://x.org"), ("é@é", "é\\@&#8203;é"),
      ("www.x.org", "www\\.x.org"), ("a\tb", "a b"), ("a\nb", "a\\\\u\\{a\\}b"),
      ("the-word-robot, 14:30.", "the-word-robot, 14\\:&#8203;30."),
    ])
  func escaped(_ text: String, _ wanted: String) {
    #expect(MarkdownText.escaped(text) == wanted)
  }

  @Test(
    "Code spans hold any text",
    arguments: [
      ("a", "`a`"), ("", ""), ("`", "`` ` ``"), ("a`b", "``a`b``"), ("``a", "``` ``a ```"),
      (" a ", "`  a  `"), ("  ", "`  `"), ("a\nb", "`a\\u{a}b`"),
    ])
  func code(_ text: String, _ wanted: String) {
    #expect(MarkdownText.code(text) == wanted)
  }
}

/// Markdown without what is escaped or stands in code.
enum Markup {
  static func bare(_ line: String) -> String {
    var rest = Array(line)[...]
    var bare = ""
    while let first = rest.first {
      if first == "\\" {
        rest = rest.dropFirst(2)
      } else if first == "`" {
        let fence = rest.prefix { $0 == "`" }.count
        rest = rest.dropFirst(fence)
        var run = 0
        while let next = rest.first {
          if next == "`" {
            run = rest.prefix { $0 == "`" }.count
            rest = rest.dropFirst(run)
            if run == fence { break }
          } else {
            rest = rest.dropFirst()
          }
        }
        if run != fence { bare += "`" }
      } else {
        bare.append(first)
        rest = rest.dropFirst()
      }
    }
    return bare
  }
}
