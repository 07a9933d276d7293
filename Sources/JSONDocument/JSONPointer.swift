/// The way from a document's root to one of its values (RFC 6901).
package struct JSONPointer: Sendable {
  /// The keys and indices to follow, without escapes.
  package let tokens: [String]

  /// Creates a pointer from keys and indices.
  package init(_ tokens: [String]) {
    self.tokens = tokens
  }

  /// Reads a pointer such as `/rules/0/type`, or returns nil where it is not one.
  ///
  /// - Parameter text: Empty for the root, else `/` before each token, `~1` for `/`, `~0` for `~`.
  package init?(parsing text: String) {
    var tokens: [[UInt8]] = []
    var isEscaped = false
    for byte in text.utf8 {
      if isEscaped {
        guard byte == UInt8(ascii: "0") || byte == UInt8(ascii: "1") else { return nil }
        tokens[tokens.count - 1].append(UInt8(ascii: byte == UInt8(ascii: "0") ? "~" : "/"))
        isEscaped = false
      } else if byte == UInt8(ascii: "/") {
        tokens.append([])
      } else if tokens.isEmpty {
        return nil
      } else if byte == UInt8(ascii: "~") {
        isEscaped = true
      } else {
        tokens[tokens.count - 1].append(byte)
      }
    }
    guard !isEscaped else { return nil }
    self.tokens = tokens.map { String(decoding: $0, as: UTF8.self) }
  }
}

extension JSONPointer: CustomStringConvertible {
  /// The pointer as RFC 6901 writes it: empty for the root.
  package var description: String {
    var text: [UInt8] = []
    for token in tokens {
      text.append(UInt8(ascii: "/"))
      for byte in token.utf8 {
        switch byte {
        case UInt8(ascii: "~"): text += "~0".utf8
        case UInt8(ascii: "/"): text += "~1".utf8
        default: text.append(byte)
        }
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
