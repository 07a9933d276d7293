/// A line made of the tool's own words and of text from records, to be shown on a screen or as Markdown.
///
/// Its literal parts are the tool's own and stand in both forms as they are; what is put in is untrusted. A text of more than
/// `limit` scalars is cut, so that no record can make a report long.
struct ReviewPhrase: ExpressibleByStringInterpolation {
  static let limit = 200

  private(set) var plain: String
  private(set) var markdown: String

  init(stringLiteral value: String) {
    plain = value
    markdown = value
  }

  init(stringInterpolation: StringInterpolation) {
    plain = stringInterpolation.plain
    markdown = stringInterpolation.markdown
  }

  init(_ text: String) { self = "\(text)" }

  struct StringInterpolation: StringInterpolationProtocol {
    var plain = ""
    var markdown = ""

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) {
      plain += literal
      markdown += literal
    }

    mutating func appendInterpolation(_ text: String) {
      let text = ReviewPhrase.cut(text)
      plain += Visible.line(text)
      markdown += MarkdownText.escaped(text)
    }

    mutating func appendInterpolation(_ number: Int) { appendLiteral("\(number)") }

    /// The tool's own words, and names whose grammar has nothing that Markdown could take for its own.
    mutating func appendInterpolation(own text: String) { appendLiteral(text) }

    mutating func appendInterpolation(_ phrase: ReviewPhrase) {
      plain += phrase.plain
      markdown += phrase.markdown
    }

    /// Paths, ids and commands.
    mutating func appendInterpolation(code text: String) {
      let text = ReviewPhrase.cut(text)
      plain += Visible.line(text)
      markdown += MarkdownText.code(text)
    }

    /// What stands out.
    mutating func appendInterpolation(strong phrase: ReviewPhrase) {
      plain += phrase.plain
      markdown += "**\(phrase.markdown)**"
    }
  }

  static func + (a: ReviewPhrase, b: ReviewPhrase) -> ReviewPhrase { "\(a)\(b)" }

  private static func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return text }
    return String(scalars[..<end]) + "…"
  }
}

extension [ReviewPhrase] {
  func joined(separator: ReviewPhrase) -> ReviewPhrase {
    guard let first else { return "" }
    return dropFirst().reduce(first) { "\($0)\(separator)\($1)" }
  }
}
