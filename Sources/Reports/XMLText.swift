/// Text as it may stand in XML 1.0, in content and in attributes.
enum XMLText {
  /// One line: what could do harm is shown as its number, then escaped.
  static func escaped(_ text: String) -> String { content(of: Visible.line(text)) }

  /// Lines that are harmless to show already, joined by line ends.
  static func escaped(lines: [String]) -> String {
    lines.map(content).joined(separator: "\n")
  }

  /// Escapes marks and what an attribute would lose, and puts U+FFFD for what XML has no way to write.
  private static func content(of text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&apos;"
      case "\t": escaped += "&#9;"
      case "\u{FFFE}", "\u{FFFF}", "\u{0}"..."\u{1F}": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
