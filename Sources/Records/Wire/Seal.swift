package import Digests
import JSONDocument

/// The checksum of RUN.json against hand edits and bad merges; not a signature.
///
/// The SHA-256 of the file's bytes with the seal's own 64 digits replaced by zeros.
package enum Seal {
  static let placeholder = String(repeating: "0", count: 64)

  /// What stands behind the digits at the end of the file.
  private static let ending = Array("\"\n}\n".utf8)

  /// The bytes with their seal in place of the zeros that end them.
  static func sealing(_ bytes: [UInt8]) -> [UInt8] {
    let digest = SHA256.digest(of: bytes)
    var sealed = bytes
    sealed.removeLast(64 + ending.count)
    sealed += digest.hexDigits
    sealed += ending
    return sealed
  }

  /// Says whether the seal of a RUN.json fits its bytes; nil where there is no seal of 64 digits.
  package static func holds(_ bytes: [UInt8]) -> Bool? {
    (try? JSONDocument(parsing: bytes).root).flatMap { holds(bytes, $0) }
  }

  /// Says whether the seal of a RUN.json fits its bytes, which were parsed to this root; nil where there is no seal of 64 digits.
  static func holds(_ bytes: [UInt8], _ root: JSONCursor) -> Bool? {
    guard let seal = seal(in: root) else { return nil }
    return digest(of: bytes, seal.digits) == seal.digest
  }

  /// The seal that the bytes of a RUN.json should have; nil where there is none of 64 digits.
  package static func digest(of bytes: [UInt8]) -> Digest? {
    guard let root = try? JSONDocument(parsing: bytes).root, let seal = seal(in: root) else {
      return nil
    }
    return digest(of: bytes, seal.digits)
  }

  private static func digest(of bytes: [UInt8], _ digits: Range<Int>) -> Digest? {
    guard digits.upperBound <= bytes.count else { return nil }
    var zeroed = bytes
    zeroed.replaceSubrange(digits, with: placeholder.utf8)
    return SHA256.digest(of: zeroed)
  }

  private static func seal(in root: JSONCursor) -> (digest: Digest, digits: Range<Int>)? {
    guard let cursor = try? root.object().optional("seal"),
      let text = try? cursor.string(), let digest = Digest(hex: text)
    else { return nil }
    return (digest, (cursor.offset + 1)..<(cursor.offset + 65))
  }
}
