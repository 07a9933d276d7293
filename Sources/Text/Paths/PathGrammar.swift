// The normal form of a string is not in the standard library's public interface; the only other source, Foundation with
// ICU, makes the tool four times as large.
@_spi(_Unicode) import Swift

/// The rules that every path from a person, a contract or a record must meet before anything is opened.
enum PathGrammar {
  /// Which characters of the contract language a path may have.
  enum Allowance {
    /// Plain names only.
    case names
    /// `*` and `?` as well.
    case globs
  }

  static func check(_ path: String, allowing allowance: Allowance) throws(PathError) {
    if let rule = brokenRule(path, allowing: allowance) { throw PathError(path: path, rule: rule) }
  }

  private static func brokenRule(_ path: String, allowing allowance: Allowance) -> PathError.Rule? {
    let bytes = Array(path.utf8)
    if bytes.isEmpty { return .empty }
    if bytes.count > 1024 { return .tooLong }
    let isASCII = bytes.allSatisfy { $0 < 0x80 }
    // The scalars of a text that is ASCII are its bytes.
    if isASCII {
      for byte in bytes {
        if let broken = brokenRule(scalar: UInt32(byte), allowance) { return broken }
      }
    } else {
      for scalar in path.unicodeScalars {
        if let broken = brokenRule(scalar: scalar.value, allowance) { return broken }
      }
    }
    if bytes.first == 0x2F { return .absolute }
    var start = 0
    while start <= bytes.count {
      let end = bytes[start...].firstIndex(of: 0x2F) ?? bytes.count
      if let rule = brokenRule(segment: bytes[start..<end]) { return rule }
      start = end + 1
    }
    return isASCII || path._nfc.elementsEqual(path.unicodeScalars) ? nil : .notComposed
  }

  private static func brokenRule(scalar: UInt32, _ allowance: Allowance) -> PathError.Rule? {
    switch scalar {
    case 0x5C: .backslash
    case 0x7B, 0x7D: .brace
    case 0x2A, 0x3F: allowance == .names ? .pattern : nil
    case 0x3A: .colon
    // C0, DEL and C1 are all that Unicode calls control characters; beside them stand the separators of lines.
    case 0x00..<0x20, 0x7F...0x9F, 0x2028, 0x2029: .controlCharacter
    default: nil
    }
  }

  private static func brokenRule(segment: ArraySlice<UInt8>) -> PathError.Rule? {
    let dots = segment.count <= 2 && segment.allSatisfy { $0 == 0x2E } ? segment.count : nil
    switch dots {
    case 0: return .emptySegment
    case 1: return .dotSegment
    case 2: return .parentSegment
    default: break
    }
    if segment.count > 255 { return .segmentTooLong }
    let isTrailing = segment.last == 0x2E || segment.last == 0x20
    guard isTrailing || mayLookAlike(segment) else { return nil }
    let folded = foldedForLookAlikes(segment)
    if folded.elementsEqual(".git".utf8) || folded.elementsEqual("git~1".utf8) {
      return .gitFolder
    }
    if isTrailing { return .trailingDotOrSpace }
    let stem = folded.prefix { $0 != 0x2E && $0 != 0x20 }
    if stem.count <= longestDevice, devices.contains(Array(stem)) { return .deviceName }
    return nil
  }

  /// Whether a name may be one that is refused; most are not, and need not be folded.
  ///
  /// What is refused begins with one of a few letters, and its stem is of three letters, or of four with a digit at the end, or
  /// longer with a `$`.
  private static func mayLookAlike(_ segment: ArraySlice<UInt8>) -> Bool {
    guard segment.allSatisfy({ $0 < 0x80 }), let first = segment.first else { return true }
    switch first | 0x20 {
    case 0x2E: return true  // .git
    case 0x67: return segment.dropFirst(3).first == 0x7E  // git~1
    case 0x63, 0x70, 0x61, 0x6E, 0x6C:  // con com prn aux nul lpt
      let stem = segment.prefix { $0 != 0x2E && $0 != 0x20 }
      guard stem.count > 3, let last = stem.last else { return stem.count == 3 }
      return stem.count == 4
        ? (0x30...0x39).contains(last) : stem.count <= longestDevice && last == 0x24
    default: return false
    }
  }

  /// Lower case, without the characters that some file systems ignore, without trailing dots and spaces.
  private static func foldedForLookAlikes(_ segment: ArraySlice<UInt8>) -> [UInt8] {
    var folded: [UInt8] = []
    folded.reserveCapacity(segment.count)
    // Most names are ASCII, for which Unicode's tables need not be asked.
    if segment.allSatisfy({ $0 < 0x80 }) {
      for byte in segment { folded.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) }
    } else {
      for scalar in String(decoding: segment, as: UTF8.self).unicodeScalars
      where !scalar.properties.isDefaultIgnorableCodePoint {
        folded += scalar.properties.lowercaseMapping.utf8
      }
    }
    while let last = folded.last, last == 0x2E || last == 0x20 { folded.removeLast() }
    return folded
  }

  private static let longestDevice = 7

  private static let devices: Set<[UInt8]> = {
    var names: Set = ["con", "prn", "aux", "nul", "conin$", "conout$"]
    for digit in ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"] {
      names.formUnion(["com" + digit, "lpt" + digit])
    }
    return Set(names.map { Array($0.utf8) })
  }()
}
