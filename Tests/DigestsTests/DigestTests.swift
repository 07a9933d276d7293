import Digests
import Testing

@Suite("A digest and its written form")
struct DigestTests {
  static let written = "00ff10ef20df30cf40bf50af60af70bf80cf90dfa0efb0ffc0d0e0f012345678"

  @Test("It reads what it writes, byte for byte")
  func roundTrip() throws {
    let digest = try #require(Digest(hex: Self.written))
    #expect(digest.hex == Self.written)
    #expect("\(digest)" == Self.written)
    #expect(digest.hexDigits == Array(Self.written.utf8))
    #expect(digest.bytes == NISTVectors.bytes(hex: Self.written))
    #expect(digest == Digest(hex: Self.written))
    #expect(digest != .zero)
    #expect(Digest.zero.hex == String(repeating: "0", count: 64))
  }

  @Test(
    "Anything but 64 lower-case hexadecimal digits is no digest",
    arguments: [
      "", "0", String(written.dropLast()), written + "0", written + "\n", " " + written,
      written.uppercased(), String(repeating: "g", count: 64), String(repeating: "`", count: 64),
      String(repeating: ":", count: 64), String(repeating: "/", count: 64),
      String(repeating: "٣", count: 64), String(repeating: "é", count: 32),
      String(written.dropLast()) + "\u{0}", String(written.dropLast()) + "a\u{301}",
    ])
  func refused(_ text: String) {
    #expect(Digest(hex: text) == nil)
  }
}
