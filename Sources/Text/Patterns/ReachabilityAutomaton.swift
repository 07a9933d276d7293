/// Knows at each place of a text from which instructions a match can be reached.
///
/// It reads a text from its end. A state is the set of instructions from which, at this place, some way through the rest of
/// the text ends in `match`; reading one scalar to the left gives the next state. States and the ways between them are made when
/// first needed and kept (a lazily built deterministic automaton), so that most scalars cost one look-up.
struct ReachabilityAutomaton {
  private let program: PatternProgram
  /// The words of 64 bits in a state's set of instructions.
  private let width: Int
  private let kindCount: Int
  /// The sets of all states, `width` words each.
  private var members: [UInt64] = []
  private var numbers: [[UInt64]: Int] = [:]
  /// Whether a match that takes text can begin where a state holds.
  private(set) var canStart: [Bool] = []
  /// For each state a row of `stride` next states by symbol, -1 where not known yet.
  private var rows: [Int32] = []
  private var stride: Int
  private var pending: [Int] = []
  /// The instructions looked at so far.
  private(set) var steps = 0

  /// More symbols than this are not kept in rows: each state would take too much memory.
  private static let widestRow = 16_384
  /// The bytes of states and rows beyond which ``trim(keeping:)`` starts afresh.
  private static let memoryLimit = 8 << 20

  init(_ program: PatternProgram, kindCount: Int) {
    self.program = program
    self.kindCount = kindCount
    width = (program.instructions.count + 63) / 64
    stride = 32 * kindCount
  }

  /// Tells whether a match can be reached from an instruction where a state holds.
  func reaches(_ instruction: Int, in state: Int) -> Bool {
    members[state &* width &+ instruction >> 6] >> UInt64(instruction & 63) & 1 == 1
  }

  /// Returns the set of a state, for ``state(of:)``.
  func set(of state: Int) -> [UInt64] {
    Array(members[state * width..<(state + 1) * width])
  }

  /// Returns the state at the end of a text; `before` is the kind of what stands before it.
  mutating func end(before: Int) -> Int {
    let lineBreak = ScalarClasses.Kind.lineBreak.rawValue
    return close(Array(repeating: 0, count: width), before: before, after: lineBreak)
  }

  /// Returns the state to the left of a scalar, given the state to its right.
  ///
  /// `before` is the kind of what stands before the scalar, a line break at the start of the text; `classes` are all so far.
  @inline(__always)
  mutating func state(
    leftOf state: Int, taking scalarClass: Int, before: Int, classes: ScalarClasses
  ) -> Int {
    let symbol = scalarClass &* kindCount &+ before
    if symbol < stride {
      let known = rows[state &* stride &+ symbol]
      if known >= 0 { return Int(known) }
    }
    return makeState(leftOf: state, taking: scalarClass, before: before, classes: classes)
  }

  @inline(never)
  private mutating func makeState(
    leftOf state: Int, taking scalarClass: Int, before: Int, classes: ScalarClasses
  ) -> Int {
    let signature = classes.signatures[scalarClass]
    var taking = [UInt64](repeating: 0, count: width)
    for word in 0..<width {
      var bits = members[state * width + word]
      while bits != 0 {
        let place = word << 6 + bits.trailingZeroBitCount
        bits &= bits - 1
        steps += 1
        guard place > 0, case .take(let set) = program.instructions[place - 1],
          signature.sets[set >> 6] >> UInt64(set & 63) & 1 == 1
        else { continue }
        taking[(place - 1) >> 6] |= 1 << UInt64((place - 1) & 63)
      }
    }
    let made = close(taking, before: before, after: classes.kinds[scalarClass])
    let symbol = scalarClass * kindCount + before
    if symbol >= stride, symbol < Self.widestRow { widenRows(to: symbol) }
    if symbol < stride { rows[state * stride + symbol] = Int32(made) }
    return made
  }

  /// Forgets all states but one when they take too much memory, and returns its new number.
  mutating func trim(keeping state: Int) -> Int {
    guard rows.count * 4 + members.count * 8 > Self.memoryLimit else { return state }
    let kept = set(of: state)
    members = []
    numbers = [:]
    canStart = []
    rows = []
    return self.state(of: kept)
  }

  /// Returns the state with a set that ``set(of:)`` gave out.
  mutating func state(of set: [UInt64]) -> Int {
    if let known = numbers[set] { return known }
    let number = canStart.count
    numbers[set] = number
    members.append(contentsOf: set)
    rows.append(contentsOf: repeatElement(-1, count: stride))
    canStart.append(startsTaking(set))
    return number
  }

  private mutating func widenRows(to symbol: Int) {
    let wider = min(max(stride * 2, (symbol / kindCount + 1) * kindCount), Self.widestRow)
    var widened = [Int32](repeating: -1, count: canStart.count * wider)
    for state in canStart.indices {
      for column in 0..<stride { widened[state * wider + column] = rows[state * stride + column] }
    }
    rows = widened
    stride = wider
  }
}

// MARK: - Ways that take nothing

extension ReachabilityAutomaton {
  /// Adds `match` and all instructions that lead to the set without taking a scalar.
  private mutating func close(_ taking: [UInt64], before: Int, after: Int) -> Int {
    var closed = taking
    let match = program.instructions.count - 1
    closed[match >> 6] |= 1 << UInt64(match & 63)
    pending.removeAll(keepingCapacity: true)
    for word in 0..<width {
      var bits = closed[word]
      while bits != 0 {
        pending.append(word << 6 + bits.trailingZeroBitCount)
        bits &= bits - 1
      }
    }
    while let place = pending.popLast() {
      for predecessor in program.predecessors[place] {
        steps += 1
        let bit: UInt64 = 1 << UInt64(predecessor & 63)
        guard closed[predecessor >> 6] & bit == 0 else { continue }
        if case .assert(let assertion) = program.instructions[predecessor],
          !Self.holds(assertion, before: before, after: after)
        {
          continue
        }
        closed[predecessor >> 6] |= bit
        pending.append(predecessor)
      }
    }
    return state(of: closed)
  }

  private static func holds(
    _ assertion: PatternExpression.Assertion, before: Int, after: Int
  ) -> Bool {
    let lineBreak = ScalarClasses.Kind.lineBreak.rawValue
    let word = ScalarClasses.Kind.word.rawValue
    return switch assertion {
    case .lineStart: before == lineBreak
    case .lineEnd: after == lineBreak
    case .wordBoundary: (before == word) != (after == word)
    case .noWordBoundary: (before == word) == (after == word)
    }
  }

  /// Tells whether the first instruction leads to one that takes a scalar, within a set.
  private mutating func startsTaking(_ set: [UInt64]) -> Bool {
    var seen = [UInt64](repeating: 0, count: width)
    pending.removeAll(keepingCapacity: true)
    pending.append(0)
    while let place = pending.popLast() {
      let bit: UInt64 = 1 << UInt64(place & 63)
      guard set[place >> 6] & bit != 0, seen[place >> 6] & bit == 0 else { continue }
      seen[place >> 6] |= bit
      steps += 1
      switch program.instructions[place] {
      case .take: return true
      case .match: break
      case .jump(let target): pending.append(target)
      case .assert: pending.append(place + 1)
      case .split(let first, let second): pending += [second, first]
      }
    }
    return false
  }
}
