extension String {
  /// Tells whether both texts are the same bytes; Swift's `==` would also equate other spellings of a scalar.
  func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }

  /// Tells whether the text begins with these bytes.
  func begins(with prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

  /// The number of columns that the text takes, for the plain text that declarations are made of.
  var columns: Int { unicodeScalars.count }
}

extension [String] {
  /// Tells whether one element is the same bytes as a text.
  func holds(_ text: String) -> Bool { contains { $0.isSame(as: text) } }

  /// Tells whether both lists are the same bytes, element by element.
  func isSame(as other: [String]) -> Bool { elementsEqual(other) { $0.isSame(as: $1) } }

  /// Joins words as a sentence does: "a", "a or b", "a, b or c".
  func listed(_ conjunction: String) -> String {
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }
}
