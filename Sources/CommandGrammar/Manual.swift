/// What the manual page says beyond the declarations of arguments and commands.
package struct Manual: Sendable {
  /// A name with what it means.
  package struct Row: Sendable {
    /// A variable, or the path of a file.
    let name: String
    /// A sentence, without a full stop.
    let meaning: String

    /// Makes a row of a table.
    package init(_ name: String, _ meaning: String) {
      self.name = name
      self.meaning = meaning
    }
  }

  let version: String
  let date: String
  let description: [String]
  let environment: [Row]
  let files: [Row]
  let seeAlso: [String]

  /// Writes down what the page cannot take from elsewhere.
  ///
  /// - Parameters:
  ///   - version: The version that the page belongs to.
  ///   - date: The day of that version, as mdoc writes it: "January 19, 2026"; never the day of printing, so that the page is
  ///     the same bytes every time.
  ///   - description: Paragraphs.
  ///   - environment: Variables that are no option's.
  ///   - files: Paths that the program reads or writes.
  ///   - seeAlso: Names of pages of section 1.
  package init(
    version: String, date: String, description: [String], environment: [Row] = [],
    files: [Row] = [], seeAlso: [String] = []
  ) {
    self.version = version
    self.date = date
    self.description = description
    self.environment = environment
    self.files = files
    self.seeAlso = seeAlso
  }
}
