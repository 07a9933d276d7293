/// What tells one source from another: a normalised DOI, ISBN, arXiv identifier, web address, or author and year.
struct SourceIdentifier: Hashable {
  let kind: Bibliography.Kind
  /// The identifier after the name of its kind and a colon; equal bytes mean the same source.
  let key: [UInt8]

  init(_ kind: Bibliography.Kind, _ value: some Collection<UInt8>) {
    self.kind = kind
    let prefix =
      switch kind {
      case .web: "web:"
      case .doi: "doi:"
      case .isbn: "isbn:"
      case .arXiv: "arxiv:"
      case .other: "other:"
      }
    var key: [UInt8] = []
    key.reserveCapacity(prefix.utf8.count + value.count)
    key += prefix.utf8
    key += value
    self.key = key
  }

  static func == (a: SourceIdentifier, b: SourceIdentifier) -> Bool { a.key == b.key }

  func hash(into hasher: inout Hasher) {
    unsafe key.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }
}

/// An entry with all that identifies its source.
struct FoundEntry {
  let offset: Int
  let strongest: SourceIdentifier
  let identifiers: [SourceIdentifier]

  init?(offset: Int, _ identifiers: [SourceIdentifier]) {
    var strongest: SourceIdentifier?
    for identifier in identifiers where identifier.kind.strength < strongest?.kind.strength ?? .max
    {
      strongest = identifier
    }
    guard let strongest else { return nil }
    self.offset = offset
    self.strongest = strongest
    self.identifiers = identifiers
  }
}
