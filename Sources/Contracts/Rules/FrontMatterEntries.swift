import Text

/// The keys at the top level of a front matter, and whether each has a value.
///
/// It reads as much of YAML and TOML as that takes and no more: lines `key: value` and `key = value`, what is indented or
/// listed below a YAML key, TOML tables by the first part of their name, values over several lines. Keys may stand in quotes; a key
/// that stands twice has a value where one of them has. Time grows linearly with the text.
struct FrontMatterEntries {
  struct Entry {
    let offset: Int
    var isEmpty: Bool
  }

  private let source: [UInt8]
  /// The lines between the two fences, without their endings.
  private let lines: [Range<Int>]
  private var entries: [[UInt8]: Entry] = [:]

  /// Reads the front matter that stands at a range, fences included.
  init(_ source: [UInt8], _ range: Range<Int>) {
    self.source = source
    var lines: [Range<Int>] = []
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      if source[index] == 0x0A || source[index] == 0x0D {
        lines.append(start..<index)
        if source[index] == 0x0D, index + 1 < range.upperBound, source[index + 1] == 0x0A {
          index += 1
        }
        start = index + 1
      }
      index += 1
    }
    self.lines = Array(lines.dropFirst())
    if source[range].first == UInt8(ascii: "+") { readTOML() } else { readYAML() }
  }

  subscript(key: String) -> Entry? { entries[Array(key.utf8)] }

  private mutating func add(_ key: [UInt8], at offset: Int, isEmpty: Bool) {
    guard let entry = entries[key] else {
      entries[key] = Entry(offset: offset, isEmpty: isEmpty)
      return
    }
    entries[key]?.isEmpty = entry.isEmpty && isEmpty
  }
}

// MARK: - YAML

extension FrontMatterEntries {
  private mutating func readYAML() {
    var number = 0
    while number < lines.count {
      let line = lines[number]
      number += 1
      guard !belongsAbove(line), let (key, rest) = yamlKey(line) else { continue }
      let below = number
      while number < lines.count, belongsAbove(lines[number]) { number += 1 }
      add(
        key, at: line.lowerBound, isEmpty: !hasYAMLValue(rest..<line.upperBound, below..<number))
    }
  }

  /// Whether a line cannot begin a key: it is blank, indented, a comment, an item, or closes a bracket.
  private func belongsAbove(_ line: Range<Int>) -> Bool {
    guard let first = source[line].first else { return true }
    switch first {
    case 0x20, 0x09, UInt8(ascii: "#"), UInt8(ascii: "]"), UInt8(ascii: "}"): return true
    case UInt8(ascii: "-"): return line.count == 1 || isBlank(source[line.lowerBound + 1])
    default: return false
    }
  }

  /// The key with which a line begins, and the index after its colon.
  private func yamlKey(_ line: Range<Int>) -> (key: [UInt8], rest: Int)? {
    var (name, index) = quotedKey(line) ?? (line.lowerBound..<line.lowerBound, line.lowerBound)
    let isQuoted = index > line.lowerBound
    while index < line.upperBound {
      let byte = source[index]
      if byte == UInt8(ascii: ":"), index + 1 == line.upperBound || isBlank(source[index + 1]) {
        if !isQuoted { name = line.lowerBound..<index }
        return (trimmed(name), index + 1)
      }
      let isComment = byte == UInt8(ascii: "#") && isBlank(source[index - 1])
      if isComment || isQuoted && !isBlank(byte) { return nil }
      index += 1
    }
    return nil
  }

  private func hasYAMLValue(_ value: Range<Int>, _ below: Range<Int>) -> Bool {
    var value = value
    func drop(while holds: (UInt8) -> Bool) {
      while value.lowerBound < value.upperBound, holds(source[value.lowerBound]) {
        value = (value.lowerBound + 1)..<value.upperBound
      }
    }
    drop(while: isBlank)
    // An anchor or a tag before the value is no value.
    while let first = source[value].first, first == UInt8(ascii: "&") || first == UInt8(ascii: "!")
    {
      drop { !isBlank($0) }
      drop(while: isBlank)
    }
    switch source[value].first {
    case nil, UInt8(ascii: "#"):
      return lines[below].contains { hasContent(ofItem: $0) }
    case UInt8(ascii: "|"), UInt8(ascii: ">"):
      return lines[below].contains { source[$0].first.map(isBlank) == true && !isBlank($0) }
    case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "\""), UInt8(ascii: "'"):
      let end = lines[below].last?.upperBound ?? value.upperBound
      return hasContent(value.lowerBound..<end)
    default:
      return !isNull(value) || lines[below].contains { hasContent(ofItem: $0) }
    }
  }

  /// Whether a line below a key holds anything but a comment, the mark of an item, and empty brackets or quotes.
  private func hasContent(ofItem line: Range<Int>) -> Bool {
    var start = line.lowerBound
    while start < line.upperBound, isBlank(source[start]) || source[start] == UInt8(ascii: "-") {
      start += 1
    }
    return !isNull(start..<line.upperBound) && hasContent(start..<line.upperBound)
  }

  /// Whether a plain value is one of YAML's words for nothing.
  private func isNull(_ value: Range<Int>) -> Bool {
    let word = source[value].prefix { !isBlank($0) }
    let rest = source[word.endIndex..<value.upperBound].drop(while: isBlank)
    guard rest.isEmpty || rest.first == UInt8(ascii: "#") else { return false }
    return ["~", "null", "Null", "NULL"].contains { $0.utf8.elementsEqual(word) }
  }
}

// MARK: - TOML

extension FrontMatterEntries {
  private mutating func readTOML() {
    var table: [UInt8]?
    var next = lines.first?.lowerBound ?? 0
    for line in lines where line.lowerBound >= next {
      var start = line.lowerBound
      while start < line.upperBound, isBlank(source[start]) { start += 1 }
      guard start < line.upperBound else { continue }
      if source[start] == UInt8(ascii: "[") {
        let name = source[start..<line.upperBound].drop { $0 == UInt8(ascii: "[") || isBlank($0) }
        table = tomlKey(name.startIndex..<line.upperBound)?.key
        if let table { add(table, at: start, isEmpty: true) }
      } else if let (key, rest) = tomlKey(start..<line.upperBound),
        let mark = source[rest..<line.upperBound].firstIndex(of: UInt8(ascii: "="))
      {
        next = valueEnd(from: mark + 1)
        if let table {
          add(table, at: start, isEmpty: false)
        } else {
          add(key, at: start, isEmpty: !hasContent((mark + 1)..<max(mark + 1, next)))
        }
      }
    }
  }

  /// The first part of a key, and the index after it.
  private func tomlKey(_ text: Range<Int>) -> (key: [UInt8], rest: Int)? {
    if let (name, rest) = quotedKey(text) { return (Array(source[name]), rest) }
    let bare = source[text].prefix { byte in
      isDigit(byte) || (0x61...0x7A).contains(lowercased(byte)) || byte == UInt8(ascii: "_")
        || byte == UInt8(ascii: "-") || byte >= 0x80
    }
    return bare.isEmpty ? nil : (Array(bare), bare.endIndex)
  }

  /// The end of a value, which brackets and three quotation marks may carry over several lines.
  private func valueEnd(from start: Int) -> Int {
    let limit = lines.last?.upperBound ?? start
    var index = start
    var depth = 0
    while index < limit {
      switch source[index] {
      case 0x0A, 0x0D: if depth <= 0 { return index }
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "#"):
        while index < limit, source[index] != 0x0A, source[index] != 0x0D { index += 1 }
        continue
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        index = stringEnd(from: index, before: limit)
        continue
      default: break
      }
      index += 1
    }
    return limit
  }

  private func stringEnd(from start: Int, before limit: Int) -> Int {
    let quote = source[start]
    let isLong = start + 2 < limit && source[start + 1] == quote && source[start + 2] == quote
    var index = start + (isLong ? 3 : 1)
    while index < limit {
      let byte = source[index]
      if !isLong, byte == 0x0A || byte == 0x0D { return index }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        index += 2
        continue
      }
      index += 1
      guard byte == quote else { continue }
      if !isLong { return index }
      if index + 1 < limit, source[index] == quote, source[index + 1] == quote { return index + 2 }
    }
    return limit
  }
}

// MARK: - Both

extension FrontMatterEntries {
  /// The bytes of a key in quotes, and the index after the closing one.
  private func quotedKey(_ line: Range<Int>) -> (name: Range<Int>, rest: Int)? {
    guard let quote = source[line].first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
      let end = source[line].dropFirst().firstIndex(of: quote)
    else { return nil }
    return ((line.lowerBound + 1)..<end, end + 1)
  }

  /// Whether a text holds anything but white space, comments, brackets, commas and empty quotation marks.
  private func hasContent(_ text: Range<Int>) -> Bool {
    var quote: UInt8?
    var index = text.lowerBound
    while index < text.upperBound {
      let byte = source[index]
      switch byte {
      case 0x20, 0x09...0x0D: break
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        if let open = quote, open != byte { return true }
        quote = quote == nil ? byte : nil
      case _ where quote != nil: return true
      case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
        UInt8(ascii: ","):
        break
      case UInt8(ascii: "#"):
        while index < text.upperBound, source[index] != 0x0A, source[index] != 0x0D { index += 1 }
        continue
      default: return true
      }
      index += 1
    }
    return false
  }

  private func trimmed(_ range: Range<Int>) -> [UInt8] {
    var bytes = source[range].drop(while: isBlank)
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    return Array(bytes)
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private func isBlank(_ line: Range<Int>) -> Bool { source[line].allSatisfy { isBlank($0) } }
}
