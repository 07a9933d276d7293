/// A SHA-256 digest: 32 bytes, written as 64 lower-case hexadecimal digits.
package struct Digest: Sendable, Hashable {
  /// The eight words H0 to H7 of FIPS 180-4, which are the bytes of the digest in big-endian order.
  let words: SIMD8<UInt32>

  init(words: SIMD8<UInt32>) {
    self.words = words
  }

  /// The digest of 64 zeros, which stands for the seal while a file's own seal is computed; no known text has it.
  package static let zero = Digest(words: SIMD8())

  /// Reads a digest from its written form.
  ///
  /// - Parameter hex: Exactly 64 digits of `0` to `9` and `a` to `f`; nil for anything else, also for upper case.
  package init?(hex: String) {
    var words = SIMD8<UInt32>()
    var count = 0
    for byte in hex.utf8 {
      guard count < 64 else { return nil }
      let value: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = byte - UInt8(ascii: "a") + 10
      default: return nil
      }
      words[count / 8] = words[count / 8] << 4 | UInt32(value)
      count += 1
    }
    guard count == 64 else { return nil }
    self.words = words
  }

  /// The 32 bytes of the digest.
  package var bytes: [UInt8] {
    (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 4] >> UInt32(24 - 8 * ($0 % 4))) }
  }

  /// The digest as 64 lower-case hexadecimal digits.
  package var hex: String {
    String(decoding: hexDigits, as: UTF8.self)
  }

  /// The 64 lower-case hexadecimal digits as ASCII bytes, for writers that build bytes.
  package var hexDigits: [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
      for place in 0..<8 {
        let word = words[place]
        for digit in 0..<8 {
          let value = UInt8(truncatingIfNeeded: word >> UInt32(28 - 4 * digit)) & 0xf
          // The letters stand 39 places behind the digits.
          unsafe buffer[place * 8 + digit] = value &+ UInt8(ascii: "0") &+ (value > 9 ? 39 : 0)
        }
      }
      count = 64
    }
  }
}

extension Digest: CustomStringConvertible {
  /// The digest as 64 lower-case hexadecimal digits.
  package var description: String { hex }
}
