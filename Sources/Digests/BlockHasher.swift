/// Cuts a message into blocks of 64 bytes, pads it, and hands the blocks to a compression function.
struct BlockHasher {
  private var state = initialState
  private var pending = SIMD64<UInt8>()
  private var pendingCount = 0
  private var byteCount: UInt64 = 0
  private let usesInstructions: Bool

  init(usesInstructions: Bool) {
    self.usesInstructions = usesInstructions
  }

  /// The initial hash value of FIPS 180-4, section 5.3.3.
  private static let initialState = SIMD8<UInt32>(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
  )

  /// Adds bytes to the message; those that fill no block wait in `pending`.
  @unsafe
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    let count = bytes.count
    byteCount &+= UInt64(count)
    var offset = 0
    if pendingCount > 0 {
      offset = min(64 - pendingCount, count)
      unsafe store(UnsafeRawBufferPointer(rebasing: bytes[..<offset]))
      guard pendingCount == 64 else { return }
      compressPending()
    }
    let end = offset + (count - offset) & ~63
    if end > offset {
      unsafe compress(UnsafeRawBufferPointer(rebasing: bytes[offset..<end]))
    }
    unsafe store(UnsafeRawBufferPointer(rebasing: bytes[end...]))
  }

  /// Returns the hash value after padding as in FIPS 180-4, section 5.1.1.
  func finalize() -> SIMD8<UInt32> {
    var last = self
    last.pending[last.pendingCount] = 0x80
    last.pendingCount += 1
    if last.pendingCount > 56 {
      last.fillWithZeros(upTo: 64)
      last.compressPending()
    }
    last.fillWithZeros(upTo: 56)
    let bitCount = byteCount &<< 3
    for index in 0..<8 {
      last.pending[56 + index] = UInt8(truncatingIfNeeded: bitCount >> UInt64(56 - 8 * index))
    }
    last.compressPending()
    return last.state
  }

  private mutating func fillWithZeros(upTo end: Int) {
    for index in pendingCount..<end { pending[index] = 0 }
    pendingCount = end
  }

  /// Appends at most as many bytes as `pending` has room for.
  @unsafe
  private mutating func store(_ bytes: UnsafeRawBufferPointer) {
    let start = pendingCount
    unsafe withUnsafeMutableBytes(of: &pending) { buffer in
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
      unsafe room.copyMemory(from: bytes)
    }
    pendingCount += bytes.count
  }

  private mutating func compressPending() {
    let block = pending
    unsafe withUnsafeBytes(of: block) { unsafe compress($0) }
    pendingCount = 0
  }

  @unsafe
  private mutating func compress(_ blocks: UnsafeRawBufferPointer) {
    if usesInstructions {
      unsafe SHA256Instructions.compress(&state, blocks)
    } else {
      unsafe PortableSHA256.compress(&state, blocks)
    }
  }
}
