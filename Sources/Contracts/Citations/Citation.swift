/// What a text calls a source: by its number, or by the label of a footnote.
enum SourceName: Hashable {
  case number(Int)
  /// The label, its case folded.
  case note(String)

  /// A footnote by its label as written.
  init(note label: some Collection<UInt8>) {
    var folded = ""
    for scalar in String(decoding: label, as: UTF8.self).unicodeScalars {
      for upper in scalar.properties.uppercaseMapping.unicodeScalars {
        folded += upper.properties.lowercaseMapping
      }
    }
    self = .note(folded)
  }
}

/// One place where a text cites: a number, a range of numbers, or a footnote.
struct Citation {
  enum Target {
    case numbers(ClosedRange<Int>)
    /// The name of the footnote and its label as written.
    case note(SourceName, label: String)
  }

  let target: Target
  /// The offset of the number, or of the footnote mark's bracket.
  let offset: Int
  /// Whether it must have a source; a link leads somewhere by itself.
  var needsSource = true
}
