/// Says why a pattern was refused, and what to write instead.
package struct PatternError: Error, Equatable, Sendable {
  /// The place of the construct at fault, in Unicode scalars from 0 in the pattern.
  package let offset: Int
  /// What is wrong, with the construct in single quotes.
  package let what: String
  /// What to write instead.
  package let hint: String

  package init(offset: Int, what: String, hint: String) {
    self.offset = offset
    self.what = what
    self.hint = hint
  }
}

extension PatternError: CustomStringConvertible {
  package var description: String { "\(what) (at character \(offset + 1) of the pattern)" }
}
