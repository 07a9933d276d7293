package import JSONDocument
package import Text

/// A pattern or phrases that each text must have, at least `min` times.
package struct Contains: RuleKind {
  package static let name = "contains"
  package static let parameters = ["pattern", "phrases", "ignore_case", "scope", "min"]

  private let search: TextSearch
  private let minimum: PerDepth?

  package init(_ members: RuleMembers) throws(JSONError) {
    search = try TextSearch(members)
    minimum = try members.optionalCount("min", in: 1...1_000_000)
  }

  package var readsMarkdown: Bool { !search.readsAll }

  package func expected(at depth: Depth) -> String {
    let each = search.wanted.count > 1 ? "each " : ""
    return "at least \(TextSearch.matches(least(depth))) \(each)of \(search.words)"
  }

  package func sentence(about path: String, at depth: Depth) -> String {
    "\(path) has \(expected(at: depth))\(search.scopeWords)\(minimum?.suffix(at: depth) ?? "")"
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    let least = least(context.depth)
    var findings: [Finding] = []
    var met = 0
    var found = 0
    do {
      for file in files {
        for (number, places) in try search.places(in: file).enumerated() {
          found += places.count
          if places.count >= least {
            met += 1
          } else {
            findings.append(try finding(number, places, least, file))
          }
        }
      }
    } catch {
      return Answer(error: error.description)
    }
    let wanted = files.count * search.wanted.count
    let summary = wanted == 1 ? TextSearch.matches(found) : "\(met) of \(wanted)"
    return Answer(pass: findings.isEmpty, found: summary, findings: findings)
  }

  package func fix(for message: String, found: String?) -> String {
    for sought in search.wanted {
      let name = name(of: sought)
      if message.utf8.elementsEqual(Self.missing(name).utf8) { return "write \(name)" }
      if message.utf8.elementsEqual(Self.hidden(name).utf8) {
        return "write \(name) where a reader sees it"
      }
      guard message.utf8.starts(with: "\(name) stands ".utf8) else { continue }
      // Both numbers stand behind the name that the check made: ""x" stands 1 time, need at least 3".
      let numbers = message.utf8.dropFirst(name.utf8.count).split { !(0x30...0x39).contains($0) }
        .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
      guard numbers.count == 2, numbers[1] > numbers[0] else { continue }
      let more = numbers[1] - numbers[0]
      return "write \(name) \(more == 1 ? "once" : "\(more) times") more"
    }
    return "write what is missing"
  }
}

extension Contains {
  private func least(_ depth: Depth) -> Int { minimum?.number(at: depth) ?? 1 }

  private func finding(
    _ number: Int, _ places: [Range<Int>], _ least: Int, _ file: CheckedFile
  ) throws(TextSearch.Overrun) -> Finding {
    let name = name(of: search.wanted[number])
    if let last = places.last {
      return file.finding(at: last.lowerBound, Self.tooFew(places.count, name, least))
    }
    if let hidden = try search.hiddenPlace(of: number, in: file) {
      return file.finding(at: hidden.lowerBound, Self.hidden(name))
    }
    return file.finding(at: nil, Self.missing(name))
  }

  /// A phrase in its quotation marks, or "a match of" a pattern.
  private func name(of sought: String) -> String {
    search.looksForPhrases ? Finding.cut(sought) : "a match of \(Finding.cut(sought))"
  }

  private static func missing(_ name: String) -> String { "\(name) is missing" }

  private static func hidden(_ name: String) -> String {
    "\(name) stands only in code, a comment or front matter"
  }

  private static func tooFew(_ count: Int, _ name: String, _ least: Int) -> String {
    "\(name) stands \(count) time\(count == 1 ? "" : "s"), need at least \(least)"
  }
}
