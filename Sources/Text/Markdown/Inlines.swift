/// The inline markup of one text, read from left to right after the algorithm in the appendix of CommonMark 0.31.
///
/// Emphasis and brackets are matched by stacks, and what was once looked for in vain is not looked for again, so the
/// time grows linearly with the text.
struct Inlines {
  /// A stretch of the text and what it stands for.
  struct Token {
    enum Kind {
      /// Shown as it stands; also what is left of a run of emphasis marks.
      case text
      /// A backslash and the character that is shown.
      case escape
      case entity
      case lineBreak
      /// A code span with its backticks.
      case code
      /// An address between `<` and `>`, which are not shown.
      case autolink
      case comment
      /// A tag that breaks the line.
      case breakTag
      /// Not shown: brackets, destinations, tags, footnote marks.
      case markup
    }

    var kind: Kind
    var range: Range<Int>
  }

  struct LinkToken {
    let form: Markdown.Link.Form
    let isImage: Bool
    /// The bytes of the destination, for a reference none.
    let destination: Range<Int>
    let definition: Int?
    let range: Range<Int>
  }

  let text: LeafText
  private(set) var tokens: [Token] = []
  private(set) var linkTokens: [LinkToken] = []

  private let references: Markdown.References
  private let bytes: [UInt8]
  private var index = 0
  private var plainStart = 0
  private var emphasis = EmphasisStack()
  private var brackets: [Bracket] = []
  /// The brackets below this height open no link, since a link stands inside them.
  private var deadHeight = 0
  private var backticks: BacktickRuns?
  private var lacks: Set<String> = []

  private struct Bracket {
    let token: Int
    let start: Int
    let isImage: Bool
    /// The height of the emphasis stack when the bracket was met.
    let emphasisMark: Int
    var hasBracketInside = false
  }

  init(_ text: LeafText, references: Markdown.References) {
    self.text = text
    self.references = references
    bytes = text.bytes
    scan()
  }
}

// MARK: - What it yields

extension Inlines {
  /// Appends the text that a reader sees; line breaks are spaces.
  func appendVisibleText(includingCode: Bool, to shown: inout [UInt8]) {
    for token in tokens {
      let range = token.range
      switch token.kind {
      case .text: shown += bytes[range]
      case .escape: shown += bytes[range.dropFirst()]
      case .entity:
        if let entity = Entity(bytes[range]) { shown += Array(String(entity.scalar).utf8) }
      case .lineBreak, .breakTag: shown.append(0x20)
      case .code: shown += includingCode ? codeContent(range) : [0x20]
      case .autolink: shown += bytes[range.dropFirst().dropLast()]
      case .comment, .markup: break
      }
    }
  }

  private func codeContent(_ range: Range<Int>) -> [UInt8] {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, bytes[start] == UInt8(ascii: "`") { start += 1 }
    while end > start, bytes[end - 1] == UInt8(ascii: "`") { end -= 1 }
    return bytes[start..<end].map { $0 == 0x0A ? 0x20 : $0 }
  }

  func appendNotProse(to ranges: inout [Range<Int>]) {
    for token in tokens where token.kind == .code || token.kind == .comment {
      ranges.append(text.range(token.range))
    }
  }

  func links(definitions: [Markdown.Definition]) -> [Markdown.Link] {
    linkTokens.map { link in
      let start = link.definition == nil ? link.destination.lowerBound : link.range.lowerBound
      return Markdown.Link(
        form: link.form, isImage: link.isImage,
        destination: link.definition.map { definitions[$0].destination }
          ?? LinkSyntax.unescaped(bytes[link.destination]),
        destinationOffset: text.offset(start), range: text.range(link.range))
    }
  }
}

// MARK: - Scanning

extension Inlines {
  private mutating func scan() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x0A: add(.lineBreak, length: 1)
      case UInt8(ascii: "\\"): scanEscape()
      case UInt8(ascii: "`"): scanCode()
      case UInt8(ascii: "*"), UInt8(ascii: "_"): scanEmphasis()
      case UInt8(ascii: "["): openBracket(isImage: false)
      case UInt8(ascii: "!"):
        if bytes.byte(index + 1, before: bytes.count) == UInt8(ascii: "[") {
          openBracket(isImage: true)
        } else {
          index += 1
        }
      case UInt8(ascii: "]"): closeBracket()
      case UInt8(ascii: "<"): scanAngle()
      case UInt8(ascii: "&"):
        if let entity = Entity(bytes[index...]) {
          add(.entity, length: entity.length)
        } else {
          index += 1
        }
      default: index += 1
      }
    }
    flush()
    emphasis.match(above: 0, tokens: &tokens)
  }

  /// Makes a token of the plain text that ends here.
  private mutating func flush() {
    if plainStart < index { tokens.append(Token(kind: .text, range: plainStart..<index)) }
    plainStart = index
  }

  private mutating func add(_ kind: Token.Kind, length: Int) {
    flush()
    tokens.append(Token(kind: kind, range: index..<(index + length)))
    index += length
    plainStart = index
  }

  private mutating func scanEscape() {
    let next = bytes.byte(index + 1, before: bytes.count)
    if Markdown.isPunctuation(next) {
      add(.escape, length: 2)
    } else if next == 0x0A {
      add(.lineBreak, length: 2)
    } else {
      index += 1
    }
  }

  private mutating func scanCode() {
    var end = index
    while end < bytes.count, bytes[end] == UInt8(ascii: "`") { end += 1 }
    var runs = backticks ?? BacktickRuns(bytes)
    let closer = runs.next(length: end - index, from: end)
    backticks = runs
    if let closer {
      add(.code, length: closer + (end - index) - index)
    } else {
      index = end
    }
  }

  private mutating func scanEmphasis() {
    var end = index
    while end < bytes.count, bytes[end] == bytes[index] { end += 1 }
    flush()
    let run = EmphasisStack.Run(bytes, index..<end, token: tokens.count)
    tokens.append(Token(kind: .text, range: index..<end))
    if run.canOpen || run.canClose { emphasis.push(run) }
    index = end
    plainStart = end
  }

  private mutating func scanAngle() {
    let limit = bytes.count
    if let end = autolinkEnd() {
      let range = index..<end
      linkTokens.append(
        LinkToken(
          form: .autolink, isImage: false, destination: (index + 1)..<(end - 1), definition: nil,
          range: range))
      add(.autolink, length: range.count)
    } else if bytes.holds("<!--", at: index, before: limit) {
      if let end = commentEnd() { add(.comment, length: end - index) } else { index += 1 }
    } else if let end = otherMarkupEnd() {
      add(.markup, length: end - index)
    } else if let end = HTML.tagEnd(bytes, from: index, before: limit) {
      let name = bytes[(index + 1)..<min(index + 4, end)].map(Markdown.lowercased)
      let isBreak = name.starts(with: Array("br".utf8)) && name.last.map(Markdown.isLetter) == false
      add(isBreak ? .breakTag : .markup, length: end - index)
    } else {
      index += 1
    }
  }

  private mutating func commentEnd() -> Int? {
    if bytes.holds("<!-->", at: index, before: bytes.count) { return index + 5 }
    if bytes.holds("<!--->", at: index, before: bytes.count) { return index + 6 }
    return end(of: "-->", after: 4)
  }

  /// The end of a processing instruction, CDATA section or declaration that begins here.
  private mutating func otherMarkupEnd() -> Int? {
    if bytes.holds("<?", at: index, before: bytes.count) { return end(of: "?>", after: 2) }
    if bytes.holds("<![CDATA[", at: index, before: bytes.count) { return end(of: "]]>", after: 9) }
    guard bytes.holds("<!", at: index, before: bytes.count),
      Markdown.isLetter(bytes.byte(index + 2, before: bytes.count))
    else { return nil }
    return end(of: ">", after: 3)
  }

  private mutating func end(of closer: String, after opening: Int) -> Int? {
    guard !lacks.contains(closer) else { return nil }
    if let end = bytes.find(closer, from: index + opening, before: bytes.count) {
      return end + closer.utf8.count
    }
    lacks.insert(closer)
    return nil
  }
}

// MARK: - Autolinks

extension Inlines {
  private func autolinkEnd() -> Int? {
    let start = index + 1
    guard Markdown.isLetter(bytes.byte(start, before: bytes.count)) else { return mailEnd() }
    var end = start
    while end < bytes.count, isSchemeByte(bytes[end]) { end += 1 }
    guard (2...32).contains(end - start),
      bytes.byte(end, before: bytes.count) == UInt8(ascii: ":")
    else { return mailEnd() }
    while end < bytes.count {
      switch bytes[end] {
      case UInt8(ascii: ">"): return end + 1
      case 0...0x20, UInt8(ascii: "<"), 0x7F: return nil
      default: end += 1
      }
    }
    return nil
  }

  private func isSchemeByte(_ byte: UInt8) -> Bool {
    Markdown.isLetter(byte) || Markdown.isDigit(byte) || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
  }

  private func mailEnd() -> Int? {
    let allowed = Array(".!#$%&'*+/=?^_`{|}~-".utf8)
    var end = index + 1
    while end < bytes.count,
      Markdown.isLetter(bytes[end]) || Markdown.isDigit(bytes[end]) || allowed.contains(bytes[end])
    {
      end += 1
    }
    guard end > index + 1, bytes.byte(end, before: bytes.count) == UInt8(ascii: "@") else {
      return nil
    }
    repeat {
      end += 1
      let label = end
      while end < bytes.count,
        Markdown.isLetter(bytes[end]) || Markdown.isDigit(bytes[end])
          || bytes[end] == UInt8(ascii: "-")
      {
        end += 1
      }
      guard (1...63).contains(end - label), bytes[label] != UInt8(ascii: "-"),
        bytes[end - 1] != UInt8(ascii: "-")
      else { return nil }
    } while bytes.byte(end, before: bytes.count) == UInt8(ascii: ".")
    return bytes.byte(end, before: bytes.count) == UInt8(ascii: ">") ? end + 1 : nil
  }
}

// MARK: - Brackets

extension Inlines {
  private mutating func openBracket(isImage: Bool) {
    flush()
    if !brackets.isEmpty { brackets[brackets.count - 1].hasBracketInside = true }
    brackets.append(
      Bracket(
        token: tokens.count, start: index, isImage: isImage, emphasisMark: emphasis.height))
    let end = index + (isImage ? 2 : 1)
    tokens.append(Token(kind: .text, range: index..<end))
    index = end
    plainStart = end
  }

  private mutating func closeBracket() {
    flush()
    let height = brackets.count - 1
    guard let opener = brackets.popLast() else {
      index += 1
      return
    }
    let isDead = !opener.isImage && height < deadHeight
    deadHeight = min(deadHeight, height)
    guard !isDead else {
      index += 1
      return
    }
    let inside = (opener.start + (opener.isImage ? 2 : 1))..<index
    if let target = LinkSyntax.inlineTarget(bytes, at: index + 1) {
      makeLink(opener, height, .inline, target.destination, definition: nil, end: target.end)
    } else if !opener.isImage, !opener.hasBracketInside, inside.count > 1,
      inside.count <= Markdown.References.longestLabel,
      bytes[inside.lowerBound] == UInt8(ascii: "^"),
      references.hasFootnote(bytes[inside.dropFirst()])
    {
      makeFootnoteMark(opener)
    } else if let (definition, end) = reference(opener, inside) {
      makeLink(
        opener, height, .reference, opener.start..<opener.start, definition: definition, end: end)
    } else {
      index += 1
    }
  }

  /// The definition that brackets refer to by the label after them, or by their own text.
  private func reference(_ opener: Bracket, _ inside: Range<Int>) -> (Int, end: Int)? {
    let after = index + 1
    if let labelEnd = LinkSyntax.labelEnd(bytes, at: after), labelEnd > after + 2 {
      let definition = references.definition(bytes[(after + 1)..<(labelEnd - 1)])
      return definition.map { ($0, labelEnd) }
    }
    guard !opener.hasBracketInside, inside.count <= Markdown.References.longestLabel,
      let definition = references.definition(bytes[inside])
    else { return nil }
    return (definition, bytes.holds("[]", at: after, before: bytes.count) ? after + 2 : after)
  }

  private mutating func makeLink(
    _ opener: Bracket, _ height: Int, _ form: Markdown.Link.Form, _ destination: Range<Int>,
    definition: Int?, end: Int
  ) {
    emphasis.match(above: opener.emphasisMark, tokens: &tokens)
    tokens[opener.token].kind = .markup
    linkTokens.append(
      LinkToken(
        form: form, isImage: opener.isImage, destination: destination, definition: definition,
        range: opener.start..<end))
    add(.markup, length: end - index)
    if !opener.isImage { deadHeight = height }
  }

  private mutating func makeFootnoteMark(_ opener: Bracket) {
    emphasis.match(above: opener.emphasisMark, tokens: &tokens)
    tokens.removeLast(tokens.count - opener.token)
    tokens.append(Token(kind: .markup, range: opener.start..<(index + 1)))
    index += 1
    plainStart = index
  }
}

/// Where runs of backticks stand, by their length.
private struct BacktickRuns {
  private var starts: [Int: [Int]] = [:]
  /// How many runs of a length lie behind.
  private var passed: [Int: Int] = [:]

  init(_ bytes: [UInt8]) {
    var index = 0
    while index < bytes.count {
      let start = index
      while index < bytes.count, bytes[index] == UInt8(ascii: "`") { index += 1 }
      if index > start { starts[index - start, default: []].append(start) } else { index += 1 }
    }
  }

  /// The start of the first run of a length at or after an index; indices may only grow from call to call.
  mutating func next(length: Int, from index: Int) -> Int? {
    guard let runs = starts[length] else { return nil }
    var next = passed[length] ?? 0
    while next < runs.count, runs[next] < index { next += 1 }
    passed[length] = next
    return next < runs.count ? runs[next] : nil
  }
}
