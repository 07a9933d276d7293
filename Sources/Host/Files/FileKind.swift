#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What stands at a path, a link being itself and not what it points to.
package enum FileKind: Sendable, Hashable {
  case regular, folder, link, fifo, socket, device, unknown

  init(mode: mode_t) {
    self =
      switch mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .folder
      case S_IFLNK: .link
      case S_IFIFO: .fifo
      case S_IFSOCK: .socket
      case S_IFCHR, S_IFBLK: .device
      default: .unknown
      }
  }

  /// Reads the type byte of a directory entry; `unknown` where the file system does not say.
  init(directoryEntryType type: UInt8) {
    self =
      switch Int(type) {
      case Int(DT_REG): .regular
      case Int(DT_DIR): .folder
      case Int(DT_LNK): .link
      case Int(DT_FIFO): .fifo
      case Int(DT_SOCK): .socket
      case Int(DT_CHR), Int(DT_BLK): .device
      default: .unknown
      }
  }
}

extension FileKind: CustomStringConvertible {
  /// The kind with its article, as a message needs it.
  package var description: String {
    switch self {
    case .regular: "a regular file"
    case .folder: "a folder"
    case .link: "a symbolic link"
    case .fifo: "a named pipe"
    case .socket: "a socket"
    case .device: "a device"
    case .unknown: "something unknown"
    }
  }
}

/// What a look at a path found, nothing having been opened.
package enum FileStatus: Sendable, Hashable {
  /// Nothing stands there, or a folder on the way is missing or is a file.
  case missing
  /// A regular file of that many bytes.
  case regular(bytes: Int)
  /// Anything else; never `regular`.
  case other(FileKind)
}
