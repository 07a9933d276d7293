import Digests

/// The checksum of RUN.json against hand edits and bad merges; not a signature.
///
/// The SHA-256 of the file's bytes with the seal's own 64 digits replaced by zeros.
enum Seal {
  static let placeholder = String(repeating: "0", count: 64)

  /// What stands behind the digits at the end of the file.
  private static let ending = Array("\"\n}\n".utf8)

  /// The bytes with their seal in place of the zeros that end them.
  static func sealing(_ bytes: [UInt8]) -> [UInt8] {
    let digest = SHA256.digest(of: bytes)
    return bytes.dropLast(64 + ending.count) + Array(digest.hex.utf8) + ending
  }
}
