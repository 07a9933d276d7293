package import JSONDocument
package import Text

/// A least number of distinct sources in a bibliography; the same source twice counts once.
package struct MinSources: RuleKind {
  package static let name = "min_sources"
  package static let parameters = ["min"]

  private let minimum: PerDepth

  package init(_ members: RuleMembers) throws(JSONError) {
    minimum = try members.count("min", in: 1...100_000)
  }

  package func expected(at depth: Depth) -> String {
    let number = minimum.number(at: depth)
    return "at least \(number) distinct source\(number == 1 ? "" : "s")"
  }

  package func sentence(about path: String, at depth: Depth) -> String {
    "\(path) has \(expected(at: depth))\(minimum.suffix(at: depth))"
  }

  package var explanation: String? {
    "A source is a list item, numbered entry, footnote, table row or reference with a URL, DOI, "
      + "ISBN, arXiv id or author and year; the same one twice counts once."
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    var lists: [[FoundEntry]] = []
    var findings: [Finding] = []
    for file in files {
      do throws(JSONError) { lists.append(try BibliographyForm.entries(of: file)) } catch {
        if let limit = JSONValid.limit(error) { return Answer(error: "\(file.path):\(limit)") }
        lists.append([])
        findings.append(
          Finding(
            path: file.path.text, position: error.position,
            message: "\(Self.malformed)\(JSONValid.fault(error))"))
      }
    }
    let bibliography = Bibliography(lists)
    let malformed = findings.count
    let wanted = minimum.number(at: context.depth)
    let count = bibliography.distinct
    if count < wanted {
      let message = "\(count) source\(count == 1 ? "" : "s"), need at least \(wanted)"
      findings.append(
        bibliography.lastCounted.map { files[$0.text].finding(at: $0.offset, message) }
          ?? Finding(path: files.first?.path.text ?? "", position: nil, message: message))
    }
    let found =
      bibliography.summary + (malformed == 0 ? "" : "; \(malformed) could not be read")
    return Answer(pass: findings.isEmpty, found: found, findings: findings)
  }

  /// How the message about a `.json` file begins that is no list of works.
  private static let malformed = "no CSL JSON: "

  package func fix(for message: String, found: String?) -> String {
    if message.utf8.starts(with: Self.malformed.utf8) {
      return "mend it, or export the works again as CSL JSON, an array of objects"
    }
    // Both numbers stand in the message that the check made: "3 sources, need at least 5".
    let numbers = message.utf8.split { !(0x30...0x39).contains($0) }
      .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    guard numbers.count == 2, numbers[1] > numbers[0] else {
      return "add entries, each with a URL, DOI or ISBN"
    }
    let more = numbers[1] - numbers[0]
    return more == 1
      ? "add 1 more entry with a URL, DOI or ISBN"
      : "add \(more) more entries, each with a URL, DOI or ISBN"
  }
}
