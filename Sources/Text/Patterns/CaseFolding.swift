/// Answers which scalars differ only in case, by Unicode's simple case folding (CaseFolding.txt,
/// status C and S).
///
/// Made of the one-to-one case mappings in the standard library and a table of what these do not
/// lead back to. What folds to several scalars (`ß` to `ss`) does not: `ß` has `ẞ` for its other
/// case, and no more.
enum CaseFolding {
  /// Returns all scalars that differ from a scalar only in case.
  static func variants(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    // The dotless i is no case of i: it would join what Turkish keeps apart.
    if scalar.value == 0x131 { return [] }
    let folded = folded(scalar)
    var candidates = mappings(of: scalar) + [folded] + mappings(of: folded)
    for entry in unreached where entry.base == folded || entry.variant == scalar {
      candidates += [entry.variant, entry.base]
    }
    var variants: [Unicode.Scalar] = []
    for candidate in candidates where candidate != scalar && !variants.contains(candidate) {
      variants.append(candidate)
    }
    return variants
  }

  /// Returns the scalar that stands for all cases of a scalar: the lower case of its upper case.
  private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let upper = single(scalar.properties.uppercaseMapping) ?? scalar
    return single(upper.properties.lowercaseMapping) ?? upper
  }

  private static func mappings(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    let properties = scalar.properties
    return [properties.lowercaseMapping, properties.uppercaseMapping, properties.titlecaseMapping]
      .compactMap(single)
  }

  private static func single(_ mapping: String) -> Unicode.Scalar? {
    let scalars = mapping.unicodeScalars
    return scalars.count == 1 ? scalars.first : nil
  }

  /// The scalars that no mapping of their folded form leads to, each with that form.
  private static let unreached: [(variant: Unicode.Scalar, base: Unicode.Scalar)] = [
    ("\u{B5}", "\u{3BC}"), ("\u{17F}", "s"), ("\u{345}", "\u{3B9}"), ("\u{3C2}", "\u{3C3}"),
    ("\u{3D0}", "\u{3B2}"), ("\u{3D1}", "\u{3B8}"), ("\u{3D5}", "\u{3C6}"), ("\u{3D6}", "\u{3C0}"),
    ("\u{3F0}", "\u{3BA}"), ("\u{3F1}", "\u{3C1}"), ("\u{3F4}", "\u{3B8}"), ("\u{3F5}", "\u{3B5}"),
    ("\u{1C80}", "\u{432}"), ("\u{1C81}", "\u{434}"), ("\u{1C82}", "\u{43E}"),
    ("\u{1C83}", "\u{441}"), ("\u{1C84}", "\u{442}"), ("\u{1C85}", "\u{442}"),
    ("\u{1C86}", "\u{44A}"), ("\u{1C87}", "\u{463}"), ("\u{1C88}", "\u{A64B}"),
    ("\u{1E9B}", "\u{1E61}"), ("\u{1E9E}", "\u{DF}"), ("\u{1FBE}", "\u{3B9}"),
    ("\u{1FD3}", "\u{390}"), ("\u{1FE3}", "\u{3B0}"), ("\u{2126}", "\u{3C9}"), ("\u{212A}", "k"),
    ("\u{212B}", "\u{E5}"), ("\u{FB05}", "\u{FB06}"),
  ]
}
