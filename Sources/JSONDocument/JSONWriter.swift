/// Writes values in the one form that records have.
///
/// UTF-8, LF, two spaces a level, one space after `:` and `,`, a final newline. A container that
/// holds no non-empty container stands on one line, every other one has a line per member or
/// element. So one fact is one line of a diff.
package enum JSONWriter {
  /// Returns the bytes of a value, always the same for an equal value.
  ///
  /// Texts are escaped as in RFC 8785, section 3.2.2.2: `"`, `\` and the C0 controls, nothing else.
  ///
  /// - Parameter value: The value, nested no deeper than the reader allows.
  /// - Returns: UTF-8 that the reader reads as the same value, within its limits.
  package static func write(_ value: JSONValue) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(8 << 10)
    append(value, level: 0, to: &output)
    output.append(UInt8(ascii: "\n"))
    return output
  }

  private static func append(_ value: JSONValue, level: Int, to output: inout [UInt8]) {
    switch value {
    case .null: output += "null".utf8
    case .bool(let value): output += (value ? "true" : "false").utf8
    case .integer(let value): output += String(value).utf8
    case .number(let text): output += text.utf8
    case .string(let text): append(quoting: text, to: &output)
    case .array(let elements):
      let isTall = elements.contains(where: \.isNonEmptyContainer)
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        separate(index, isTall: isTall, level: level + 1, in: &output)
        append(element, level: level + 1, to: &output)
      }
      close("]", isTall: isTall, level: level, in: &output)
    case .object(let members):
      let isTall = members.contains(where: \.value.isNonEmptyContainer)
      output.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        separate(index, isTall: isTall, level: level + 1, in: &output)
        append(quoting: member.key, to: &output)
        output += ": ".utf8
        append(member.value, level: level + 1, to: &output)
      }
      close("}", isTall: isTall, level: level, in: &output)
    }
  }

  private static func separate(
    _ index: Int, isTall: Bool, level: Int, in output: inout [UInt8]
  ) {
    if index > 0 { output.append(UInt8(ascii: ",")) }
    if isTall {
      breakLine(level: level, in: &output)
    } else if index > 0 {
      output.append(UInt8(ascii: " "))
    }
  }

  private static func close(
    _ bracket: Unicode.Scalar, isTall: Bool, level: Int, in output: inout [UInt8]
  ) {
    if isTall { breakLine(level: level, in: &output) }
    output.append(UInt8(ascii: bracket))
  }

  private static func breakLine(level: Int, in output: inout [UInt8]) {
    output.append(UInt8(ascii: "\n"))
    for _ in 0..<level {
      output.append(UInt8(ascii: " "))
      output.append(UInt8(ascii: " "))
    }
  }

  private static func append(quoting text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { bytes in
      var isPlain = true
      for place in bytes.indices {
        let byte = unsafe bytes[place]
        isPlain =
          isPlain && byte >= 0x20 && byte != UInt8(ascii: "\"")
          && byte != UInt8(ascii: "\\")
      }
      if isPlain {
        unsafe output.append(contentsOf: bytes)
      } else {
        unsafe append(escaping: bytes, to: &output)
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  private static func append(
    escaping bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]
  ) {
    for place in bytes.indices {
      let byte = unsafe bytes[place]
      switch byte {
      case UInt8(ascii: "\""): output += #"\""#.utf8
      case UInt8(ascii: "\\"): output += #"\\"#.utf8
      case 0x08: output += #"\b"#.utf8
      case 0x09: output += #"\t"#.utf8
      case 0x0A: output += #"\n"#.utf8
      case 0x0C: output += #"\f"#.utf8
      case 0x0D: output += #"\r"#.utf8
      case 0x00..<0x20:
        output += (byte < 0x10 ? #"\u000"# : #"\u00"#).utf8
        output += String(byte, radix: 16).utf8
      default: output.append(byte)
      }
    }
  }
}

extension JSONValue {
  /// Whether this is an array or an object that holds anything.
  fileprivate var isNonEmptyContainer: Bool {
    switch self {
    case .array(let elements): !elements.isEmpty
    case .object(let members): !members.isEmpty
    default: false
    }
  }
}
