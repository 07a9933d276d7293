/// Finds web addresses, DOIs, ISBNs and arXiv identifiers in the text of an entry, from left to right in one pass.
struct IdentifierScanner {
  private let text: [UInt8]
  private(set) var identifiers: [SourceIdentifier] = []
  /// The last address, as it is written, with what it identifies.
  private(set) var lastAddress: (text: [UInt8], identifiers: [SourceIdentifier])?

  /// Reads the UTF-8 of an entry.
  init(_ text: [UInt8]) {
    self.text = text
    scan()
  }

  /// Whether an identifier, or a word before one, can begin with a byte; asked of every byte of a text.
  private static func canBegin(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "h"), UInt8(ascii: "w"), UInt8(ascii: "1"), UInt8(ascii: "i"),
      UInt8(ascii: "9"), UInt8(ascii: "a"):
      true
    default: false
    }
  }

  private mutating func scan() {
    var index = 0
    while index < text.count {
      let first = lowercased(text[index])
      guard Self.canBegin(first), isWordStart(index) else {
        index += 1
        continue
      }
      switch first {
      case UInt8(ascii: "h") where holds("http://", index) || holds("https://", index),
        UInt8(ascii: "w") where holds("www.", index):
        let end = trimmedEnd(from: index)
        let address = Array(text[index..<end])
        let found = Self.identifiers(inAddress: address)
        identifiers += found
        lastAddress = (address, found)
        index = max(end, index + 1)
      case UInt8(ascii: "1") where holds("10.", index):
        index = scanDOI(index)
      case UInt8(ascii: "i") where holds("isbn", index):
        index = scanISBN(afterWord: index + 4)
      case UInt8(ascii: "9"):
        index = scanNumber(index, lengths: [13]) ?? index + 1
      case UInt8(ascii: "a") where holds("arxiv", index):
        index = scanArXiv(afterWord: index + 5)
      default:
        index += 1
      }
    }
  }
}

// MARK: - Addresses

extension IdentifierScanner {
  /// Returns what an address on the web identifies: itself, and the DOI or arXiv identifier that it leads to.
  ///
  /// A copy in the Internet Archive is the page that was copied. An address that is none yields nothing.
  static func identifiers(inAddress text: [UInt8]) -> [SourceIdentifier] {
    guard let address = WebAddress(text) else { return [] }
    let path = address.path
    if address.isAt("doi.org", "dx.doi.org") {
      if let doi = doi(percentDecoded(path.dropFirst())) { return doi }
    } else if address.isAt("arxiv.org", "export.arxiv.org") {
      let parts = path.split(separator: UInt8(ascii: "/"), maxSplits: 1)
      if parts.count == 2, let number = arXivNumber(parts[1]) {
        return [SourceIdentifier(.arXiv, number.value)]
      }
    } else if address.isAt("web.archive.org"), let copied = copiedAddress(text),
      WebAddress(copied)?.host != address.host
    {
      return identifiers(inAddress: copied)
    }
    let web = SourceIdentifier(.web, address.key)
    guard let doi = publisherDOI(path) else { return [web] }
    return doi + [web]
  }

  /// The address of the page that was copied, after `/web/` and the time.
  private static func copiedAddress(_ text: [UInt8]) -> [UInt8]? {
    let parts = text.split(
      separator: UInt8(ascii: "/"), maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[3].elementsEqual("web".utf8) else { return nil }
    let copied = Array(parts[5])
    return WebAddress(copied) == nil ? nil : copied
  }

  /// The DOI in a publisher's address, after `/doi/` and maybe the name of a format.
  private static func publisherDOI(_ path: ArraySlice<UInt8>) -> [SourceIdentifier]? {
    guard path.contains(UInt8(ascii: ".")) else { return nil }
    let parts = path.split(separator: UInt8(ascii: "/"))
    guard let mark = parts.firstIndex(where: { $0.elementsEqual("doi".utf8) }),
      let start = parts[mark...].prefix(3).firstIndex(where: { $0.starts(with: "10.".utf8) })
    else { return nil }
    var suffix = parts[start...]
    let formats = ["full", "abstract", "pdf", "epdf", "summary", "html"]
    if suffix.count > 2, let last = suffix.last,
      formats.contains(where: { $0.utf8.elementsEqual(last) })
    {
      suffix.removeLast()
    }
    return doi(percentDecoded(Array(suffix.joined(separator: [UInt8(ascii: "/")]))))
  }

  private static func percentDecoded(_ text: some Collection<UInt8>) -> [UInt8] {
    let bytes = Array(text)
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let value = UInt8(
          String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
      {
        decoded.append(value)
        index += 3
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    return decoded
  }
}

// MARK: - Numbers

extension IdentifierScanner {
  /// The DOI as DOIs are compared, ASCII case ignored; a DOI that arXiv gives out is also an arXiv identifier.
  private static func doi(_ text: some Collection<UInt8>) -> [SourceIdentifier]? {
    let lower = text.map(lowercased)
    guard lower.starts(with: "10.".utf8),
      let slash = lower.firstIndex(of: UInt8(ascii: "/")), slash + 1 < lower.count
    else { return nil }
    let registrant = lower[3..<slash].split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let first = registrant.first, (4...9).contains(first.count),
      registrant.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }),
      lower[slash...].contains(where: isWordByte)
    else { return nil }
    var found = [SourceIdentifier(.doi, lower)]
    let arXiv = Array("10.48550/arxiv.".utf8)
    if lower.starts(with: arXiv), let number = arXivNumber(lower[arXiv.count...]) {
      found.append(SourceIdentifier(.arXiv, number.value))
    }
    return found
  }

  private mutating func scanDOI(_ start: Int) -> Int {
    let end = trimmedEnd(from: start)
    guard let found = Self.doi(text[start..<end]) else { return start + 3 }
    identifiers += found
    return end
  }

  /// Reads the number after "ISBN", "ISBN-10:", "ISBN (13)".
  private mutating func scanISBN(afterWord start: Int) -> Int {
    var index = start
    if index < text.count, lowercased(text[index]) == UInt8(ascii: "s") { index += 1 }
    for length in ["-10", "-13", " 10:", " 13:", "10:", "13:", " (10)", " (13)"]
    where holds(length, index) {
      index += length.utf8.count
      break
    }
    while index < text.count, index < start + 16, text[index] == 0x20 || text[index] == 0x3A {
      index += 1
    }
    return scanNumber(index, lengths: [13, 10]) ?? start
  }

  /// Reads an ISBN of one of the lengths, its groups parted by single hyphens or spaces; returns the index after it.
  private mutating func scanNumber(_ start: Int, lengths: [Int]) -> Int? {
    var digits: [UInt8] = []
    var ends: [Int] = []
    var index = start
    while index < text.count, digits.count < 14 {
      let byte = text[index]
      let isCheck = digits.count == 9 && lowercased(byte) == UInt8(ascii: "x")
      if isDigit(byte) || isCheck {
        digits.append(byte)
        index += 1
        ends.append(index)
        continue
      }
      let hyphen = hyphenLength(index)
      guard hyphen > 0, !digits.isEmpty, index == ends.last else { break }
      index += hyphen
    }
    for length in lengths where digits.count >= length {
      let end = ends[length - 1]
      guard end == text.count || !Self.isWordByte(text[end]),
        let isbn = ISBN(Array(digits.prefix(length)))
      else { continue }
      identifiers.append(SourceIdentifier(.isbn, isbn.digits.utf8))
      return end
    }
    return nil
  }

  /// The bytes of a hyphen, dash or space that parts groups of digits, 0 where none stands.
  private func hyphenLength(_ index: Int) -> Int {
    if text[index] == UInt8(ascii: "-") || text[index] == 0x20 { return 1 }
    for hyphen in ["\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}"] where holds(hyphen, index) {
      return hyphen.utf8.count
    }
    return 0
  }

  private mutating func scanArXiv(afterWord start: Int) -> Int {
    var index = start
    while index < text.count, index < start + 4, text[index] == 0x20 || text[index] == 0x3A {
      index += 1
    }
    guard index > start, let number = Self.arXivNumber(text[index...]) else { return start }
    identifiers.append(SourceIdentifier(.arXiv, number.value))
    return index + number.length
  }

  /// Reads `2101.00001`, or `hep-th/9901001` as before April 2007; the version is left out, as is what follows.
  private static func arXivNumber(_ text: ArraySlice<UInt8>) -> (value: [UInt8], length: Int)? {
    let text = text.prefix(40)
    let digits = text.prefix { isDigit($0) }
    var rest: ArraySlice<UInt8>
    var value: [UInt8]
    if digits.count == 4, text.dropFirst(4).first == UInt8(ascii: ".") {
      let number = text.dropFirst(5).prefix { isDigit($0) }
      guard (4...5).contains(number.count) else { return nil }
      rest = text[number.endIndex...]
      value = Array(text[..<number.endIndex])
    } else {
      let archive = text.prefix {
        (0x61...0x7A).contains(lowercased($0)) || $0 == 0x2D || $0 == 0x2E
      }
      let number = text[archive.endIndex...].dropFirst().prefix { isDigit($0) }
      guard !archive.isEmpty, text[archive.endIndex...].first == UInt8(ascii: "/"),
        number.count == 7
      else { return nil }
      rest = text[number.endIndex...]
      // The subject class after the dot may be left out: math.GT/0309136 is math/0309136.
      value = archive.prefix { $0 != 0x2E }.map(lowercased) + [0x2F] + number
    }
    if let version = rest.first, lowercased(version) == UInt8(ascii: "v") {
      let number = rest.dropFirst().prefix { isDigit($0) }
      if !number.isEmpty { rest = rest[number.endIndex...] }
    }
    guard rest.first.map(isWordByte) != true else { return nil }
    return (value, rest.startIndex - text.startIndex)
  }
}

// MARK: - Bytes

extension IdentifierScanner {
  private static func isWordByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7A).contains(lowercased(byte)) || byte >= 0x80
  }

  /// Whether no ASCII letter or digit stands just before an index, nor the dot of a longer number.
  private func isWordStart(_ index: Int) -> Bool {
    guard index > 0 else { return true }
    let before = text[index - 1]
    let isASCIIWord = before < 0x80 && Self.isWordByte(before)
    return !isASCIIWord && !(before == UInt8(ascii: ".") && text[index] == UInt8(ascii: "1"))
  }

  private func holds(_ word: String, _ index: Int) -> Bool {
    text.holdsIgnoringCase(word, at: index)
  }

  /// The end of an address or DOI: before white space, a quotation mark or `<`, and before punctuation that
  /// ends the sentence or closes a bracket opened outside.
  private func trimmedEnd(from start: Int) -> Int {
    var end = start
    var depths = (round: 0, square: 0)
    scan: while end < text.count {
      switch text[end] {
      case 0...0x20, 0x22, 0x3C, 0x3E, 0x60, 0x7B...0x7D: break scan
      case UInt8(ascii: "("): depths.round += 1
      case UInt8(ascii: ")"): depths.round -= 1
      case UInt8(ascii: "["): depths.square += 1
      case UInt8(ascii: "]"): depths.square -= 1
      case 0x80...:
        if Self.closers.contains(where: { holds($0, end) }) { break scan }
      default: break
      }
      end += 1
    }
    while end > start {
      switch text[end - 1] {
      case UInt8(ascii: ")") where depths.round < 0: depths.round += 1
      case UInt8(ascii: "]") where depths.square < 0: depths.square += 1
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"),
        UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "'"), UInt8(ascii: "*"),
        UInt8(ascii: "_"):
        break
      default: return end
      }
      end -= 1
    }
    return end
  }

  /// Marks beyond ASCII that end an address.
  private static let closers = ["”", "’", "»", "›", "」", "』", "》", "）", "。", "、", "，", "\u{A0}"]
}
