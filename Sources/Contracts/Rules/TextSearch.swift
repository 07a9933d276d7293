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
    } else {
      patterns = try members.phrases("phrases", ignoringCase: ignoresCase)
    }
  }

  /// What is looked for, in words.
  var words: String {
    patterns.map(\.sought).joined(separator: ", ") + (ignoresCase ? " (in capitals or not)" : "")
  }

  /// Where it is looked for, to be put behind the demand.
  var scopeWords: String { readsAll ? "" : " outside code, comments and front matter" }

  /// All matches in the order of the text.
  func matches(in text: CheckedFile.Text) -> [Match] {
    let excluded = readsAll ? [] : text.markdown.notProse
    return patterns.flatMap { sought, pattern in
      pattern.matches(in: text.bytes, excluding: excluded).map { Match(range: $0, sought: sought) }
    }.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}
