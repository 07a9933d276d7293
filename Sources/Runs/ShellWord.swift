/// Words of the command lines that the tool prints, so that a person can paste them.
package enum ShellWord {
  /// A word as a POSIX shell reads it back: in single quotes where it needs them.
  package static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x2B, 0x2C, 0x40, 0x25:
        true
      default: false
      }
    }
    if isPlain, !word.utf8.isEmpty { return word }
    var quoted: [UInt8] = [0x27]
    for byte in word.utf8 { quoted += byte == 0x27 ? Array("'\\''".utf8) : [byte] }
    return String(decoding: quoted + [0x27], as: UTF8.self)
  }
}
