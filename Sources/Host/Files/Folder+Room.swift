#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Folder {
  /// How many bytes and how many new files the disk of this folder has room for; nil where the system does not tell.
  ///
  /// The number of files is nil where the file system has no bound on it.
  package func room() -> (bytes: Int64, files: Int64?)? {
    var facts = statvfs()
    guard fstatvfs(descriptor.number, &facts) == 0 else { return nil }
    let bytes = Int64(clamping: UInt64(facts.f_bavail)).multipliedReportingOverflow(
      by: Int64(clamping: UInt64(facts.f_frsize)))
    return (
      bytes.overflow ? .max : bytes.partialValue,
      facts.f_files == 0 ? nil : Int64(clamping: UInt64(facts.f_favail))
    )
  }

  /// Whether this process may make files in a folder below this one.
  package func isWritable(_ path: String) -> Bool {
    guard let folder = try? openFolder(segments(of: path, .look)[...]) else { return false }
    return faccessat(folder.number, ".", W_OK | X_OK, 0) == 0
  }

  /// Whether a folder below this one is on the same file system.
  func isOnOneDisk(_ path: String) -> Bool {
    guard let folder = try? openFolder(segments(of: path, .look)[...]),
      let (one, other) = try? (descriptor.attributes(), folder.attributes())
    else { return false }
    return one.st_dev == other.st_dev
  }

  /// Whether anybody but its owner may read or write a regular file.
  package func isOpenToOthers(_ path: String) -> Bool {
    guard let segments = try? segments(of: path, .look), let name = segments.last,
      let attributes = try? openFolder(segments.dropLast()).attributes(of: name)
    else { return false }
    return FileKind(mode: attributes.st_mode) == .regular
      && attributes.st_mode & (S_IRWXG | S_IRWXO) != 0
  }

  /// Leaves a regular file to its owner alone; a link is not followed.
  package func protect(_ path: String) throws(FileError) {
    let file = try openRegular(path, .write)
    do {
      let mode = try file.attributes().st_mode & 0o7777
      guard fchmod(file.number, mode & ~(S_IRWXG | S_IRWXO)) == 0 else { throw SystemError.last }
    } catch {
      throw Self.wrapped(error, .write, path)
    }
  }
}
