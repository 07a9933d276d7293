/// A Markdown text, read as CommonMark 0.31 reads its blocks, with front matter, tables and footnotes beside.
///
/// Tables are those of GitHub Flavored Markdown; a footnote definition is `[^id]:` with its continuation
/// indented by four columns. Every sequence of bytes is some Markdown text, so reading never fails; the text is taken to be
/// UTF-8, and a leading byte order mark is passed over. Lines end with LF, CRLF or CR. All offsets
/// count bytes of `source` from 0. Time and memory grow linearly with the text, whatever it holds.
package struct Markdown: Sendable {
  /// The text that was read.
  package let source: [UInt8]
  /// The bytes of the front matter with both fence lines, without the last line's ending; nil where there is none.
  ///
  /// YAML stands between `---` and `---` or `...`, TOML between `+++` and `+++`. It starts on the
  /// very first line, and without its closing line it is none.
  package let frontMatter: Range<Int>?
  /// All blocks in the order in which they begin, each before the blocks inside it.
  package let blocks: [Block]
  /// All headings in order, also those in block quotes, lists and footnotes.
  package let headings: [Heading]
  /// The link reference definitions in order, also those that an earlier one with the same label overrules.
  package let definitions: [Definition]
  /// What is no prose: front matter, code blocks, code spans with their backticks, HTML comments.
  ///
  /// The ranges are sorted, not empty and do not overlap; none holds the line ending after it.
  package let notProse: [Range<Int>]

  let contentLines: [Range<Int>]
  let references: References

  /// Reads a Markdown text.
  package init(_ source: [UInt8]) {
    var reader = BlockReader(source)
    reader.read()
    self.source = source
    frontMatter = reader.frontMatter
    blocks = reader.blocks
    definitions = reader.definitions
    contentLines = reader.contentLines
    references = References(
      definitions: reader.definitions, footnotes: reader.footnoteLabels)
    headings = Markdown.headings(
      source, blocks: blocks, lines: contentLines, references: references)
    notProse = Markdown.notProse(
      source, frontMatter: frontMatter, blocks: blocks, lines: contentLines,
      references: references)
  }
}

extension Markdown {
  /// A block of the text: a container that holds blocks, or a leaf that holds lines.
  package struct Block: Sendable, Equatable {
    /// What the block is.
    package internal(set) var kind: Kind
    /// The bytes from the block's first character, its marker included, to the end of its last line without the ending.
    ///
    /// Inside the range stand also the prefixes (`> `, indentation) that containers put before later lines.
    package internal(set) var range: Range<Int>
    /// The index in `blocks` of the container that holds this block, nil at the top.
    package let parent: Int?
    /// The index in `blocks` just after the last block inside this one; the blocks inside start one after it.
    package internal(set) var end: Int
    /// The leaf's lines as indices of the reader's list of lines.
    var lines: Range<Int>
  }

  /// The kinds of blocks.
  package enum Kind: Sendable, Equatable {
    /// An ATX or setext heading of level 1 to 6.
    case heading(level: Int)
    case paragraph
    case blockQuote
    /// A list of items; a tight list has no blank line between its items or their blocks.
    case list(isOrdered: Bool, isTight: Bool)
    case listItem
    /// A fenced code block with the bytes of its info string, trimmed, maybe none.
    case codeFenced(info: Range<Int>)
    case codeIndented
    /// An HTML block with the number, 1 to 7, of its start condition in CommonMark 0.31 section 4.6.
    case htmlBlock(condition: Int)
    case thematicBreak
    case linkReferenceDefinition
    case table
    case tableRow(TableRow)
    /// A footnote definition with the bytes of its label, between `[^` and `]`.
    case footnoteDefinition(label: Range<Int>)
  }

  /// The part that a row plays in a table.
  package enum TableRow: Sendable {
    case header
    /// The row of dashes below the header.
    case delimiter
    case body
  }

  /// A heading as a reader sees it.
  package struct Heading: Sendable, Equatable {
    /// The level, 1 to 6.
    package let level: Int
    /// The text without markup, white space collapsed to single spaces and trimmed; maybe empty.
    ///
    /// Emphasis, links, images and code spans leave their text, escapes and entities their character; tags, comments and
    /// footnote marks leave nothing, a line break a space.
    package let text: String
    /// The offset of the heading's first character: the first `#`, or a setext heading's first letter.
    package let offset: Int
    /// The heading's index in `blocks`.
    package let block: Int
  }

  /// A link reference definition: `[label]: destination "title"`.
  package struct Definition: Sendable, Equatable {
    /// The bytes of the label as written, without its brackets.
    package let label: Range<Int>
    /// The destination, escapes and entities resolved.
    package let destination: String
    /// The offset of the destination's first character, after any `<`.
    package let destinationOffset: Int
    /// The definition's index in `blocks`.
    package let block: Int
    /// The label as references are compared by it.
    let key: [UInt8]
  }

  /// A link or image in a block's text.
  package struct Link: Sendable, Equatable {
    /// How the link is written.
    package enum Form: Sendable {
      /// `[text](destination)`
      case inline
      /// `[text][label]`, `[label][]` or `[label]`, whose destination stands in a definition.
      case reference
      /// `<https://example.org>` or `<name@example.org>`
      case autolink
    }

    /// How the link is written.
    package let form: Form
    /// Whether it is an image.
    package let isImage: Bool
    /// The destination, escapes and entities resolved; of an address for mail without the `mailto:`.
    package let destination: String
    /// The offset of the destination's first character here, or for a reference that of the link.
    package let destinationOffset: Int
    /// The bytes of the whole link, from its first bracket to its last character.
    package let range: Range<Int>
  }
}

extension Markdown {
  /// The bytes of a leaf block's lines without container prefixes, in order; none for a container.
  ///
  /// A paragraph's lines begin at their first character that is no blank, a heading's only line is its text; code keeps its own indentation, except
  /// that a tab of which a prefix took a part belongs to the prefix. A fence's two lines are left out.
  package func lines(of block: Block) -> ArraySlice<Range<Int>> {
    contentLines[block.lines.clamped(to: contentLines.indices)]
  }

  /// The blocks directly inside a block, as indices in `blocks`; without one, the blocks at the top.
  package func children(of index: Int?) -> [Int] {
    var children: [Int] = []
    var next = 0
    var end = blocks.count
    if let index {
      guard blocks.indices.contains(index) else { return [] }
      next = index + 1
      end = blocks[index].end
    }
    while next < end {
      children.append(next)
      next = max(next + 1, blocks[next].end)
    }
    return children
  }

  /// The bytes of a table row's cells, trimmed of white space; none for another block.
  ///
  /// A `|` parts cells unless a backslash stands before it, also in code spans.
  package func cells(of block: Block) -> [Range<Int>] {
    guard case .tableRow = block.kind, let line = lines(of: block).first else { return [] }
    return Markdown.cells(in: source, line)
  }

  /// The text that a reader sees in a paragraph, heading or table row, white space collapsed and trimmed.
  ///
  /// It is made as a heading's text is; cells are parted by a space. Other blocks have none.
  ///
  /// - Parameters:
  ///   - block: One of `blocks`.
  ///   - includingCode: Whether code spans leave their text, or else a space.
  /// - Returns: One line of text, maybe empty.
  package func visibleText(of block: Block, includingCode: Bool = true) -> String {
    let texts = Markdown.leafTexts(source, block, lines: contentLines)
    return String(
      decoding: Markdown.visibleText(texts, references, includingCode: includingCode),
      as: UTF8.self)
  }

  /// The bytes of the visible text of a block, and the links in it, both from one reading.
  ///
  /// They are those of `visibleText(of:includingCode:)` and `links(of:)`.
  package func visibleTextAndLinks(
    of block: Block, includingCode: Bool = true
  ) -> (text: [UInt8], links: [Link]) {
    let texts = Markdown.leafTexts(source, block, lines: contentLines)
    var links: [Link] = []
    let text = Markdown.visibleText(texts, references, includingCode: includingCode) { inlines in
      links += inlines.links(definitions: definitions)
    }
    return (text, links)
  }

  /// The visible text of each cell of a table row, as `visibleText(of:includingCode:)` makes it.
  package func visibleCells(of block: Block, includingCode: Bool = true) -> [String] {
    guard case .tableRow = block.kind else { return [] }
    return Markdown.leafTexts(source, block, lines: contentLines).map { text in
      String(
        decoding: Markdown.visibleText([text], references, includingCode: includingCode),
        as: UTF8.self)
    }
  }

  /// The links and images in a paragraph, heading or table row, in the order in which they end.
  ///
  /// Addresses in plain text, without `<` and `>`, are no links in CommonMark.
  package func links(of block: Block) -> [Link] {
    Markdown.leafTexts(source, block, lines: contentLines).flatMap { text in
      Inlines(text, references: references).links(definitions: definitions)
    }
  }

  /// The text with every run of Unicode white space replaced by one space, and none at its ends.
  package static func collapsingWhiteSpace(_ text: String) -> String {
    String(decoding: collapsingWhiteSpace(Array(text.utf8)), as: UTF8.self)
  }
}

extension Markdown {
  /// The stretches of text that a block's inline markup is read from: its lines, or a row's cells one by one.
  static func leafTexts(_ source: [UInt8], _ block: Block, lines: [Range<Int>]) -> [LeafText] {
    switch block.kind {
    case .heading, .paragraph:
      let lines = lines[block.lines.clamped(to: lines.indices)]
      return lines.isEmpty ? [] : [LeafText(source, lines: lines)]
    case .tableRow(.header), .tableRow(.body):
      guard block.lines.lowerBound < lines.count else { return [] }
      return cells(in: source, lines[block.lines.lowerBound]).map { cell in
        LeafText(source, lines: [cell])
      }
    default:
      return []
    }
  }

  /// The visible text of stretches of text; what is read of each is also handed on.
  private static func visibleText(
    _ texts: [LeafText], _ references: References, includingCode: Bool = true,
    handingOn body: (Inlines) -> Void = { _ in }
  ) -> [UInt8] {
    var shown: [UInt8] = []
    for text in texts {
      let inlines = Inlines(text, references: references)
      if !shown.isEmpty { shown.append(0x20) }
      inlines.appendVisibleText(includingCode: includingCode, to: &shown)
      body(inlines)
    }
    return collapsingWhiteSpace(shown)
  }

  private static func collapsingWhiteSpace(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let start = index
      while index < text.count, staysWhenCollapsed(text, index, from: start) { index += 1 }
      if index > start {
        if !result.isEmpty { result.append(0x20) }
        result += text[start..<index]
      }
      if index < text.count { index += whiteSpaceLength(text, at: index) }
    }
    return result
  }

  /// Whether no white space stands at an index, or one space between two words.
  @inline(__always)
  private static func staysWhenCollapsed(_ text: [UInt8], _ index: Int, from start: Int) -> Bool {
    whiteSpaceLength(text, at: index) == 0
      || text[index] == 0x20 && index > start && index + 1 < text.count
        && whiteSpaceLength(text, at: index + 1) == 0
  }

  private static func headings(
    _ source: [UInt8], blocks: [Block], lines: [Range<Int>], references: References
  ) -> [Heading] {
    var headings: [Heading] = []
    for (index, block) in blocks.enumerated() {
      guard case .heading(let level) = block.kind else { continue }
      let text = visibleText(leafTexts(source, block, lines: lines), references)
      headings.append(
        Heading(
          level: level, text: String(decoding: text, as: UTF8.self),
          offset: block.range.lowerBound, block: index))
    }
    return headings
  }

  private static func notProse(
    _ source: [UInt8], frontMatter: Range<Int>?, blocks: [Block], lines: [Range<Int>],
    references: References
  ) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    if let frontMatter { ranges.append(frontMatter) }
    for block in blocks {
      switch block.kind {
      case .codeFenced, .codeIndented:
        ranges.append(block.range)
      case .htmlBlock:
        HTML.appendComments(in: source, block.range, to: &ranges)
      case .heading, .paragraph, .tableRow:
        let leaf = lines[block.lines.clamped(to: lines.indices)]
        guard leaf.contains(where: source.mayHoldCodeOrComment) else { continue }
        for text in leafTexts(source, block, lines: lines) {
          Inlines(text, references: references).appendNotProse(to: &ranges)
        }
      default:
        break
      }
    }
    return ranges.filter { !$0.isEmpty }
  }
}
