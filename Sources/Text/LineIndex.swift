/// A place in a text as people count it.
///
/// Lines and columns count from 1, columns in Unicode scalars.
package struct TextPosition: Sendable, Hashable {
  /// The number of the line, from 1.
  package let line: Int

  /// The number of the Unicode scalar in its line, from 1.
  package let column: Int

  /// Creates a position from a line and a column, both from 1.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// Turns byte offsets of one text into lines and columns.
///
/// A line ends with LF, CRLF or a lone CR (CommonMark 0.31, section 2.1). The text should be UTF-8
/// of less than 4 GiB; in other bytes lines are right and columns count what looks like scalars.
package struct LineIndex: Sendable {
  /// The text itself.
  private let text: [UInt8]

  /// The offset of each line's first byte, beginning with 0 and ending with that of the last line.
  private let starts: [UInt32]

  /// The number of scalars before each whole block, so that a column in a long line costs no more.
  private let scalarsBeforeBlock: [UInt32]

  /// The size of a block in bytes.
  private static let block = 1024

  /// Finds the lines of a text, in time linear in its length.
  package init(_ text: [UInt8]) {
    self.text = text
    var starts: [UInt32] = [0]
    var blocks: [UInt32] = []
    blocks.reserveCapacity(text.count / LineIndex.block + 1)
    var scalars: UInt32 = 0
    for start in stride(from: 0, to: text.count, by: LineIndex.block) {
      blocks.append(scalars)
      let block = start..<min(start + LineIndex.block, text.count)
      // Two plain loops: the first takes many bytes at once, and the second passes over nearly all of them.
      for index in block { scalars &+= LineIndex.isContinuation(text[index]) ? 0 : 1 }
      for index in block where text[index] <= UInt8(ascii: "\r") {
        let endsLine =
          text[index] == UInt8(ascii: "\n")
          || text[index] == UInt8(ascii: "\r")
            && (index + 1 == text.count || text[index + 1] != UInt8(ascii: "\n"))
        if endsLine { starts.append(UInt32(clamping: index + 1)) }
      }
    }
    self.starts = starts
    scalarsBeforeBlock = blocks
  }

  /// The number of lines as CommonMark counts them.
  ///
  /// A line ending at the very end starts no further line, and an empty text has none.
  package var lineCount: Int {
    starts.count - (starts.last.map(Int.init) == text.count ? 1 : 0)
  }

  /// Returns the place of a byte.
  ///
  /// A byte within a scalar has the place of its scalar. The end of the text, and any offset beyond,
  /// is the place where the next byte would stand; a negative offset is the first place.
  ///
  /// - Parameter offset: The number of bytes before the place.
  /// - Returns: Its line and column.
  package func position(at offset: Int) -> TextPosition {
    var offset = min(max(offset, 0), text.count)
    if offset < text.count {
      let earliest = max(0, offset - 3)
      var first = offset
      while first > earliest, LineIndex.isContinuation(text[first]) { first -= 1 }
      if text[first] >= 0xC0 { offset = first }
    }
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if Int(starts[middle]) <= offset { low = middle } else { high = middle }
    }
    return TextPosition(
      line: low + 1, column: scalars(before: offset) - scalars(before: Int(starts[low])) + 1)
  }

  /// Returns the bytes of a line without its ending.
  ///
  /// - Parameter line: The number of the line, from 1.
  /// - Returns: The offsets of its bytes; for a line that is not there the empty range at the end.
  package func range(ofLine line: Int) -> Range<Int> {
    guard line >= 1, line <= starts.count else { return text.count..<text.count }
    let start = Int(starts[line - 1])
    guard line < starts.count else { return start..<text.count }
    var end = Int(starts[line]) - 1
    if text[end] == UInt8(ascii: "\n"), end > start, text[end - 1] == UInt8(ascii: "\r") {
      end -= 1
    }
    return start..<end
  }

  private func scalars(before offset: Int) -> Int {
    guard offset > 0 else { return 0 }
    let block = (offset - 1) / LineIndex.block
    var count = Int(scalarsBeforeBlock[block])
    for index in block * LineIndex.block..<offset
    where !LineIndex.isContinuation(text[index]) { count += 1 }
    return count
  }

  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
