extension PatternParser {
  /// Reads a class; its opening bracket is read.
  mutating func characterClass(from start: Int) throws(PatternError) -> ScalarSet {
    let isNegated = skip("^")
    if next == "]" {
      throw refusal(
        at: start, "'\(text(from: start))]' is an empty class",
        "write '\\]' for a bracket in a class, or '[\\s\\S]' for any character")
    }
    var members: [ScalarSet.Member] = []
    while !skip("]") {
      let memberStart = position
      guard let low = try classMember(of: start) else { throw unclosedClass(from: start) }
      guard next == "-", let end = peek(1), end != "]" else {
        members.append(low)
        continue
      }
      position += 1
      guard let high = try classMember(of: start) else { throw unclosedClass(from: start) }
      members.append(try range(low, high, from: memberStart))
    }
    return ScalarSet(
      members, isNegated: isNegated,
      ignoringCase: ignoresCase && members.contains(where: Self.distinguishesCase))
  }

  private mutating func classMember(of start: Int) throws(PatternError) -> ScalarSet.Member? {
    let memberStart = position
    guard let scalar = next else { return nil }
    if scalar == "[", let kind = peek(1), [":", ".", "="].contains(kind) {
      throw refusal(
        at: memberStart, "'[\(kind)' begins a POSIX class, which is not supported",
        "write '\\d', '\\s', '\\w' or '\\p{L}', or '\\[' for the bracket itself")
    }
    position += 1
    guard scalar == "\\" else { return .range(scalar.value...scalar.value) }
    switch try escaped(from: memberStart) {
    case .scalar(let scalar): return .range(scalar.value...scalar.value)
    case .property(let property, let isNegated): return .property(property, isNegated: isNegated)
    case .assertion:
      throw refusal(
        at: memberStart, "'\(text(from: memberStart))' means a place and cannot stand in a class",
        "take it out of the class")
    }
  }

  private func range(
    _ low: ScalarSet.Member, _ high: ScalarSet.Member, from start: Int
  ) throws(PatternError) -> ScalarSet.Member {
    guard case .range(let first) = low, case .range(let last) = high else {
      throw refusal(
        at: start, "'\(text(from: start))' is no range of characters",
        "put '-' last in the class, or write '\\-'")
    }
    guard first.lowerBound <= last.upperBound else {
      throw refusal(
        at: start, "'\(text(from: start))' is a range in the wrong order",
        "write the lower character first")
    }
    return .range(first.lowerBound...last.upperBound)
  }

  private func unclosedClass(from start: Int) -> PatternError {
    refusal(
      at: start, "'[' is not closed", "close it with ']', or write '\\[' for the character itself")
  }

  private static func distinguishesCase(_ member: ScalarSet.Member) -> Bool {
    switch member {
    case .range: true
    case .property(let property, _): property.distinguishesCase
    }
  }
}
