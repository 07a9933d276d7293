extension Markdown {
  /// What square brackets in a text may refer to: the labels of definitions and footnotes.
  struct References: Sendable {
    private var definitions: [[UInt8]: Int] = [:]
    private var footnotes: Set<[UInt8]> = []

    /// Collects the labels; of definitions with the same label the first counts.
    init(definitions: [Definition], footnotes: [[UInt8]]) {
      for (index, definition) in definitions.enumerated()
      where self.definitions[definition.key] == nil {
        self.definitions[definition.key] = index
      }
      self.footnotes = Set(footnotes)
    }

    /// Returns the index of the definition that a label refers to.
    func definition(_ label: ArraySlice<UInt8>) -> Int? {
      definitions.isEmpty ? nil : definitions[References.key(label)]
    }

    /// Returns whether a footnote with the label is defined.
    func hasFootnote(_ label: ArraySlice<UInt8>) -> Bool {
      !footnotes.isEmpty && footnotes.contains(References.key(label))
    }

    /// The most bytes of a label: CommonMark's 999 characters, each of four bytes at most.
    static let longestLabel = 999 * 4

    /// Returns a label as labels are compared: case folded, white space collapsed and trimmed.
    ///
    /// Case is folded by the full mapping to upper and then to lower case of each scalar, as CommonMark 0.31
    /// section 4.7 asks but for a few rare letters.
    static func key(_ label: ArraySlice<UInt8>) -> [UInt8] {
      if label.allSatisfy({ $0 < 0x80 }) {
        var key: [UInt8] = []
        var isPending = false
        for byte in label {
          if isWhiteSpace(byte) {
            isPending = !key.isEmpty
            continue
          }
          if isPending { key.append(0x20) }
          isPending = false
          key.append((0x41...0x5A).contains(byte) ? byte + 0x20 : byte)
        }
        return key
      }
      var folded = ""
      for scalar in String(decoding: label, as: UTF8.self).unicodeScalars {
        for upper in scalar.properties.uppercaseMapping.unicodeScalars {
          folded += upper.properties.lowercaseMapping
        }
      }
      return Array(collapsingWhiteSpace(folded).utf8)
    }
  }
}
