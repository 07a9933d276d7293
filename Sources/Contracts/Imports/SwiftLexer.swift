/// The words and signs of a Swift file.
///
/// The code of an interpolation counts as code. A text of one line ends at the latest with its line, so that a quotation mark in a
/// regular expression hides no more than the rest of it.
struct SwiftLexer: CodeLexer {
  /// How a text is delimited: by one or three quotation marks, with number signs around them.
  private struct Quote {
    let marks: Int
    let pounds: Int
  }

  private let text: [UInt8]
  private var index = 0
  /// The interpolations that are open, each with the parentheses that are open in it.
  private var interpolations: [(quote: Quote, parentheses: Int)] = []

  init(_ text: [UInt8]) { self.text = text }

  mutating func next() -> CodeToken? {
    while index < text.count {
      let byte = text[index]
      if CodeToken.isWord(byte) { return word() }
      switch byte {
      case 0x09...0x0D, 0x20: index += 1
      case UInt8(ascii: "/") where at(1) == UInt8(ascii: "/"): skipLine()
      case UInt8(ascii: "/") where at(1) == UInt8(ascii: "*"): skipComment()
      case UInt8(ascii: "`"): if let word = quotedWord() { return word }
      case UInt8(ascii: "\""), UInt8(ascii: "#"):
        // A row of number signs that begins no text is passed over as one, so that it is looked at once.
        if !skipText() { while at(0) == UInt8(ascii: "#") { index += 1 } }
      case UInt8(ascii: ")"):
        guard let open = interpolations.last, open.parentheses == 0 else { return sign() }
        index += 1
        interpolations.removeLast()
        skipString(open.quote)
      default: return sign()
      }
    }
    return nil
  }

  private func at(_ distance: Int) -> UInt8? {
    index + distance < text.count ? text[index + distance] : nil
  }

  private mutating func word() -> CodeToken {
    let start = index
    while let byte = at(0), CodeToken.isWord(byte) { index += 1 }
    return CodeToken(kind: .word, range: start..<index)
  }

  private mutating func sign() -> CodeToken {
    let sign = text[index]
    if let last = interpolations.indices.last {
      if sign == UInt8(ascii: "(") { interpolations[last].parentheses += 1 }
      if sign == UInt8(ascii: ")") { interpolations[last].parentheses -= 1 }
    }
    index += 1
    return CodeToken(kind: .sign(sign), range: (index - 1)..<index)
  }

  /// A word in backticks; nil where there is none behind the backtick.
  private mutating func quotedWord() -> CodeToken? {
    index += 1
    let start = index
    while let byte = at(0), byte != UInt8(ascii: "`"), !Self.endsLine(byte) { index += 1 }
    guard index > start, at(0) == UInt8(ascii: "`") else { return nil }
    index += 1
    return CodeToken(kind: .quotedWord, range: start..<(index - 1))
  }

  private mutating func skipLine() {
    while let byte = at(0), !Self.endsLine(byte) { index += 1 }
  }

  private mutating func skipComment() {
    var depth = 0
    repeat {
      if at(0) == UInt8(ascii: "/"), at(1) == UInt8(ascii: "*") {
        depth += 1
        index += 2
      } else if at(0) == UInt8(ascii: "*"), at(1) == UInt8(ascii: "/") {
        depth -= 1
        index += 2
      } else {
        index += 1
      }
    } while depth > 0 && index < text.count
  }

  /// Passes over a text, or a regular expression between number signs; says whether one begins here.
  private mutating func skipText() -> Bool {
    var pounds = 0
    while at(pounds) == UInt8(ascii: "#") { pounds += 1 }
    if pounds > 0, at(pounds) == UInt8(ascii: "/") {
      index += pounds + 1
      while index < text.count, !endsText(UInt8(ascii: "/"), 1, pounds) { index += 1 }
      index = min(text.count, index + 1 + pounds)
      return true
    }
    guard at(pounds) == UInt8(ascii: "\"") else { return false }
    let isLong = at(pounds + 1) == UInt8(ascii: "\"") && at(pounds + 2) == UInt8(ascii: "\"")
    let quote = Quote(marks: isLong ? 3 : 1, pounds: pounds)
    index += pounds + quote.marks
    skipString(quote)
    return true
  }

  /// Passes over the rest of a text, up to its end or to code in it.
  private mutating func skipString(_ quote: Quote) {
    while let byte = at(0) {
      if quote.marks == 1, Self.endsLine(byte) { return }
      if endsText(UInt8(ascii: "\""), quote.marks, quote.pounds) {
        index += quote.marks + quote.pounds
        return
      }
      index += 1
      guard byte == UInt8(ascii: "\\"), hasPounds(quote.pounds, from: 0) else { continue }
      index += quote.pounds
      if at(0) == UInt8(ascii: "(") {
        index += 1
        interpolations.append((quote, 0))
        return
      }
      if let escaped = at(0), !Self.endsLine(escaped) { index += 1 }
    }
  }

  private func endsText(_ mark: UInt8, _ marks: Int, _ pounds: Int) -> Bool {
    (0..<marks).allSatisfy { at($0) == mark } && hasPounds(pounds, from: marks)
  }

  private func hasPounds(_ count: Int, from distance: Int) -> Bool {
    (0..<count).allSatisfy { at(distance + $0) == UInt8(ascii: "#") }
  }

  private static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
