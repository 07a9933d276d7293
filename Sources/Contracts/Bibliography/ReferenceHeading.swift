import Text

/// Tells the headings under which a reference list stands.
enum ReferenceHeading {
  /// Returns whether a heading's text names a reference list, in one of the languages known here.
  ///
  /// One to six words, case ignored, a number before them left out: a name such as "References" or "Further reading" and beside it
  /// nothing but words that qualify one ("Selected", "primary", "and notes").
  static func matches(_ text: String) -> Bool {
    var folded = ""
    for scalar in text.unicodeScalars {
      let isKept = scalar.properties.isAlphabetic || scalar.properties.isDiacritic
      folded += isKept ? scalar.properties.lowercaseMapping : " "
    }
    var words = folded.utf8.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    if words.count > 1, words[0].utf8.allSatisfy({ "ivx".utf8.contains($0) }) {
      words.removeFirst()
    }
    guard (1...6).contains(words.count) else { return false }
    let sentence = " " + words.joined(separator: " ") + " "
    guard let name = names.first(where: { contains(sentence, " \($0) ") }) else {
      return names.contains { isUnspaced($0) && $0.utf8.elementsEqual(words.joined().utf8) }
    }
    let parts = name.utf8.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    return words.allSatisfy { word in
      parts.contains { same($0, word) } || qualifiers.contains { same($0, word) }
        || names.contains { same($0, word) }
    }
  }

  private static func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

  private static func isUnspaced(_ name: String) -> Bool { name.utf8.contains { $0 >= 0xE3 } }

  private static func contains(_ text: String, _ part: String) -> Bool {
    let (text, part) = (Array(text.utf8), Array(part.utf8))
    guard part.count <= text.count else { return false }
    return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
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
  ]

  private static let qualifiers = [
    "selected", "primary", "secondary", "and", "und", "et", "y", "e", "of", "the", "list", "cited",
    "main", "key", "notes", "online", "print", "web", "annotated", "all", "used", "links", "other",
    "additional", "full", "numbered",
  ]
}
