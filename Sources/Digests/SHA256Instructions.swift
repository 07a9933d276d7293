import CDigests

/// SHA-256 compression by the processor's own instructions.
enum SHA256Instructions {
  static let areSupported = cdigests_sha256_is_supported()

  /// Compresses whole blocks; to be called only where the instructions are supported.
  @unsafe
  static func compress(_ state: inout SIMD8<UInt32>, _ blocks: UnsafeRawBufferPointer) {
    unsafe withUnsafeMutableBytes(of: &state) { words in
      let words = unsafe words.assumingMemoryBound(to: UInt32.self)
      let bytes = unsafe blocks.assumingMemoryBound(to: UInt8.self)
      unsafe cdigests_sha256_compress(words.baseAddress, bytes.baseAddress, blocks.count / 64)
    }
  }
}
