/// Reads the entries of a BibTeX file, from left to right in one pass.
///
/// An entry is `@type{key, field = value, …}`, also in round brackets; values stand in braces, quotation marks, or bare, joined by `#`.
/// `@comment`, `@preamble`, `@string`, `@set` and `@xdata` are none, and what stands between entries is no matter. Braces are counted as
/// BibTeX counts them, backslash or not. An entry that is not closed ends where a line begins the next one.
struct BibTeXReader {
  private let source: [UInt8]
  private var index = 0

  init(_ source: [UInt8]) { self.source = source }

  /// Returns the works that can be told apart, by their offsets.
  static func entries(_ source: [UInt8]) -> [FoundEntry] {
    var reader = BibTeXReader(source)
    var entries: [FoundEntry] = []
    while let start = reader.source[reader.index...].firstIndex(of: UInt8(ascii: "@")) {
      reader.index = start + 1
      guard let (type, closer) = reader.opening() else { continue }
      if Self.noWorks.contains(type) {
        reader.skipGroup(closedBy: closer)
      } else if let entry = reader.work(closedBy: closer).entry(at: start) {
        entries.append(entry)
      }
    }
    return entries
  }

  private static let noWorks: Set<String> = ["comment", "preamble", "string", "set", "xdata"]

  private var byte: UInt8? { index < source.count ? source[index] : nil }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(lowercased(byte)) }

  private mutating func skipSpace() {
    while let byte, Self.isSpace(byte) { index += 1 }
  }

  /// Reads the type after `@` and the bracket behind it; returns what closes that.
  private mutating func opening() -> (type: String, closer: UInt8)? {
    let word = source[index...].prefix(32).prefix(while: Self.isLetter)
    guard !word.isEmpty else { return nil }
    index = word.endIndex
    skipSpace()
    guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "(") else { return nil }
    let closer = byte == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: ")")
    index += 1
    return (String(decoding: word.map(lowercased), as: UTF8.self), closer)
  }

  /// Whether a line begins here with the start of an entry, so that the one before was not closed.
  private var isNextEntry: Bool {
    guard byte == UInt8(ascii: "@") else { return false }
    let before = source[..<index].suffix(16).reversed().drop { $0 == 0x20 || $0 == 0x09 }
    guard before.first.map({ $0 == 0x0A || $0 == 0x0D }) ?? (index <= 16) else { return false }
    let word = source[(index + 1)...].prefix(32).prefix(while: Self.isLetter)
    let next = source[word.endIndex...].prefix(16).drop(while: Self.isSpace).first
    return !word.isEmpty && (next == UInt8(ascii: "{") || next == UInt8(ascii: "("))
  }

  /// Passes over the rest of a group whose opening bracket was read, or up to the next entry.
  private mutating func skipGroup(closedBy closer: UInt8) {
    _ = group(closedBy: closer)
  }

  /// The bytes up to the bracket or quotation mark that closes a group, braces inside it counted; cut where more could not matter.
  private mutating func group(closedBy closer: UInt8) -> [UInt8] {
    var content: [UInt8] = []
    var depth = 0
    while let byte, !isNextEntry {
      index += 1
      if byte == closer, depth == 0 { return content }
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth = max(0, depth - 1) }
      if content.count < CitedWork.longestField { content.append(byte) }
    }
    return content
  }

  /// A stretch of bytes without space, brackets and the signs that part fields.
  private mutating func word() -> ArraySlice<UInt8> {
    let start = index
    while let byte, !Self.isSpace(byte), !Self.signs.contains(byte) { index += 1 }
    return source[start..<index]
  }

  private static let signs = Array("{}(),=\"#".utf8)

  /// Reads an entry from its key to its end.
  private mutating func work(closedBy closer: UInt8) -> CitedWork {
    var work = CitedWork()
    var (archive, number) = ("", "")
    skipSpace()
    let start = index
    while let byte, byte != UInt8(ascii: ","), byte != closer, !Self.isSpace(byte) { index += 1 }
    work.key = String(decoding: source[start..<index].prefix(256), as: UTF8.self)
    while true {
      skipSpace()
      guard let byte, !isNextEntry else { break }
      if byte == closer {
        index += 1
        break
      }
      let name = String(decoding: word().prefix(32).map(lowercased), as: UTF8.self)
      skipSpace()
      if name.isEmpty || self.byte != UInt8(ascii: "=") {
        // What is no field is passed over; braces in it are kept together.
        if self.byte == UInt8(ascii: "{") {
          index += 1
          skipGroup(closedBy: UInt8(ascii: "}"))
        } else if self.byte != closer, name.isEmpty {
          index += 1
        }
        continue
      }
      index += 1
      let value = value()
      switch name {
      case "doi": work.doi = TeX.plain(value)
      case "isbn": work.isbn = TeX.plain(value)
      case "url": work.url = TeX.plain(value)
      case "howpublished": if work.url.isEmpty { work.url = TeX.plain(value) }
      case "eprint": number = TeX.plain(value)
      case "archiveprefix", "eprinttype": archive = TeX.plain(value)
      case "author": work.author = TeX.firstFamilyName(value)
      case "editor": if work.author.isEmpty { work.author = TeX.firstFamilyName(value) }
      case "year", "date": if work.date.isEmpty { work.date = TeX.plain(value) }
      case "title": work.title = TeX.plain(value)
      default: break
      }
    }
    if archive.isEmpty || archive.utf8.map(lowercased).elementsEqual("arxiv".utf8) {
      work.arXiv = number
    }
    return work
  }

  /// Reads the value of a field, its parts joined.
  private mutating func value() -> [UInt8] {
    var value: [UInt8] = []
    while true {
      skipSpace()
      if byte == UInt8(ascii: "{") {
        index += 1
        value += group(closedBy: UInt8(ascii: "}"))
      } else if byte == UInt8(ascii: "\"") {
        index += 1
        value += group(closedBy: UInt8(ascii: "\""))
      } else {
        value += word().prefix(CitedWork.longestField)
      }
      skipSpace()
      guard byte == UInt8(ascii: "#") else { break }
      index += 1
    }
    return Array(value.prefix(CitedWork.longestField))
  }
}
