import JSONDocument
import Text

/// What `contains` and `not_contains` look for: a pattern or phrases, and where they look.
struct TextSearch: Sendable {
  /// One place where something was found.
  struct Match {
    let range: Range<Int>
    /// What was looked for, as messages say it.
    let sought: String
  }

  private let patterns: [(sought: String, pattern: Pattern)]
  private let ignoresCase: Bool
  /// Whether code, comments and front matter are looked at too.
  let readsAll: Bool

  init(_ members: RuleMembers) throws(JSONError) {
    let ignoresCase = try members.flag("ignore_case")
    self.ignoresCase = ignoresCase
    readsAll = try members.choice("scope", of: ["text", "all"]) == "all"
    guard members.has("pattern") != members.has("phrases") else {
      throw members.error(
        members.has("pattern")
          ? "\"pattern\" and \"phrases\" cannot both be given"
          : "missing \"pattern\" or \"phrases\"",
        hint: "write \"phrases\": [\"…\"] for plain words, or \"pattern\": \"…\" for a pattern")
    }
    if members.has("pattern") {
      let (source, pattern) = try members.pattern("pattern", ignoringCase: ignoresCase)
      patterns = [(source, pattern)]
      looksForPhrases = false
    } else {
      looksForPhrases = true
      patterns = try members.phrases("phrases", ignoringCase: ignoresCase)
    }
  }

  /// What is looked for, in words.
  var words: String {
    wanted.joined(separator: ", ") + (ignoresCase ? " (in capitals or not)" : "")
  }

  /// Where it is looked for, to be put behind the demand.
  var scopeWords: String { readsAll ? "" : " outside code, comments and front matter" }

  /// The things looked for: one pattern, or the phrases one by one.
  var wanted: [String] { patterns.map(\.sought) }

  /// Whether phrases are looked for and not a pattern.
  let looksForPhrases: Bool

  /// The places of each thing looked for, in the order of `wanted`.
  func places(in file: CheckedFile) throws(Overrun) -> [[Range<Int>]] {
    try patterns.indices.map { number throws(Overrun) in
      try places(of: number, in: file, excluding: excluded(in: file.text))
    }
  }

  /// The first place of a thing looked for in what the scope leaves out, where that hides it.
  func hiddenPlace(of number: Int, in file: CheckedFile) throws(Overrun) -> Range<Int>? {
    guard !readsAll, !file.text.markdown.notProse.isEmpty else { return nil }
    return try places(of: number, in: file, excluding: [], limit: 1).first
  }

  /// How many matches there are, and the first of them in the order of the text.
  ///
  /// - Parameters:
  ///   - file: The text.
  ///   - limit: The most matches to tell one by one; there may be millions.
  /// - Returns: The number of all matches, and those first ones.
  /// - Throws: That a search was given up.
  func matches(
    in file: CheckedFile, first limit: Int
  ) throws(Overrun) -> (count: Int, first: [Match]) {
    var count = 0
    var matches: [Match] = []
    for (number, places) in try places(in: file).enumerated() {
      count += places.count
      matches += places.prefix(limit).map { Match(range: $0, sought: patterns[number].sought) }
    }
    matches.sort { $0.range.lowerBound < $1.range.lowerBound }
    return (count, Array(matches.prefix(limit)))
  }

  /// A search that was given up, with where and for what.
  struct Overrun: Error, CustomStringConvertible {
    let path: RepositoryPath
    let sought: String
    let reason: PatternOverrun
    var description: String { "\(path): \(Finding.cut(sought)): \(reason)" }
  }

  private func places(
    of number: Int, in file: CheckedFile, excluding excluded: [Range<Int>], limit: Int = .max
  ) throws(Overrun) -> [Range<Int>] {
    let (sought, pattern) = patterns[number]
    do {
      return try pattern.matches(in: file.text.bytes, excluding: excluded, limit: limit)
    } catch {
      throw Overrun(path: file.path, sought: sought, reason: error)
    }
  }

  private func excluded(in text: CheckedFile.Text) -> [Range<Int>] {
    readsAll ? [] : text.markdown.notProse
  }

  /// A number of matches in words.
  static func matches(_ count: Int) -> String {
    switch count {
    case 0: "no match"
    case 1: "1 match"
    default: "\(count) matches"
    }
  }
}
