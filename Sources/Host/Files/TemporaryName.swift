#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The names of files that are not yet, or no longer, what they are for: `.tmp-<process>-<16 hex digits>`.
enum TemporaryName {
  private static let prefix = Array(".tmp-".utf8)

  /// Returns a name that no other file is likely to have; whoever creates it still insists on a new file.
  static func make() -> [UInt8] {
    let random = String(UInt64.random(in: .min ... .max), radix: 16)
    let padded = String(repeating: "0", count: 16 - random.utf8.count) + random
    return prefix + Array("\(getpid())-\(padded)".utf8)
  }

  /// Whether a name has the form that `make` gives.
  static func isOne(_ name: [UInt8]) -> Bool {
    guard name.starts(with: prefix) else { return false }
    let parts = name.dropFirst(prefix.count).split(
      separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[1].count == 16 else { return false }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let letters = UInt8(ascii: "a")...UInt8(ascii: "f")
    return parts[0].allSatisfy(digits.contains)
      && parts[1].allSatisfy { digits.contains($0) || letters.contains($0) }
  }
}
