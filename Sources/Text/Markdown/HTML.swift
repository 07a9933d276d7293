/// What Markdown needs to know of HTML: CommonMark 0.31 sections 4.6 and 6.6.
enum HTML {
  private static let rawNames = ["script", "pre", "style", "textarea"]

  private static let blockNames: Set<[UInt8]> = Set(
    """
    address article aside base basefont blockquote body caption center col colgroup dd details \
    dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 \
    head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option \
    p param search section summary table tbody td tfoot th thead title tr track ul
    """.utf8.split(separator: 0x20).map(Array.init))

  /// Returns which of the seven start conditions the line meets, which begins with `<`.
  static func startsBlock(_ source: [UInt8], _ line: Range<Int>) -> Int? {
    let (start, end) = (line.lowerBound, line.upperBound)
    if source.holds("<!--", at: start, before: end) { return 2 }
    if source.holds("<?", at: start, before: end) { return 3 }
    if source.holds("<![CDATA[", at: start, before: end) { return 5 }
    if source.holds("<!", at: start, before: end) {
      return Markdown.isLetter(source.byte(start + 2, before: end)) ? 4 : nil
    }
    let isClosing = source.byte(start + 1, before: end) == UInt8(ascii: "/")
    let name = start + (isClosing ? 2 : 1)
    var nameEnd = name
    while nameEnd < end, nameEnd - name < 16,
      Markdown.isLetter(source[nameEnd]) || Markdown.isDigit(source[nameEnd])
    {
      nameEnd += 1
    }
    let lower = source[name..<nameEnd].map(Markdown.lowercased)
    let next = source.byte(nameEnd, before: end)
    let endsName = nameEnd == end || Markdown.isWhiteSpace(next) || next == UInt8(ascii: ">")
    let isRaw = rawNames.contains { $0.utf8.elementsEqual(lower) }
    if isRaw, !isClosing, next != UInt8(ascii: "-") { return endsName ? 1 : nil }
    if blockNames.contains(lower), endsName || source.holds("/>", at: nameEnd, before: end) {
      return 6
    }
    return completeTag(source, line)
  }

  private static func completeTag(_ source: [UInt8], _ line: Range<Int>) -> Int? {
    guard let end = tagEnd(source, from: line.lowerBound, before: line.upperBound) else {
      return nil
    }
    return source.trimmed(end..<line.upperBound).isEmpty ? 7 : nil
  }

  /// Returns whether a line ends an HTML block of one of the first five conditions.
  static func endsBlock(_ condition: Int, _ source: [UInt8], _ line: Range<Int>) -> Bool {
    let (start, end) = (line.lowerBound, line.upperBound)
    switch condition {
    case 1:
      var index = start
      while let next = source.find("</", from: index, before: end) {
        for name in rawNames where holdsName(name, source, at: next + 2, before: end) {
          return true
        }
        index = next + 2
      }
      return false
    case 2: return source.find("-->", from: start, before: end) != nil
    case 3: return source.find("?>", from: start, before: end) != nil
    case 4: return source.find(">", from: start, before: end) != nil
    case 5: return source.find("]]>", from: start, before: end) != nil
    default: return false
    }
  }

  private static func holdsName(
    _ name: String, _ source: [UInt8], at index: Int, before end: Int
  ) -> Bool {
    let nameEnd = index + name.utf8.count
    guard source.byte(nameEnd, before: end) == UInt8(ascii: ">") else { return false }
    return source[index..<nameEnd].map(Markdown.lowercased).elementsEqual(name.utf8)
  }

  /// Appends the comments in a range, the last up to the range's end where it does not end before.
  static func appendComments(
    in source: [UInt8], _ range: Range<Int>, to ranges: inout [Range<Int>]
  ) {
    var index = range.lowerBound
    while let start = source.find("<!--", from: index, before: range.upperBound) {
      let end = commentEnd(source, from: start, before: range.upperBound) ?? range.upperBound
      ranges.append(start..<end)
      index = end
    }
  }

  /// The end of the comment that begins at an index with `<!--`.
  static func commentEnd(_ source: [UInt8], from start: Int, before limit: Int) -> Int? {
    if source.holds("<!-->", at: start, before: limit) { return start + 5 }
    if source.holds("<!--->", at: start, before: limit) { return start + 6 }
    return source.find("-->", from: start + 4, before: limit).map { $0 + 3 }
  }

  /// The end of the open or closing tag that begins at an index with `<`.
  static func tagEnd(_ source: [UInt8], from start: Int, before limit: Int) -> Int? {
    let isClosing = source.byte(start + 1, before: limit) == UInt8(ascii: "/")
    var index = start + (isClosing ? 2 : 1)
    guard Markdown.isLetter(source.byte(index, before: limit)) else { return nil }
    while isNameByte(source.byte(index, before: limit)) { index += 1 }
    var hadSpace = skipSpace(source, &index, limit)
    while !isClosing, hadSpace, isAttributeStart(source.byte(index, before: limit)) {
      while isAttributeByte(source.byte(index, before: limit)) { index += 1 }
      hadSpace = skipSpace(source, &index, limit)
      guard source.byte(index, before: limit) == UInt8(ascii: "=") else { continue }
      index += 1
      _ = skipSpace(source, &index, limit)
      guard skipValue(source, &index, limit) else { return nil }
      hadSpace = skipSpace(source, &index, limit)
    }
    if !isClosing, source.byte(index, before: limit) == UInt8(ascii: "/") { index += 1 }
    return source.byte(index, before: limit) == UInt8(ascii: ">") ? index + 1 : nil
  }

  private static func skipSpace(_ source: [UInt8], _ index: inout Int, _ limit: Int) -> Bool {
    let start = index
    while index < limit, Markdown.isWhiteSpace(source[index]) { index += 1 }
    return index > start
  }

  private static func skipValue(_ source: [UInt8], _ index: inout Int, _ limit: Int) -> Bool {
    let quote = source.byte(index, before: limit)
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      index += 1
      while index < limit, source[index] != quote { index += 1 }
      guard index < limit else { return false }
      index += 1
      return true
    }
    let start = index
    while index < limit, isUnquotedByte(source[index]) { index += 1 }
    return index > start
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    Markdown.isLetter(byte) || Markdown.isDigit(byte) || byte == UInt8(ascii: "-")
  }

  private static func isAttributeStart(_ byte: UInt8) -> Bool {
    Markdown.isLetter(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
  }

  private static func isAttributeByte(_ byte: UInt8) -> Bool {
    isNameByte(byte) || isAttributeStart(byte) || byte == UInt8(ascii: ".")
  }

  private static func isUnquotedByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09...0x0D, 0x22, 0x27, 0x3C, 0x3D, 0x3E, 0x60: false
    default: true
    }
  }
}
