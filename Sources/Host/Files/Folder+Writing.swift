#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

// A file is written under a temporary name on the same file system, brought to the disk, given its own name in one step,
// and then the folder that holds the name is brought to the disk. A reader sees the old bytes or the new ones, whole.

extension Folder {
  /// Creates a folder and those above it that are missing; each one that is new is on the disk when this returns.
  package func createFolders(_ path: String) throws(FileError) {
    do {
      _ = try openFolder(creating: try segments(of: path, .create)[...], isDurable: true)
    } catch {
      throw Self.wrapped(error, .create, path)
    }
  }

  /// Writes a file that must not exist yet; it is on the disk when this returns.
  ///
  /// Missing folders are created. On an error nothing stands at the path that did not before.
  ///
  /// - Parameters:
  ///   - path: Relative to this folder.
  ///   - bytes: All of the file.
  ///   - temporary: The folder for the temporary name, on the same file system.
  /// - Throws: `exists` when anything stands there, also when another process was faster.
  package func writeNew(
    _ path: String, _ bytes: [UInt8], temporary: String
  ) throws(FileError) {
    try publish(path, bytes, temporary: temporary, as: .new)
  }

  /// Writes a file in place of the one that may stand there; it is on the disk when this returns.
  ///
  /// Missing folders are created, the old file's permissions stay. On an error the old file stands as it was.
  ///
  /// - Parameters:
  ///   - path: Relative to this folder.
  ///   - bytes: All of the file.
  ///   - temporary: The folder for the temporary name, on the same file system.
  /// - Throws: `notRegular` when something else than a regular file stands there.
  package func replace(_ path: String, _ bytes: [UInt8], temporary: String) throws(FileError) {
    try publish(path, bytes, temporary: temporary, as: .replacement)
  }

  /// Writes a file that may be lost with the power, whole or not at all, in place of the one that may stand there.
  ///
  /// - Parameters:
  ///   - path: Relative to this folder.
  ///   - bytes: All of the file.
  ///   - temporary: The folder for the temporary name, on the same file system.
  /// - Throws: `notRegular` when something else than a regular file stands there.
  package func writeDisposable(
    _ path: String, _ bytes: [UInt8], temporary: String
  ) throws(FileError) {
    try publish(path, bytes, temporary: temporary, as: .disposable)
  }

  /// Brings the names of a folder's files to the disk, and those of the folders on the way to it.
  package func sync(_ path: String) throws(FileError) {
    do {
      var current = try openFolder([])
      try current.syncFolder()
      for segment in try segments(of: path, .sync) {
        current = try Self.openFolder(segment, in: current)
        try current.syncFolder()
      }
    } catch {
      throw Self.wrapped(error, .sync, path)
    }
  }

  /// Removes a file that must not count; says nothing when it cannot.
  package func removeSilently(_ path: String) {
    guard let segments = try? segments(of: path, .write), let name = segments.last,
      let parent = try? openFolder(segments.dropLast())
    else { return }
    parent.removeSilently(name)
    try? parent.syncFolder()
  }

  /// Removes temporary files that a killed process has left; says nothing when it cannot.
  ///
  /// Only regular files go that bear a temporary name of this tool and have not been written to for a while.
  ///
  /// - Parameters:
  ///   - temporary: The folder of the temporary names.
  ///   - seconds: How old the last writing must be.
  package func removeStale(in temporary: String, olderThan seconds: Int = 3600) {
    var now = timespec()
    guard
      let segments = try? segments(of: temporary, .list),
      let folder = try? openFolder(segments[...]),
      let entries = (try? folder.entries(limit: 10_000)) ?? nil,
      clock_gettime(CLOCK_REALTIME, &now) == 0
    else { return }
    for entry in entries where TemporaryName.isOne(entry.name) {
      guard let attributes = try? folder.attributes(of: entry.name),
        FileKind(mode: attributes.st_mode) == .regular
      else { continue }
      #if canImport(Darwin)
      let written = attributes.st_mtimespec.tv_sec
      #else
      let written = attributes.st_mtim.tv_sec
      #endif
      if written < now.tv_sec - seconds { folder.removeSilently(entry.name) }
    }
  }
}
