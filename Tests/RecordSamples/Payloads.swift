/// Texts that do harm where they are shown as they are.
package enum Payloads {
  package static let all = [
    "\u{1B}[2J\u{1B}[31mred", "\u{1B}]8;;https://example.org\u{1B}\\link\u{1B}]8;;\u{1B}\\",
    "\u{1B}]52;c;cm0gLXJm\u{7}", "\u{9B}31m", "\u{9D}0;title\u{9C}", "\u{90}q\u{9C}",
    "a\u{202E}dm.exe", "\u{2066}x\u{2069}", "\u{200F}\u{61C}", "bell\u{7}", "back\u{8}\u{8}",
    "over\rwritten", "line\u{2028}paragraph\u{2029}", "next\u{85}line", "zero\u{200B}width\u{2060}",
    "\u{FEFF}bom", "del\u{7F}", "form\u{C}feed", "vertical\u{B}tab", "nul\0", "soft\u{AD}hyphen",
    "tag\u{E0041}\u{E0020}", "\u{FFF9}note\u{FFFB}", "joined\u{200D}", "\u{180E}",
  ]

  /// The payloads in one line.
  package static let line = all.joined(separator: " ")

  /// Says whether a text has any scalar that could move, colour, reorder or hide what is shown.
  package static func harmful(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar != "\t"
      case .format, .lineSeparator, .paragraphSeparator: true
      default: false
      }
    }
  }
}
