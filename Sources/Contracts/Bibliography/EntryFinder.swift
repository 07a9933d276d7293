import Text

/// Finds the entries of a Markdown text's lists of sources.
struct EntryFinder {
  private let markdown: Markdown
  /// For each block the item or footnote that it belongs to, the innermost one.
  private let owners: [Int?]
  /// The destinations of definitions that nothing but images refers to.
  private let imageOnly: Set<[UInt8]>

  init(_ markdown: Markdown) {
    self.markdown = markdown
    var owners: [Int?] = []
    owners.reserveCapacity(markdown.blocks.count)
    for (index, block) in markdown.blocks.enumerated() {
      switch block.kind {
      case .listItem, .footnoteDefinition: owners.append(index)
      default: owners.append(block.parent.flatMap { owners[$0] })
      }
    }
    self.owners = owners
    imageOnly = markdown.definitions.isEmpty ? [] : Self.imageOnly(markdown)
  }

  /// Returns the entries by their offsets.
  func entries() -> [FoundEntry] {
    var entries: [FoundEntry] = []
    var owned: [Int: Evidence] = [:]
    let listsSources = isReferenceList()
    var header: [Column] = []
    var definition = 0
    for (index, block) in markdown.blocks.enumerated() {
      switch block.kind {
      case .linkReferenceDefinition:
        defer { definition += 1 }
        guard definition < markdown.definitions.count else { continue }
        let destination = markdown.definitions[definition].destination
        guard !imageOnly.contains(Array(destination.utf8)) else { continue }
        let found = IdentifierScanner.identifiers(inAddress: Array(destination.utf8))
        if let entry = FoundEntry(offset: block.range.lowerBound, found) { entries.append(entry) }
      case .tableRow(.header):
        header = markdown.visibleCells(of: block).map(Column.init)
      case .tableRow(.body):
        if let entry = row(block, header) { entries.append(entry) }
      case .paragraph, .heading:
        if let owner = owners[index] {
          owned[owner, default: Evidence()].add(markdown, block)
        } else if block.kind == .paragraph {
          entries += paragraph(block, isListed: listsSources[index])
        }
      default:
        break
      }
    }
    for (owner, evidence) in owned {
      let offset = markdown.blocks[owner].range.lowerBound
      if let entry = FoundEntry(offset: offset, evidence.identifiers) { entries.append(entry) }
    }
    return entries.sorted { $0.offset < $1.offset }
  }
}

extension EntryFinder {
  /// What the columns of a table are for, by the words above them.
  private enum Column {
    case author, year, other

    init(_ title: String) {
      let lower = title.unicodeScalars.reduce(into: "") { $0 += $1.properties.lowercaseMapping }
      let authors = [
        "author", "authors", "author(s)", "by", "creator", "autor", "autoren", "autores", "auteur",
        "auteurs", "autore", "автор", "作者", "著者",
      ]
      let years = [
        "year", "date", "published", "publication year", "jahr", "année", "año", "ano", "anno",
        "год",
        "年", "年份", "出版年",
      ]
      if authors.contains(where: { $0.utf8.elementsEqual(lower.utf8) }) {
        self = .author
      } else if years.contains(where: { $0.utf8.elementsEqual(lower.utf8) }) {
        self = .year
      } else {
        self = .other
      }
    }
  }

  private func row(_ block: Markdown.Block, _ header: [Column]) -> FoundEntry? {
    let offset = block.range.lowerBound
    let evidence = Evidence(markdown, block).identifiers
    if let entry = FoundEntry(offset: offset, evidence), entry.strongest.kind != .other {
      return entry
    }
    let cells = markdown.visibleCells(of: block, includingCode: false)
    var (author, year, title) = ("", "", "")
    for (column, cell) in zip(header, cells) {
      switch column {
      case .author: author += cell
      case .year: year += cell
      case .other: title += " " + cell
      }
    }
    let isSplit = !author.isEmpty && !year.isEmpty
    let citations = isSplit ? ["\(author) (\(year)). “\(title)”"] : cells
    let source = citations.lazy.compactMap { AuthorYear($0, hasMarks: isSplit) }.first
    return source.flatMap { FoundEntry(offset: offset, [SourceIdentifier(.other, $0.key.utf8)]) }
  }

  /// The entries in a paragraph outside lists.
  ///
  /// They are one for each line that begins with a number in brackets, where the first one does or the paragraph belongs to a
  /// reference list, and else the whole paragraph where it belongs to one.
  private func paragraph(_ block: Markdown.Block, isListed: Bool) -> [FoundEntry] {
    let lines = markdown.lines(of: block)
    let starts = lines.indices.filter { isNumbered(lines[$0]) }
    guard let first = starts.first, isListed || first == lines.startIndex else {
      return isListed ? [entry(block)].compactMap(\.self) : []
    }
    if starts.count == 1, first == lines.startIndex { return [entry(block)].compactMap(\.self) }
    return zip(starts, starts.dropFirst() + [lines.endIndex]).compactMap { start, end in
      let range = lines[start].lowerBound..<lines[end - 1].upperBound
      // The lines are read once more by themselves, so that markup does not reach from one entry into the next.
      let part = Markdown(Array(markdown.source[range]))
      let evidence = part.blocks.reduce(into: Evidence()) { $0.add(part, $1) }
      return FoundEntry(offset: range.lowerBound, evidence.identifiers)
    }
  }

  private func entry(_ block: Markdown.Block) -> FoundEntry? {
    FoundEntry(offset: block.range.lowerBound, Evidence(markdown, block).identifiers)
  }

  /// Whether a line begins with `[12]` and a space.
  private func isNumbered(_ line: Range<Int>) -> Bool {
    let bytes = markdown.source[line]
    guard bytes.first == UInt8(ascii: "[") else { return false }
    let digits = bytes.dropFirst().prefix(5).prefix { (0x30...0x39).contains($0) }
    let after = bytes[digits.endIndex...]
    return !digits.isEmpty && after.starts(with: "] ".utf8)
  }

  /// Whether each block belongs to a reference list: it stands under a heading that names one, or the text is one list.
  private func isReferenceList() -> [Bool] {
    var inside: [Bool] = []
    inside.reserveCapacity(markdown.blocks.count)
    var level: Int?
    var headings = markdown.headings[...]
    for (index, block) in markdown.blocks.enumerated() {
      if let heading = headings.first, heading.block == index {
        headings.removeFirst()
        if block.parent == nil, heading.level <= level ?? heading.level {
          level = ReferenceHeading.matches(heading.text) ? heading.level : nil
        }
      }
      inside.append(level != nil)
    }
    guard !inside.contains(true), isOneList() else { return inside }
    return inside.map { _ in true }
  }

  /// Whether the text holds paragraphs and nothing else, each with an identifier.
  private func isOneList() -> Bool {
    !markdown.blocks.isEmpty
      && markdown.blocks.allSatisfy { $0.kind == .paragraph && $0.parent == nil }
      && markdown.blocks.allSatisfy { entry($0) != nil }
  }

  private static func imageOnly(_ markdown: Markdown) -> Set<[UInt8]> {
    var images: Set<[UInt8]> = []
    var links: Set<[UInt8]> = []
    for block in markdown.blocks {
      for link in markdown.links(of: block) where link.form == .reference {
        let destination = Array(link.destination.utf8)
        if link.isImage { images.insert(destination) } else { links.insert(destination) }
      }
    }
    return images.subtracting(links)
  }
}
