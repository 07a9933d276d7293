/// The pieces that links and definitions are made of: CommonMark 0.31 sections 4.7 and 6.3.
enum LinkSyntax {
  /// The tail of a link, or a definition, found in a text.
  struct Target {
    /// The destination as written, without `<` and `>`.
    let destination: Range<Int>
    /// The index after the whole.
    let end: Int
  }

  /// Reads `(destination "title")` at an index.
  static func inlineTarget(_ text: [UInt8], at start: Int) -> Target? {
    guard text.byte(start, before: text.count) == UInt8(ascii: "(") else { return nil }
    let before = skipSpace(text, start + 1)
    guard let (destination, after) = destination(text, at: before) else { return nil }
    var index = skipSpace(text, after)
    if index > after, let titleEnd = titleEnd(text, at: index) {
      index = skipSpace(text, titleEnd)
    }
    guard text.byte(index, before: text.count) == UInt8(ascii: ")") else { return nil }
    return Target(destination: destination, end: index + 1)
  }

  /// Reads `[label]: destination "title"` with its line ending at an index where a line begins.
  static func definition(_ text: [UInt8], at start: Int) -> (label: Range<Int>, target: Target)? {
    guard let labelEnd = labelEnd(text, at: start),
      text.byte(labelEnd, before: text.count) == UInt8(ascii: ":")
    else { return nil }
    let label = (start + 1)..<(labelEnd - 1)
    guard text[label].contains(where: { !Markdown.isWhiteSpace($0) }) else { return nil }
    let before = skipSpace(text, labelEnd + 1)
    guard let (destination, after) = destination(text, at: before), after > before else {
      return nil
    }
    let title = skipSpace(text, after)
    if title > after, let titleEnd = titleEnd(text, at: title),
      let end = endOfLine(text, from: titleEnd)
    {
      return (label, Target(destination: destination, end: end))
    }
    guard let end = endOfLine(text, from: after) else { return nil }
    return (label, Target(destination: destination, end: end))
  }

  /// The index after a label, brackets included, that begins at an index; at most 999 characters inside.
  static func labelEnd(_ text: [UInt8], at start: Int) -> Int? {
    guard text.byte(start, before: text.count) == UInt8(ascii: "[") else { return nil }
    var index = start + 1
    while index < text.count, index - start <= Markdown.References.longestLabel {
      switch text[index] {
      case UInt8(ascii: "]"): return index + 1
      case UInt8(ascii: "["): return nil
      case UInt8(ascii: "\\"): index += escapeLength(text, index)
      default: index += 1
      }
    }
    return nil
  }

  private static func escapeLength(_ text: [UInt8], _ index: Int) -> Int {
    Markdown.isPunctuation(text.byte(index + 1, before: text.count)) ? 2 : 1
  }

  /// Reads a destination, which may be empty; also returns the index after it.
  private static func destination(_ text: [UInt8], at start: Int) -> (Range<Int>, Int)? {
    var index = start
    if text.byte(start, before: text.count) == UInt8(ascii: "<") {
      index += 1
      while index < text.count {
        switch text[index] {
        case UInt8(ascii: ">"): return ((start + 1)..<index, index + 1)
        case UInt8(ascii: "<"), 0x0A: return nil
        case UInt8(ascii: "\\"): index += escapeLength(text, index)
        default: index += 1
        }
      }
      return nil
    }
    var depth = 0
    scan: while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\\"):
        index += escapeLength(text, index)
        continue
      case UInt8(ascii: "("):
        depth += 1
        if depth > 32 { return nil }
      case UInt8(ascii: ")"):
        if depth == 0 { break scan }
        depth -= 1
      case 0...0x20, 0x7F:
        break scan
      default:
        break
      }
      index += 1
    }
    return depth == 0 ? (start..<index, index) : nil
  }

  /// The index after a title in `"`, `'` or parentheses that begins at an index.
  private static func titleEnd(_ text: [UInt8], at start: Int) -> Int? {
    let opener = text.byte(start, before: text.count)
    let closer: UInt8
    switch opener {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): closer = opener
    case UInt8(ascii: "("): closer = UInt8(ascii: ")")
    default: return nil
    }
    var index = start + 1
    while index < text.count {
      if text[index] == closer { return index + 1 }
      if text[index] == opener { return nil }
      index += text[index] == UInt8(ascii: "\\") ? escapeLength(text, index) : 1
    }
    return nil
  }

  /// Passes over white space with at most one line ending.
  private static func skipSpace(_ text: [UInt8], _ start: Int) -> Int {
    var index = start
    var hasEnding = false
    while index < text.count {
      if text[index] == 0x0A {
        if hasEnding { break }
        hasEnding = true
      } else if !Markdown.isBlank(text[index]) {
        break
      }
      index += 1
    }
    return index
  }

  /// The index where the next line begins, if nothing but blanks stands before it.
  private static func endOfLine(_ text: [UInt8], from start: Int) -> Int? {
    var index = start
    while index < text.count, Markdown.isBlank(text[index]) { index += 1 }
    if index == text.count { return index }
    return text[index] == 0x0A ? index + 1 : nil
  }

  /// The text with its escapes and entities resolved.
  static func unescaped(_ text: ArraySlice<UInt8>) -> String {
    guard text.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "&") }) else {
      return String(decoding: text, as: UTF8.self)
    }
    var bytes: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      if byte == UInt8(ascii: "\\"), index + 1 < text.endIndex,
        Markdown.isPunctuation(text[index + 1])
      {
        bytes.append(text[index + 1])
        index += 2
      } else if byte == UInt8(ascii: "&"), let entity = Entity(text[index...]) {
        bytes += Array(String(entity.scalar).utf8)
        index += entity.length
      } else {
        bytes.append(byte)
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
