/// The text of a leaf block in one piece: its lines without prefixes, joined by line feeds.
struct LeafText {
  /// The bytes of the text; blanks at its very end are left out.
  private(set) var bytes: [UInt8] = []
  private var starts: [(text: Int, source: Int)] = []

  init(_ source: [UInt8], lines: some Collection<Range<Int>>) {
    bytes.reserveCapacity(lines.reduce(0) { $0 + $1.count + 1 })
    for line in lines {
      if !starts.isEmpty { bytes.append(0x0A) }
      starts.append((bytes.count, line.lowerBound))
      bytes += source[line.clamped(to: source.indices)]
    }
    while let last = bytes.last, Markdown.isBlank(last) { bytes.removeLast() }
  }

  /// The offset in the source of a byte of the text.
  func offset(_ index: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle].text <= index { low = middle } else { high = middle }
    }
    guard low < starts.count else { return index }
    return starts[low].source + index - starts[low].text
  }

  /// The bytes of the source from the first to the last of a range that is not empty.
  func range(_ range: Range<Int>) -> Range<Int> {
    let start = offset(range.lowerBound)
    return start..<max(start, offset(max(range.lowerBound, range.upperBound - 1)) + 1)
  }
}
