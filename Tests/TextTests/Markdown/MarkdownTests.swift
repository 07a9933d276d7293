import Testing
import Text

@Suite("Markdown")
struct MarkdownTests {
  @Test("Blocks read as CommonMark reads them", arguments: MarkdownCases.all)
  func blocks(_ example: MarkdownCase) {
    #expect(Markdown(example.text).sketch == example.blocks)
  }

  @Test("Headings are those that a reader sees", arguments: MarkdownCases.all)
  func headings(_ example: MarkdownCase) {
    #expect(Markdown(example.text).headings.map(\.text) == example.headings)
  }

  @Test("CRLF and CR read as LF does", arguments: MarkdownCases.all)
  func lineEndings(_ example: MarkdownCase) {
    let plain = Markdown(example.text)
    let lines = Array(example.text.utf8).split(separator: 10, omittingEmptySubsequences: false)
    for ending in ["\r\n", "\r"] {
      let other = Markdown(Array(lines.joined(separator: Array(ending.utf8))))
      #expect(other.sketch == plain.sketch)
      #expect(other.headings.map(\.text) == plain.headings.map(\.text))
      #expect(other.notProse.count == plain.notProse.count)
    }
  }

  @Test(
    "A block's range lies in its container's, and its lines in its own",
    arguments: MarkdownCases.all)
  func ranges(_ example: MarkdownCase) {
    let markdown = Markdown(example.text)
    for (index, block) in markdown.blocks.enumerated() {
      let outer = block.parent.map { markdown.blocks[$0].range } ?? markdown.source.indices
      #expect(outer.lowerBound <= block.range.lowerBound)
      #expect(block.range.upperBound <= outer.upperBound)
      #expect(block.end > index)
      for line in markdown.lines(of: block) {
        #expect(block.range.lowerBound <= line.lowerBound)
        #expect(line.upperBound <= block.range.upperBound)
      }
    }
  }

  @Test("A heading's place is that of its own first character")
  func offsets() {
    let markdown = Markdown("x\n\n  # A\n> - ## B\n\nC\n===\n")
    #expect(markdown.headings.map(\.offset) == [5, 13, 19])
    #expect(markdown.headings.map(\.level) == [1, 2, 1])
    #expect(
      markdown.headings.map { markdown.text($0.offset..<($0.offset + 1)) } == ["#", "#", "C"])
  }

  @Test("Lines of a leaf are without the prefixes of its containers")
  func lines() {
    let markdown = Markdown("> - one\n>   two\nlazy\n> - ```swift\n>   let x\n>     = 1\n>   ```\n")
    let leaves = markdown.blocks.map { markdown.lines(of: $0).map(markdown.text) }
    #expect(leaves.filter { !$0.isEmpty } == [["one", "two", "lazy"], ["let x", "  = 1"]])
    #expect(
      markdown.blocks.compactMap { block -> String? in
        if case .codeFenced(let info) = block.kind { markdown.text(info) } else { nil }
      } == ["swift"])
  }

  @Test("Nesting beyond its bound is text", arguments: [">", "- ", "1. ", "> - "])
  func depth(_ marker: String) {
    let markdown = Markdown(String(repeating: marker, count: 500) + "x")
    #expect(markdown.blocks.count <= 102)
    #expect(markdown.blocks.last?.kind == .paragraph)
  }

  @Test("Bytes that are no UTF-8 are read without harm")
  func anyBytes() {
    for seed in 0..<200 {
      var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
      let bytes = (0..<300).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let choice = UInt8(truncatingIfNeeded: state >> 56)
        let marks = Array("#*_`[]()<>!-|:\n\n\n  \t&;\\".utf8)
        return choice < 200 ? marks[Int(choice) % marks.count] : choice
      }
      let markdown = Markdown(bytes)
      #expect(markdown.blocks.allSatisfy { $0.range.upperBound <= bytes.count })
      for (a, b) in zip(markdown.notProse, markdown.notProse.dropFirst()) {
        #expect(a.upperBound <= b.lowerBound)
      }
      for block in markdown.blocks {
        #expect(markdown.links(of: block).allSatisfy { $0.range.upperBound <= bytes.count })
      }
    }
  }
}
