package import JSONDocument
package import Text

/// No paragraph twice, in one file or in two; case, white space and markup make no difference.
package struct NoRepeatedParagraphs: RuleKind {
  package static let name = "no_repeated_paragraphs"
  package static let parameters = ["min_words"]

  /// Shorter ones, such as "See below.", may well stand twice.
  private static let usualMinimum = 12

  private let minimumWords: PerDepth?

  package init(_ members: RuleMembers) throws(JSONError) {
    minimumWords = try members.optionalCount("min_words", in: 1...10_000)
  }

  package func expected(at depth: Depth) -> String {
    "no paragraph of \(words(at: depth)) or more twice"
  }

  package func sentence(about path: String, at depth: Depth) -> String {
    "\(path) has \(expected(at: depth))\(minimumWords?.suffix(at: depth) ?? "")"
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    let minimum = minimumWords?.number(at: context.depth) ?? Self.usualMinimum
    var firsts: [[UInt8]: (file: Int, offset: Int)] = [:]
    var findings: [Finding] = []
    var repeats = 0
    for (number, file) in files.enumerated() {
      let markdown = file.text.markdown
      for block in markdown.blocks where block.kind == .paragraph {
        let text = markdown.visibleText(of: block)
        guard Words(text).count >= minimum else { continue }
        let offset = block.range.lowerBound
        guard let first = firsts[Self.folded(text)] else {
          firsts[Self.folded(text)] = (number, offset)
          continue
        }
        repeats += 1
        guard findings.count < Finding.limit else { continue }
        let line = files[first.file].text.lines.position(at: first.offset).line
        let place = first.file == number ? "line \(line)" : "\(files[first.file].path):\(line)"
        findings.append(
          file.finding(at: offset, "\(Finding.quoted(text)) stands already at \(place)"))
      }
    }
    let found = repeats == 1 ? "1 repeated paragraph" : "\(repeats) repeated paragraphs"
    return Answer(
      pass: repeats == 0, found: repeats == 0 ? "no repeated paragraph" : found, findings: findings)
  }

  package func fix(for message: String, found: String?) -> String {
    "take one of the two out, or let it say something of its own"
  }

  private func words(at depth: Depth) -> String {
    let number = minimumWords?.number(at: depth) ?? Self.usualMinimum
    return "\(number) word\(number == 1 ? "" : "s")"
  }

  /// The text without regard to case; its white space is collapsed already.
  private static func folded(_ text: String) -> [UInt8] {
    var folded: [UInt8] = []
    folded.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        folded.append(lowercased(UInt8(truncatingIfNeeded: scalar.value)))
      } else {
        folded += scalar.properties.lowercaseMapping.utf8
      }
    }
    return folded
  }
}
