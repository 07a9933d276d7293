/// A line of a log that a continuous integration host reads along with people.
enum LogLine {
  /// Text in which no control character is left and no host finds a command.
  ///
  /// GitHub Actions takes a line for a command that begins with `::` after white space, or has `##[` anywhere; other hosts
  /// look for `##word[`. In each of them one sign is shown as its number.
  static func plain(_ text: String) -> String {
    let scalars = Array(Visible.line(text).unicodeScalars)
    var shown = String.UnicodeScalarView()
    let start = scalars.firstIndex { !$0.properties.isWhitespace } ?? scalars.endIndex
    for (index, scalar) in scalars.enumerated() {
      let isCommand =
        index == start && scalars[index...].starts(with: "::".unicodeScalars)
        || isMark(at: index, in: scalars)
      if isCommand {
        shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      } else {
        shown.append(scalar)
      }
    }
    return String(shown)
  }

  /// Says whether the second sign of `##word[` or `##[` stands at a place.
  static func isMark(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    guard index > 0, scalars[index] == "#", scalars[index - 1] == "#" else { return false }
    for scalar in scalars[(index + 1)...].prefix(64) {
      if scalar == "[" { return true }
      guard scalar.isASCII, scalar.properties.isAlphabetic else { return false }
    }
    return false
  }
}
