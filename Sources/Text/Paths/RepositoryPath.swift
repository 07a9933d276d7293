/// A path inside the repository that is safe to open, to show and to check out on every system.
///
/// Relative, `/` between segments, UTF-8 in Unicode's composed form (NFC), at most 1,024 bytes, each segment at most 255.
/// Compared and ordered as bytes.
package struct RepositoryPath: Sendable, CustomStringConvertible {
  /// The path as it is written in records and on the command line.
  package let text: String

  /// Reads a path, refusing each form that could lead outside the repository or mean another file elsewhere.
  package init(_ text: String) throws(PathError) {
    try PathGrammar.check(text, allowing: .names)
    self.text = text
  }

  package var description: String { text }

  /// The segments from the root down; never empty.
  package var segments: [String] {
    text.utf8.split(separator: 0x2F).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The folder that the path lies in; nil where it lies in the root.
  package var parent: RepositoryPath? {
    guard let slash = text.utf8.lastIndex(of: 0x2F) else { return nil }
    return RepositoryPath(checked: String(text[..<slash]))
  }

  /// The last segment, as a path of its own.
  package var name: RepositoryPath? {
    guard let slash = text.utf8.lastIndex(of: 0x2F) else { return self }
    return RepositoryPath(checked: String(text[text.utf8.index(after: slash)...]))
  }

  /// Takes a part of a path that was read: whole segments of it.
  private init(checked text: String) { self.text = text }

  /// The path of an entry below this one.
  package func appending(_ segment: String) throws(PathError) -> RepositoryPath {
    try RepositoryPath(text + "/" + segment)
  }

  /// The part below a folder, or nil where this path does not lie below it.
  package func remainder(below folder: RepositoryPath) -> String? {
    let prefix = Array(folder.text.utf8) + [0x2F]
    guard text.utf8.starts(with: prefix), text.utf8.count > prefix.count else { return nil }
    return String(decoding: text.utf8.dropFirst(prefix.count), as: UTF8.self)
  }
}

extension RepositoryPath: Hashable, Comparable {
  package static func == (a: RepositoryPath, b: RepositoryPath) -> Bool {
    // Both are in composed form, in which texts that Swift holds to be equal have the same bytes.
    a.text == b.text
  }

  package static func < (a: RepositoryPath, b: RepositoryPath) -> Bool {
    a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(utf8Of: text)
  }
}

extension Hasher {
  /// Takes in the bytes of a text, which `String` itself would take in by its normal form.
  mutating func combine(utf8Of text: String) {
    var text = text
    text.withUTF8 { unsafe combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
