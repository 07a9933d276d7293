import Text

/// The text of one block in one piece, what is no citation blanked out, with the way back to the offsets of the file.
struct CitationText {
  private(set) var bytes: [UInt8] = []
  private var starts: [(text: Int, source: Int)] = []

  /// A byte that stands for what was blanked out, and that no text has.
  static let blank: UInt8 = 0xFF

  init(_ markdown: Markdown, _ block: Markdown.Block) {
    for line in markdown.lines(of: block) {
      if !starts.isEmpty { bytes.append(0x0A) }
      starts.append((bytes.count, line.lowerBound))
      bytes += markdown.source[line.clamped(to: markdown.source.indices)]
    }
  }

  /// The offset in the file of a byte of the text.
  func offset(_ index: Int) -> Int {
    guard let start = last(where: { $0.text <= index }) else { return index }
    return start.source + index - start.text
  }

  /// Blanks out a range of the file.
  mutating func blank(_ range: Range<Int>) {
    for index in index(range.lowerBound)..<max(index(range.lowerBound), index(range.upperBound)) {
      bytes[index] = Self.blank
    }
  }

  private func index(_ offset: Int) -> Int {
    guard let start = last(where: { $0.source <= offset }) else { return 0 }
    return min(bytes.count, start.text + offset - start.source)
  }

  private func last(
    where precedes: ((text: Int, source: Int)) -> Bool
  ) -> (text: Int, source: Int)? {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if precedes(starts[middle]) { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : starts[low - 1]
  }
}
