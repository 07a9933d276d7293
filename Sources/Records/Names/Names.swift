/// The short name of an essay in ids and listings: `[a-z0-9][a-z0-9-]{0,63}`.
package struct Slug: Sendable, Hashable, CustomStringConvertible {
  package let description: String

  package init?(_ text: String) {
    let bytes = text.utf8
    guard (1...64).contains(bytes.count), bytes.first != 0x2D else { return nil }
    guard bytes.allSatisfy({ isLowerOrDigit($0) || $0 == 0x2D }) else { return nil }
    description = text
  }

  /// The grammar in words, for messages.
  package static let grammar =
    "lower-case letters, digits and '-', beginning with a letter or digit, at most 64"
}

/// The name of a gate: `[A-Z][A-Za-z0-9]{0,15}`.
package struct GateID: Sendable, Hashable, CustomStringConvertible {
  package let description: String

  package init?(_ text: String) {
    let bytes = text.utf8
    guard (1...16).contains(bytes.count), let first = bytes.first, (0x41...0x5A).contains(first)
    else {
      return nil
    }
    guard bytes.allSatisfy({ isLowerOrDigit($0) || (0x41...0x5A).contains($0) }) else { return nil }
    description = text
  }

  /// The grammar in words, for messages.
  package static let grammar =
    "a capital letter, then letters and digits, at most 16, for example G1"
}

/// The id of a run, which is also the name of its folder: `run_<YYYYMMDD>T<HHMMSS>Z_<slug>_<6 hex>`.
package struct RunID: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let description: String
  package let slug: Slug

  /// Makes the id of a run that starts now.
  ///
  /// `number` gives the six hexadecimal digits; only its low 24 bits count.
  package init(startedAt instant: Instant, slug: Slug, number: UInt32) {
    let digits = String(number & 0xFF_FFFF | 0x100_0000, radix: 16).dropFirst()
    description = "run_\(instant.compact)_\(slug)_\(digits)"
    self.slug = slug
  }

  /// Reads an id as it stands in a record or on a command line.
  package init?(_ text: String) {
    let parts = text.utf8.split(separator: 0x5F, omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0].elementsEqual("run".utf8) else { return nil }
    guard Instant(compact: String(decoding: parts[1], as: UTF8.self)) != nil else { return nil }
    guard let slug = Slug(String(decoding: parts[2], as: UTF8.self)) else { return nil }
    guard parts[3].count == 6, parts[3].allSatisfy(isLowerHexDigit) else { return nil }
    description = text
    self.slug = slug
  }

  /// Says whether the id is one of a run that started then, cut to seconds, under a slug.
  package func isOf(_ slug: Slug, startedAt instant: Instant) -> Bool {
    slug == self.slug && description.utf8.starts(with: "run_\(instant.compact)_".utf8)
  }

  package static func < (a: RunID, b: RunID) -> Bool {
    a.description.utf8.lexicographicallyPrecedes(b.description.utf8)
  }
}

/// The id of one recorded call of an agent: `inv_<milliseconds>_<4 hex>`.
package struct InvocationID: Sendable, Hashable, CustomStringConvertible {
  package let description: String
  /// The moment that the id holds.
  package let at: Instant

  /// `number` gives the four hexadecimal digits; only its low 16 bits count.
  package init(at instant: Instant, number: UInt32) {
    description =
      "inv_\(instant.milliseconds)_"
      + String(number & 0xFFFF | 0x1_0000, radix: 16).dropFirst()
    at = instant
  }

  package init?(_ text: String) {
    let parts = text.utf8.split(separator: 0x5F, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].elementsEqual("inv".utf8) else { return nil }
    let digits = String(decoding: parts[1], as: UTF8.self)
    guard let milliseconds = Int64(digits), "\(milliseconds)".utf8.elementsEqual(parts[1]) else {
      return nil
    }
    guard let instant = Instant(milliseconds: milliseconds) else { return nil }
    guard parts[2].count == 4, parts[2].allSatisfy(isLowerHexDigit) else { return nil }
    description = text
    at = instant
  }
}

private func isLowerOrDigit(_ byte: UInt8) -> Bool {
  (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
}

private func isLowerHexDigit(_ byte: UInt8) -> Bool {
  (0x61...0x66).contains(byte) || (0x30...0x39).contains(byte)
}
