extension String {
  /// Compares bytes; `==` would hold two spellings of one accented letter to be the same.
  package func isIdentical(to other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    var (mine, others) = (self, other)
    return mine.withUTF8 { a in
      others.withUTF8 { b in unsafe a.elementsEqual(b) }
    }
  }
}
