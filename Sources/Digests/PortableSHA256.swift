/// SHA-256 compression in plain Swift, for processors without the instructions.
enum PortableSHA256 {
  /// Compresses whole blocks by FIPS 180-4, section 6.2.2.
  @unsafe
  static func compress(_ state: inout SIMD8<UInt32>, _ blocks: UnsafeRawBufferPointer) {
    // The schedule is kept as its last sixteen words: W[t] replaces W[t-16].
    var w = [UInt32](repeating: 0, count: 16)
    for start in stride(from: 0, to: blocks.count & ~63, by: 64) {
      for t in 0..<16 {
        let word = unsafe blocks.loadUnaligned(fromByteOffset: start + 4 * t, as: UInt32.self)
        w[t] = UInt32(bigEndian: word)
      }
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      var (e, f, g, h) = (state[4], state[5], state[6], state[7])
      for t in 0..<64 {
        if t >= 16 {
          let (w2, w7, w15) = (w[(t &- 2) & 15], w[(t &- 7) & 15], w[(t &- 15) & 15])
          let sigma0 = rotated(w15, 7) ^ rotated(w15, 18) ^ (w15 &>> 3)
          let sigma1 = rotated(w2, 17) ^ rotated(w2, 19) ^ (w2 &>> 10)
          w[t & 15] = w[t & 15] &+ sigma0 &+ w7 &+ sigma1
        }
        let choice = (e & f) ^ (~e & g)
        let majority = (a & b) ^ (a & c) ^ (b & c)
        let sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
        let sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
        let first = h &+ sum1 &+ choice &+ roundConstants[t] &+ w[t & 15]
        (h, g, f, e) = (g, f, e, d &+ first)
        (d, c, b, a) = (c, b, a, first &+ sum0 &+ majority)
      }
      state = state &+ SIMD8(a, b, c, d, e, f, g, h)
    }
  }

  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }

  /// The round constants of FIPS 180-4, section 4.2.2.
  private static let roundConstants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
