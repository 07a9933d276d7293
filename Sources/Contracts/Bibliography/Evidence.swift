import Text

/// What an entry holds that can tell its source.
struct Evidence {
  /// The text that a reader sees, without code; cut where more could not change the answer.
  private(set) var prose = ""
  /// Whether emphasis or quotation marks may set a title apart.
  private(set) var hasMarks = false
  private var found: [SourceIdentifier] = []

  init() {}

  init(_ markdown: Markdown, _ block: Markdown.Block) {
    add(markdown, block)
  }

  /// Adds the text and the links of a block; images lead to no source.
  mutating func add(_ markdown: Markdown, _ block: Markdown.Block) {
    let (bytes, links) = markdown.visibleTextAndLinks(of: block, includingCode: false)
    let scanner = IdentifierScanner(bytes)
    found += scanner.identifiers
    for link in links where !link.isImage {
      let address = Array(link.destination.utf8)
      // What stands between `<` and `>` is the text and the link at once, and is read once.
      let isRead = scanner.lastAddress?.text == address
      let linked =
        isRead
        ? scanner.lastAddress?.identifiers ?? []
        : IdentifierScanner.identifiers(inAddress: address)
      // The text shows an address between `<` and `>` too.
      if found.suffix(linked.count) != linked[...] { found += linked }
    }
    // Author and year tell a source only where nothing else does.
    guard found.isEmpty, prose.utf8.count < AuthorYear.longest else { return }
    let text = String(decoding: bytes, as: UTF8.self)
    prose += text + " "
    let emphasis = markdown.lines(of: block).contains { line in
      markdown.source[line].contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "_") }
    }
    hasMarks = hasMarks || emphasis || text.unicodeScalars.contains(where: Self.isQuote)
  }

  /// The identifiers; without any, author and year where the text gives them.
  var identifiers: [SourceIdentifier] {
    if !found.isEmpty { return found }
    return AuthorYear(prose, hasMarks: hasMarks).map { [SourceIdentifier(.other, $0.key.utf8)] }
      ?? []
  }

  private static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\"", "“", "„", "«", "»", "「", "『", "《", "〈": true
    default: false
    }
  }
}
