// Files of a repository that belong to no run, as setting it up writes them. This folder is its root.
//
// Their temporary names stand in the folder of git, so that git shows nobody what a killed process leaves.

extension Folder {
  /// Writes a file that must not exist yet, as `writeNew(_:_:temporary:)` does.
  package func writeNew(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    try writeNew(path, bytes, temporary: temporaryFolder())
  }

  /// Writes a file in place of the one that may stand there, as `replace(_:_:temporary:)` does.
  package func replace(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    try replace(path, bytes, temporary: temporaryFolder())
  }

  /// The folder of git, or the root itself: in a linked working tree, and where the one of git is only to be read or lies elsewhere.
  ///
  /// What a killed process left there goes first.
  private func temporaryFolder() -> String {
    let path = isWritable(".git") && isOnOneDisk(".git") ? ".git" : ""
    removeStale(in: path)
    return path
  }
}
