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

  /// Makes the error for a byte that cannot stand where it does.
  func unexpected(_ expectation: String) -> JSONError {
    guard let byte else {
      return error(.syntax, "\(expectation), found the end of the text", at: offset)
    }
    if isConflictMarker {
      return error(
        .mergeConflict, "found \(quoted(line(at: offset))), a merge-conflict marker", at: offset)
    }
    guard scalarLength(at: offset) > 0 else { return notUTF8() }
    return error(
      .syntax, "\(expectation), found \(found(at: offset))", at: offset, hint: hint(for: byte))
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

  /// Describes what stands at an offset: a word, a character or a byte.
  func found(at offset: Int) -> String {
    guard offset < bytes.count else { return "the end of the text" }
    let word = word(at: offset)
    guard word.isEmpty else { return quoted(word) }
    let byte = bytes[offset]
    guard byte >= 0x20, byte != 0x7F, scalarLength(at: offset) > 0 else {
      return byte == 0x0A || byte == 0x0D ? "a line break" : "the byte 0x\(hexadecimal(byte))"
    }
    return quoted(
      String(decoding: bytes[offset...].prefix(scalarLength(at: offset)), as: UTF8.self))
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

  private func hint(for byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "'"): return "write texts in double quotes"
    case UInt8(ascii: "/"), UInt8(ascii: "#"): return "JSON has no comments"
    case UInt8(ascii: ","): return "remove the comma"
    default:
      let near = Spelling.closest(to: word(at: offset), among: ["true", "false", "null"])
      return near.map { "did you mean '\($0)'?" }
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
