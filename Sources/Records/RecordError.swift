/// A record that contradicts itself: which file, where in it, and what does not hold.
package struct RecordError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What sort of contradiction it is.
  package enum Kind: Sendable, CaseIterable {
    /// An event could not have happened where it stands.
    case illegal
    /// Numbers that should follow each other do not.
    case sequence
    /// One thing is recorded twice.
    case duplicate
    /// The file of a closed attempt is not there.
    case missing
    /// The file of an attempt is not the one that was recorded.
    case digest
    /// A file belongs to another run, gate or number.
    case foreign
    /// An attempt contradicts itself, or the event that names it.
    case attempt
    /// An attempt does not name the one that closed before it.
    case chain
    /// The bytes are not those that events and attempts make.
    case bytes
  }

  /// The file, relative to the run's record folder.
  package let record: String
  /// The event concerned, where it is one.
  package let seq: Int?
  package let kind: Kind
  package let what: String

  package init(record: String, seq: Int? = nil, kind: Kind = .illegal, what: String) {
    self.record = record
    self.seq = seq
    self.kind = kind
    self.what = what
  }

  package var description: String {
    guard let seq else { return what }
    return "event \(seq): \(what)"
  }
}

extension RecordError {
  /// The same contradiction, of another kind.
  func of(_ kind: Kind) -> RecordError {
    RecordError(record: record, seq: seq, kind: kind, what: what)
  }
}
