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
        || index > 0 && scalar == "#" && scalars[index - 1] == "#"
          && opensCommand(scalars[(index + 1)...])
      if isCommand {
        shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      } else {
        shown.append(scalar)
      }
    }
    return String(shown)
  }

  /// Letters, as far as a name may go, and then a bracket.
  private static func opensCommand(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
    for scalar in rest.prefix(64) {
      if scalar == "[" { return true }
      guard scalar.isASCII, scalar.properties.isAlphabetic else { return false }
    }
    return false
  }
}
