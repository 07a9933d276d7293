package import JSONDocument
package import Text

/// A number of words in a range, in the whole text or under one heading.
package struct WordCount: RuleKind {
  package static let name = "word_count"
  package static let parameters = ["min", "max", "section"]

  private let minimum: PerDepth?
  private let maximum: PerDepth?
  /// The text of a heading, white space collapsed.
  private let section: String?

  package init(_ members: RuleMembers) throws(JSONError) {
    let minimum = try members.optionalCount("min", in: 1...10_000_000)
    let maximum = try members.optionalCount("max", in: 1...10_000_000)
    if minimum == nil, maximum == nil {
      throw members.error(
        "missing \"min\" or \"max\"", hint: "say how many words there must be, or may be")
    }
    if let minimum, let maximum {
      for depth in Depth.allCases where minimum.number(at: depth) > maximum.number(at: depth) {
        let place = minimum.varies || maximum.varies ? " at depth \(depth.rawValue)" : ""
        throw members.error(
          at: "max",
          "\"min\" is \(minimum.number(at: depth)) and \"max\" is \(maximum.number(at: depth))"
            + place, hint: "no text can meet both")
      }
    }
    self.minimum = minimum
    self.maximum = maximum
    section = try members.optionalHeading("section")
  }

  package func expected(at depth: Depth) -> String {
    let place = section.map { " under \"\($0)\"" } ?? ""
    switch (minimum?.number(at: depth), maximum?.number(at: depth)) {
    case (let least?, let most?) where least == most: return Self.words(least) + place
    case (let least?, let most?): return "\(least) to \(Self.words(most))\(place)"
    case (let least?, nil): return "at least \(Self.words(least))\(place)"
    case (nil, let most): return "at most \(Self.words(most ?? 0))\(place)"
    }
  }

  package func sentence(about path: String, at depth: Depth) -> String {
    let varies = minimum?.varies == true || maximum?.varies == true
    return "\(path) has \(expected(at: depth))\(varies ? " at depth \(depth.rawValue)" : "")"
  }

  package var explanation: String? {
    "Words in code, front matter, comments and link targets do not count; headings, quotations, "
      + "tables and notes do; each Chinese or Japanese character is a word."
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    var findings: [Finding] = []
    var parts: [(file: CheckedFile, sections: Sections, blocks: Range<Int>, heading: Int?)] = []
    for file in files {
      let sections = Sections(file.text.markdown)
      guard let section else {
        parts.append((file, sections, sections.wholeText, nil))
        continue
      }
      let named = sections.named(section)
      parts += named.map { (file, sections, $0.blocks, $0.heading.offset) }
      if named.isEmpty { findings.append(file.finding(at: nil, Self.missing(section))) }
    }
    var sum = Words()
    var excess: (file: CheckedFile, offset: Int?)?
    let most = maximum?.number(at: context.depth) ?? Int.max
    for part in parts {
      let count = part.sections.words(in: part.blocks, includingHeadings: true)
      if excess == nil, count.count > most - sum.count {
        excess = (part.file, part.sections.offset(in: part.blocks, beyond: most - sum.count))
      }
      sum += count
    }
    let least = minimum?.number(at: context.depth) ?? 0
    if let excess {
      findings.append(excess.file.finding(at: excess.offset, message(sum.count, "most", most)))
    } else if sum.count < least, let last = parts.last {
      findings.append(last.file.finding(at: last.heading, message(sum.count, "least", least)))
    }
    let found = Self.found(sum, files: files.count)
    return Answer(pass: findings.isEmpty, found: found, findings: findings)
  }

  package func fix(for message: String, found: String?) -> String {
    if let section, message.utf8.elementsEqual(Self.missing(section).utf8) {
      return "add the heading \"\(section)\" and write under it"
    }
    // Both numbers stand in the message that the check made: the first and the last of its words.
    let words = message.utf8.split(separator: 0x20)
    let numbers = [words.first, words.last].compactMap { word in
      word.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }
    guard numbers.count == 2, numbers[0] != numbers[1] else { return "write more or less" }
    return numbers[0] < numbers[1]
      ? "write \(numbers[1] - numbers[0]) more \(Self.noun(numbers[1] - numbers[0]))"
      : "cut \(Self.words(numbers[0] - numbers[1]))"
  }
}

extension WordCount {
  private func message(_ count: Int, _ bound: String, _ number: Int) -> String {
    let place = section.map { " under \"\($0)\"" } ?? ""
    return "\(Self.words(count))\(place), need at \(bound) \(number)"
  }

  private static func missing(_ section: String) -> String { "heading \"\(section)\" is missing" }

  private static func found(_ count: Words, files: Int) -> String {
    let place = files == 1 ? "" : " in \(files) files"
    let characters =
      count.characters == 0
      ? "" : ", \(count.characters) of them Chinese or Japanese characters"
    return "\(words(count.count))\(place)\(characters)"
      + " (without code, front matter, comments and link targets)"
  }

  private static func words(_ count: Int) -> String { "\(count) \(noun(count))" }

  private static func noun(_ count: Int) -> String { count == 1 ? "word" : "words" }
}
