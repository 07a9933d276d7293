package import Text

/// A regular file that a rule may judge.
package struct CheckedFile: Sendable {
  /// A text with what rules ask of it, read once for all of them.
  package struct Text: Sendable {
    package let bytes: [UInt8]
    package let lines: LineIndex
    package let markdown: Markdown

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
      lines = LineIndex(bytes)
      markdown = Markdown(bytes)
    }

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
