import Text

/// Tells the headings under which a reference list stands.
enum ReferenceHeading {
  /// Returns whether a heading's text names a reference list, in one of the languages known here.
  ///
  /// One to six words, case ignored, a number before them left out: a name such as "References" or "Further reading" and beside it
  /// nothing but words that qualify one ("Selected", "primary", "and notes").
  static func matches(_ text: String) -> Bool {
    var words = folded(text).split(separator: 0x20)
    if words.count > 1, words[0].allSatisfy({ "ivx".utf8.contains($0) }) {
      words.removeFirst()
    }
    guard (1...6).contains(words.count) else { return false }
    // A text may have millions of headings, and few of them have a word of any name.
    guard words.contains(where: firstWords.contains),
      let name = names.first(where: { holds($0, in: words) })
    else { return unspaced.contains(Array(words.joined())) }
    return words.allSatisfy { word in
      name.contains(word) || qualifiers.contains(word) || names.contains([word])
    }
  }

  /// The text in lower case, a space for all that is no letter.
  private static func folded(_ text: String) -> [UInt8] {
    var folded: [UInt8] = []
    for scalar in text.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z":
        folded.append(lowercased(UInt8(truncatingIfNeeded: scalar.value)))
      case _ where scalar.properties.isAlphabetic || scalar.properties.isDiacritic:
        folded += Array(scalar.properties.lowercaseMapping.utf8)
      default:
        folded.append(0x20)
      }
    }
    return folded
  }

  /// Whether the words of a name stand side by side among others.
  private static func holds(_ name: [ArraySlice<UInt8>], in words: [ArraySlice<UInt8>]) -> Bool {
    words.indices.contains { words[$0...].starts(with: name) }
  }

  private static func words(_ text: String) -> [ArraySlice<UInt8>] {
    Array(text.utf8).split(separator: 0x20)
  }

  /// Longer names before the words that they hold.
  private static let names = [
    "works cited", "works consulted", "literature cited", "further reading", "reference list",
    "references", "reference", "bibliography", "bibliographies", "sources", "citations",
    "literature",
    "literaturverzeichnis", "quellenverzeichnis", "literatur", "quellen", "références",
    "bibliographie", "referencias", "bibliografía", "fuentes", "referências", "bibliografia",
    "fontes", "riferimenti", "fonti", "literatuur", "bronnen", "referenser", "källor", "kilder",
    "litteratur", "lähteet", "źródła", "literatura", "zdroje", "список литературы", "литература",
    "источники", "参考文献", "參考文獻", "参考资料", "引用文献", "出典", "文献", "참고문헌", "المراجع", "المصادر",
  ].map(words)

  private static let firstWords = Set(names.compactMap(\.first))

  /// The names in writings that part no words by spaces, whole.
  private static let unspaced = Set(
    names.map { Array($0.joined()) }.filter { name in
      name.contains { $0 >= 0xE3 }
    })

  private static let qualifiers = [
    "selected", "primary", "secondary", "and", "und", "et", "y", "e", "of", "the", "list", "cited",
    "main", "key", "notes", "online", "print", "web", "annotated", "all", "used", "links", "other",
    "additional", "full", "numbered",
  ].flatMap(words)
}
