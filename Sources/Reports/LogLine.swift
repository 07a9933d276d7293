/// What a continuous integration host that reads a log along with people takes for its own.
///
/// GitHub Actions takes a line for a command that begins with `::name` after white space, or has `##[` anywhere; other hosts
/// look for `##word[`.
enum LogLine {
  /// Says whether a line goes on as a command of GitHub Actions, `::name`, where its white space ends.
  ///
  /// Three colons, as around a block in some kinds of Markdown, are none.
  static func isCommand(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
    guard rest.starts(with: "::".unicodeScalars), let next = rest.dropFirst(2).first else {
      return false
    }
    return next != ":" && !next.properties.isWhitespace
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
