import Text

/// The sections of a text with their words: what stands under each heading, its sub-headings included.
///
/// A section ends before the next heading of its level or above. A heading in a block quote or list heads what follows it there, and
/// ends no section outside.
struct Sections {
  struct Section {
    let heading: Markdown.Heading
    /// The blocks after the heading, as indices.
    let blocks: Range<Int>
  }

  let all: [Section]
  private let markdown: Markdown
  /// The words before each block and in the end, with those of headings and without.
  private let before: (all: [Words], prose: [Words])

  init(_ markdown: Markdown) {
    self.markdown = markdown
    var ends = Array(repeating: markdown.blocks.count, count: markdown.headings.count)
    var open: [Int?: [Int]] = [:]
    for (number, heading) in markdown.headings.enumerated() {
      let parent = markdown.blocks[heading.block].parent
      if let parent { ends[number] = markdown.blocks[parent].end }
      while let last = open[parent]?.last, markdown.headings[last].level >= heading.level {
        ends[last] = heading.block
        open[parent]?.removeLast()
      }
      open[parent, default: []].append(number)
    }
    all = zip(markdown.headings, ends).map { heading, end in
      Section(heading: heading, blocks: (heading.block + 1)..<max(heading.block + 1, end))
    }
    var sum = (all: Words(), prose: Words())
    var before: (all: [Words], prose: [Words]) = ([], [])
    for (block, count) in zip(markdown.blocks, markdown.words()) {
      before.all.append(sum.all)
      before.prose.append(sum.prose)
      sum.all += count
      if case .heading = block.kind { continue }
      sum.prose += count
    }
    before.all.append(sum.all)
    before.prose.append(sum.prose)
    self.before = before
  }

  /// Every block of the text.
  var wholeText: Range<Int> { markdown.blocks.indices }

  /// The words in a range of blocks.
  func words(in blocks: Range<Int>, includingHeadings: Bool) -> Words {
    let counts = includingHeadings ? before.all : before.prose
    return counts[blocks.upperBound] - counts[blocks.lowerBound]
  }

  /// Returns where the block begins in which a range comes to have more than so many words.
  func offset(in blocks: Range<Int>, beyond words: Int) -> Int? {
    let limit = before.all[blocks.lowerBound].count + words
    let block = blocks.first { before.all[$0 + 1].count > limit }
    return block.map { markdown.blocks[$0].range.lowerBound }
  }

  /// The sections under a heading of this text, white space collapsed; none of them inside another.
  func named(_ text: String) -> [Section] {
    var sections: [Section] = []
    for section in all where section.heading.text.utf8.elementsEqual(text.utf8) {
      if let last = sections.last, section.blocks.lowerBound < last.blocks.upperBound { continue }
      sections.append(section)
    }
    return sections
  }
}
