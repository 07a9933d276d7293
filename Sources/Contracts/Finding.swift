package import Text

/// One place where a rule is not met.
package struct Finding: Sendable, Equatable {
  /// The most findings that one rule keeps; its `found` tells how many there were.
  package static let limit = 50

  /// The file as the repository knows it, or the pattern that matched nothing.
  package let path: String
  /// Nil where the finding has no place in the file.
  package let position: TextPosition?
  package let message: String

  package init(path: String, position: TextPosition?, message: String) {
    self.path = path
    self.position = position
    self.message = message
  }

  /// Text from an artifact in quotation marks, cut to 120 scalars.
  static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > 120 else { return "\"\(text)\"" }
    return "\"\(String(String.UnicodeScalarView(scalars.prefix(119))))…\""
  }
}
