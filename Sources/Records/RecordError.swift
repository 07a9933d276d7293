/// A record that contradicts itself: which file, where in it, and what does not hold.
package struct RecordError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file, relative to the run's record folder.
  package let record: String
  /// The event concerned, where it is one.
  package let seq: Int?
  package let what: String

  package init(record: String, seq: Int? = nil, what: String) {
    self.record = record
    self.seq = seq
    self.what = what
  }

  package var description: String {
    guard let seq else { return what }
    return "event \(seq): \(what)"
  }
}
