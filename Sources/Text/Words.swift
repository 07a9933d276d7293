/// How many words a text has, in whatever script.
///
/// A word is a run of letters, marks and digits (Unicode general categories L, M, N); one apostrophe, hyphen, full stop or middle
/// dot between two of them, and one comma between digits, belong to it, so "don't", "mother-in-law", "R.U.R." and "1,204.50" are one
/// each. Each Han, Hiragana and Katakana character is a word by itself, since Chinese and Japanese put no spaces between words; an
/// accent or voicing mark on it adds none. Other scripts without spaces, such as Thai, count by what stands between spaces
/// and zero-width spaces. A web address is no word.
package struct Words: Sendable, Equatable {
  /// All words, the characters among them.
  package private(set) var count = 0
  /// The Han, Hiragana and Katakana characters.
  package private(set) var characters = 0

  package init() {}

  /// Counts in one pass over a text.
  package init(_ text: String) {
    var counter = Counter()
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      if !counter.isInWord, Self.startsAddress(text.utf8[index...]) {
        counter.take(.other)
        index = scalars[index...].firstIndex(where: Self.endsAddress) ?? scalars.endIndex
      } else {
        counter.take(Kind(scalars[index]))
        index = scalars.index(after: index)
      }
    }
    self = counter.total
  }

  package static func += (sum: inout Words, more: Words) {
    sum.count += more.count
    sum.characters += more.characters
  }

  package static func - (sum: Words, part: Words) -> Words {
    var rest = sum
    rest.count -= part.count
    rest.characters -= part.characters
    return rest
  }

  private static let schemes = ["http://", "https://", "www."].map { Array($0.utf8) }

  private static func startsAddress(_ text: Substring.UTF8View) -> Bool {
    guard let first = text.first, first | 0x20 == 0x68 || first | 0x20 == 0x77 else {
      return false
    }
    let start = text.prefix(8).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return schemes.contains { start.starts(with: $0) }
  }

  private static func endsAddress(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || "<>\"“”«»".unicodeScalars.contains(scalar)
      || Kind(scalar) == .character
  }
}

extension Words {
  /// What a scalar does to the word before it.
  private enum Kind {
    case letter, digit
    /// A Han, Hiragana or Katakana character.
    case character
    /// A mark or low line, which no word begins with.
    case extending
    /// An apostrophe, hyphen, full stop or middle dot.
    case joiner
    case comma
    /// A soft hyphen, joiner or other sign that is not seen.
    case transparent
    case other

    init(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x30...0x39: self = .digit
      case 0x41...0x5A, 0x61...0x7A: self = .letter
      case 0x27, 0x2D, 0x2E: self = .joiner
      case 0x2C: self = .comma
      case 0x5F: self = .extending
      case 0...0x7F: self = .other
      default: self = Kind(wide: scalar)
      }
    }

    private init(wide scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0xB7, 0x2010, 0x2011, 0x2019: self = .joiner
      case 0x200B: self = .other
      case 0xFF9E, 0xFF9F: self = .extending
      case 0x3005, 0x303B, 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF,
        0x31F0...0x31FF, 0xFF66...0xFF9D, 0x1AFF0...0x1AFFE, 0x1B000...0x1B16F:
        self = .character
      default:
        if scalar.properties.isIdeographic {
          self = .character
          return
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
          self = .letter
        case .decimalNumber, .letterNumber, .otherNumber: self = .digit
        case .nonspacingMark, .spacingMark, .enclosingMark, .connectorPunctuation:
          self = .extending
        case .format: self = .transparent
        default: self = .other
        }
      }
    }
  }

  private struct Counter {
    var total = Words()
    private(set) var isInWord = false
    private var endsInDigit = false
    /// The joiner or comma after the word, which belongs to it if the word goes on.
    private var pending: Kind?

    mutating func take(_ kind: Kind) {
      switch kind {
      case .letter, .digit:
        let goesOn: Bool =
          switch pending {
          case nil, .joiner: isInWord
          default: isInWord && endsInDigit && kind == .digit
          }
        if !goesOn { total.count += 1 }
        isInWord = true
        endsInDigit = kind == .digit
        pending = nil
      case .character:
        total.count += 1
        total.characters += 1
        end()
      case .joiner, .comma:
        if isInWord, pending == nil { pending = kind } else { end() }
      case .extending:
        if pending != nil { end() }
      case .transparent: break
      case .other: end()
      }
    }

    private mutating func end() {
      isInWord = false
      pending = nil
    }
  }
}
