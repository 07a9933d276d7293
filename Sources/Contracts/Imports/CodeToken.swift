/// A word or sign of program text; its comments and texts have none.
struct CodeToken {
  /// What stands there.
  enum Kind: Equatable {
    case word
    /// A word in backticks, which is never a keyword; its range lies between them.
    case quotedWord
    case sign(UInt8)
    case lineEnd
  }

  let kind: Kind
  let range: Range<Int>

  func isSign(_ sign: Unicode.Scalar) -> Bool { kind == .sign(UInt8(ascii: sign)) }

  /// Says whether a byte may stand in a word, as every byte of a letter outside ASCII may.
  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...0xFF: true
    default: false
    }
  }
}

/// Takes program text apart, far enough to tell words from comments and texts.
protocol CodeLexer {
  init(_ text: [UInt8])

  /// The next word or sign, or nil at the end.
  mutating func next() -> CodeToken?
}

/// The tokens of a text, read with one to look ahead at.
struct CodeReader<Lexer: CodeLexer> {
  private let text: [UInt8]
  private var lexer: Lexer
  private(set) var next: CodeToken?

  init(_ text: [UInt8]) {
    self.text = text
    lexer = Lexer(text)
    next = lexer.next()
  }

  /// Takes the next token.
  mutating func take() -> CodeToken? {
    defer { next = lexer.next() }
    return next
  }

  /// Takes the next token where it is a word.
  mutating func takeWord() -> CodeToken? {
    guard next?.kind == .word || next?.kind == .quotedWord else { return nil }
    return take()
  }

  /// Takes the next token where it is a sign.
  mutating func takes(_ sign: Unicode.Scalar) -> Bool {
    guard let next, next.isSign(sign) else { return false }
    _ = take()
    return true
  }

  /// Takes the next token where it is a keyword.
  mutating func takes(keyword: String) -> Bool {
    guard let next, isKeyword(next, keyword) else { return false }
    _ = take()
    return true
  }

  func isKeyword(_ token: CodeToken, _ keyword: String) -> Bool {
    token.kind == .word && text[token.range].elementsEqual(keyword.utf8)
  }

  func bytes(_ token: CodeToken) -> [UInt8] { Array(text[token.range]) }

  /// Takes names with dots between them, as far as they go.
  mutating func takeDottedName() -> (name: [UInt8], offset: Int)? {
    guard let first = takeWord() else { return nil }
    var name = bytes(first)
    while takes(".") {
      guard let part = takeWord() else { break }
      name += [UInt8(ascii: ".")] + bytes(part)
    }
    return (name, first.range.lowerBound)
  }
}
