import Digests
import Foundation

/// The response files of NIST's validation program that stand in `Fixtures`.
enum NISTVectors {
  struct Message: Sendable {
    let bytes: [UInt8]
    let digest: String
  }

  /// The messages of a file of `Len`, `Msg` and `MD` lines.
  static func messages(in name: String) throws -> [Message] {
    var messages: [Message] = []
    var bitCount = 0
    var bytes: [UInt8] = []
    for (key, value) in try pairs(in: name) {
      switch key {
      case "Len": bitCount = Int(value) ?? 0
      case "Msg": bytes = Array(Self.bytes(hex: value).prefix(bitCount / 8))
      case "MD": messages.append(Message(bytes: bytes, digest: value))
      default: break
      }
    }
    return messages
  }

  /// The seed and the checkpoints of the Monte Carlo test.
  static func monteCarlo() throws -> (seed: [UInt8], checkpoints: [String]) {
    let pairs = try pairs(in: "SHA256Monte.rsp")
    let seed = pairs.first { $0.key == "Seed" }.map { bytes(hex: $0.value) } ?? []
    return (seed, pairs.filter { $0.key == "MD" }.map(\.value))
  }

  /// The bytes that an even number of hexadecimal digits stands for.
  static func bytes(hex: String) -> [UInt8] {
    let digits = Array(hex.utf8)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap { start in
      UInt8(String(decoding: digits[start..<start + 2], as: UTF8.self), radix: 16)
    }
  }

  private static func pairs(in name: String) throws -> [(key: String, value: String)] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(components: "Fixtures", name)
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      let parts = line.components(separatedBy: " = ")
      return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
  }
}
