import Digests
import Testing

@Suite("SHA-256")
struct SHA256Tests {
  static let backends = SHA256.availableBackends

  /// A message of the given length that repeats with no power of two.
  private func message(of length: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 / 251) }
  }

  private func digest(of bytes: [UInt8], with backend: SHA256.Backend) -> String {
    var hash = SHA256(with: backend)
    hash.update(bytes)
    return hash.finalize().hex
  }

  @Test("The portable back end is always there, and processors with instructions use them")
  func availability() {
    #expect(Self.backends.last == .portable)
    #expect(Set(Self.backends).count == Self.backends.count)
  }

  @Test(
    "The examples of FIPS 180-4 have their digests",
    arguments: backends,
    [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func fipsExamples(_ backend: SHA256.Backend, _ example: (text: String, digest: String)) {
    #expect(digest(of: Array(example.text.utf8), with: backend) == example.digest)
  }

  @Test("A million letters a, the long example of FIPS 180-4", arguments: backends)
  func millionLetters(_ backend: SHA256.Backend) {
    let million = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(digest(of: million, with: backend) == expected)
  }

  @Test(
    "NIST's short and long messages have their digests",
    arguments: backends, [("SHA256ShortMsg.rsp", 65), ("SHA256LongMsg.rsp", 16)])
  func nistMessages(_ backend: SHA256.Backend, _ file: (name: String, count: Int)) throws {
    let messages = try NISTVectors.messages(in: file.name)
    #expect(messages.count == file.count)
    for message in messages {
      #expect(
        digest(of: message.bytes, with: backend) == message.digest,
        "message of \(message.bytes.count) bytes")
    }
  }

  @Test("NIST's Monte Carlo test reaches all its checkpoints", arguments: backends)
  func monteCarlo(_ backend: SHA256.Backend) throws {
    let (start, checkpoints) = try NISTVectors.monteCarlo()
    try #require(start.count == 32 && checkpoints.count == 100)
    // SHAVS, section 6.4: each of the 1000 messages is made of the last three digests.
    var seed = start
    for checkpoint in checkpoints {
      var last = [seed, seed, seed]
      for _ in 0..<1000 {
        var hash = SHA256(with: backend)
        for part in last { hash.update(part) }
        last = [last[1], last[2], hash.finalize().bytes]
      }
      seed = last[2]
      try #require(Digest(hex: checkpoint)?.bytes == seed)
    }
  }

  @Test("Every length from 0 to 300 gives the same digest in every back end")
  func lengths() {
    for length in 0...300 {
      let message = message(of: length)
      let digests = Set(Self.backends.map { digest(of: message, with: $0) })
      #expect(digests.count == 1, "length \(length)")
      #expect(digests.contains(SHA256.digest(of: message).hex))
    }
  }

  @Test("Where a message is cut does not change its digest", arguments: backends)
  func splits(_ backend: SHA256.Backend) {
    for length in [1, 55, 56, 63, 64, 65, 127, 128, 129, 200] {
      let message = message(of: length)
      let whole = digest(of: message, with: backend)
      for cut in 0...length {
        var hash = SHA256(with: backend)
        hash.update(message[..<cut])
        hash.update(message[cut...])
        #expect(hash.finalize().hex == whole, "length \(length) cut at \(cut)")
      }
      var single = SHA256(with: backend)
      for byte in message { single.update(CollectionOfOne(byte)) }
      #expect(single.finalize().hex == whole, "length \(length), byte by byte")
    }
  }

  @Test("A sequence without storage of its own is hashed too")
  func lazySequence() {
    let bytes = message(of: 1000)
    #expect(SHA256.digest(of: bytes.lazy.map { $0 }) == SHA256.digest(of: bytes))
  }

  @Test("A digest in between does not disturb the message", arguments: backends)
  func intermediate(_ backend: SHA256.Backend) {
    var hash = SHA256(with: backend)
    hash.update(Array("ab".utf8))
    _ = hash.finalize()
    hash.update(Array("c".utf8))
    #expect(hash.finalize() == SHA256.digest(of: Array("abc".utf8)))
  }

  @Test(
    "A message of more than 2^32 bits is counted to its end",
    .enabled(if: backends.count > 1, "plain Swift would take a minute in a debug build"))
  func manyBits() {
    // 513 MiB of zeros, where 512 are 2^32 bits; `head -c 537919488 /dev/zero | sha256sum`.
    let piece = [UInt8](repeating: 0, count: 1 << 20)
    var hash = SHA256()
    for _ in 0..<513 { hash.update(piece) }
    #expect(
      hash.finalize().hex == "a3e2acbb469e4e59dde406f912e754c933c1ac0fb0092a3634d61d5073309c0c")
  }
}
