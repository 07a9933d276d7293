extension PatternParser {
  /// What an escape stands for.
  enum Escape {
    case scalar(Unicode.Scalar)
    case property(ScalarProperty, isNegated: Bool)
    case assertion(PatternExpression.Assertion)
  }

  /// Reads an escape outside a class; its backslash is read.
  mutating func escape(from start: Int) throws(PatternError) -> PatternExpression {
    switch try escaped(from: start) {
    case .scalar(let scalar): return literal(scalar)
    case .property(let property, let isNegated):
      let member = ScalarSet.Member.property(property, isNegated: isNegated)
      return .set(ScalarSet([member], ignoringCase: ignoresCase && property.distinguishesCase))
    case .assertion(let assertion): return .assertion(assertion)
    }
  }

  /// Reads what follows a backslash.
  mutating func escaped(from start: Int) throws(PatternError) -> Escape {
    guard let scalar = next else {
      throw refusal(
        at: start, "'\\' at the end escapes nothing", "write '\\\\' for the character itself")
    }
    position += 1
    switch scalar {
    case "n": return .scalar("\n")
    case "r": return .scalar("\r")
    case "t": return .scalar("\t")
    case "f": return .scalar("\u{0C}")
    case "v": return .scalar("\u{0B}")
    case "d", "D": return .property(.digit, isNegated: scalar == "D")
    case "w", "W": return .property(.word, isNegated: scalar == "W")
    case "s", "S": return .property(.whiteSpace, isNegated: scalar == "S")
    case "b": return .assertion(.wordBoundary)
    case "B": return .assertion(.noWordBoundary)
    case "x": return .scalar(try hexadecimal(digits: 2, from: start))
    case "u":
      return .scalar(
        next == "{"
          ? try bracedHexadecimal(from: start) : try hexadecimal(digits: 4, from: start))
    case "p", "P": return .property(try category(from: start), isNegated: scalar == "P")
    case "0"..."9": throw refusedDigit(scalar, from: start)
    default:
      let properties = scalar.properties
      guard !properties.isAlphabetic, properties.numericType == nil else {
        throw unknownEscape(scalar, from: start)
      }
      return .scalar(scalar)
    }
  }

  private mutating func hexadecimal(
    digits: Int, from start: Int
  ) throws(PatternError) -> Unicode.Scalar {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = next.flatMap(Self.hexadecimalValue) else {
        throw refusal(
          at: start, "'\(text(from: start))' needs \(digits) hexadecimal digits",
          "write all \(digits), or '\\u{…}' with one to six")
      }
      position += 1
      value = value << 4 | digit
    }
    return try scalar(value, from: start)
  }

  private mutating func bracedHexadecimal(from start: Int) throws(PatternError) -> Unicode.Scalar {
    position += 1
    var value: UInt32 = 0
    var count = 0
    while count < 6, let digit = next.flatMap(Self.hexadecimalValue) {
      position += 1
      count += 1
      value = value << 4 | digit
    }
    guard count > 0, skip("}") else {
      throw refusal(
        at: start, "'\(text(from: start))' needs one to six hexadecimal digits and '}'",
        "write for example '\\u{1F600}'")
    }
    return try scalar(value, from: start)
  }

  private func scalar(_ value: UInt32, from start: Int) throws(PatternError) -> Unicode.Scalar {
    if let scalar = Unicode.Scalar(value) { return scalar }
    throw refusal(
      at: start, "'\(text(from: start))' is no character of Unicode",
      "write the character itself, or one '\\u{…}' for it up to '\\u{10FFFF}'")
  }

  private static func hexadecimalValue(_ scalar: Unicode.Scalar) -> UInt32? {
    switch scalar {
    case "0"..."9": scalar.value - 0x30
    case "a"..."f": scalar.value - 0x61 + 10
    case "A"..."F": scalar.value - 0x41 + 10
    default: nil
    }
  }

  private mutating func category(from start: Int) throws(PatternError) -> ScalarProperty {
    let hint = "write a general category of Unicode, for example '\\p{L}', '\\p{Lu}' or '\\p{So}'"
    guard skip("{") else {
      throw refusal(at: start, "'\(text(from: start))' needs a name in braces", hint)
    }
    let nameStart = position
    while let scalar = next, scalar != "}", position - nameStart < 40 { position += 1 }
    let name = text(from: nameStart)
    guard skip("}") else {
      throw refusal(at: start, "'\(text(from: start))' is not closed", hint)
    }
    guard let property = ScalarProperty.category(named: name) else {
      throw refusal(at: start, "unknown category '\(text(from: start))'", hint)
    }
    return property
  }
}
