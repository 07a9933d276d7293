package import Text

/// A regular file that a rule may judge.
package struct CheckedFile: Sendable {
  /// A text with what rules ask of it, read once for all of them.
  package struct Text: Sendable {
    package let bytes: [UInt8]
    package let lines: LineIndex
    /// Nil where no rule was known to ask for it.
    private let readMarkdown: Markdown?

    init(_ bytes: [UInt8], isMarkdown: Bool = false) {
      self.bytes = bytes
      lines = LineIndex(bytes)
      readMarkdown = isMarkdown ? Markdown(bytes) : nil
    }

    /// The text read as Markdown.
    package var markdown: Markdown { readMarkdown ?? Markdown(bytes) }

    /// The text of a range of bytes.
    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
  }

  package let path: RepositoryPath
  package let count: Int
  private let content: Text?

  init(path: RepositoryPath, count: Int, text: Text?) {
    self.path = path
    self.count = count
    content = text
  }

  /// The text; empty for a rule that does not read text.
  package var text: Text { content ?? Text([]) }

  /// A finding in this file, at a byte of it or without a place.
  func finding(at offset: Int?, _ message: String) -> Finding {
    Finding(path: path.text, position: offset.map { text.lines.position(at: $0) }, message: message)
  }
}
