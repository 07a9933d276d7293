/// A source told by its author, year and title, as a reference list writes them without any identifier.
///
/// The text begins with a name of one to ten words, each with a capital letter, in a script without capitals, or a particle
/// such as `de`; a comma, full stop, colon, bracket or quotation mark ends it. A year from 1000 to 2099 (or `n.d.`)
/// follows in brackets, after a comma or full stop, or after a month. What is left holds words of a title.
struct AuthorYear {
  /// Author, year and the title's beginning, in lower case without punctuation.
  let key: String

  /// The most scalars of an entry that are looked at.
  static let longest = 2_000

  /// Reads the text of an entry, and whether marks may set its title apart.
  init?(_ text: String, hasMarks: Bool) {
    let scalars = AuthorYear.withoutMarker(Array(text.unicodeScalars.prefix(Self.longest)))
    guard let author = AuthorName(scalars) else { return nil }
    let rest = scalars[author.end...]
    guard AuthorYear.goesOn(rest), let year = PublicationYear(rest) else { return nil }
    let before = AuthorYear.titleWords(rest[..<year.range.lowerBound])
    if before.isEmpty, !AuthorYear.goesOn(rest[year.range.upperBound...]) { return nil }
    let words = before + AuthorYear.titleWords(rest[year.range.upperBound...])
    guard AuthorYear.isTitle(words, after: author, hasMarks: hasMarks) else { return nil }
    let title = String(words.joined().unicodeScalars.prefix(30).map(Character.init))
    key = "\(author.key)|\(year.key)|\(title)"
  }

  /// Drops `[1]`, `(1)`, `1.`, a box to tick or a dash before the entry.
  private static func withoutMarker(_ scalars: [Unicode.Scalar]) -> ArraySlice<Unicode.Scalar> {
    let marks: Set<Unicode.Scalar> = [
      "[", "]", "(", ")", ".", "•", "–", "—", "-", "*", "†", "‡", " ", "^",
    ]
    let start = scalars.firstIndex { !marks.contains($0) && !("0"..."9").contains($0) }
    guard let start else { return [] }
    // A tick in a box is one letter before a closing bracket.
    if start + 1 < scalars.count, scalars[start + 1] == "]" {
      return scalars[(start + 2)...].drop { $0 == " " }
    }
    return scalars[start...]
  }

  /// Whether a list of authors, a year or a title may go on here: no word in lower case, and no number but a year.
  private static func goesOn(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let start = text.firstIndex(where: { $0.isLetter || $0.isDigit }) else { return true }
    let word = text[start...].prefix { $0.isLetter || $0.isDigit }
    if let first = word.first, first.isDigit { return word.prefix { $0.isDigit }.count == 4 }
    let joining = [
      "and", "und", "et", "y", "e", "en", "och", "with", "eds", "ed", "trans", "n", "s",
    ]
    let lower = word.folded
    return word.first?.properties.isLowercase == false || joining.contains(lower)
      || AuthorName.particles.contains(lower)
  }

  /// The words that may belong to a title, in lower case: no numbers, initials, months, or words that point to pages.
  private static func titleWords(_ text: ArraySlice<Unicode.Scalar>) -> [String] {
    text.split { !$0.isLetter && !$0.isDigit && !$0.properties.isDiacritic }.compactMap { word in
      guard word.count >= 2, !word.contains(where: \.isDigit) else { return nil }
      let lower = word.folded
      return PublicationYear.months.contains(lower) || Self.pointers.contains(lower) ? nil : lower
    }
  }

  private static let pointers: Set<String> = [
    "pp", "vol", "vols", "no", "nr", "ed", "eds", "ch", "chap", "chapter", "page", "pages", "ibid",
    "et", "al", "and", "in", "cit", "op", "accessed", "retrieved", "seite", "bd", "isbn", "doi",
  ]

  /// Whether the words are more than the rest of a name or a place: two words, or a long one where no comma stands
  /// before or the title is set apart.
  private static func isTitle(
    _ words: [String], after author: AuthorName, hasMarks: Bool
  ) -> Bool {
    if words.count >= 2 { return true }
    guard let word = words.first?.unicodeScalars else { return false }
    if word.contains(where: \.isUncasedLetter) { return true }
    return word.count >= 4 && !author.isSurname && (hasMarks || !author.endsWithComma)
  }
}

/// The name with which an entry begins.
private struct AuthorName {
  let key: String
  /// The index of the mark that ends the name.
  let end: Int
  let endsWithComma: Bool
  /// Whether it is one word before a comma, so that given names may follow.
  let isSurname: Bool

  init?(_ text: ArraySlice<Unicode.Scalar>) {
    guard let end = AuthorName.end(of: text) else { return nil }
    let words = text[..<end].split(separator: " ")
    guard (1...10).contains(words.count), words.allSatisfy(AuthorName.isNameWord),
      let first = words.first, !Self.openers.contains(first.folded),
      words.contains(where: { AuthorName.isName($0) && ($0.count > 1 || words.count > 1) })
    else { return nil }
    key = words.map(\.folded).joined(separator: " ")
    self.end = end
    endsWithComma = text[end] == "," || text[end] == "，"
    isSurname = words.count == 1 && endsWithComma
  }

  private static let enders: Set<Unicode.Scalar> = [
    ",", ";", ":", "(", "[", "\"", "“", "„", "«", "「", "『", "《", "〈", "、", "。", "，", "：", "（", "‘",
  ]

  private static func end(of text: ArraySlice<Unicode.Scalar>) -> Int? {
    var wordStart = text.startIndex
    for index in text.indices.prefix(160) {
      let scalar = text[index]
      if enders.contains(scalar) { return index }
      if scalar == " " { wordStart = index + 1 }
      guard scalar == "." else { continue }
      let isLast = index + 1 == text.endIndex || !text[index + 1].isLetter
      let word = text[wordStart..<index]
      let isShort = word.filter(\.isLetter).count <= 1 || word.contains(".")
      if isLast, !isShort, !["al", "jr", "sr", "st"].contains(word.folded) { return index }
    }
    return nil
  }

  private static func isName(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let first = word.first(where: { $0 != "'" && $0 != "’" }) else { return false }
    return first.properties.isUppercase || first.isUncasedLetter
      || first.properties.generalCategory == .titlecaseLetter
  }

  private static func isNameWord(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
    guard !word.contains(where: \.isDigit) else { return false }
    return isName(word) || particles.contains(word.folded) || word.elementsEqual(["&"])
  }

  static let particles: Set<String> = [
    "of", "the", "and", "for", "de", "van", "von", "der", "den", "la", "le", "les", "du", "di",
    "da", "del",
    "della", "dos", "das", "do", "al", "el", "ibn", "bin", "bint", "y", "e", "et", "und", "zu",
    "zur",
    "ter", "ten", "af", "av", "d", "l", "für", "des",
  ]

  /// Words that begin a sentence and no name.
  private static let openers = Set([
    "in", "on", "at", "by", "from", "after", "before", "this", "that", "these", "those", "it", "he",
    "she", "they", "we", "i", "you", "when", "while", "since", "see", "note", "notes", "read",
    "page",
    "chapter", "table", "figure", "section", "version", "updated", "accessed", "retrieved",
    "published",
    "copyright", "if", "but", "and", "or", "as", "for", "with", "there", "here", "then", "also",
    "both",
    "each", "some", "many", "most", "all", "no", "not", "yes", "today", "later", "until", "during",
    "between", "about", "through", "because", "im", "am", "dans", "il", "elle", "nel", "en", "todo",
    "tbd", "year", "date", "title", "author", "born", "died",
  ]).union(PublicationYear.months)
}

/// The year that a reference gives, and where.
private struct PublicationYear {
  let key: String
  let range: Range<Int>

  init?(_ text: ArraySlice<Unicode.Scalar>) {
    var depth = 0
    var index = text.startIndex
    while index < text.endIndex {
      switch text[index] {
      case "(", "[", "（": depth += 1
      case ")", "]", "）": depth = max(0, depth - 1)
      default: break
      }
      if text[index].isDigit {
        let digits = text[index...].prefix(while: \.isDigit)
        if PublicationYear.isYear(digits, in: text),
          depth > 0 || PublicationYear.isPlace(text[..<index])
        {
          key = digits.folded
          range = index..<digits.endIndex
          return
        }
        index = digits.endIndex
      } else if text[index] == "n" || text[index] == "s",
        text[index...].starts(with: [text[index], ".", "d", "."]),
        depth > 0 || PublicationYear.isPlace(text[..<index])
      {
        key = "nd"
        range = index..<(index + 4)
        return
      } else {
        index += 1
      }
    }
    return nil
  }

  /// Whether four digits are a year by what they are and what stands beside them.
  private static func isYear(
    _ digits: ArraySlice<Unicode.Scalar>, in text: ArraySlice<Unicode.Scalar>
  ) -> Bool {
    guard digits.count == 4, let first = digits.first, first == "1" || first == "2",
      first == "1" || digits.dropFirst().first == "0"
    else { return false }
    if digits.startIndex > text.startIndex {
      let before = text[digits.startIndex - 1]
      if before.isLetter && before.properties.isCased || before == "-" || before == "/"
        || before == "–"
      {
        return false
      }
    }
    let after = text[digits.endIndex...]
    guard let next = after.first, next.isLetter, next.properties.isCased else { return true }
    return ("a"..."h").contains(next) && after.dropFirst().first?.isLetter != true
  }

  /// Whether the text ends where a year may follow: with a comma or full stop, maybe inside a quotation mark, or a month.
  private static func isPlace(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    var text = text
    func dropSpace() { while text.last == " " { text.removeLast() } }
    dropSpace()
    let closers: Set<Unicode.Scalar> = ["\"", "”", "»", "“", "’"]
    if let last = text.last, closers.contains(last) {
      text.removeLast()
      return [".", ",", "?", "!"].contains(text.last)
    }
    if let last = text.last, [".", ",", ":", ";", "，", "、", "。", "」", "』", "》", "："].contains(last)
    {
      return true
    }
    let word = text.suffix(12).reversed().prefix(while: \.isLetter).reversed()
    return months.contains(ArraySlice(word).folded)
  }

  static let months: Set<String> = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "spring", "summer", "autumn", "fall", "winter", "januar",
    "februar", "märz", "mai", "juni", "juli", "oktober", "dezember",
  ]
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }

  fileprivate var isLetter: Bool { properties.isAlphabetic }

  fileprivate var isUncasedLetter: Bool { isLetter && !properties.isCased }
}

extension ArraySlice<Unicode.Scalar> {
  /// The scalars in lower case, without the full stops and apostrophes of short forms.
  fileprivate var folded: String {
    reduce(into: "") { text, scalar in
      if scalar != ".", scalar != "'", scalar != "’" { text += scalar.properties.lowercaseMapping }
    }
  }
}
