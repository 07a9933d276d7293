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
  private let readsAll: Bool

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
  func places(in text: CheckedFile.Text) -> [[Range<Int>]] {
    let excluded = readsAll ? [] : text.markdown.notProse
    return patterns.map { $0.pattern.matches(in: text.bytes, excluding: excluded) }
  }

  /// The first place of a thing looked for in what the scope leaves out, where that hides it.
  func hiddenPlace(of number: Int, in text: CheckedFile.Text) -> Range<Int>? {
    guard !readsAll, !text.markdown.notProse.isEmpty else { return nil }
    return patterns[number].pattern.matches(in: text.bytes, limit: 1).first
  }

  /// All matches in the order of the text.
  func matches(in text: CheckedFile.Text) -> [Match] {
    let excluded = readsAll ? [] : text.markdown.notProse
    return patterns.flatMap { sought, pattern in
      pattern.matches(in: text.bytes, excluding: excluded).map { Match(range: $0, sought: sought) }
    }.sorted { $0.range.lowerBound < $1.range.lowerBound }
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
