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
    let bibliography = Bibliography(files.map { $0.text.markdown })
    let wanted = minimum.number(at: context.depth)
    let count = bibliography.distinct
    guard count < wanted else { return Answer(pass: true, found: bibliography.summary) }
    let message = "\(count) source\(count == 1 ? "" : "s"), need at least \(wanted)"
    let finding =
      bibliography.lastCounted.map { files[$0.text].finding(at: $0.offset, message) }
      ?? Finding(path: files.first?.path.text ?? "", position: nil, message: message)
    return Answer(pass: false, found: bibliography.summary, findings: [finding])
  }

  package func fix(for message: String, found: String?) -> String {
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
