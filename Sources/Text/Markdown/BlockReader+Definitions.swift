extension BlockReader {
  /// Turns what begins the open paragraph into link reference definitions, as far as it can be read so.
  ///
  /// The paragraph keeps the lines that are left, maybe none.
  mutating func takeDefinitions() {
    let tip = open.count - 1
    let paragraph = blocks[open[tip].index]
    var line = paragraph.lines.lowerBound
    guard line < contentLines.count, !contentLines[line].isEmpty,
      source[contentLines[line].lowerBound] == UInt8(ascii: "[")
    else { return }
    let text = LeafText(source, lines: contentLines[line...])
    var start = 0
    while start < text.bytes.count,
      let (label, target) = LinkSyntax.definition(text.bytes, at: start)
    {
      if start == 0 { blocks.removeLast() }
      let count = text.bytes[start..<target.end].count { $0 == 0x0A }
      let next = target.end == text.bytes.count ? contentLines.count : line + count
      blocks.append(
        Markdown.Block(
          kind: .linkReferenceDefinition,
          range: text.offset(start)..<contentLines[next - 1].upperBound, parent: paragraph.parent,
          end: blocks.count + 1, lines: line..<next))
      definitions.append(
        Markdown.Definition(
          label: text.range(label),
          destination: LinkSyntax.unescaped(text.bytes[target.destination]),
          destinationOffset: text.offset(target.destination.lowerBound), block: blocks.count - 1,
          key: Markdown.References.key(text.bytes[label])))
      line = next
      start = target.end
    }
    guard start > 0 else { return }
    let first = line < contentLines.count ? contentLines[line].lowerBound : open[tip].endOffset
    blocks.append(
      Markdown.Block(
        kind: .paragraph, range: first..<first, parent: paragraph.parent, end: blocks.count + 1,
        lines: line..<line))
    open[tip].index = blocks.count - 1
  }
}
