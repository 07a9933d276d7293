/// Untrusted text made harmless to show: what could move a cursor, colour a screen or reorder letters becomes visible, and of
/// what a host of logs would take for a command one sign becomes its number.
package enum Visible {
  /// Text of several lines, with line ends read as LF, without the empty lines at its ends.
  package static func lines(of text: String) -> [String] {
    var lines: [[Unicode.Scalar]] = [[]]
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\r": lines.append([])
      case "\n": if previous != "\r" { lines.append([]) }
      default: lines[lines.count - 1].append(scalar)
      }
      previous = scalar
    }
    var shown = lines.map { line($0) }[...]
    while let first = shown.first, first.utf8.isEmpty { shown.removeFirst() }
    while let last = shown.last, last.utf8.isEmpty { shown.removeLast() }
    return Array(shown)
  }

  /// JSON text of the same value in which no character can do harm on a screen, and no host of logs finds a command: those
  /// become escapes.
  package static func json(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var shown = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      // What the writer leaves of C0 is the white space between values; a number sign stands in strings alone.
      let isHarmful =
        scalar.value < 0x7F ? LogLine.isMark(at: index, in: scalars) : isHarmful(scalar)
      if isHarmful {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          shown.append(
            contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)"
              .unicodeScalars)
        }
      } else {
        shown.append(scalar)
      }
    }
    return String(shown)
  }

  /// One line; line breaks are shown as escapes too, a tab is kept.
  package static func line(_ text: String) -> String { line(Array(text.unicodeScalars)) }

  private static func line(_ scalars: [Unicode.Scalar]) -> String {
    var shown = String.UnicodeScalarView()
    let start = scalars.firstIndex { !$0.properties.isWhitespace || isHarmful($0) }
    for (index, scalar) in scalars.enumerated() {
      if isHarmful(scalar) || index == start && LogLine.isCommand(scalars[index...])
        || LogLine.isMark(at: index, in: scalars)
      {
        shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      } else {
        shown.append(scalar)
      }
    }
    return String(shown)
  }

  /// C0, DEL and C1 but for the tab; the characters that set the direction of text; line separators; what has no width.
  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09: false
    case 0x00...0x1F, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
    case 0xAD, 0x61C, 0x180E, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: false
    }
  }
}
