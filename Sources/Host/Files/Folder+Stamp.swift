#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What changes about a file when it is written, as far as a look without opening it tells.
///
/// Its time is the one that the system alone sets, so that nobody can write a file and put its time back.
package struct FileStamp: Sendable, Hashable {
  let seconds: Int
  let nanoseconds: Int
  let bytes: Int
  let inode: UInt64
}

extension Folder {
  /// The stamp of what stands at a path, or nil where nothing can be seen there.
  package func stamp(of path: String) -> FileStamp? {
    guard let segments = PathSegments(Array(path.utf8))?.all, let name = segments.last,
      let parent = try? openFolder(segments.dropLast()),
      let attributes = try? parent.attributes(of: name)
    else { return nil }
    #if canImport(Darwin)
    let time = attributes.st_ctimespec
    #else
    let time = attributes.st_ctim
    #endif
    return FileStamp(
      seconds: Int(time.tv_sec), nanoseconds: Int(time.tv_nsec), bytes: Int(attributes.st_size),
      inode: UInt64(attributes.st_ino))
  }
}
