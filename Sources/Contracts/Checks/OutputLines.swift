/// The lines of a program's output as a person reads them.
enum OutputLines {
  /// The lines with something in them, without colours and other signs to a terminal.
  static func of(_ output: [UInt8]) -> [String] {
    output.split { $0 == 0x0A || $0 == 0x0D }.compactMap { line in
      let text = plain(line)
      return text.allSatisfy { $0 <= 0x20 } ? nil : String(decoding: text, as: UTF8.self)
    }
  }

  /// A line without escape sequences, control characters read as spaces.
  private static func plain(_ line: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    var rest = line
    while let byte = rest.popFirst() {
      guard byte == 0x1B else {
        text.append(byte < 0x20 || byte == 0x7F ? 0x20 : byte)
        continue
      }
      guard rest.first == UInt8(ascii: "[") else { continue }
      rest = rest.drop { !(0x40...0x7E).contains($0) || $0 == UInt8(ascii: "[") }.dropFirst()
    }
    return text
  }
}
