/// What a pattern means, as a tree, with what it costs.
struct PatternExpression: Sendable {
  indirect enum Node: Sendable {
    case empty
    case set(ScalarSet)
    case assertion(Assertion)
    case sequence([PatternExpression])
    case choice([PatternExpression])
    case repetition(PatternExpression, atLeast: Int, atMost: Int?, isLazy: Bool)
  }

  /// What holds between two scalars, without taking any.
  enum Assertion: Sendable {
    case lineStart, lineEnd, wordBoundary, noWordBoundary
  }

  let node: Node
  /// The number of instructions that the expression compiles to.
  let size: Int
  /// Whether some way through the expression takes no text.
  let matchesEmpty: Bool

  /// The most instructions that a pattern may have.
  static let sizeLimit = 10_000

  static let empty = PatternExpression(node: .empty, size: 0, matchesEmpty: true)

  static func set(_ set: ScalarSet) -> PatternExpression {
    PatternExpression(node: .set(set), size: 1, matchesEmpty: false)
  }

  static func assertion(_ assertion: Assertion) -> PatternExpression {
    PatternExpression(node: .assertion(assertion), size: 1, matchesEmpty: true)
  }

  static func sequence(_ items: [PatternExpression]) -> PatternExpression {
    if items.count == 1, let only = items.first { return only }
    return PatternExpression(
      node: .sequence(items), size: items.reduce(0) { $0 + $1.size },
      matchesEmpty: items.allSatisfy(\.matchesEmpty))
  }

  static func choice(_ items: [PatternExpression]) -> PatternExpression {
    if items.count == 1, let only = items.first { return only }
    // A split and a jump for each alternative but the last.
    return PatternExpression(
      node: .choice(items), size: items.reduce(2 * (items.count - 1)) { $0 + $1.size },
      matchesEmpty: items.contains(where: \.matchesEmpty))
  }

  /// Repeats an expression; both bounds are at most 1,000, so that the size cannot overflow.
  static func repetition(
    of body: PatternExpression, atLeast: Int, atMost: Int?, isLazy: Bool
  ) -> PatternExpression {
    if body.size == 0 || atMost == 0 { return empty }
    let size =
      if let atMost {
        atLeast * body.size + (atMost - atLeast) * (body.size + 1)
      } else {
        atLeast == 0 ? body.size + 2 : atLeast * body.size + 1
      }
    return PatternExpression(
      node: .repetition(body, atLeast: atLeast, atMost: atMost, isLazy: isLazy), size: size,
      matchesEmpty: atLeast == 0 || body.matchesEmpty)
  }
}
