package import Text

/// One place where a rule is not met.
package struct Finding: Sendable, Equatable {
  /// The most findings that one rule keeps; its `found` tells how many there were.
  package static let limit = 50

  /// The file as the repository knows it, or the pattern where what it matches is at fault.
  package let path: String
  /// Nil where the finding has no place in the file.
  package let position: TextPosition?
  package let message: String

  package init(path: String, position: TextPosition?, message: String) {
    self.path = path
    self.position = position
    self.message = message
  }

  /// Text from an artifact in quotation marks, with a sign for each line end, cut to 120 scalars.
  static func quoted(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\n", "\r": scalars.append("⏎")
      default: scalars.append(scalar)
      }
      previous = scalar
    }
    return "\"\(cut(String(scalars)))\""
  }

  /// The first 120 scalars of a text, the last of them an ellipsis where there are more.
  static func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > 120 else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(119))) + "…"
  }
}
