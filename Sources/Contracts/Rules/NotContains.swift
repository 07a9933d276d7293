package import JSONDocument
package import Text

/// A pattern or phrases that a text must not have, or not more often than `max`.
package struct NotContains: RuleKind {
  package static let name = "not_contains"
  package static let parameters = ["pattern", "phrases", "ignore_case", "scope", "max"]

  private let search: TextSearch
  private let maximum: PerDepth?

  package init(_ members: RuleMembers) throws(JSONError) {
    search = try TextSearch(members)
    maximum = try members.optionalCount("max", in: 0...1_000_000)
  }

  package func expected(at depth: Depth) -> String {
    let number = limit(depth)
    return number == 0
      ? "no match of \(search.words)" : "at most \(TextSearch.matches(number)) of \(search.words)"
  }

  package func sentence(about path: String, at depth: Depth) -> String {
    "\(path) has \(expected(at: depth))\(search.scopeWords)"
      + (limit(depth) == 0 ? "" : maximum?.suffix(at: depth) ?? "")
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    let found = files.flatMap { file in search.matches(in: file.text).map { (file, $0) } }
    let limit = limit(context.depth)
    guard found.count > limit else {
      return Answer(pass: true, found: TextSearch.matches(found.count))
    }
    let findings = found.dropFirst(limit).map { file, match in
      file.finding(
        at: match.range.lowerBound,
        "\(Finding.quoted(file.text.string(match.range))) matches \(Finding.cut(match.sought))")
    }
    return Answer(pass: false, found: TextSearch.matches(found.count), findings: findings)
  }

  package func fix(for message: String, found: String?) -> String { "resolve it or take it out" }

  private func limit(_ depth: Depth) -> Int { maximum?.number(at: depth) ?? 0 }
}
