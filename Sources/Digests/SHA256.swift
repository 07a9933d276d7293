#if canImport(CryptoKit)
import CryptoKit
#endif

/// Computes SHA-256 (FIPS 180-4) over bytes that come in pieces; how they are cut does not change the digest.
///
/// It holds some 120 bytes however long the message is. Lengths count modulo 2^64 bits, so no length traps.
package struct SHA256 {
  /// A way to compute SHA-256; all of them give the same digests and differ in speed alone.
  package enum Backend: Sendable, Hashable, CaseIterable {
    /// The system's own library on Apple platforms.
    case cryptoKit
    /// The processor's SHA-256 instructions.
    case instructions
    /// Plain Swift, which is there everywhere.
    case portable
  }

  private enum State {
    case blocks(BlockHasher)
    #if canImport(CryptoKit)
    case cryptoKit(CryptoKit.SHA256)
    #endif
  }

  private var state: State

  /// Starts an empty message with the fastest back end that this machine has.
  package init() {
    self.init(with: Self.fastest)
  }

  /// Starts an empty message with one back end, for tests and measurements.
  ///
  /// - Parameter backend: One of `availableBackends`; in place of any other the portable one works.
  package init(with backend: Backend) {
    #if canImport(CryptoKit)
    if backend == .cryptoKit {
      state = .cryptoKit(CryptoKit.SHA256())
      return
    }
    #endif
    let usesInstructions = backend == .instructions && SHA256Instructions.areSupported
    state = .blocks(BlockHasher(usesInstructions: usesInstructions))
  }

  /// The back ends that work on this machine, the fastest first.
  package static let availableBackends: [Backend] = Backend.allCases.filter { backend in
    switch backend {
    case .cryptoKit:
      #if canImport(CryptoKit)
      true
      #else
      false
      #endif
    case .instructions: SHA256Instructions.areSupported
    case .portable: true
    }
  }

  private static let fastest = availableBackends.first ?? .portable

  /// Adds bytes to the message.
  ///
  /// - Parameter bytes: The next bytes, any number of them; best an array or a slice of one, which is not copied.
  package mutating func update(_ bytes: some Sequence<UInt8>) {
    let isDone: Void? = bytes.withContiguousStorageIfAvailable { buffer in
      unsafe update(UnsafeRawBufferPointer(buffer))
    }
    guard isDone == nil else { return }
    let copy = Array(bytes)
    unsafe copy.withUnsafeBytes { unsafe update($0) }
  }

  /// Adds bytes to the message, where they stand in memory.
  ///
  /// - Parameter bytes: The next bytes, any number of them; read during the call alone.
  @unsafe
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    switch state {
    case .blocks(var hasher):
      unsafe hasher.update(bytes)
      state = .blocks(hasher)
    #if canImport(CryptoKit)
    case .cryptoKit(var hasher):
      unsafe hasher.update(bufferPointer: bytes)
      state = .cryptoKit(hasher)
    #endif
    }
  }

  /// Returns the digest of all bytes so far; more may be added after it.
  package func finalize() -> Digest {
    switch state {
    case .blocks(let hasher):
      return Digest(words: hasher.finalize())
    #if canImport(CryptoKit)
    case .cryptoKit(let hasher):
      var words = SIMD8<UInt32>()
      for (index, byte) in hasher.finalize().enumerated() where index < 32 {
        words[index / 4] = words[index / 4] << 8 | UInt32(byte)
      }
      return Digest(words: words)
    #endif
    }
  }

  /// Returns the digest of a whole message.
  package static func digest(of bytes: some Sequence<UInt8>) -> Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalize()
  }
}
