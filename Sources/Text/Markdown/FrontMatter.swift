/// The block of YAML or TOML that many tools put before a text.
enum FrontMatter {
  /// Returns the bytes of the front matter that begins at `start`, and where the line after it begins.
  static func find(in source: [UInt8], from start: Int) -> (matter: Range<Int>, next: Int)? {
    let firstEnd = Markdown.lineEnd(source, from: start)
    let first = trimmedEnd(source, start..<firstEnd)
    let closings: [String]
    if isLine("---", source, first) {
      closings = ["---", "..."]
    } else if isLine("+++", source, first) {
      closings = ["+++"]
    } else {
      return nil
    }
    var line = Markdown.lineStart(source, after: firstEnd)
    while line < source.count {
      let end = Markdown.lineEnd(source, from: line)
      let text = trimmedEnd(source, line..<end)
      if closings.contains(where: { isLine($0, source, text) }) {
        return (start..<end, Markdown.lineStart(source, after: end))
      }
      line = Markdown.lineStart(source, after: end)
    }
    return nil
  }

  private static func isLine(_ text: String, _ source: [UInt8], _ line: Range<Int>) -> Bool {
    line.count == 3 && source.holds(text, at: line.lowerBound, before: line.upperBound)
  }

  private static func trimmedEnd(_ source: [UInt8], _ line: Range<Int>) -> Range<Int> {
    line.lowerBound..<max(line.lowerBound, source.trimmed(line).upperBound)
  }
}

extension Markdown {
  /// The index of the line ending, or of the text's end, at or after an index.
  static func lineEnd(_ source: [UInt8], from start: Int) -> Int {
    source[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? source.count
  }

  /// The index after the line ending that stands at an index.
  static func lineStart(_ source: [UInt8], after end: Int) -> Int {
    let isPair = end + 1 < source.count && source[end] == 0x0D && source[end + 1] == 0x0A
    return min(source.count, end + (isPair ? 2 : 1))
  }
}
