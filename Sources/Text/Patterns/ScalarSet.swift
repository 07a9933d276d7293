/// A set of Unicode scalars, as one place of a pattern accepts it.
struct ScalarSet: Hashable, Sendable {
  enum Member: Hashable, Sendable {
    case range(ClosedRange<UInt32>)
    case property(ScalarProperty, isNegated: Bool)
  }

  /// What is in the set, before negation.
  let members: [Member]
  /// Whether the set is all that its members are not.
  let isNegated: Bool
  /// Whether a scalar is in the set when one of its other cases is.
  let ignoresCase: Bool

  init(_ members: [Member], isNegated: Bool = false, ignoringCase: Bool = false) {
    self.members = members
    self.isNegated = isNegated
    ignoresCase = ignoringCase
  }

  /// Makes the set of one scalar, and its other cases where these count.
  init(_ scalar: Unicode.Scalar, ignoringCase: Bool) {
    let isCased = ignoringCase && !CaseFolding.variants(of: scalar).isEmpty
    self.init([.range(scalar.value...scalar.value)], ignoringCase: isCased)
  }

  /// The scalars that `.` accepts: all but line breaks.
  static let withinLine = ScalarSet([.range(0x0A...0x0A), .range(0x0D...0x0D)], isNegated: true)

  static let whiteSpace = ScalarSet([.property(.whiteSpace, isNegated: false)])

  /// The one scalar of the set, its other cases aside; nil for any other set.
  var only: Unicode.Scalar? {
    guard !isNegated, members.count == 1, case .range(let range) = members.first else { return nil }
    return range.count == 1 ? Unicode.Scalar(range.lowerBound) : nil
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    var isIn = hasMember(scalar)
    if !isIn && ignoresCase { isIn = CaseFolding.variants(of: scalar).contains(where: hasMember) }
    return isIn != isNegated
  }

  private func hasMember(_ scalar: Unicode.Scalar) -> Bool {
    members.contains { member in
      switch member {
      case .range(let range): range.contains(scalar.value)
      case .property(let property, let isNegated): property.holds(for: scalar) != isNegated
      }
    }
  }
}

/// A property of scalars that a pattern can name.
enum ScalarProperty: Hashable, Sendable {
  /// `\d`: general category Nd.
  case digit
  /// `\w`: letters, marks, digits, connectors and joiners, by Unicode Technical Standard 18, Annex
  /// C.
  case word
  /// `\s`: White_Space.
  case whiteSpace
  /// `\p{…}`: one of these general categories.
  case category(Set<Unicode.GeneralCategory>)

  func holds(for scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .digit: scalar.properties.generalCategory == .decimalNumber
    case .whiteSpace: scalar.properties.isWhitespace
    case .category(let categories): categories.contains(scalar.properties.generalCategory)
    case .word: Self.isWord(scalar)
    }
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    if properties.isAlphabetic || properties.isJoinControl { return true }
    return switch properties.generalCategory {
    case .decimalNumber, .connectorPunctuation: true
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }
}

extension ScalarProperty {
  /// Returns the general categories of a short name: `Lu`, or `L` for all letters; nil for an
  /// unknown name.
  ///
  /// - Parameter name: A value of General_Category in its short form (Unicode Standard Annex 44,
  ///   table 12).
  /// - Returns: The property, nil for an unknown name.
  static func category(named name: String) -> ScalarProperty? {
    let found = categories.filter { entry in
      entry.name.utf8.elementsEqual(name.utf8)
        || name.utf8.count == 1 && entry.name.utf8.first == name.utf8.first
    }
    if !found.isEmpty { return .category(Set(found.map(\.category))) }
    let isCasedLetter = name.utf8.elementsEqual("LC".utf8)
    return isCasedLetter
      ? .category([.uppercaseLetter, .lowercaseLetter, .titlecaseLetter]) : nil
  }

  private static let categories: [(name: String, category: Unicode.GeneralCategory)] = [
    ("Lu", .uppercaseLetter), ("Ll", .lowercaseLetter), ("Lt", .titlecaseLetter),
    ("Lm", .modifierLetter), ("Lo", .otherLetter),
    ("Mn", .nonspacingMark), ("Mc", .spacingMark), ("Me", .enclosingMark),
    ("Nd", .decimalNumber), ("Nl", .letterNumber), ("No", .otherNumber),
    ("Pc", .connectorPunctuation), ("Pd", .dashPunctuation), ("Ps", .openPunctuation),
    ("Pe", .closePunctuation), ("Pi", .initialPunctuation), ("Pf", .finalPunctuation),
    ("Po", .otherPunctuation),
    ("Sm", .mathSymbol), ("Sc", .currencySymbol), ("Sk", .modifierSymbol), ("So", .otherSymbol),
    ("Zs", .spaceSeparator), ("Zl", .lineSeparator), ("Zp", .paragraphSeparator),
    ("Cc", .control), ("Cf", .format), ("Cs", .surrogate), ("Co", .privateUse),
    ("Cn", .unassigned),
  ]
}
