extension Markdown {
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  /// The length of the white space (Unicode 17, White_Space) in UTF-8 that stands at an index, 0 where none does.
  @inline(__always)
  static func whiteSpaceLength(_ text: [UInt8], at index: Int) -> Int {
    text[index] < 0x80 ? isWhiteSpace(text[index]) ? 1 : 0 : longWhiteSpaceLength(text, at: index)
  }

  private static func longWhiteSpaceLength(_ text: [UInt8], at index: Int) -> Int {
    let next = (text.byte(index + 1, before: text.count), text.byte(index + 2, before: text.count))
    switch (text[index], next.0, next.1) {
    case (0xC2, 0x85, _), (0xC2, 0xA0, _):
      return 2
    case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9),
      (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
      return 3
    default:
      return 0
    }
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
  }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  static func isPunctuation(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }

  static func lowercased(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
  }
}

extension [UInt8] {
  /// The byte at an index, or 0 outside the array and outside the limit.
  func byte(_ index: Int, before limit: Int) -> UInt8 {
    index >= 0 && index < limit && index < count ? self[index] : 0
  }

  /// Returns whether ASCII text stands at an index and ends before the limit.
  func holds(_ text: String, at index: Int, before limit: Int) -> Bool {
    let length = text.utf8.count
    guard index >= 0, limit <= count, length <= limit - index else { return false }
    var index = index
    for byte in text.utf8 {
      guard self[index] == byte else { return false }
      index += 1
    }
    return true
  }

  /// Whether a code span, which begins with a backtick, or a comment, `<!--`, can begin in a range at all.
  func mayHoldCodeOrComment(_ range: Range<Int>) -> Bool {
    let bytes = self[range]
    return bytes.contains { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "!") }
  }

  /// Returns the first index at or after `start` where the ASCII text stands before the limit.
  func find(_ text: String, from start: Int, before limit: Int) -> Int? {
    guard let first = text.utf8.first else { return nil }
    var index = start
    while index < limit {
      if self[index] == first, holds(text, at: index, before: limit) { return index }
      index += 1
    }
    return nil
  }

  /// The range without spaces and tabs at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, Markdown.isBlank(self[start]) { start += 1 }
    while end > start, Markdown.isBlank(self[end - 1]) { end -= 1 }
    return start..<end
  }
}
