import Digests

/// Texts that differ in line endings alone, as git makes them on the way in and out.
package enum LineEndings {
  /// A text with LF in place of every CRLF.
  package static func unified(_ text: [UInt8]) -> [UInt8] {
    var unified: [UInt8] = []
    unified.reserveCapacity(text.count)
    for (index, byte) in text.enumerated() {
      if byte == 0x0D, index + 1 < text.count, text[index + 1] == 0x0A { continue }
      unified.append(byte)
    }
    return unified
  }

  /// A text with CRLF in place of every LF; nil where it has a CR already.
  static func withCRLF(_ text: [UInt8]) -> [UInt8]? {
    var converted: [UInt8] = []
    converted.reserveCapacity(text.count + text.count / 32)
    for byte in text {
      if byte == 0x0D { return nil }
      if byte == 0x0A { converted.append(0x0D) }
      converted.append(byte)
    }
    return converted
  }

  /// The bytes of a recorded file, where a text is what git makes of it by writing LF for its CRLF.
  static func recorded(_ file: RecordedFile, from text: [UInt8]?) -> [UInt8]? {
    // One more byte for each line, and none without a line.
    guard let text, text.count < file.bytes, file.bytes - text.count <= text.count,
      text.count(where: { $0 == 0x0A }) == file.bytes - text.count,
      let converted = withCRLF(text), SHA256.digest(of: converted) == file.sha256
    else { return nil }
    return converted
  }
}
