package import JSONDocument
package import Text

/// Words under each heading, or under the headings that are listed.
package struct SectionsNotEmpty: RuleKind {
  package static let name = "sections_not_empty"
  package static let parameters = ["headings", "min_words"]

  /// The texts of headings, white space collapsed; nil for all headings.
  private let headings: [String]?
  private let minimum: PerDepth?

  package init(_ members: RuleMembers) throws(JSONError) {
    minimum = try members.optionalCount("min_words", in: 1...1_000_000)
    guard members.has("headings") else {
      headings = nil
      return
    }
    var headings: [String] = []
    for element in try members.elements("headings") {
      let heading = try element.headingText(mayHaveLevel: false)
      if headings.contains(where: { $0.utf8.elementsEqual(heading.utf8) }) {
        throw element.error("\"\(heading)\" is listed twice", hint: "take one of them out")
      }
      headings.append(heading)
    }
    self.headings = headings
  }

  package func expected(at depth: Depth) -> String {
    let number = least(depth)
    let words = number == 1 ? "words" : "at least \(number) words"
    return "\(words) under \(place)"
  }

  package func sentence(about path: String, at depth: Depth) -> String {
    "\(path) has \(expected(at: depth))\(minimum?.suffix(at: depth) ?? "")"
  }

  package var explanation: String? {
    "What stands under its sub-headings counts for a heading; code, comments and pictures alone "
      + "do not."
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    let least = least(context.depth)
    var findings: [Finding] = []
    var faults = 0
    var wanted = 0
    for file in files {
      let sections = Sections(file.text.markdown)
      var judged = sections.all
      if let headings {
        judged = []
        for heading in headings {
          let named = sections.all.filter { $0.heading.text.utf8.elementsEqual(heading.utf8) }
          judged += named
          if named.isEmpty {
            wanted += 1
            faults += 1
            findings.append(file.finding(at: nil, Self.missing(heading)))
          }
        }
        judged.sort { $0.heading.offset < $1.heading.offset }
      } else if judged.isEmpty {
        wanted += 1
        faults += 1
        findings.append(file.finding(at: nil, Self.noHeading))
      }
      wanted += judged.count
      for section in judged {
        let count = sections.words(in: section.blocks, includingHeadings: false).count
        guard count < least else { continue }
        faults += 1
        guard findings.count < Finding.limit else { continue }
        findings.append(
          file.finding(
            at: section.heading.offset, Self.tooFew(section.heading.text, count, least)))
      }
    }
    let found = "\(wanted - faults) of \(wanted)"
    return Answer(pass: findings.isEmpty, found: found, findings: findings)
  }

  package func fix(for message: String, found: String?) -> String {
    if message.utf8.elementsEqual(Self.noHeading.utf8) { return "give the text headings" }
    for heading in headings ?? [] {
      if message.utf8.elementsEqual(Self.missing(heading).utf8) {
        return "add the heading \"\(heading)\" and write under it"
      }
    }
    // Both numbers stand in the message that the check made: the first and the last of its words.
    let words = message.utf8.split(separator: 0x20)
    let numbers = [words.first, words.last].compactMap { word in
      word.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }
    guard numbers.count == 2, numbers[0] < numbers[1] else { return "write under it, or cut it" }
    let more = numbers[1] - numbers[0]
    return "write \(more) more word\(more == 1 ? "" : "s") under it, or cut it"
  }
}

extension SectionsNotEmpty {
  private func least(_ depth: Depth) -> Int { minimum?.number(at: depth) ?? 1 }

  private var place: String {
    guard let headings else { return "every heading" }
    let list = headings.map { "\"\($0)\"" }.joined(separator: ", ")
    return headings.count == 1 ? "the heading \(list)" : "each of the headings \(list)"
  }

  private static let noHeading = "the text has no heading"

  private static func missing(_ heading: String) -> String { "heading \"\(heading)\" is missing" }

  private static func tooFew(_ heading: String, _ count: Int, _ least: Int) -> String {
    let name = Finding.quoted(heading)
    if least == 1 { return "nothing to read under \(name)" }
    return "\(count) word\(count == 1 ? "" : "s") under \(name), need at least \(least)"
  }
}
