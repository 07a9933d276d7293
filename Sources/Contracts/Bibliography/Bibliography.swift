import Text

/// The sources that texts list: Markdown, BibTeX and CSL JSON.
///
/// In Markdown an entry is a list item, a numbered entry, a footnote definition, a table row, a link reference definition, or a paragraph of
/// a reference list, that holds a web address, DOI, ISBN, arXiv identifier, or author and year; in the others it is a work
/// with one of these, or with a name of its own. Two entries that
/// share an identifier are one source. The page of the contract language says what counts, with examples.
package struct Bibliography: Sendable {
  /// The kinds of sources, in the order in which they are counted up.
  package enum Kind: String, Sendable, CaseIterable {
    case web
    case doi = "DOI"
    case isbn = "ISBN"
    case arXiv
    /// Told by author and year alone.
    case other
  }

  /// One entry of the list.
  package struct Entry: Sendable, Equatable {
    /// The strongest kind of identifier in the entry: DOI, then ISBN, arXiv, web, other.
    package let kind: Kind
    /// That identifier, normalised, after its kind: `doi:10.2307/455415`.
    package let key: String
    /// The text that it stands in, by its place among those that were given.
    package let text: Int
    /// The offset in bytes of the entry's first character, the marker of a list item or footnote included.
    package let offset: Int
    /// Whether an entry before it names the same source, so that this one adds none.
    package let isRepeat: Bool
  }

  /// The entries in the order of the text.
  package let entries: [Entry]

  /// How many sources there are of each kind; a source is of the strongest kind that any of its entries has.
  private let counts: [Kind: Int]

  /// Finds the entries of a Markdown text, in time that grows with its length.
  package init(markdown source: [UInt8]) {
    self.init([EntryFinder(Markdown(source)).entries()])
  }

  /// Joins the entries of several texts, each in the order of its text; a source that two of them name counts once.
  init(_ lists: [[FoundEntry]]) {
    let found = lists.enumerated().flatMap { text, list in list.map { (text: text, entry: $0) } }
    let groups = Self.groups(found.map(\.entry))
    var strongest: [Int: Kind] = [:]
    var entries: [Entry] = []
    for ((text, entry), group) in zip(found, groups) {
      let identifier = entry.strongest
      entries.append(
        Entry(
          kind: identifier.kind, key: String(decoding: identifier.key, as: UTF8.self), text: text,
          offset: entry.offset,
          isRepeat: strongest[group] != nil))
      strongest[group] = min(strongest[group] ?? identifier.kind, identifier.kind) {
        $0.strength < $1.strength
      }
    }
    self.entries = entries
    counts = strongest.values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }
}

extension Bibliography {
  /// How many different sources there are.
  package var distinct: Int { counts.values.reduce(0, +) }

  /// How many different sources of a kind there are.
  package func distinct(_ kind: Kind) -> Int { counts[kind] ?? 0 }

  /// The counts in words: "5 distinct (2 web, 2 DOI, 1 ISBN)", or "0 distinct".
  package var summary: String {
    let kinds = Kind.allCases.filter { distinct($0) > 0 }
      .map { "\(distinct($0)) \($0.rawValue)" }
    return "\(distinct) distinct" + (kinds.isEmpty ? "" : " (\(kinds.joined(separator: ", ")))")
  }

  /// The last entry that adds a source, nil where there is none.
  package var lastCounted: Entry? { entries.last { !$0.isRepeat } }

  /// Returns for each entry the number of its source: the first entry that it is joined to by shared identifiers.
  private static func groups(_ entries: [FoundEntry]) -> [Int] {
    var parents = Array(entries.indices)
    func root(_ entry: Int) -> Int {
      var entry = entry
      while parents[entry] != entry {
        parents[entry] = parents[parents[entry]]
        entry = parents[entry]
      }
      return entry
    }
    var holders: [SourceIdentifier: Int] = [:]
    holders.reserveCapacity(entries.count)
    for (index, entry) in entries.enumerated() {
      for identifier in entry.identifiers {
        if let holder = holders[identifier] {
          let (a, b) = (root(holder), root(index))
          parents[max(a, b)] = min(a, b)
        } else {
          holders[identifier] = index
        }
      }
    }
    return entries.indices.map(root)
  }
}

private func min<Value>(_ a: Value, _ b: Value, by isLess: (Value, Value) -> Bool) -> Value {
  isLess(b, a) ? b : a
}

extension Bibliography.Kind {
  /// The rank by which an entry with several identifiers is of one kind; the lowest wins.
  var strength: Int {
    switch self {
    case .doi: 0
    case .isbn: 1
    case .arXiv: 2
    case .web: 3
    case .other: 4
    }
  }
}
