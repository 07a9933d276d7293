/// What stands at a path of a tree.
package enum GitFileMode: Sendable, Hashable {
  case file, executable, link, submodule

  /// Reads a mode in octal digits; nil for one that no tree has, and for a folder's.
  init?(_ digits: some Collection<UInt8>) {
    switch String(decoding: digits, as: UTF8.self) {
    // Early versions of git wrote the second.
    case "100644", "100664": self = .file
    case "100755": self = .executable
    case "120000": self = .link
    case "160000": self = .submodule
    default: return nil
    }
  }
}

/// One record of git's raw difference format with `-z`: `:<mode> <mode> <id> <id> <status>`, and then the path.
struct RawChange {
  let path: [UInt8]
  /// What stands there afterwards; nil where nothing does.
  let mode: GitFileMode?
  /// The object before, where the file was there and stayed one; nil for any other change.
  let before: String?
  /// The object afterwards; nil where nothing stands there, or where git has not made one yet.
  let id: String?

  private init(_ head: [UInt8], path: [UInt8]) throws(GitError) {
    let parts = head.split(separator: 32, omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].first == UInt8(ascii: ":"), parts[0].count == 7,
      Git.isObjectID(parts[2]), Git.isObjectID(parts[3]), !path.isEmpty,
      // Renames and copies would have a second path.
      parts[4].count == 1, "ADMTUX".utf8.contains(parts[4][parts[4].startIndex])
    else { throw .unexpectedAnswer }
    self.path = path
    mode = GitFileMode(parts[1])
    let isModified =
      parts[4].elementsEqual("M".utf8) && parts[0].dropFirst().elementsEqual(parts[1])
    before = isModified ? String(decoding: parts[2], as: UTF8.self) : nil
    let isNull = parts[3].allSatisfy { $0 == UInt8(ascii: "0") }
    id = isNull ? nil : String(decoding: parts[3], as: UTF8.self)
  }

  /// Reads the next record, past the separators that `git log` puts between commits; nil at the end.
  static func next(in stream: GitStream) throws(GitError) -> RawChange? {
    while let byte = try stream.peek() {
      guard byte == 0 || byte == 10 else {
        let head = try stream.requiredField(endingWith: 0)
        return try RawChange(head, path: try stream.requiredField(endingWith: 0))
      }
      stream.skip(1)
    }
    return nil
  }
}
