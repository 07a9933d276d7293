import Records

/// The attempt files that were read, each with the stamp that its file had before it was read.
package final class AttemptShelf {
  private var run: RunID?
  private var files: [AttemptKey: (stamp: FileStamp, bytes: [UInt8])] = [:]

  package init() {}

  /// The bytes of an attempt whose file still has the stamp, or nil.
  func bytes(of run: RunID, _ key: AttemptKey, _ stamp: FileStamp?) -> [UInt8]? {
    guard run == self.run, let stamp, let file = files[key], file.stamp == stamp else { return nil }
    return file.bytes
  }

  /// Keeps an attempt; the files of another run go.
  func put(_ bytes: [UInt8], of run: RunID, _ key: AttemptKey, _ stamp: FileStamp) {
    if run != self.run { files = [:] }
    self.run = run
    files[key] = (stamp, bytes)
  }
}
