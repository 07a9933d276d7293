import Text

/// A work as a citation manager writes it down, field by field.
struct CitedWork {
  /// The name that the list gives it; tells it from others where nothing else does.
  var key = ""
  var doi = ""
  var isbn = ""
  /// A number that arXiv gave out.
  var arXiv = ""
  var url = ""
  /// The family name of the first author or editor, or the whole name of an institution.
  var author = ""
  /// A date that begins with a year, or has one as its first four digits.
  var date = ""
  var title = ""

  /// The most bytes of a field that are looked at.
  static let longestField = 4 << 10

  /// The work as an entry of a bibliography; nil where it has no identifier, title or author.
  func entry(at offset: Int) -> FoundEntry? {
    var found: [SourceIdentifier] = []
    found += IdentifierScanner(Array(doi.utf8)).identifiers
    if !isbn.isEmpty { found += IdentifierScanner(Array("ISBN \(isbn)".utf8)).identifiers }
    if !arXiv.isEmpty { found += IdentifierScanner(Array("arXiv:\(arXiv)".utf8)).identifiers }
    found += IdentifierScanner(Array(url.utf8)).identifiers
    return FoundEntry(offset: offset, found.isEmpty ? words : found)
  }

  /// What tells the work apart without any identifier, made as for Markdown where that can read it.
  private var words: [SourceIdentifier] {
    let (author, title) = (
      Markdown.collapsingWhiteSpace(author), Markdown.collapsingWhiteSpace(title)
    )
    if !author.isEmpty, !title.isEmpty, let year {
      if let read = AuthorYear("\(author), (\(year)). “\(title)”", hasMarks: true) {
        return [SourceIdentifier(.other, read.key.utf8)]
      }
      return [SourceIdentifier(.other, "\(Self.folded(author))|\(year)|\(Self.folded(title))".utf8)]
    }
    let isNamed = !author.isEmpty || !title.isEmpty
    return isNamed && !key.isEmpty ? [SourceIdentifier(.other, "key:\(key)".utf8)] : []
  }

  private var year: String? {
    let digits = date.utf8.split { !isDigit($0) }.first { $0.count == 4 }
    return digits.map { String(decoding: $0, as: UTF8.self) }
  }

  private static func folded(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { $0 += $1.properties.lowercaseMapping }
  }
}
