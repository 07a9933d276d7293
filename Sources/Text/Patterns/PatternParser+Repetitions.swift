extension PatternParser {
  /// Reads the repetition that may follow an atom.
  mutating func repeated(
    _ atom: PatternExpression, from atomStart: Int
  ) throws(PatternError) -> PatternExpression {
    let start = position
    guard let (atLeast, atMost) = try bounds() else { return atom }
    if case .assertion = atom.node, scalars[atomStart] != "(" {
      throw refusal(
        at: start, "'\(text(from: start))' has nothing to repeat",
        "'\(textOf(atomStart..<start))' takes no text; leave the repetition out")
    }
    let isLazy = skip("?")
    if next == "+" {
      position += 1
      throw refusal(
        at: start, "possessive repetition '\(text(from: start))' is not supported",
        "leave the last '+' out; no pattern is slow here")
    }
    let second = position
    if try bounds() != nil {
      throw refusal(
        at: second, "'\(text(from: second))' repeats a repetition",
        "put what comes before it into a group: (?:…)")
    }
    let expression = PatternExpression.repetition(
      of: atom, atLeast: atLeast, atMost: atMost, isLazy: isLazy)
    return try sized(expression, from: start)
  }

  /// Reads how often, nil when no repetition stands here.
  private mutating func bounds() throws(PatternError) -> (atLeast: Int, atMost: Int?)? {
    switch next {
    case "*":
      position += 1
      return (0, nil)
    case "+":
      position += 1
      return (1, nil)
    case "?":
      position += 1
      return (0, 1)
    case "{": return try countedBounds()
    default: return nil
    }
  }

  private mutating func countedBounds() throws(PatternError) -> (atLeast: Int, atMost: Int?) {
    let start = position
    position += 1
    guard let atLeast = try count(from: start) else { throw noRepetition(at: start) }
    var atMost: Int? = atLeast
    if skip(",") { atMost = try count(from: start) }
    guard skip("}") else { throw noRepetition(at: start) }
    if let atMost, atMost < atLeast {
      throw refusal(
        at: start, "'\(text(from: start))' has its bounds in the wrong order",
        "write '{\(atMost),\(atLeast)}'")
    }
    return (atLeast, atMost)
  }

  /// Reads a number, nil when no digit stands here.
  private mutating func count(from start: Int) throws(PatternError) -> Int? {
    var count: Int?
    while let scalar = next, ("0"..."9").contains(scalar) {
      position += 1
      let value = (count ?? 0) * 10 + Int(scalar.value - 0x30)
      guard value <= Self.countLimit else {
        while let digit = next, ("0"..."9").contains(digit) { position += 1 }
        throw refusal(
          at: start, "'\(text(from: start))' repeats more than \(Self.countLimit) times",
          "repeat at most \(Self.countLimit) times, or use '*' or '+'")
      }
      count = value
    }
    return count
  }

  private func noRepetition(at start: Int) -> PatternError {
    refusal(
      at: start, "'{' is no repetition here",
      "write '\\{' for the character itself, or '{2}', '{2,}' or '{2,5}' to repeat")
  }

  private func textOf(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    return String(text)
  }
}
