/// Reads a pattern into an expression, or names the first construct that is not understood.
///
/// Its grammar, after ECMA-262 with the `u` flag (where a stray `{` or an unknown escape is an
/// error):
///
///     choice     = sequence *("|" sequence)
///     sequence   = *(atom [repetition])
///     atom       = scalar / "." / "^" / "$" / class / escape / "(" ["?:"] choice ")"
///     repetition = ("*" / "+" / "?" / "{" n "}" / "{" n ",}" / "{" n "," m "}") ["?"]
struct PatternParser {
  let scalars: [Unicode.Scalar]
  let ignoresCase: Bool
  /// The next scalar to read.
  var position = 0

  static let lengthLimit = 10_000
  static let depthLimit = 200
  static let countLimit = 1_000

  init(_ source: String, ignoringCase: Bool) {
    scalars = Array(source.unicodeScalars.prefix(Self.lengthLimit + 1))
    ignoresCase = ignoringCase
  }

  mutating func parse() throws(PatternError) -> PatternExpression {
    try Self.checkLength(scalars)
    let expression = try choice(depth: 0)
    guard position == scalars.count else {
      throw refusal(at: position, "')' closes no group", "write '\\)' for the character itself")
    }
    return expression
  }

  static func parse(
    phrase: String, ignoringCase: Bool
  ) throws(PatternError) -> PatternExpression {
    let scalars = Array(phrase.unicodeScalars.prefix(lengthLimit + 1))
    try checkLength(scalars)
    var items: [PatternExpression] = []
    var isInSpace = false
    for scalar in scalars {
      let isSpace = ScalarProperty.whiteSpace.holds(for: scalar)
      if !isSpace {
        items.append(.set(ScalarSet(scalar, ignoringCase: ignoringCase)))
      } else if !isInSpace {
        let space = PatternExpression.set(.whiteSpace)
        items.append(.repetition(of: space, atLeast: 1, atMost: nil, isLazy: false))
      }
      isInSpace = isSpace
    }
    let expression = PatternExpression.sequence(items)
    guard expression.size <= PatternExpression.sizeLimit else { throw tooLong }
    return expression
  }

  private static func checkLength(_ scalars: [Unicode.Scalar]) throws(PatternError) {
    if scalars.count > lengthLimit { throw tooLong }
  }

  private static let tooLong = PatternError(
    offset: lengthLimit, what: "longer than \(lengthLimit) characters",
    hint: "split it into several rules")
}

// MARK: - Scalars

extension PatternParser {
  /// The next scalar, nil at the end.
  var next: Unicode.Scalar? { peek(0) }

  func peek(_ distance: Int) -> Unicode.Scalar? {
    let place = position + distance
    return place < scalars.count ? scalars[place] : nil
  }

  func looks(at text: String) -> Bool {
    scalars[position...].starts(with: text.unicodeScalars)
  }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  /// The pattern's own text from a place up to the next scalar to read.
  func text(from start: Int) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[min(start, position)..<position])
    return String(text)
  }

  func refusal(at offset: Int, _ what: String, _ hint: String) -> PatternError {
    PatternError(offset: offset, what: what, hint: hint)
  }
}

// MARK: - Grammar

extension PatternParser {
  private mutating func choice(depth: Int) throws(PatternError) -> PatternExpression {
    let start = position
    var alternatives = [try sequence(depth: depth)]
    while skip("|") { alternatives.append(try sequence(depth: depth)) }
    return try sized(.choice(alternatives), from: start)
  }

  private mutating func sequence(depth: Int) throws(PatternError) -> PatternExpression {
    var items: [PatternExpression] = []
    var size = 0
    while let scalar = next, scalar != "|", scalar != ")" {
      let start = position
      let item = try repeated(try atom(depth: depth), from: start)
      size += item.size
      guard size <= PatternExpression.sizeLimit else { throw tooLarge(from: start) }
      items.append(item)
    }
    return .sequence(items)
  }

  private mutating func atom(depth: Int) throws(PatternError) -> PatternExpression {
    let start = position
    guard let scalar = next else { return .empty }
    position += 1
    switch scalar {
    case ".": return .set(.withinLine)
    case "^": return .assertion(.lineStart)
    case "$": return .assertion(.lineEnd)
    case "[": return .set(try characterClass(from: start))
    case "\\": return try escape(from: start)
    case "(": return try group(from: start, depth: depth + 1)
    case "*", "+", "?":
      throw refusal(
        at: start, "'\(scalar)' has nothing to repeat",
        "write '\\\(scalar)' for the character itself")
    case "{":
      throw refusal(
        at: start, "'{' is no repetition here", "write '\\{' for the character itself")
    default: return literal(scalar)
    }
  }

  /// Makes the expression for one scalar, written as such or as an escape.
  mutating func literal(_ scalar: Unicode.Scalar) -> PatternExpression {
    // A CRLF in the text is one line break, so it is one in the pattern.
    if scalar == "\r" {
      let length = next == "\n" ? 1 : looks(at: "\\n") ? 2 : 0
      position += length
      if length > 0 { return literal("\n") }
    }
    return .set(ScalarSet(scalar, ignoringCase: ignoresCase))
  }

  private mutating func group(
    from start: Int, depth: Int
  ) throws(PatternError) -> PatternExpression {
    guard depth <= Self.depthLimit else {
      throw refusal(
        at: start, "groups are nested deeper than \(Self.depthLimit)", "write fewer groups")
    }
    if looks(at: "?:") {
      position += 2
    } else if next == "?" || next == "*" {
      throw unsupportedGroup(from: start)
    }
    let body = try choice(depth: depth)
    guard skip(")") else {
      throw refusal(
        at: start, "'(' is not closed",
        "close it with ')', or write '\\(' for the character itself")
    }
    return body
  }

  func sized(
    _ expression: PatternExpression, from start: Int
  ) throws(PatternError) -> PatternExpression {
    guard expression.size <= PatternExpression.sizeLimit else { throw tooLarge(from: start) }
    return expression
  }

  private func tooLarge(from start: Int) -> PatternError {
    refusal(
      at: start, "the pattern grows beyond \(PatternExpression.sizeLimit) instructions here",
      "repeat less, or split it into several rules")
  }
}
