import Testing
import Text

@Suite("Lines and columns")
struct LineIndexTests {
  @Test("LF, CRLF and a lone CR end a line; columns count scalars")
  func positions() {
    let text = Array("ab\nc\r\n\rdé😀e\u{301}f\n".utf8)
    let index = LineIndex(text)
    let expected: [(Int, Int)] = [
      (1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (4, 1), (4, 2), (4, 2), (4, 3),
      (4, 3), (4, 3), (4, 3), (4, 4), (4, 5), (4, 5), (4, 6), (4, 7), (5, 1),
    ]
    #expect(expected.count == text.count + 1)
    for (offset, place) in expected.enumerated() {
      #expect(index.position(at: offset) == TextPosition(line: place.0, column: place.1))
    }
  }

  @Test("Offsets outside the text have the nearest place", arguments: ["", "a", "a\n", "é"])
  func outside(text: String) {
    let index = LineIndex(Array(text.utf8))
    #expect(index.position(at: -1) == TextPosition(line: 1, column: 1))
    #expect(index.position(at: .min) == TextPosition(line: 1, column: 1))
    #expect(index.position(at: .max) == index.position(at: text.utf8.count))
  }

  @Test("The end of a text of any length has a place", arguments: [1023, 1024, 1025, 2048])
  func end(length: Int) {
    let index = LineIndex(Array(repeating: UInt8(ascii: "a"), count: length))
    #expect(index.position(at: length) == TextPosition(line: 1, column: length + 1))
  }

  struct Lines: Sendable, CustomTestStringConvertible {
    let text: String
    let lines: [String]
    var testDescription: String { text.debugDescription }
  }

  @Test(
    "A line ending at the end starts no further line",
    arguments: [
      Lines(text: "", lines: []), Lines(text: "a", lines: ["a"]), Lines(text: "a\n", lines: ["a"]),
      Lines(text: "\n", lines: [""]), Lines(text: "\r\n", lines: [""]),
      Lines(text: "\n\r", lines: ["", ""]), Lines(text: "\r\r\n\n", lines: ["", "", ""]),
      Lines(text: "a\r\nb\rc\nd", lines: ["a", "b", "c", "d"]),
      Lines(text: "\u{2028}\u{85}\u{B}\u{C}", lines: ["\u{2028}\u{85}\u{B}\u{C}"]),
    ])
  func lines(_ example: Lines) {
    let text = Array(example.text.utf8)
    let index = LineIndex(text)
    #expect(index.lineCount == example.lines.count)
    for (number, line) in example.lines.enumerated() {
      #expect(Array(text[index.range(ofLine: number + 1)]) == Array(line.utf8))
    }
    for missing in [Int.min, -1, 0, example.lines.count + 1, example.lines.count + 2, .max] {
      #expect(index.range(ofLine: missing) == text.count..<text.count)
    }
  }

  @Test("A long line and bytes that are no UTF-8 agree with counting one by one")
  func blocks() {
    let pieces: [[UInt8]] = [
      [0x61], [0xC3, 0xA9], [0xF0, 0x9F, 0x98, 0x80], [0x0A], [0x0D], [0xFF],
    ]
    var state: UInt64 = 7
    var text: [UInt8] = []
    while text.count < 5_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let pick = Int(state >> 33)
      text += pick % 300 == 0 ? pieces[3 + pick / 300 % 3] : pieces[pick % 3]
    }
    let index = LineIndex(text)
    var place = (line: 1, column: 1)
    for offset in text.indices {
      let byte = text[offset]
      guard byte & 0xC0 != 0x80 else { continue }
      #expect(
        index.position(at: offset) == TextPosition(line: place.line, column: place.column))
      place.column += 1
      if byte == 0x0A || (byte == 0x0D && offset + 1 < text.count && text[offset + 1] != 0x0A) {
        place = (place.line + 1, 1)
      }
    }
  }
}
