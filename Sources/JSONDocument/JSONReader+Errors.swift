import Text

extension JSONReader {
  /// Makes an error at a byte, with the pointer to what is being read.
  func error(
    _ kind: JSONError.Kind, _ what: String, at offset: Int, hint: String? = nil
  ) -> JSONError {
    var tokens: [String] = []
    for frame in frames where frame.isInside {
      if frame.isObject {
        let key = nodes[frame.key]
        let raw = bytes[Int(key.start) + 1..<Int(key.end) - 1]
        tokens.append(String(decoding: unescaped(raw), as: UTF8.self))
      } else {
        tokens.append(String(frame.count - 1))
      }
    }
    return JSONError(
      kind, what, at: position(at: offset), pointer: JSONPointer(tokens).description, hint: hint)
  }

  /// Returns the place of a byte; it goes through the whole text, which an error does once or twice.
  func position(at offset: Int) -> TextPosition { LineIndex(bytes).position(at: offset) }

  /// What the grammar wants at a place, for the hints.
  enum Wanted {
    case value
    case key
    case separator
    case other
  }

  /// Makes the error for a byte that cannot stand where it does.
  func unexpected(_ expectation: String, _ wanted: Wanted = .other) -> JSONError {
    guard let byte else { return endOfText(expectation) }
    if isConflictMarker {
      return error(
        .mergeConflict, "found \(quoted(line(at: offset))), a merge-conflict marker", at: offset)
    }
    guard scalarLength(at: offset) > 0 else { return notUTF8() }
    let word = word(at: offset)
    return error(
      .syntax, "\(expectation), found \(word.isEmpty ? character(at: offset) : quoted(word))",
      at: offset, hint: hint(for: byte, word: word, wanted))
  }

  /// Makes the error for a text that ends too early.
  func endOfText(_ expectation: String) -> JSONError {
    let hint = frames.last.map { frame in
      let start = Int(nodes[frame.node].start)
      return "the '\(frame.isObject ? "{" : "[")' on line \(position(at: start).line) is not closed"
    }
    return error(
      .syntax, "\(expectation), found the end of the text", at: bytes.count, hint: hint)
  }

  /// Makes the error for a string that nothing closes.
  func unclosedString(_ start: Int) -> JSONError {
    error(
      .syntax, "expected '\"' at the end of the string, found the end of the text",
      at: bytes.count, hint: "the string begins on line \(position(at: start).line)")
  }

  /// Makes the error for bytes that are not UTF-8.
  func notUTF8() -> JSONError {
    error(
      .encoding, "the byte 0x\(hexadecimal(bytes[offset])) is not UTF-8 here", at: offset,
      hint: "save the file as UTF-8")
  }

  /// Makes the error for half of a surrogate pair.
  func loneSurrogate(_ offset: Int) -> JSONError {
    let escape = String(decoding: bytes[offset...].prefix(6), as: UTF8.self)
    return error(
      .syntax, "the escape \(quoted(escape)) is half of a surrogate pair", at: offset,
      hint: "write the character itself")
  }

  /// Makes the error for a control character in a string.
  func controlCharacter(_ byte: UInt8) -> JSONError {
    let (name, escape) =
      switch byte {
      case 0x0A, 0x0D: ("a line break", byte == 0x0A ? "\\n" : "\\r")
      case 0x09: ("a tab", "\\t")
      default: ("the control character 0x\(hexadecimal(byte))", "\\u00\(hexadecimal(byte))")
      }
    return error(.syntax, "found \(name) in a string", at: offset, hint: "write '\(escape)'")
  }

  /// Refuses what other encodings than UTF-8 begin with.
  func refuseForeignEncoding() throws(JSONError) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw error(
        .encoding, "found a byte order mark", at: 0, hint: "save the file as UTF-8 without one")
    }
    guard bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) else { return }
    throw error(.encoding, "found UTF-16", at: 0, hint: "save the file as UTF-8")
  }

  /// Describes the scalar at an offset, which is well-formed.
  func character(at offset: Int) -> String {
    let bytes = bytes[offset...].prefix(scalarLength(at: offset))
    switch self.bytes[offset] {
    case 0x20: return "a space"
    case 0x0A, 0x0D: return "a line break"
    case 0x00..<0x20, 0x7F: return "the control character 0x\(hexadecimal(self.bytes[offset]))"
    case 0x21..<0x7F: return quoted(String(decoding: bytes, as: UTF8.self))
    default:
      let text = String(decoding: bytes, as: UTF8.self)
      let code = String(text.unicodeScalars.first?.value ?? 0, radix: 16, uppercase: true)
      return
        "\(quoted(text)) (U+\(String(repeating: "0", count: max(0, 4 - code.utf8.count)))\(code))"
    }
  }

  /// Returns the letters, digits and underscores at an offset, as many as are worth showing.
  func word(at offset: Int) -> String {
    let letters = bytes[offset...].prefix(64).prefix { byte in
      switch byte | 0x20 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): true
      default: isWordDigit(byte)
      }
    }
    return String(decoding: letters, as: UTF8.self)
  }

  private func isWordDigit(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private func hint(for byte: UInt8, word: String, _ wanted: Wanted) -> String? {
    switch (byte, wanted) {
    case (UInt8(ascii: "/"), _), (UInt8(ascii: "#"), _): return "JSON has no comments"
    case (UInt8(ascii: "'"), _): return "write texts in double quotes"
    case (0xE2, _):
      let curly = ["\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{201E}"]
      let isCurly = curly.contains { bytes[offset...].starts(with: $0.utf8) }
      return isCurly ? "write texts in straight double quotes" : nil
    case (UInt8(ascii: ","), .value), (UInt8(ascii: ","), .key): return "remove the comma"
    case (UInt8(ascii: "+"), .value): return "write the number without '+'"
    case (UInt8(ascii: "."), .value): return "write '0' before the '.'"
    case (UInt8(ascii: "\""), .separator), (UInt8(ascii: "{"), .separator),
      (UInt8(ascii: "["), .separator):
      return "write a comma before it"
    case (_, .key): return word.isEmpty ? nil : "write keys in double quotes"
    case (_, .value):
      let near = Spelling.closest(to: word, among: ["true", "false", "null"])
      return near.map { "did you mean '\($0)'?" }
    default: return nil
    }
  }

  /// Whether a line begins here that git writes between the two sides of a conflict.
  private var isConflictMarker: Bool {
    guard offset == 0 || bytes[offset - 1] == 0x0A else { return false }
    return ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].contains { marker in
      bytes[offset...].starts(with: marker.utf8)
    }
  }

  private func line(at offset: Int) -> String {
    String(
      decoding: bytes[offset...].prefix(240).prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
  }

  private func hexadecimal(_ byte: UInt8) -> String {
    (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
  }
}
