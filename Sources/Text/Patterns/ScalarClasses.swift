/// Sorts scalars into classes that a program cannot tell apart, as they turn up in a text.
///
/// Finding a scalar's class asks every set of the program once; after that it is a look-up.
struct ScalarClasses {
  /// What a class is for the assertions of its neighbours.
  enum Kind: Int {
    case lineBreak, word, other
  }

  private let sets: [ScalarSet]
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
    sets = program.sets
    asksForLines = program.asksForLines
    asksForWords = program.asksForWords
  }

  /// The number of kinds that the program can tell apart.
  var kindCount: Int { asksForLines || asksForWords ? 3 : 1 }

  /// Returns the class of a scalar.
  mutating func number(of scalar: Unicode.Scalar) -> Int {
    let block = Int(scalar.value >> 8)
    if blocks[block] < 0 {
      blocks[block] = classes.count
      classes.append(contentsOf: repeatElement(-1, count: 256))
    }
    let place = blocks[block] + Int(scalar.value & 0xFF)
    if classes[place] >= 0 { return Int(classes[place]) }
    var members = [UInt64](repeating: 0, count: (sets.count + 63) / 64)
    for (number, set) in sets.enumerated() where set.contains(scalar) {
      members[number / 64] |= 1 << UInt64(number % 64)
    }
    let found = number(of: Signature(sets: members, kind: kind(of: scalar)))
    classes[place] = found
    return Int(found)
  }

  /// Returns the class of a scalar in an excluded range: no set has it, but it may be a line break.
  mutating func number(ofExcluded scalar: Unicode.Scalar) -> Int {
    let members = [UInt64](repeating: 0, count: (sets.count + 63) / 64)
    let kind = kind(of: scalar)
    return Int(number(of: Signature(sets: members, kind: kind == .word ? .other : kind)))
  }

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
