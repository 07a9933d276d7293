/// A command line that works, with what it does; a test may run it.
package struct Example: Equatable, Sendable {
  /// The whole line as it is typed in a shell, beginning with the program's name.
  package let line: String
  /// What it does, without a full stop.
  package let purpose: String

  /// Makes an example of one command without pipes, variables or other help from the shell than quotes.
  package init(_ line: String, _ purpose: String) {
    self.line = line
    self.purpose = purpose
  }
}

extension Example {
  /// A word of a line: as it is written, and as the program receives it.
  struct Word: Equatable {
    var written = ""
    var value = ""
  }

  /// The arguments that the program receives after its own name.
  ///
  /// Quotes and backslashes mean what POSIX shells make of them; nil when the line is empty, leaves a quote open, or uses
  /// more of a shell than quotes (`$`, `|`, `*` and so on outside of single quotes).
  package var arguments: [String]? {
    words.map { $0.dropFirst().map(\.value) }
  }

  var words: [Word]? {
    var words: [Word] = []
    var word: Word?
    var quote: Unicode.Scalar?
    var isEscaped = false
    for scalar in line.unicodeScalars {
      if word == nil, scalar == " " { continue }
      var current = word ?? Word()
      current.written.unicodeScalars.append(scalar)
      if isEscaped {
        current.value.unicodeScalars.append(scalar)
        isEscaped = false
      } else if quote == nil, scalar == " " {
        words.append(word ?? Word())
        word = nil
        continue
      } else if scalar == quote {
        quote = nil
      } else if quote == nil, scalar == "'" || scalar == "\"" {
        quote = scalar
      } else if quote != "'", scalar == "\\" {
        isEscaped = true
      } else if quote != "'", Self.special.contains(scalar),
        quote == nil || scalar == "$" || scalar == "`"
      {
        return nil
      } else {
        current.value.unicodeScalars.append(scalar)
      }
      word = current
    }
    guard quote == nil, !isEscaped else { return nil }
    if let word { words.append(word) }
    return words.isEmpty ? nil : words
  }

  private static let special: Set<Unicode.Scalar> = [
    "$", "`", "|", "&", ";", "<", ">", "(", ")", "*", "?", "[", "#", "~", "\n", "\t",
  ]
}
