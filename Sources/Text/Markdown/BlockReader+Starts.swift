extension BlockReader {
  enum Start { case nothing, container, leaf, tookLine }

  /// Opens the block whose marker stands next in the line, if one does.
  mutating func startBlock() -> Start {
    findNonspace()
    guard nonspace < lineEnd else { return .nothing }
    if indent >= 4 {
      guard !tipIsParagraph else { return .nothing }
      advance(columns: 4)
      push(.indentedCode, .codeIndented, from: isInsideTab ? offset + 1 : offset)
      return .leaf
    }
    switch source[nonspace] {
    case UInt8(ascii: ">"):
      return startBlockQuote()
    case UInt8(ascii: "#"):
      return startHeading()
    case UInt8(ascii: "`"), UInt8(ascii: "~"):
      return startFence()
    case UInt8(ascii: "<"):
      return startHTML()
    case UInt8(ascii: "="):
      return endSetextHeading(level: 1)
    case UInt8(ascii: "-"):
      if endSetextHeading(level: 2) == .tookLine || startThematicBreak() { return .tookLine }
      return startItem() ? .container : startTable()
    case UInt8(ascii: "*"), UInt8(ascii: "_"):
      if startThematicBreak() { return .tookLine }
      return startItem() ? .container : .nothing
    case UInt8(ascii: "+"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return startItem() ? .container : .nothing
    case UInt8(ascii: "["):
      return startFootnote()
    case UInt8(ascii: "|"), UInt8(ascii: ":"):
      return startTable()
    default:
      return .nothing
    }
  }

  private mutating func startBlockQuote() -> Start {
    guard matched < Self.deepest else { return .nothing }
    advanceToNonspace()
    push(.blockQuote, .blockQuote, from: offset)
    advance(bytes: 1)
    open[open.count - 1].endOffset = offset
    advanceOptionalSpace()
    return .container
  }

  private mutating func startHeading() -> Start {
    var text = nonspace
    while text < lineEnd, source[text] == UInt8(ascii: "#") { text += 1 }
    let level = text - nonspace
    guard level <= 6, text == lineEnd || Markdown.isBlank(source[text]) else { return .nothing }
    var content = source.trimmed(text..<lineEnd)
    var end = content.upperBound
    while end > text, source[end - 1] == UInt8(ascii: "#") { end -= 1 }
    if Markdown.isBlank(source.byte(end - 1, before: lineEnd)) {
      content = source.trimmed(text..<end)
    }
    add(.heading(level: level), nonspace..<lineEnd, text: content)
    return .tookLine
  }

  /// Makes the paragraph above a heading, where this line underlines it.
  private mutating func endSetextHeading(level: Int) -> Start {
    guard containerIsParagraph, matched == open.count else { return .nothing }
    let line = source.trimmed(nonspace..<lineEnd)
    guard source[line].allSatisfy({ $0 == source[nonspace] }) else { return .nothing }
    takeDefinitions()
    let tip = open.count - 1
    let index = open[tip].index
    guard blocks[index].lines.lowerBound < contentLines.count else { return .nothing }
    blocks[index].kind = .heading(level: level)
    open[tip].isComplete = true
    open[tip].endOffset = lineEnd
    open[tip].endLine = lineNumber
    closeTip()
    matched = open.count
    return .tookLine
  }

  private mutating func startThematicBreak() -> Bool {
    guard nonspace >= thematicDead else { return false }
    var count = 0
    for index in nonspace..<lineEnd {
      if source[index] == source[nonspace] {
        count += 1
      } else if !Markdown.isBlank(source[index]) {
        thematicDead = index
        return false
      }
    }
    guard count >= 3 else {
      thematicDead = lineEnd
      return false
    }
    add(.thematicBreak, nonspace..<lineEnd, text: nil)
    return true
  }

  private mutating func startFence() -> Start {
    let mark = source[nonspace]
    var info = nonspace
    while info < lineEnd, source[info] == mark { info += 1 }
    let length = info - nonspace
    guard length >= 3 else { return .nothing }
    if mark == UInt8(ascii: "`"), source[info..<lineEnd].contains(mark) { return .nothing }
    push(
      .fence(mark: mark, length: length, indent: indent),
      .codeFenced(info: source.trimmed(info..<lineEnd)), from: nonspace)
    open[open.count - 1].endOffset = lineEnd
    return .tookLine
  }

  private mutating func startHTML() -> Start {
    let interrupts = containerIsParagraph || (matched < open.count && tipIsParagraph)
    guard let condition = HTML.startsBlock(source, nonspace..<lineEnd),
      condition < 7 || !interrupts
    else { return .nothing }
    push(.html(condition: condition), .htmlBlock(condition: condition), from: nonspace)
    return .leaf
  }

  /// Opens a list item, and the list around it where none of its kind goes on.
  private mutating func startItem() -> Bool {
    guard matched < Self.deepest, let marker = ListMarker(source, nonspace..<lineEnd) else {
      return false
    }
    if containerIsParagraph {
      guard marker.mayInterrupt, !source.trimmed(marker.end..<lineEnd).isEmpty else { return false }
    }
    let start = nonspace
    let before = indent
    advanceToNonspace()
    advance(bytes: marker.end - start)
    // One to four columns after the marker belong to it; five are one and indented code.
    let isBlank = source.trimmed(offset..<lineEnd).isEmpty
    var padding = marker.end - start + 1
    nonspace = -1
    findNonspace()
    if isBlank || indent >= 5 {
      advanceOptionalSpace()
    } else {
      padding = marker.end - start + indent
      advance(columns: indent)
    }
    if open[matched - 1].shape != .list(marker: marker.byte) {
      push(
        .list(marker: marker.byte), .list(isOrdered: marker.isOrdered, isTight: true), from: start)
    }
    push(.item(width: before + padding), .listItem, from: start)
    open[open.count - 1].endOffset = marker.end
    return true
  }

  private mutating func startFootnote() -> Start {
    guard matched < Self.deepest, source.holds("[^", at: nonspace, before: lineEnd) else {
      return .nothing
    }
    let label = nonspace + 2
    var end = label
    while end < lineEnd, end - label <= Markdown.References.longestLabel,
      source[end] != UInt8(ascii: "]"), source[end] != UInt8(ascii: "["),
      !Markdown.isBlank(source[end])
    {
      end += 1
    }
    guard end > label, source.holds("]:", at: end, before: lineEnd) else { return .nothing }
    footnoteLabels.append(Markdown.References.key(source[label..<end]))
    let start = nonspace
    advanceToNonspace()
    push(.footnote, .footnoteDefinition(label: label..<end), from: start)
    advance(bytes: end + 2 - start)
    open[open.count - 1].endOffset = offset
    nonspace = -1
    findNonspace()
    advanceToNonspace()
    return .container
  }

  /// Makes the last line of the paragraph above a table's header, where this line is its row of dashes.
  private mutating func startTable() -> Start {
    guard containerIsParagraph, matched == open.count,
      let columns = Markdown.delimiterColumns(source, nonspace..<lineEnd)
    else { return .nothing }
    let index = open[open.count - 1].index
    guard blocks[index].lines.lowerBound < contentLines.count, let header = contentLines.last,
      Markdown.cells(in: source, header).count == columns
    else { return .nothing }
    contentLines.removeLast()
    if blocks[index].lines.lowerBound < contentLines.count {
      open[open.count - 1].endOffset = contentLines[contentLines.count - 1].upperBound
      open[open.count - 1].endLine = lineNumber - 2
      closeTip()
    } else {
      blocks.removeLast()
      open.removeLast()
    }
    matched = open.count
    push(.table, .table, from: header.lowerBound, mindsGap: false)
    appendRow(.header, header)
    appendRow(.delimiter, nonspace..<lineEnd)
    return .tookLine
  }
}

/// The marker of a list item: `-`, `+` or `*`, or up to nine digits with `.` or `)`.
private struct ListMarker {
  /// The byte that tells lists apart.
  let byte: UInt8
  let end: Int
  let isOrdered: Bool
  /// Whether the item may follow a paragraph without a blank line.
  let mayInterrupt: Bool

  init?(_ source: [UInt8], _ line: Range<Int>) {
    var index = line.lowerBound
    var number = 0
    while index < line.upperBound, index - line.lowerBound < 9, Markdown.isDigit(source[index]) {
      number = number * 10 + Int(source[index] - 0x30)
      index += 1
    }
    isOrdered = index > line.lowerBound
    byte = source.byte(index, before: line.upperBound)
    let isMark =
      switch byte {
      case UInt8(ascii: "."), UInt8(ascii: ")"): isOrdered
      case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"): !isOrdered
      default: false
      }
    end = index + 1
    let next = source.byte(end, before: line.upperBound)
    guard isMark, end == line.upperBound || Markdown.isBlank(next) else { return nil }
    mayInterrupt = !isOrdered || number == 1
  }
}
