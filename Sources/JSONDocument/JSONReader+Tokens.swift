import Text

extension JSONReader {
  /// Reads a string with its quotes.
  mutating func readString() throws(JSONError) {
    let start = offset
    offset += 1
    while let byte {
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return append(from: start, to: offset)
      case UInt8(ascii: "\\"): try readEscape(in: start)
      case 0x00..<0x20: throw controlCharacter(byte)
      case 0x20..<0x80: offset += 1
      default:
        let length = scalarLength(at: offset)
        guard length > 0 else { throw notUTF8() }
        offset += length
      }
    }
    throw unclosedString(start)
  }

  private mutating func readEscape(in string: Int) throws(JSONError) {
    let start = offset
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      offset += 1
    case UInt8(ascii: "u"):
      offset += 1
      let unit = try readCodeUnit(of: start)
      guard unit & 0xF800 == 0xD800 else { return }
      guard unit < 0xDC00, byte == UInt8(ascii: "\\"), offset + 1 < bytes.count,
        bytes[offset + 1] == UInt8(ascii: "u")
      else { throw loneSurrogate(start) }
      offset += 2
      guard try readCodeUnit(of: offset - 2) & 0xFC00 == 0xDC00 else { throw loneSurrogate(start) }
    case nil: throw unclosedString(string)
    case .some(0x00..<0x20): throw controlCharacter(bytes[offset])
    default:
      let length = scalarLength(at: offset)
      guard length > 0 else { throw notUTF8() }
      let escape = String(decoding: bytes[start..<offset + length], as: UTF8.self)
      throw error(
        .syntax, "unknown escape \(quoted(escape))", at: start, hint: "write '\\\\' for a backslash"
      )
    }
  }

  private mutating func readCodeUnit(of escape: Int) throws(JSONError) -> UInt32 {
    guard let unit = codeUnit(bytes[offset...].prefix(4)) else {
      throw error(
        .syntax, "expected four hexadecimal digits after '\\u'", at: escape,
        hint: "write four digits, as in '\\u00e9'")
    }
    offset += 4
    return unit
  }

  /// Reads a number: `-`, digits without a leading zero, a fraction, an exponent.
  mutating func readNumber() throws(JSONError) {
    let start = offset
    if byte == UInt8(ascii: "-") { offset += 1 }
    if byte == UInt8(ascii: "0") {
      offset += 1
      if let byte, isDigit(byte) {
        throw error(
          .syntax, "found a number with a zero before it", at: start,
          hint: "remove the zeros before it")
      }
    } else {
      try readDigits()
    }
    if byte == UInt8(ascii: ".") {
      offset += 1
      try readDigits()
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      offset += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { offset += 1 }
      try readDigits()
    }
    append(from: start, to: offset)
  }

  private mutating func readDigits() throws(JSONError) {
    guard let byte, isDigit(byte) else { throw unexpected("expected a digit") }
    while let byte = self.byte, isDigit(byte) { offset += 1 }
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Reads true, false or null; refuses anything else, since no other value is left.
  mutating func readLiteral() throws(JSONError) {
    for literal in ["true", "false", "null"]
    where bytes[offset...].starts(with: literal.utf8)
      && word(at: offset).utf8.count == literal.utf8.count
    {
      append(from: offset, to: offset + literal.utf8.count)
      offset += literal.utf8.count
      return
    }
    throw unexpected("expected a value", .value)
  }

  /// Returns the length of the well-formed scalar at an offset, or 0 (The Unicode Standard, table 3-7).
  func scalarLength(at offset: Int) -> Int {
    let first = bytes[offset]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return 0
    }
    guard bytes.count - offset >= length, second.contains(bytes[offset + 1]) else { return 0 }
    for index in offset + 2..<offset + length where bytes[index] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
