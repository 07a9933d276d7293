/// A pattern as instructions, after Thompson (1968) and Pike (see Cox, "Regular Expression
/// Matching: the Virtual Machine Approach", 2009).
struct PatternProgram: Sendable {
  enum Instruction: Sendable {
    /// Takes one scalar of the set with this number and goes on at the next instruction.
    case take(set: Int)
    /// Goes on at either, preferring the first.
    case split(Int, Int)
    case jump(Int)
    /// Goes on at the next instruction where the assertion holds.
    case assert(PatternExpression.Assertion)
    case match
  }

  /// The instructions; the first is where a match begins, the last is the only `match`.
  private(set) var instructions: [Instruction] = []
  /// The different sets that the instructions take from.
  private(set) var sets: [ScalarSet] = []
  /// For each set the instructions that take from it.
  private(set) var takers: [[Int]] = []
  /// Whether the pattern asks for the ends of lines.
  private(set) var asksForLines = false
  /// Whether the pattern asks for the ends of words.
  private(set) var asksForWords = false
  /// The instructions that lead to others without taking a scalar, by where they lead.
  private(set) var predecessors: [Int] = []
  /// For each instruction where its part of `predecessors` begins, and last where all end.
  private(set) var predecessorStarts: [Int] = []

  private var numbers: [ScalarSet: Int] = [:]

  init(_ expression: PatternExpression) {
    instructions.reserveCapacity(expression.size + 1)
    append(expression)
    instructions.append(.match)
    numbers = [:]
    var leading = [[Int]](repeating: [], count: instructions.count)
    for (place, instruction) in instructions.enumerated() {
      switch instruction {
      case .take, .match: break
      case .jump(let target): leading[target].append(place)
      case .assert: leading[place + 1].append(place)
      case .split(let first, let second):
        leading[first].append(place)
        if second != first { leading[second].append(place) }
      }
    }
    for places in leading {
      predecessorStarts.append(predecessors.count)
      predecessors += places
    }
    predecessorStarts.append(predecessors.count)
  }

  private mutating func append(_ expression: PatternExpression) {
    switch expression.node {
    case .empty: break
    case .set(let set):
      let number = number(of: set)
      takers[number].append(instructions.count)
      instructions.append(.take(set: number))
    case .assertion(let assertion):
      switch assertion {
      case .lineStart, .lineEnd: asksForLines = true
      case .wordBoundary, .noWordBoundary: asksForWords = true
      }
      instructions.append(.assert(assertion))
    case .sequence(let items):
      for item in items { append(item) }
    case .choice(let items): append(choice: items)
    case .repetition(let body, let atLeast, let atMost, let isLazy):
      append(body, atLeast: atLeast, atMost: atMost, isLazy: isLazy)
    }
  }

  private mutating func append(choice items: [PatternExpression]) {
    var jumps: [Int] = []
    for item in items.dropLast() {
      let split = reserve()
      append(item)
      jumps.append(reserve())
      instructions[split] = .split(split + 1, instructions.count)
    }
    if let last = items.last { append(last) }
    for jump in jumps { instructions[jump] = .jump(instructions.count) }
  }

  private mutating func append(
    _ body: PatternExpression, atLeast: Int, atMost: Int?, isLazy: Bool
  ) {
    var start = instructions.count
    for _ in 0..<atLeast {
      start = instructions.count
      append(body)
    }
    if let atMost {
      // One after the other, each the condition of the next: all may leave to the same end.
      let splits = (atLeast..<atMost).map { _ in
        let split = reserve()
        append(body)
        return split
      }
      for split in splits {
        instructions[split] = Self.split(split + 1, instructions.count, isLazy: isLazy)
      }
    } else if atLeast > 0 {
      let end = instructions.count + 1
      instructions.append(Self.split(start, end, isLazy: isLazy))
    } else {
      let split = reserve()
      append(body)
      instructions.append(.jump(split))
      instructions[split] = Self.split(split + 1, instructions.count, isLazy: isLazy)
    }
  }

  /// Makes room for an instruction whose target is not known yet.
  private mutating func reserve() -> Int {
    instructions.append(.match)
    return instructions.count - 1
  }

  private static func split(_ more: Int, _ end: Int, isLazy: Bool) -> Instruction {
    isLazy ? .split(end, more) : .split(more, end)
  }

  private mutating func number(of set: ScalarSet) -> Int {
    if let known = numbers[set] { return known }
    numbers[set] = sets.count
    sets.append(set)
    takers.append([])
    return sets.count - 1
  }
}
