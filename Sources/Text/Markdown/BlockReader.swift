/// Reads lines into blocks, after the algorithm in the appendix of CommonMark 0.31.
///
/// Every line is first matched against the containers that are open, then it may open new ones, and what is left
/// of it is text. Containers nest at most `deepest` deep; a marker beyond that is paragraph text.
struct BlockReader {
  /// The most containers that stand open at once, lists and their items counted one each.
  static let deepest = 100

  let source: [UInt8]
  var frontMatter: Range<Int>?
  var blocks: [Markdown.Block] = []
  var contentLines: [Range<Int>] = []
  var definitions: [Markdown.Definition] = []
  var footnoteLabels: [[UInt8]] = []

  /// The open blocks from the document down to the tip.
  var open: [OpenBlock] = [OpenBlock(shape: .document, index: -1, endOffset: 0, endLine: 0)]
  /// How many of the open blocks go on in this line.
  var matched = 1

  var lineNumber = 0
  var lineEnd = 0
  var offset = 0
  /// The column of `offset`; inside a tab where a prefix took part of it.
  var column = 0
  /// Whether a prefix took a part of the tab at `offset`.
  var isInsideTab = false
  var nonspace = -1
  var nonspaceColumn = 0
  /// Where the scan for a thematic break gave up in this line, so that it is not made again for every marker before.
  var thematicDead = 0

  init(_ source: [UInt8]) { self.source = source }

  mutating func read() {
    var start = source.holds("\u{FEFF}", at: 0, before: source.count) ? 3 : 0
    if let (matter, next) = FrontMatter.find(in: source, from: start) {
      frontMatter = matter
      start = next
    }
    var wasEmpty = false
    while start < source.count {
      let end = Markdown.lineEnd(source, from: start)
      lineNumber += 1
      if start == end, wasEmpty {
        readRepeatedEmptyLine(start)
      } else {
        readLine(start..<end)
      }
      wasEmpty = start == end
      start = Markdown.lineStart(source, after: end)
    }
    matched = 1
    closeUnmatched()
  }

  /// Reads an empty line after another: what the first one left open stays as it is.
  private mutating func readRepeatedEmptyLine(_ start: Int) {
    guard let tip = open.last, tip.shape.holdsLines else { return }
    lineEnd = start
    offset = start
    column = 0
    appendCodeLine()
  }

  private mutating func readLine(_ line: Range<Int>) {
    (offset, lineEnd, column) = (line.lowerBound, line.upperBound, 0)
    isInsideTab = false
    (nonspace, thematicDead) = (-1, 0)
    matched = 1
    matching: while matched < open.count {
      switch continuation(of: matched) {
      case .goesOn: matched += 1
      case .ends: break matching
      case .tookLine: return
      }
    }
    starting: while !open[matched - 1].shape.holdsLines {
      switch startBlock() {
      case .container: continue
      case .leaf, .nothing: break starting
      case .tookLine: return
      }
    }
    readText()
  }

  /// Reads what no marker took.
  private mutating func readText() {
    findNonspace()
    let isBlank = nonspace == lineEnd
    if matched < open.count, !isBlank, tipIsParagraph {
      appendParagraphLine()  // A lazy continuation.
      return
    }
    closeUnmatched()
    switch open[open.count - 1].shape {
    case .fence, .indentedCode, .html:
      appendCodeLine()
    case .paragraph:
      if !isBlank { appendParagraphLine() }
    case .table:
      if !isBlank { appendRow(.body, nonspace..<lineEnd) }
    default:
      if !isBlank {
        push(.paragraph, .paragraph, from: nonspace)
        appendParagraphLine()
      }
    }
  }
}

// MARK: - The line

extension BlockReader {
  var indent: Int { nonspaceColumn - column }

  var tipIsParagraph: Bool {
    if case .paragraph = open[open.count - 1].shape { true } else { false }
  }

  var containerIsParagraph: Bool {
    if case .paragraph = open[matched - 1].shape { true } else { false }
  }

  /// Finds the next byte that is no blank, unless the one found before still lies ahead.
  mutating func findNonspace() {
    guard nonspace < offset else { return }
    nonspace = offset
    nonspaceColumn = column
    while nonspace < lineEnd {
      switch source[nonspace] {
      case 0x20: nonspaceColumn += 1
      case 0x09: nonspaceColumn += 4 - nonspaceColumn % 4
      default: return
      }
      nonspace += 1
    }
  }

  mutating func advanceToNonspace() {
    if offset < nonspace { isInsideTab = false }
    offset = nonspace
    column = nonspaceColumn
  }

  /// Passes over bytes that are neither tabs nor part of one.
  mutating func advance(bytes: Int) {
    offset += bytes
    column += bytes
  }

  /// Passes over columns of white space, maybe a part of a tab.
  mutating func advance(columns: Int) {
    let target = column + columns
    while column < target, offset < lineEnd {
      let next = source[offset] == 0x09 ? column + 4 - column % 4 : column + 1
      if next > target {
        column = target
        isInsideTab = true
        return
      }
      isInsideTab = false
      column = next
      offset += 1
    }
  }

  /// Passes over one space, or one column of a tab, where there is one.
  mutating func advanceOptionalSpace() {
    if offset < lineEnd, Markdown.isBlank(source[offset]) { advance(columns: 1) }
  }
}

// MARK: - The open blocks

extension BlockReader {
  enum Continuation { case goesOn, ends, tookLine }

  /// Passes over the prefix with which an open block goes on in this line, if it does.
  private mutating func continuation(of level: Int) -> Continuation {
    findNonspace()
    let isBlank = nonspace == lineEnd
    switch open[level].shape {
    case .document, .list:
      return .goesOn
    case .blockQuote:
      guard indent < 4, !isBlank, source[nonspace] == UInt8(ascii: ">") else { return .ends }
      advanceToNonspace()
      advance(bytes: 1)
      open[level].endOffset = offset
      open[level].endLine = lineNumber
      advanceOptionalSpace()
    case .item(let width):
      if isBlank {
        guard open[level].hasChild else { return .ends }
        advanceToNonspace()
      } else if indent >= width {
        advance(columns: width)
      } else {
        return .ends
      }
    case .footnote:
      if isBlank {
        advanceToNonspace()
      } else if indent >= 4 {
        advance(columns: 4)
      } else {
        return .ends
      }
    case .fence(let mark, let length, let fenceIndent):
      if indent < 4, closesFence(mark, length) {
        open[level].endOffset = lineEnd
        open[level].endLine = lineNumber
        matched = level
        closeUnmatched()
        return .tookLine
      }
      advance(columns: min(indent, fenceIndent))
    case .indentedCode:
      if indent >= 4 {
        advance(columns: 4)
      } else if isBlank {
        advanceToNonspace()
      } else {
        return .ends
      }
    case .html(let condition):
      if isBlank, condition >= 6 { return .ends }
    case .paragraph, .table:
      if isBlank { return .ends }
    }
    return .goesOn
  }

  private func closesFence(_ mark: UInt8, _ length: Int) -> Bool {
    var index = nonspace
    while index < lineEnd, source[index] == mark { index += 1 }
    guard index - nonspace >= length else { return false }
    while index < lineEnd, Markdown.isBlank(source[index]) { index += 1 }
    return index == lineEnd
  }

  mutating func closeUnmatched() {
    while open.count > max(1, matched) { closeTip() }
  }

  /// Opens a block below the last one that goes on, or below the nearest of its containers that may hold it.
  mutating func push(
    _ shape: OpenBlock.Shape, _ kind: Markdown.Kind, from start: Int, mindsGap: Bool = true
  ) {
    closeUnmatched()
    while open.count > 1, !open[open.count - 1].shape.mayHold(shape) { closeTip() }
    let parent = open.count - 1
    if mindsGap, open[parent].hasChild, open[parent].lastChildEndLine < lineNumber - 1 {
      markLoose(parent)
    }
    open[parent].hasChild = true
    let lines = contentLines.count
    blocks.append(
      Markdown.Block(
        kind: kind, range: start..<start, parent: parent == 0 ? nil : open[parent].index,
        end: blocks.count + 1, lines: lines..<lines))
    open.append(
      OpenBlock(shape: shape, index: blocks.count - 1, endOffset: start, endLine: lineNumber))
    matched = open.count
  }

  /// Notes a blank line between two children of a list or of one of its items.
  private mutating func markLoose(_ level: Int) {
    switch open[level].shape {
    case .list: open[level].isLoose = true
    case .item: if level > 0 { open[level - 1].isLoose = true }
    default: break
    }
  }

  /// Adds a block that is complete with this line.
  mutating func add(_ kind: Markdown.Kind, _ range: Range<Int>, text: Range<Int>?) {
    push(.paragraph, kind, from: range.lowerBound)
    if let text { contentLines.append(text) }
    open[open.count - 1].endOffset = range.upperBound
    open[open.count - 1].isComplete = true
    closeTip()
    matched = open.count
  }

  mutating func closeTip() {
    guard open.count > 1 else { return }
    if tipIsParagraph, !open[open.count - 1].isComplete { takeDefinitions() }
    let tip = open.removeLast()
    switch tip.shape {
    case .paragraph
    where !tip.isComplete && blocks[tip.index].lines.lowerBound == contentLines.count:
      blocks.removeLast()  // Nothing but definitions.
      finishTip(tip)
      return
    case .indentedCode:
      contentLines.removeLast(min(tip.trailingBlanks, contentLines.count))
    case .list:
      if case .list(let isOrdered, _) = blocks[tip.index].kind {
        blocks[tip.index].kind = .list(isOrdered: isOrdered, isTight: !tip.isLoose)
      }
    default:
      break
    }
    let start = blocks[tip.index].range.lowerBound
    blocks[tip.index].range = start..<max(start, tip.endOffset)
    blocks[tip.index].end = blocks.count
    if tip.shape.isLeaf {
      let first = blocks[tip.index].lines.lowerBound
      blocks[tip.index].lines = first..<max(first, contentLines.count)
    }
    finishTip(tip)
  }

  private mutating func finishTip(_ tip: OpenBlock) {
    let parent = open.count - 1
    open[parent].endOffset = max(open[parent].endOffset, tip.endOffset)
    open[parent].endLine = max(open[parent].endLine, tip.endLine)
    open[parent].lastChildEndLine = tip.endLine
  }
}

// MARK: - Lines of leaves

extension BlockReader {
  private mutating func appendParagraphLine() {
    let tip = open.count - 1
    if blocks[open[tip].index].lines.lowerBound == contentLines.count {
      // After definitions the rest of the paragraph begins here.
      blocks[open[tip].index].range = nonspace..<nonspace
    }
    contentLines.append(nonspace..<lineEnd)
    open[tip].endOffset = lineEnd
    open[tip].endLine = lineNumber
  }

  mutating func appendRow(_ role: Markdown.TableRow, _ line: Range<Int>) {
    let tip = open.count - 1
    contentLines.append(line)
    let index = contentLines.count - 1
    blocks.append(
      Markdown.Block(
        kind: .tableRow(role), range: line, parent: open[tip].index, end: blocks.count + 1,
        lines: index..<(index + 1)))
    open[tip].endOffset = line.upperBound
    open[tip].endLine = lineNumber
  }

  private mutating func appendCodeLine() {
    findNonspace()
    let tip = open.count - 1
    let start = isInsideTab ? offset + 1 : offset
    contentLines.append(start..<lineEnd)
    switch open[tip].shape {
    case .indentedCode where nonspace == lineEnd:
      open[tip].trailingBlanks += 1
      return
    case .html(let condition):
      if HTML.endsBlock(condition, source, offset..<lineEnd) {
        open[tip].endOffset = lineEnd
        open[tip].endLine = lineNumber
        closeTip()
        return
      }
    default:
      break
    }
    open[tip].trailingBlanks = 0
    open[tip].endOffset = lineEnd
    open[tip].endLine = lineNumber
  }
}
