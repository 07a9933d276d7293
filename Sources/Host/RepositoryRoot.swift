#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The folder that everything is relative to.
package struct RepositoryRoot: Sendable {
  /// Absolute.
  package let path: String
  package let hasGit: Bool

  /// Finds the nearest folder upwards that holds `.git`, or without git the nearest that holds `orchestration/`.
  ///
  /// `start` is absolute. Returns nil where there is neither; throws where that cannot be seen, as another root would be taken.
  package static func find(from start: String) throws(FileError) -> RepositoryRoot? {
    var nearestOrchestration: String?
    for (depth, folder) in parents(of: start).enumerated() {
      // What is above may be closed to this user; where the work is done it may not.
      let mayBeClosed = depth > 0
      if try exists(folder + "/.git", mayBeClosed) {
        return RepositoryRoot(path: folder, hasGit: true)
      }
      if nearestOrchestration == nil, try exists(folder + "/orchestration", mayBeClosed) {
        nearestOrchestration = folder
      }
    }
    return nearestOrchestration.map { RepositoryRoot(path: $0, hasGit: false) }
  }

  /// Says whether a folder stands at an absolute path; links on the way to it are the caller's own and are followed.
  package static func isFolder(_ path: String) throws(FileError) -> Bool {
    var attributes = stat()
    guard stat(path, &attributes) != 0 else { return attributes.st_mode & S_IFMT == S_IFDIR }
    guard [ENOENT, ENOTDIR, ENAMETOOLONG].contains(errno) else {
      throw FileError(.look, path, SystemError.last)
    }
    return false
  }

  /// A folder and those above it, the nearest first.
  private static func parents(of path: String) -> [String] {
    guard let real = real(path) else { return [] }
    let segments = real.utf8.split(separator: 0x2F).map { String(decoding: $0, as: UTF8.self) }
    return (0...segments.count).reversed().map { count in
      count == 0 ? "/" : "/" + segments.prefix(count).joined(separator: "/")
    }
  }

  /// A path without links; nil where there is nothing.
  package static func real(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(validatingCString: resolved)
  }

  private static func exists(_ path: String, _ mayBeClosed: Bool) throws(FileError) -> Bool {
    var attributes = stat()
    if lstat(path, &attributes) == 0 { return true }
    let isMissing = [ENOENT, ENOTDIR].contains(errno) || (mayBeClosed && errno == EACCES)
    guard isMissing else { throw FileError(.look, path, SystemError.last) }
    return false
  }
}
