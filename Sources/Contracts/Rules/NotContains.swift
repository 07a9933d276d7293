package import JSONDocument
package import Text

/// A pattern or phrases that a text must not have, or not more often than `max`.
package struct NotContains: RuleKind {
  package static let name = "not_contains"
  package static let parameters = ["pattern", "phrases", "ignore_case", "scope", "max", "except"]

  private let search: TextSearch
  private let maximum: PerDepth?
  private let exceptions: Exceptions

  package init(_ members: RuleMembers) throws(JSONError) {
    search = try TextSearch(members)
    maximum = try members.optionalCount("max", in: 0...1_000_000)
    exceptions = try Exceptions(members)
  }

  package var readsMarkdown: Bool { !search.readsAll }

  package func expected(at depth: Depth) -> String {
    let number = limit(depth)
    let demand = number == 0 ? "no match" : "at most \(TextSearch.matches(number))"
    return "\(demand) of \(search.words)\(exceptions.words)"
  }

  package func sentence(about path: String, at depth: Depth) -> String {
    "\(path) has \(expected(at: depth))\(search.scopeWords)"
      + (limit(depth) == 0 ? "" : maximum?.suffix(at: depth) ?? "")
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    let judged: [CheckedFile]
    do { judged = try exceptions.judged(of: files, in: context) } catch {
      return Answer(error: error.description)
    }
    let limit = limit(context.depth)
    var count = 0
    var findings: [Finding] = []
    do {
      for file in judged {
        let allowed = max(0, limit - count)
        let room = Finding.limit - findings.count
        let (all, first) = try search.matches(in: file, first: allowed + room)
        findings += first.dropFirst(allowed).map { match in
          file.finding(
            at: match.range.lowerBound,
            "\(Finding.quoted(file.text.string(match.range))) matches \(Finding.cut(match.sought))")
        }
        count += all
      }
    } catch {
      return Answer(error: error.description)
    }
    return Answer(
      pass: count <= limit, found: TextSearch.matches(count), findings: findings)
  }

  package func fix(for message: String, found: String?) -> String { "resolve it or take it out" }

  private func limit(_ depth: Depth) -> Int { maximum?.number(at: depth) ?? 0 }
}
