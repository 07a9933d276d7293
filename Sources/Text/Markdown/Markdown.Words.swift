extension Markdown {
  /// The words that a reader sees in each block itself, in the order of `blocks`.
  ///
  /// Headings, paragraphs and table rows have words, wherever they stand, and so has the text between the tags of an HTML block.
  /// Code, comments, front matter, link targets and reference definitions have none; a container's are those of the blocks in it.
  package func words() -> [Words] {
    blocks.map { block in
      switch block.kind {
      case .heading, .paragraph, .tableRow:
        Words(visibleText(of: block, includingCode: false))
      case .htmlBlock(let condition) where [2, 6, 7].contains(condition):
        Words(HTML.text(in: source, block.range))
      default:
        Words()
      }
    }
  }
}

extension HTML {
  /// The elements whose content is no prose.
  private static let codeNames = ["script", "style", "pre", "textarea"]

  /// The text between tags, each tag, comment and entity a space.
  static func text(in source: [UInt8], _ range: Range<Int>) -> String {
    let range = range.clamped(to: source.indices)
    let limit = range.upperBound
    var text: [UInt8] = []
    var index = range.lowerBound
    while index < limit {
      let byte = source[index]
      if byte == UInt8(ascii: "<"), let end = markupEnd(source, from: index, before: limit) {
        text.append(0x20)
        index = end
      } else if byte == UInt8(ascii: "&"), let entity = Entity(source[index..<limit]) {
        text += Array(String(entity.scalar).utf8)
        index += entity.length
      } else {
        text.append(byte)
        index += 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The end of the comment or tag that begins at an index, with the content of an element that holds code.
  private static func markupEnd(_ source: [UInt8], from start: Int, before limit: Int) -> Int? {
    if source.holds("<!--", at: start, before: limit) {
      return commentEnd(source, from: start, before: limit) ?? limit
    }
    guard let end = tagEnd(source, from: start, before: limit) else { return nil }
    let name = source[(start + 1)..<end].prefix { Markdown.isLetter($0) }.map(Markdown.lowercased)
    guard codeNames.contains(where: { $0.utf8.elementsEqual(name) }) else { return end }
    var index = end
    while let next = source.find("</", from: index, before: limit) {
      let closing = source[(next + 2)..<limit].prefix(name.count).map(Markdown.lowercased)
      if closing.elementsEqual(name) { return next }
      index = next + 2
    }
    return limit
  }
}
