/// Untrusted text put into Markdown so that it shows as itself: no markup, no link, no mention, no HTML.
package enum MarkdownText {
  /// Behind these, hosts read what follows as a person, an issue, a label or a symbol, even where Markdown itself does not.
  private static let references: Set<Unicode.Scalar> = [
    "@", "#", "!", "$", "%", "~", "&", "^", "*", ":",
  ]

  /// Text in a line or in the cell of a table, never at the beginning of a line.
  ///
  /// A mark that could mean something gets a backslash (CommonMark 0.31, section 2.4); an empty character keeps hosts from
  /// reading a reference out of the finished text. What begins a block only at the beginning of a line stays as it is.
  package static func escaped(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    var isReference = false
    var previous: Unicode.Scalar = " "
    for scalar in Visible.line(text).unicodeScalars {
      if isReference, isWord(scalar) { shown.append(contentsOf: "&#8203;".unicodeScalars) }
      isReference = references.contains(scalar)
      // The point of "www." makes a link.
      if isMark(scalar) || (scalar == "." && (previous == "w" || previous == "W")) {
        shown.append("\\")
      }
      shown.append(scalar == "\t" ? " " : scalar)
      previous = scalar
    }
    return String(shown)
  }

  /// Text as a code span, not in a table.
  package static func code(_ text: String) -> String {
    let text = Visible.line(text)
    guard !text.utf8.isEmpty else { return "" }
    var longest = 0
    var run = 0
    for byte in text.utf8 {
      run = byte == 0x60 ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    // One space at both ends is taken off again; it is needed beside a backtick, and beside the text's own spaces.
    let ends: [UInt8] = [text.utf8.first, text.utf8.last].compactMap(\.self)
    let isAtEnd = ends.contains { $0 == 0x60 || $0 == 0x20 }
    let pad = isAtEnd && !text.utf8.allSatisfy { $0 == 0x20 } ? " " : ""
    return fence + pad + text + pad + fence
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "!", "#", "$", "%", "&", "*", ":", "<", ">", "@", "[", "\\", "]", "^", "_", "`", "{", "|",
      "}",
      "~":
      true
    default: false
    }
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value > 0x7F || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      || scalar == "_"
  }
}
