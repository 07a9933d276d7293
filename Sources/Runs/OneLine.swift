/// Text from a person that fits on one line of a record: no control characters, at most `limit` scalars, not empty.
package struct OneLine: Sendable {
  package let text: String

  package init?(_ text: String, limit: Int = 128) {
    let scalars = text.unicodeScalars
    guard !scalars.isEmpty, scalars.count <= limit, !scalars.contains(where: Self.breaks) else {
      return nil
    }
    self.text = text
  }

  /// Says whether a scalar is a control character or breaks a line.
  static func breaks(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
  }
}

/// A person's reason: at most 4 KiB, no control characters but line breaks, not empty.
package struct Reason: Sendable {
  package let text: String

  package init?(_ text: String) {
    guard (1...4096).contains(text.utf8.count),
      !text.unicodeScalars.allSatisfy({ $0.properties.isWhitespace })
    else { return nil }
    guard !text.unicodeScalars.contains(where: { $0 != "\n" && OneLine.breaks($0) }) else {
      return nil
    }
    self.text = text
  }

  /// What a reason may be, for messages.
  package static let grammar = "at most 4 KiB of text, without control characters"
}
