import Text

/// The sources that a text gives, each by its number or footnote label.
///
/// A source is an item of a numbered list, a line or list item that begins with `[3]`, a row of a table whose first cell is the number,
/// a link reference definition with a number as its label, or a footnote definition.
struct ReferenceList {
  struct Source {
    let name: SourceName
    /// As messages call it: `[3]`, `[^note]`.
    let text: String
    let offset: Int
  }

  private(set) var sources: [Source] = []
  /// Whether each block belongs to the list and is no text that cites.
  private(set) var isSourceList: [Bool]

  private let markdown: Markdown

  /// Finds the sources of a text that is a list of sources from end to end, or has one below a heading such as "References".
  init(_ markdown: Markdown, isWhole: Bool) {
    self.markdown = markdown
    let sections = isWhole ? nil : Self.referenceSections(markdown)
    isSourceList = sections ?? markdown.blocks.map { _ in isWhole }
    var items: [Int: [(index: Int, number: Int)]] = [:]
    var hasNumberColumn = false
    var definition = 0
    for (index, block) in markdown.blocks.enumerated() {
      switch block.kind {
      case .listItem where isSourceList[index]:
        if let list = numberedList(of: index), let number = markerNumber(block) {
          items[list, default: []].append((index, number))
        }
      case .paragraph where !isInNumberedList(index):
        addLines(index, block, isListed: isSourceList[index], mayList: sections == nil)
      case .heading where isWhole:
        addLines(index, block, isListed: true, mayList: true)
      case .tableRow(.header):
        hasNumberColumn = Self.namesNumbers(markdown.visibleCells(of: block).first ?? "")
      case .tableRow(.body) where isSourceList[index]:
        addRow(block, hasNumberColumn)
      case .linkReferenceDefinition:
        if definition < markdown.definitions.count {
          let label = markdown.source[markdown.definitions[definition].label]
          var end = label.startIndex
          if let number = CitationReader.number(label, &end), end == label.endIndex {
            add(number, at: block.range.lowerBound)
          }
        }
        definition += 1
      case .footnoteDefinition(let label):
        let bytes = markdown.source[label]
        sources.append(
          Source(
            name: SourceName(note: bytes), text: "[^\(String(decoding: bytes, as: UTF8.self))]",
            offset: block.range.lowerBound))
      default:
        break
      }
    }
    for list in items.values { addItems(list) }
    sources.sort { $0.offset < $1.offset }
  }
}

extension ReferenceList {
  private mutating func add(_ number: Int, at offset: Int) {
    sources.append(Source(name: .number(number), text: "[\(number)]", offset: offset))
  }

  /// A list that gives one number to all its items is counted, as Markdown counts it.
  private mutating func addItems(_ items: [(index: Int, number: Int)]) {
    let first = items.first?.number ?? 1
    let isLazy = items.count > 1 && items.allSatisfy { $0.number == first }
    for (place, item) in items.enumerated() {
      add(
        isLazy ? first + place : item.number, at: markdown.blocks[item.index].range.lowerBound)
    }
  }

  /// Adds the lines that begin with `[3]`; outside a list of sources only where the first one does and the text may have no heading.
  private mutating func addLines(
    _ index: Int, _ block: Markdown.Block, isListed: Bool, mayList: Bool
  ) {
    let lines = markdown.lines(of: block)
    for (place, line) in lines.enumerated() {
      guard let number = Self.lineNumber(markdown.source[line]) else {
        if !isListed, place == 0 { return }
        continue
      }
      guard isListed || mayList else { return }
      add(number, at: line.lowerBound)
      isSourceList[index] = true
    }
  }

  private mutating func addRow(_ block: Markdown.Block, _ hasNumberColumn: Bool) {
    guard let cell = markdown.cells(of: block).first else { return }
    let bytes = markdown.source[cell]
    let isBracketed = bytes.first == UInt8(ascii: "[") || bytes.first == UInt8(ascii: "\\")
    guard isBracketed || hasNumberColumn else { return }
    let inner = bytes.drop { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "\\") }
    var end = inner.startIndex
    guard let number = CitationReader.number(inner, &end),
      inner[end...].allSatisfy({ $0 == UInt8(ascii: "]") || $0 == 0x5C || $0 == 0x2E })
    else { return }
    add(number, at: cell.lowerBound)
  }

  /// The numbered list that an item belongs to, unless that list stands in another item.
  private func numberedList(of item: Int) -> Int? {
    guard let list = markdown.blocks[item].parent,
      case .list(isOrdered: true, isTight: _) = markdown.blocks[list].kind
    else { return nil }
    if let outer = markdown.blocks[list].parent, markdown.blocks[outer].kind == .listItem {
      return nil
    }
    return list
  }

  private func isInNumberedList(_ index: Int) -> Bool {
    guard let parent = markdown.blocks[index].parent, markdown.blocks[parent].kind == .listItem
    else { return false }
    return numberedList(of: parent) != nil
  }

  private func markerNumber(_ block: Markdown.Block) -> Int? {
    var index = block.range.lowerBound
    return CitationReader.number(markdown.source[block.range], &index)
  }

  /// The number of a line that begins with `[3] ` or `[3]: `.
  private static func lineNumber(_ line: ArraySlice<UInt8>) -> Int? {
    var rest = line
    if rest.first == UInt8(ascii: "\\") { rest.removeFirst() }
    guard rest.first == UInt8(ascii: "[") else { return nil }
    rest.removeFirst()
    var index = rest.startIndex
    guard let number = CitationReader.number(rest, &index) else { return nil }
    rest = rest[index...]
    if rest.first == UInt8(ascii: "\\") { rest.removeFirst() }
    guard rest.first == UInt8(ascii: "]") else { return nil }
    rest.removeFirst()
    if rest.first == UInt8(ascii: ":") { rest.removeFirst() }
    return rest.first == 0x20 || rest.first == 0x09 ? number : nil
  }

  private static let numberTitles = [
    "", "#", "no", "no.", "nr", "nr.", "n", "n.", "№", "number", "ref",
  ]

  private static func namesNumbers(_ title: String) -> Bool {
    let lower = title.unicodeScalars.reduce(into: "") { $0 += $1.properties.lowercaseMapping }
    return numberTitles.contains { $0.utf8.elementsEqual(lower.utf8) }
  }

  /// Whether each block stands below a heading that names a list of sources; nil where there is no such heading.
  private static func referenceSections(_ markdown: Markdown) -> [Bool]? {
    var inside: [Bool] = []
    var level: Int?
    var headings = markdown.headings[...]
    for block in markdown.blocks {
      if case .heading(let own) = block.kind {
        // The headings are read already, in the order of their blocks.
        let text = headings.popFirst()?.text ?? ""
        if block.parent == nil {
          if level.map({ own <= $0 }) ?? true { level = nil }
          if level == nil, ReferenceHeading.matches(text) { level = own }
        }
      }
      inside.append(level != nil)
    }
    return inside.contains(true) ? inside : nil
  }
}
