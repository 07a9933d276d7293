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

  /// The folder of git, or the root itself where that is none, as in a linked working tree; what was left there goes first.
  private func temporaryFolder() -> String {
    let path = (try? status(of: ".git")) == .other(.folder) ? ".git" : ""
    removeStale(in: path)
    return path
  }
}
