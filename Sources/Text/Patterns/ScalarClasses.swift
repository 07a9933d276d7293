/// Sorts scalars into classes that a program cannot tell apart, as they turn up in a text.
///
/// Finding a scalar's class asks every set of the program once; after that it is a look-up.
struct ScalarClasses {
  /// What a class is for the assertions of its neighbours.
  enum Kind: Int {
    case lineBreak, word, other
  }

  private let setCount: Int
  /// The sets of one scalar and its cases, by scalar: most of a pattern are letters, and need not
  /// be asked one by one.
  private var singles: [Unicode.Scalar: [Int]] = [:]
  /// All other sets, by number.
  private var others: [(number: Int, set: ScalarSet)] = []
  private let asksForLines: Bool
  private let asksForWords: Bool
  /// For each block of 256 scalars its place in `classes`, -1 before one of it turned up.
  private var blocks = Array(repeating: -1, count: 0x1100)
  private var classes: [Int32] = []
  private var numbers: [Signature: Int32] = [:]
  private(set) var signatures: [Signature] = []
  /// The kind of each class; ``Kind/lineBreak`` for all where the program asks for no place.
  private(set) var kinds: [Int] = []

  struct Signature: Hashable {
    /// For each set of the program, whether it has the class; packed 64 to a word.
    var sets: [UInt64]
    let kind: Kind
  }

  init(_ program: PatternProgram) {
    setCount = program.sets.count
    asksForLines = program.asksForLines
    asksForWords = program.asksForWords
    for (number, set) in program.sets.enumerated() {
      guard let scalar = set.only else {
        others.append((number, set))
        continue
      }
      let variants = set.ignoresCase ? CaseFolding.variants(of: scalar) : []
      for scalar in [scalar] + variants { singles[scalar, default: []].append(number) }
    }
  }

  /// The number of kinds that the program can tell apart.
  var kindCount: Int { asksForLines || asksForWords ? 3 : 1 }

  /// Returns the class of a scalar.
  @inline(__always)
  mutating func number(of scalar: Unicode.Scalar) -> Int {
    let block = blocks[Int(scalar.value >> 8)]
    if block >= 0 {
      let known = classes[block + Int(scalar.value & 0xFF)]
      if known >= 0 { return Int(known) }
    }
    return findNumber(of: scalar)
  }

  @inline(never)
  private mutating func findNumber(of scalar: Unicode.Scalar) -> Int {
    let block = Int(scalar.value >> 8)
    if blocks[block] < 0 {
      blocks[block] = classes.count
      classes.append(contentsOf: repeatElement(-1, count: 256))
    }
    let place = blocks[block] + Int(scalar.value & 0xFF)
    var members = emptySet
    for number in singles[scalar] ?? [] { members[number >> 6] |= 1 << UInt64(number & 63) }
    for (number, set) in others where set.contains(scalar) {
      members[number >> 6] |= 1 << UInt64(number & 63)
    }
    let found = number(of: Signature(sets: members, kind: kind(of: scalar)))
    classes[place] = found
    return Int(found)
  }

  /// Returns the class of a scalar in an excluded range: no set has it, but it may be a line break.
  mutating func number(ofExcluded scalar: Unicode.Scalar) -> Int {
    let kind = kind(of: scalar)
    return Int(number(of: Signature(sets: emptySet, kind: kind == .word ? .other : kind)))
  }

  private var emptySet: [UInt64] { Array(repeating: 0, count: (setCount + 63) / 64) }

  private mutating func number(of signature: Signature) -> Int32 {
    if let known = numbers[signature] { return known }
    let number = Int32(signatures.count)
    numbers[signature] = number
    signatures.append(signature)
    kinds.append(kindCount > 1 ? signature.kind.rawValue : 0)
    return number
  }

  private func kind(of scalar: Unicode.Scalar) -> Kind {
    if asksForLines, scalar == "\n" || scalar == "\r" { return .lineBreak }
    if asksForWords, ScalarProperty.word.holds(for: scalar) { return .word }
    return .other
  }
}
