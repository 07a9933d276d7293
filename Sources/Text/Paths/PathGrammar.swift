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
    for scalar in path.unicodeScalars {
      switch scalar {
      case "\\": return .backslash
      case "{", "}": return .brace
      case "*", "?": if allowance == .names { return .pattern }
      case ":": return .colon
      case "\u{2028}", "\u{2029}": return .controlCharacter
      // C0, DEL and C1 are all there are.
      default:
        if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) { return .controlCharacter }
      }
    }
    if bytes.first == 0x2F { return .absolute }
    for segment in bytes.split(separator: 0x2F, omittingEmptySubsequences: false) {
      if let rule = brokenRule(segment: segment) { return rule }
    }
    let isASCII = bytes.allSatisfy { $0 < 0x80 }
    return isASCII || path._nfc.elementsEqual(path.unicodeScalars) ? nil : .notComposed
  }

  private static func brokenRule(segment: ArraySlice<UInt8>) -> PathError.Rule? {
    if segment.isEmpty { return .emptySegment }
    if segment.elementsEqual([0x2E]) { return .dotSegment }
    if segment.elementsEqual([0x2E, 0x2E]) { return .parentSegment }
    if segment.count > 255 { return .segmentTooLong }
    if segment.last == 0x2E || segment.last == 0x20 {
      return isGitFolder(foldedForLookAlikes(segment)) ? .gitFolder : .trailingDotOrSpace
    }
    guard mayLookAlike(segment) else { return nil }
    let folded = foldedForLookAlikes(segment)
    if isGitFolder(folded) { return .gitFolder }
    let stem = folded.prefix { $0 != 0x2E && $0 != 0x20 }
    if stem.count <= longestDevice, devices.contains(Array(stem)) { return .deviceName }
    return nil
  }

  /// Whether a name may be one that is refused, by its first letter: most are not, and need not be folded.
  private static func mayLookAlike(_ segment: ArraySlice<UInt8>) -> Bool {
    guard let first = segment.first, segment.allSatisfy({ $0 < 0x80 }) else { return true }
    return ".gcpanl".utf8.contains((0x41...0x5A).contains(first) ? first | 0x20 : first)
  }

  private static func isGitFolder(_ folded: [UInt8]) -> Bool {
    folded.elementsEqual(".git".utf8) || folded.elementsEqual("git~1".utf8)
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
