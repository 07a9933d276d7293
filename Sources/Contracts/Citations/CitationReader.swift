import Text

/// Finds the citations in a text: `[3]`, `[3, 5]`, `[3–5]`, `[3, p. 12]`, `[^note]`, outside code, comments and links.
///
/// A link whose text or label is a number cites it too, but needs no source, since it leads somewhere by itself.
struct CitationReader {
  private(set) var citations: [Citation] = []

  /// Reads the blocks of a text; in those that are no prose (a list of sources) only footnote marks count.
  init(_ markdown: Markdown, isSourceList: [Bool]) {
    var code = 0
    for (number, block) in markdown.blocks.enumerated() {
      switch block.kind {
      case .heading, .paragraph, .tableRow(.header), .tableRow(.body): break
      default: continue
      }
      guard
        markdown.lines(of: block).contains(where: { markdown.source[$0].contains(Self.bracket) })
      else { continue }
      var text = CitationText(markdown, block)
      while code < markdown.notProse.count,
        markdown.notProse[code].upperBound <= block.range.lowerBound
      {
        code += 1
      }
      for range in markdown.notProse[code...].prefix(while: {
        $0.lowerBound < block.range.upperBound
      }) {
        text.blank(range)
      }
      let links = markdown.links(of: block)
      var end = 0
      for range in links.map(\.range).sorted(by: { $0.lowerBound < $1.lowerBound })
      where range.upperBound > end {
        // Images stand inside one another; what is blank already is passed over.
        text.blank(max(end, range.lowerBound)..<range.upperBound)
        end = range.upperBound
      }
      let first = citations.count
      for link in links where !link.isImage { addLink(link, markdown.source) }
      read(text)
      if isSourceList[number] {
        citations[first...].removeAll { citation in
          if case .numbers = citation.target { true } else { false }
        }
      }
    }
  }
}

extension CitationReader {
  private static let bracket = UInt8(ascii: "[")

  /// A link cites the number that is its text, `[3](#kidwell)`, or its label, `[see][3]`.
  private mutating func addLink(_ link: Markdown.Link, _ source: [UInt8]) {
    let bytes = source[link.range.clamped(to: source.indices)]
    guard link.form != .autolink else { return }
    var number = bytes.drop { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "\\") }
    if link.form == .reference, let label = bytes.lastIndex(of: UInt8(ascii: "[")),
      bytes[label...].count > 2
    {
      number = bytes[(label + 1)...]
    }
    var index = number.startIndex
    guard let value = Self.number(number, &index), index < number.endIndex,
      number[index] == UInt8(ascii: "]") || number[index] == UInt8(ascii: "\\")
    else { return }
    citations.append(
      Citation(target: .numbers(value...value), offset: link.range.lowerBound, needsSource: false))
  }

  private mutating func read(_ text: CitationText) {
    let bytes = text.bytes
    var index = 0
    while let open = bytes[index...].firstIndex(of: UInt8(ascii: "[")) {
      index = open + 1
      guard let close = Self.close(bytes, from: index) else { continue }
      var inside = bytes[index..<close]
      if inside.last == UInt8(ascii: "\\") { inside.removeLast() }
      if inside.first == UInt8(ascii: "^") {
        let label = inside.dropFirst()
        guard !label.isEmpty, !label.contains(where: { $0 <= 0x20 || $0 == CitationText.blank })
        else { continue }
        citations.append(
          Citation(
            target: .note(
              SourceName(note: label), label: String(decoding: label, as: UTF8.self)),
            offset: text.offset(open)))
        index = close + 1
      } else if let items = Self.items(inside) {
        citations += items.map {
          Citation(target: .numbers($0.numbers), offset: text.offset($0.index))
        }
        if items.count == 1, let range = Self.range(bytes, after: close, from: items[0].numbers) {
          citations.append(
            Citation(target: .numbers(range), offset: text.offset(items[0].index)))
        }
        index = close + 1
      }
    }
  }

  /// The index of the bracket that closes a citation; none where another opens first.
  private static func close(_ bytes: [UInt8], from start: Int) -> Int? {
    let end = bytes[start...].prefix(200).firstIndex {
      $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: "[")
    }
    return end.flatMap { bytes[$0] == UInt8(ascii: "]") ? $0 : nil }
  }

  /// The numbers between those of `[3]–[5]`, which are cited without being written.
  private static func range(
    _ bytes: [UInt8], after close: Int, from numbers: ClosedRange<Int>
  ) -> ClosedRange<Int>? {
    var index = close + 1
    guard dash(bytes[...], &index), index < bytes.count, bytes[index] == UInt8(ascii: "[") else {
      return nil
    }
    index += 1
    guard let last = number(bytes[...], &index), index < bytes.count,
      bytes[index] == UInt8(ascii: "]") || bytes[index] == UInt8(ascii: "\\"),
      last > numbers.upperBound + 1
    else { return nil }
    return (numbers.upperBound + 1)...(last - 1)
  }
}

extension CitationReader {
  private static let joiningWords = ["and", "&", "und", "et", "y", "e", "i", "och", "en"]

  /// The numbers in brackets, nil where the brackets hold something else; after the first number a locator may follow.
  private static func items(
    _ text: ArraySlice<UInt8>
  ) -> [(numbers: ClosedRange<Int>, index: Int)]? {
    var items: [(numbers: ClosedRange<Int>, index: Int)] = []
    var index = text.startIndex
    while true {
      skipSpace(text, &index)
      _ = skipJoiningWord(text, &index)
      let start = index
      guard let first = number(text, &index) else { return items.isEmpty ? nil : items }
      var last = first
      skipSpace(text, &index)
      if dash(text, &index) {
        skipSpace(text, &index)
        guard let end = number(text, &index) else { return items.isEmpty ? nil : items }
        last = end
        skipSpace(text, &index)
      }
      let isLast = index == text.endIndex
      let isParted = !isLast && (text[index] == 0x2C || text[index] == 0x3B)
      if isParted { index += 1 }
      guard isLast || isParted || skipJoiningWord(text, &index) else {
        return items.isEmpty ? nil : items
      }
      if first <= last {
        items.append((first...last, start))
      } else {
        items += [(first...first, start), (last...last, start)]
      }
      if isLast { return items }
    }
  }

  /// A number from 1 of at most six digits, without zeros before it.
  static func number(_ text: ArraySlice<UInt8>, _ index: inout Int) -> Int? {
    let digits = text[index...].prefix(7).prefix { (0x30...0x39).contains($0) }
    guard (1...6).contains(digits.count), digits.first != UInt8(ascii: "0") else { return nil }
    index = digits.endIndex
    return Int(String(decoding: digits, as: UTF8.self))
  }

  private static func skipSpace(_ text: ArraySlice<UInt8>, _ index: inout Int) {
    while index < text.endIndex, text[index] == 0x20 || (0x09...0x0D).contains(text[index]) {
      index += 1
    }
  }

  private static func skipJoiningWord(_ text: ArraySlice<UInt8>, _ index: inout Int) -> Bool {
    let word = text[index...].prefix { $0 > 0x20 }
    guard joiningWords.contains(where: { $0.utf8.elementsEqual(word) }) else { return false }
    index = word.endIndex
    skipSpace(text, &index)
    return true
  }

  /// Passes over a hyphen, a dash from U+2010 to U+2015, or a minus sign.
  private static func dash(_ text: ArraySlice<UInt8>, _ index: inout Int) -> Bool {
    let rest = text[min(index, text.endIndex)...].prefix(3)
    if rest.first == UInt8(ascii: "-") {
      index += 1
      return true
    }
    let bytes = Array(rest)
    guard bytes.count == 3, bytes[0] == 0xE2,
      bytes[1] == 0x80 && (0x90...0x95).contains(bytes[2]) || bytes[1] == 0x88 && bytes[2] == 0x92
    else { return false }
    index += 3
    return true
  }
}
