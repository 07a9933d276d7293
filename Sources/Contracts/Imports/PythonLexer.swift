/// The words and signs of a Python file, with the ends of its lines.
///
/// A text of one line ends at the latest with its line. The code in an f-string is read as a part of the text.
struct PythonLexer: CodeLexer {
  private let text: [UInt8]
  private var index = 0

  init(_ text: [UInt8]) { self.text = text }

  mutating func next() -> CodeToken? {
    while let byte = at(0) {
      let start = index
      if CodeToken.isWord(byte) {
        while let byte = at(0), CodeToken.isWord(byte) { index += 1 }
        return CodeToken(kind: .word, range: start..<index)
      }
      switch byte {
      case 0x09, 0x0B, 0x0C, 0x20: index += 1
      case 0x0A, 0x0D:
        index += 1
        return CodeToken(kind: .lineEnd, range: start..<index)
      case UInt8(ascii: "\\"):
        // It joins a line with the next.
        index += 1
        if at(0) == 0x0D, at(1) == 0x0A { index += 1 }
        if let byte = at(0), Self.endsLine(byte) { index += 1 }
      case UInt8(ascii: "#"): while let byte = at(0), !Self.endsLine(byte) { index += 1 }
      case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(byte)
      default:
        index += 1
        return CodeToken(kind: .sign(byte), range: start..<index)
      }
    }
    return nil
  }

  private func at(_ distance: Int) -> UInt8? {
    index + distance < text.count ? text[index + distance] : nil
  }

  /// Passes over a text; a backslash keeps the mark behind it from ending the text, in a raw one too.
  private mutating func skipString(_ mark: UInt8) {
    let isLong = at(1) == mark && at(2) == mark
    index += isLong ? 3 : 1
    while let byte = at(0) {
      if byte == mark, !isLong || (at(1) == mark && at(2) == mark) {
        index += isLong ? 3 : 1
        return
      }
      if !isLong, Self.endsLine(byte) { return }
      index += 1
      guard byte == UInt8(ascii: "\\"), let escaped = at(0) else { continue }
      index += escaped == 0x0D && at(1) == 0x0A ? 2 : 1
    }
  }

  private static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
