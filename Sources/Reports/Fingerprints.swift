import Digests
import Records
import Verification

/// Names for findings by which a host knows one again in a later report.
///
/// A name is the same on every machine, and stays when lines move, when a file is edited once more, and when `--strict` raises
/// a level. It is the SHA-256 of what the finding is about: id, path, run, attempt, and the words of its message. Two findings
/// that are about the same get different numbers, in the order of the report.
enum Fingerprints {
  /// The names of findings in their order, each once.
  static func of(_ findings: some Sequence<VerificationFinding>) -> [String] {
    var seen: [Digest: Int] = [:]
    return findings.map { finding in
      let subject = SHA256.digest(of: bytes(finding))
      let number = seen[subject, default: 0] + 1
      seen[subject] = number
      guard number > 1 else { return subject.hex }
      return SHA256.digest(of: subject.bytes + Array("\(number)".utf8)).hex
    }
  }

  /// The subject; lengths stand before texts, so that no two subjects have the same bytes.
  private static func bytes(_ finding: VerificationFinding) -> [UInt8] {
    let attempt = finding.attempt.map { "\($0.gate) \($0.number)" }
    let facts = [
      finding.id.rawValue, finding.path, finding.run, attempt, words(finding.message),
    ]
    return facts.flatMap { fact in
      fact.map { Array("\($0.utf8.count):".utf8) + Array($0.utf8) } ?? [0x2D]
    }
  }

  /// A message without its numbers and digests, which change while the finding stays; 'R3' stays.
  private static func words(_ message: String) -> String {
    var words: [UInt8] = []
    var rest = Array(message.utf8)[...]
    while let byte = rest.first {
      let token = rest.prefix(while: isLetterOrDigit)
      if token.isEmpty {
        words.append(byte)
        rest.removeFirst()
      } else {
        if isNumber(token) { words.append(UInt8(ascii: "#")) } else { words += token }
        rest = rest[token.endIndex...]
      }
    }
    return String(decoding: words, as: UTF8.self)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// What begins with a digit, or is a digest or its beginning.
  private static func isNumber(_ token: ArraySlice<UInt8>) -> Bool {
    if token.first.map(isDigit) == true { return true }
    return token.count >= 7 && token.contains(where: isDigit)
      && token.allSatisfy { isDigit($0) || (0x61...0x66).contains($0) }
  }
}
