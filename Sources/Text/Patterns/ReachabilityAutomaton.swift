/// Knows at each place of a text from which instructions a match can be reached.
///
/// It reads a text from its end. A state is the set of instructions from which, at this place, some
/// way through the rest of the text ends in `match`; reading one scalar to the left gives the next
/// state. States and the ways between them are made when first needed and kept (a lazily built
/// deterministic automaton), so that most scalars cost one look-up.
struct ReachabilityAutomaton {
  private let program: PatternProgram
  /// The words of 64 bits in a state's set of instructions.
  private let width: Int
  private let kindCount: Int
  /// The sets of all states, `width` words each.
  private var members: [UInt64] = []
  private var numbers: [[UInt64]: Int] = [:]
  /// For each state the instruction that takes the first scalar of a match, -1 where none can
  /// begin.
  private(set) var starts: [Int] = []
  /// For each state a row of `stride` next states by symbol, -1 where not known yet.
  private var rows: [Int32] = []
  private var stride: Int
  /// For each class the set of the instructions that take it.
  private var takers: [[UInt64]] = []
  /// The set of the instructions that others lead to without taking a scalar.
  private let targets: [UInt64]
  private var pending: [Int] = []
  /// For each instruction the last of the `walks` that came to it.
  private var seen: [Int]
  private var walks = 0
  /// The instructions looked at and the places of rows made so far.
  private(set) var steps = 0

  /// More symbols than this are not kept in rows: each state would take too much memory.
  private static let widestRow = 16_384
  /// The bytes of states and rows beyond which ``trim(keeping:)`` starts afresh.
  private static let memoryLimit = 64 << 20

  init(_ program: PatternProgram, kindCount: Int) {
    self.program = program
    self.kindCount = kindCount
    width = (program.instructions.count + 63) / 64
    var targets = [UInt64](repeating: 0, count: width)
    for place in program.instructions.indices
    where program.predecessorStarts[place] < program.predecessorStarts[place + 1] {
      targets[place >> 6] |= 1 << UInt64(place & 63)
    }
    self.targets = targets
    stride = 32 * kindCount
    seen = Array(repeating: 0, count: program.instructions.count)
  }

  /// Returns the set of a state, for ``state(of:)``.
  func set(of state: Int) -> [UInt64] {
    Array(members[state * width..<(state + 1) * width])
  }

  /// Returns the state at the end of a text.
  ///
  /// - Parameter before: The kind of what stands before it.
  /// - Returns: The number of the state.
  mutating func end(before: Int) -> Int {
    let lineBreak = ScalarClasses.Kind.lineBreak.rawValue
    return close(Array(repeating: 0, count: width), before: before, after: lineBreak)
  }

  /// Returns the state to the left of a scalar, given the state to its right; nil where it is not known yet.
  ///
  /// - Parameters:
  ///   - state: The state to its right.
  ///   - scalarClass: The scalar's class.
  ///   - before: The kind of what stands before the scalar; a line break at the start of the text.
  /// - Returns: The number of the state.
  @inline(__always)
  func knownState(leftOf state: Int, taking scalarClass: Int, before: Int) -> Int? {
    let symbol = scalarClass &* kindCount &+ before
    guard symbol < stride else { return nil }
    let known = rows[state &* stride &+ symbol]
    return known >= 0 ? Int(known) : nil
  }

  /// Makes the state that ``knownState(leftOf:taking:before:)`` does not know, given all classes so far.
  @inline(never)
  mutating func makeState(
    leftOf state: Int, taking scalarClass: Int, before: Int, classes: ScalarClasses
  ) -> Int {
    let takers = takers(of: scalarClass, classes)
    var taking = [UInt64](repeating: 0, count: width)
    let first = state * width
    for word in 0..<width {
      // An instruction that takes a scalar goes on at the next: one place to the right in the set.
      let carried = word + 1 < width ? members[first + word + 1] << 63 : 0
      taking[word] = (members[first + word] >> 1 | carried) & takers[word]
    }
    steps += width
    let made = close(taking, before: before, after: classes.kinds[scalarClass])
    let symbol = scalarClass * kindCount + before
    if symbol >= stride, symbol < Self.widestRow { widenRows(to: symbol) }
    if symbol < stride { rows[state * stride + symbol] = Int32(made) }
    return made
  }

  /// Returns the set of the instructions that take a class.
  private mutating func takers(of scalarClass: Int, _ classes: ScalarClasses) -> [UInt64] {
    while takers.count <= scalarClass {
      let signature = classes.signatures[takers.count]
      var set = [UInt64](repeating: 0, count: width)
      for (word, sets) in signature.sets.enumerated() {
        var bits = sets
        while bits != 0 {
          let places = program.takers[word << 6 + bits.trailingZeroBitCount]
          for place in places { set[place >> 6] |= 1 << UInt64(place & 63) }
          steps += places.count
          bits &= bits - 1
        }
      }
      steps += width
      takers.append(set)
    }
    return takers[scalarClass]
  }

  /// Forgets all states but one when they take too much memory, and returns its new number.
  mutating func trim(keeping state: Int) -> Int {
    guard rows.count * 4 + members.count * 8 > Self.memoryLimit else { return state }
    let kept = set(of: state)
    members = []
    numbers = [:]
    starts = []
    rows = []
    return self.state(of: kept)
  }

  /// Returns the state with a set that ``set(of:)`` gave out.
  mutating func state(of set: [UInt64]) -> Int {
    if let known = numbers[set] { return known }
    let number = starts.count
    numbers[set] = number
    members.append(contentsOf: set)
    rows.append(contentsOf: repeatElement(-1, count: stride))
    steps += stride
    starts.append(preferred(from: 0, in: number, mayEnd: false) ?? -1)
    return number
  }

  private mutating func widenRows(to symbol: Int) {
    let wider = min(max(stride * 2, (symbol / kindCount + 1) * kindCount), Self.widestRow)
    var widened = [Int32](repeating: -1, count: starts.count * wider)
    for state in starts.indices {
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
      var bits = closed[word] & targets[word]
      while bits != 0 {
        pending.append(word << 6 + bits.trailingZeroBitCount)
        bits &= bits - 1
      }
    }
    while let place = pending.popLast() {
      let range = program.predecessorStarts[place]..<program.predecessorStarts[place + 1]
      steps += range.count
      for index in range {
        let predecessor = program.predecessors[index]
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
}

// MARK: - The preferred way

extension ReachabilityAutomaton {
  /// Returns the preferred instruction that takes the next scalar on a way to a match, nil where
  /// there is none.
  ///
  /// - Parameters:
  ///   - start: Where the way begins.
  ///   - state: The state of this place.
  ///   - mayEnd: Whether a match may end here, when that is preferred to all that takes more.
  /// - Returns: The instruction, which the scalar and all that follows it agree with.
  mutating func preferred(from start: Int, in state: Int, mayEnd: Bool) -> Int? {
    walks += 1
    pending.removeAll(keepingCapacity: true)
    var next: Int? = start
    while let place = next ?? pending.popLast() {
      next = nil
      steps += 1
      guard seen[place] != walks, reaches(place, in: state) else { continue }
      seen[place] = walks
      switch program.instructions[place] {
      case .take: return place
      case .match: if mayEnd { return nil }
      case .jump(let target): next = target
      case .assert: next = place + 1
      case .split(let first, let second):
        next = first
        pending.append(second)
      }
    }
    return nil
  }

  /// Tells whether a match can be reached from an instruction where a state holds.
  private func reaches(_ instruction: Int, in state: Int) -> Bool {
    members[state &* width &+ instruction >> 6] >> UInt64(instruction & 63) & 1 == 1
  }
}
