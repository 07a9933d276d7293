extension Markdown {
  /// An attribute of an HTML tag.
  package struct Attribute: Sendable, Equatable {
    /// The name of the tag, in lower case.
    package let tag: String
    /// The name of the attribute, in lower case.
    package let name: String
    /// The value, entities resolved; empty where there is none.
    package let value: String
    /// The offset of the value's first character, after any quotation mark.
    package let offset: Int
  }

  /// The attributes of all tags outside code and comments, in the order of the text.
  ///
  /// A tag of more than 8 KiB, or one that a container's prefix divides, is none.
  package func htmlAttributes() -> [Attribute] {
    var attributes: [Attribute] = []
    var skipped = notProse[...]
    var index = 0
    while let next = source[index...].firstIndex(of: UInt8(ascii: "<")) {
      while let first = skipped.first, first.upperBound <= next { skipped.removeFirst() }
      if let first = skipped.first, first.contains(next) {
        index = first.upperBound
        continue
      }
      index = next + 1
      let isEscaped = next > 0 && source[next - 1] == UInt8(ascii: "\\")
      let limit = min(source.count, next + Markdown.longestTag)
      guard !isEscaped, Markdown.isLetter(source.byte(next + 1, before: limit)),
        let end = HTML.tagEnd(source, from: next, before: limit)
      else { continue }
      appendAttributes(of: next..<end, to: &attributes)
      index = end
    }
    return attributes
  }

  private static let longestTag = 8 << 10

  /// Appends the attributes of a tag that is well formed.
  private func appendAttributes(of range: Range<Int>, to attributes: inout [Attribute]) {
    let end = range.upperBound - 1
    var index = range.lowerBound + 1
    func isEnd(_ byte: UInt8) -> Bool {
      Markdown.isWhiteSpace(byte) || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "/")
    }
    func word() -> String {
      let start = index
      while index < end, !isEnd(source[index]) { index += 1 }
      return String(decoding: source[start..<index].map(Markdown.lowercased), as: UTF8.self)
    }
    func skipSpace() { while index < end, Markdown.isWhiteSpace(source[index]) { index += 1 } }
    let tag = word()
    while true {
      while index < end, isEnd(source[index]) { index += 1 }
      guard index < end else { return }
      let name = word()
      skipSpace()
      var value = index..<index
      if index < end, source[index] == UInt8(ascii: "=") {
        index += 1
        skipSpace()
        let quote = source.byte(index, before: end)
        let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        let start = index + (isQuoted ? 1 : 0)
        index = start
        while index < end, isQuoted ? source[index] != quote : !Markdown.isWhiteSpace(source[index])
        {
          index += 1
        }
        value = start..<index
        if isQuoted, index < end { index += 1 }
      }
      attributes.append(
        Attribute(
          tag: tag, name: name, value: withoutEntities(value), offset: value.lowerBound))
    }
  }

  private func withoutEntities(_ range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      if source[index] == UInt8(ascii: "&"), let entity = Entity(source[index..<range.upperBound]) {
        bytes += Array(String(entity.scalar).utf8)
        index += entity.length
      } else {
        bytes.append(source[index])
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
