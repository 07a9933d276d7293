/// Lays plain text out within a width, in columns of one scalar each.
enum TextLayout {
  /// Breaks words into lines; a word that is wider than the width stands on a line of its own.
  ///
  /// - Parameters:
  ///   - words: What may not be broken.
  ///   - width: The columns of a line with its indent.
  ///   - first: The beginning of the first line.
  ///   - indent: The spaces before every other line.
  ///   - continuation: The end of every line but the last.
  /// - Returns: The lines, without their ends; at least one.
  static func wrap(
    _ words: [String], width: Int, first: String = "", indent: Int = 0, continuation: String = ""
  ) -> [String] {
    var lines: [String] = []
    var line = first
    var isBare = true
    for word in words {
      let separator = isBare ? "" : " "
      if !isBare, line.columns + 1 + word.columns + continuation.columns > width {
        lines.append(line + continuation)
        line = spaces(indent) + word
      } else {
        line += separator + word
      }
      isBare = false
    }
    lines.append(line)
    return lines
  }

  /// Breaks a sentence at its spaces.
  static func paragraph(_ text: String, width: Int, indent: Int = 0) -> [String] {
    wrap(words(of: text), width: width, first: spaces(indent), indent: indent)
  }

  /// Two columns: names, and what each means; a name that is too wide stands on a line of its own.
  ///
  /// - Parameters:
  ///   - rows: The names with their meanings.
  ///   - width: The columns of a line.
  ///   - column: Where the meanings begin, when several tables are to be aligned.
  /// - Returns: The lines, indented by two.
  static func table(
    _ rows: [(name: String, meaning: String)], width: Int, column: Int? = nil
  ) -> [String] {
    let column = column ?? Self.column(of: rows, width: width)
    return rows.flatMap { row in
      let name = "  " + row.name
      guard name.columns + 2 <= column else {
        return [name] + paragraph(row.meaning, width: width, indent: column)
      }
      let start = name + spaces(column - name.columns)
      return wrap(words(of: row.meaning), width: width, first: start, indent: column)
    }
  }

  /// Where the meanings of a table begin: after the widest name that takes at most a third of the width.
  static func column(of rows: [(name: String, meaning: String)], width: Int) -> Int {
    (rows.map(\.name.columns).filter { $0 <= min(26, width / 3) }.max() ?? 8) + 4
  }

  static func words(of text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
  }

  static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
