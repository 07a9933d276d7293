extension Markdown {
  /// Splits a line at each `|` without a backslash before it; the outermost ones are the table's edges.
  static func cells(in source: [UInt8], _ line: Range<Int>) -> [Range<Int>] {
    let line = source.trimmed(line)
    var start = line.lowerBound
    if source.byte(start, before: line.upperBound) == UInt8(ascii: "|") { start += 1 }
    var cells: [Range<Int>] = []
    var index = start
    while index < line.upperBound {
      if source[index] == UInt8(ascii: "\\") {
        index += 2
      } else {
        if source[index] == UInt8(ascii: "|") {
          cells.append(source.trimmed(start..<index))
          start = index + 1
        }
        index += 1
      }
    }
    if start < line.upperBound { cells.append(source.trimmed(start..<line.upperBound)) }
    return cells
  }

  /// The number of columns that a row of dashes names, nil where the line is none.
  static func delimiterColumns(_ source: [UInt8], _ line: Range<Int>) -> Int? {
    let allowed = source[line].allSatisfy { byte in
      byte == UInt8(ascii: "-") || byte == UInt8(ascii: "|") || byte == UInt8(ascii: ":")
        || isBlank(byte)
    }
    guard allowed else { return nil }
    let cells = cells(in: source, line)
    let areDashes = cells.allSatisfy { cell in
      var dashes = cell
      if source.byte(dashes.lowerBound, before: dashes.upperBound) == UInt8(ascii: ":") {
        dashes = (dashes.lowerBound + 1)..<dashes.upperBound
      }
      if !dashes.isEmpty, source[dashes.upperBound - 1] == UInt8(ascii: ":") {
        dashes = dashes.lowerBound..<(dashes.upperBound - 1)
      }
      return !dashes.isEmpty && source[dashes].allSatisfy { $0 == UInt8(ascii: "-") }
    }
    return areDashes && !cells.isEmpty ? cells.count : nil
  }
}
