package import JSONDocument
package import Text

/// Markdown headings that a text must have, at any level or at one, in any order or in the one given.
package struct ContainsHeadings: RuleKind {
  package static let name = "contains_headings"
  package static let parameters = ["headings", "ordered"]

  private struct Wanted: Sendable {
    /// With white space collapsed.
    let text: String
    let level: Int?

    var words: String { level.map { "\"\(text)\" (level \($0))" } ?? "\"\(text)\"" }
  }

  private let headings: [Wanted]
  private let ordered: Bool

  package init(_ members: RuleMembers) throws(JSONError) {
    ordered = try members.flag("ordered")
    var headings: [Wanted] = []
    for element in try members.elements("headings") {
      let heading = try Self.wanted(element)
      if headings.contains(where: {
        $0.text.utf8.elementsEqual(heading.text.utf8) && $0.level == heading.level
      }) {
        throw element.error("\(heading.words) is listed twice", hint: "take one of them out")
      }
      headings.append(heading)
    }
    self.headings = headings
  }

  package func expected(at depth: Depth) -> String {
    (headings.count == 1 ? "heading " : "headings ") + list + (ordered ? ", in this order" : "")
  }

  package func sentence(about path: String, at depth: Depth) -> String {
    let anyLevel = headings.allSatisfy { $0.level == nil } ? ", at any level" : ""
    return "\(path) has the heading\(headings.count == 1 ? "" : "s") \(list)\(anyLevel)"
      + (ordered ? ", in this order" : "")
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    var findings: [Finding] = []
    var met = 0
    for file in files {
      let (places, missing) = match(file)
      met += places.count
      findings += missing
      if ordered { findings += disorder(places, file) }
    }
    let wanted = headings.count * files.count
    let inOrder = met < wanted || findings.isEmpty ? "" : ", not in order"
    return Answer(
      pass: findings.isEmpty, found: "\(met) of \(wanted)\(inOrder)", findings: findings)
  }

  package func fix(for message: String, found: String?) -> String {
    for heading in headings {
      if message.utf8.elementsEqual(Self.missing(heading).utf8) {
        return "add the heading \(heading.words)"
      }
      if message.utf8.starts(with: (Self.missing(heading) + ";").utf8) {
        return "write it as \(heading.words)"
      }
      if message.utf8.starts(with: Self.wrongLevel(heading).utf8) {
        return
          "begin its line with \(String(repeating: "#", count: heading.level ?? 1)) and a space"
      }
    }
    return "put the headings in the order \(list)"
  }

  private var list: String { headings.map(\.words).joined(separator: ", ") }

  private static func missing(_ heading: Wanted) -> String { "heading \(heading.words) is missing" }
  private static func wrongLevel(_ heading: Wanted) -> String {
    "heading \"\(heading.text)\" should have level \(heading.level ?? 1), and has level"
  }

  /// The wanted headings that are there, with the place of each in the text, and findings for those that are not.
  private func match(_ file: CheckedFile) -> (
    places: [(wanted: Wanted, offset: Int)], missing: [Finding]
  ) {
    let present = file.text.markdown.headings.map {
      (text: Markdown.collapsingWhiteSpace($0.text), heading: $0)
    }
    var places: [(wanted: Wanted, offset: Int)] = []
    var missing: [Finding] = []
    for wanted in headings {
      let same = present.filter { $0.text.utf8.elementsEqual(wanted.text.utf8) }
      let after = ordered ? places.last?.offset ?? -1 : -1
      let fitting = same.filter { wanted.level == nil || $0.heading.level == wanted.level }
      // The first one behind the heading before keeps a repeated heading from looking out of order.
      if let place = fitting.first(where: { $0.heading.offset > after }) ?? fitting.first {
        places.append((wanted, place.heading.offset))
      } else if let other = same.first {
        missing.append(
          file.finding(
            at: other.heading.offset,
            "\(Self.wrongLevel(wanted)) \(other.heading.level)"))
      } else if let near = present.first(where: { Self.folded($0.text) == Self.folded(wanted.text) }
      ) {
        missing.append(
          file.finding(
            at: near.heading.offset,
            "\(Self.missing(wanted)); \(Finding.quoted(near.heading.text)) stands here"))
      } else {
        missing.append(file.finding(at: nil, Self.missing(wanted)))
      }
    }
    return (places, missing)
  }

  /// A heading without what a writer may have written otherwise: capitals, and punctuation at its end.
  private static func folded(_ text: String) -> [UInt8] {
    var bytes = Array(text.lowercased().utf8)
    while let last = bytes.last, [0x20, 0x21, 0x2E, 0x3A, 0x3F].contains(last) {
      bytes.removeLast()
    }
    return bytes
  }

  private func disorder(_ places: [(wanted: Wanted, offset: Int)], _ file: CheckedFile) -> [Finding]
  {
    zip(places, places.dropFirst()).filter { $0.offset > $1.offset }.map { earlier, later in
      file.finding(
        at: later.offset, "heading \(later.wanted.words) stands before \(earlier.wanted.words)")
    }
  }

  private static func wanted(_ element: JSONCursor) throws(JSONError) -> Wanted {
    guard element.isObject else {
      return Wanted(text: try element.headingText(mayHaveLevel: true), level: nil)
    }
    let object = try element.object(members: ["text", "level"])
    return Wanted(
      text: try object.required("text").headingText(mayHaveLevel: true),
      level: try object.required("level").integer(in: 1...6))
  }
}
