#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A file operation that did not succeed, with what was tried, where, and what the system answered.
package struct FileError: Error, Sendable, Hashable {
  /// What was being done.
  package enum Operation: String, Sendable, Hashable {
    case open, look = "look at", read, list, create, write, sync, close, publish, lock
  }

  /// What stood in the way, as far as a caller may want to tell it apart.
  package enum Kind: Sendable, Hashable {
    /// Nothing stands there.
    case missing
    /// Something stands there already, where only a new file may go.
    case exists
    /// Something else than a regular file stands there; it was not opened.
    case notRegular(FileKind)
    /// A folder of the path is a symbolic link, which is never followed.
    case linkOnTheWay
    /// A folder of the path is no folder.
    case notAFolder
    /// The permissions or a read-only file system forbid it.
    case noPermission
    /// The disk or the quota is full.
    case noSpace
    /// The file has more bytes than the limit.
    case tooLarge(limit: Int)
    /// There are more entries than the limit.
    case tooMany(limit: Int)
    /// The path is empty, absolute, has an empty, `.` or `..` segment or a NUL, and was not tried.
    case unsafePath
    /// Another process holds the lock.
    case locked
    /// Anything else; `code` tells.
    case other
  }

  package let operation: Operation
  /// The path below the root as it was given, not escaped.
  package let path: String
  package let kind: Kind
  /// The system's error number, or 0 where no system call failed.
  package let code: Int32

  package init(_ operation: Operation, _ path: String, _ kind: Kind, code: Int32 = 0) {
    self.operation = operation
    self.path = path
    self.kind = kind
    self.code = code
  }

  init(_ operation: Operation, _ path: String, _ error: SystemError) {
    self.init(operation, path, error.kind, code: error.code)
  }
}

extension FileError: CustomStringConvertible {
  /// One line: what could not be done, with the path escaped, and why.
  package var description: String {
    "cannot \(operation.rawValue) '\(Self.escaped(path))': \(reason)"
  }

  /// Says whether nothing stands there that could be read, as opposed to something that this process cannot read.
  package var isAbsence: Bool {
    switch kind {
    case .missing, .notAFolder: true
    // Names that a file system cannot hold.
    case .other: [ENAMETOOLONG, EILSEQ].contains(code)
    default: false
    }
  }

  /// Why it could not be done, in plain words.
  package var reason: String {
    switch kind {
    case .notRegular(let kind): "it is \(kind), not a regular file"
    case .linkOnTheWay: "a symbolic link stands on the way, and links are not followed"
    case .notAFolder: "a part of the path is not a folder"
    case .tooLarge(let limit): "it is larger than \(limit) bytes"
    case .tooMany(let limit): "there are more than \(limit) entries"
    case .unsafePath: "the path does not stay inside the folder"
    case .locked: "another process holds the lock"
    case .exists where code == 0: "it exists already"
    case .missing where code == 0: "no such file or folder"
    case .missing, .exists, .noPermission, .noSpace, .other: SystemError(code: code).description
    }
  }

  /// The text with every character made visible that could move a cursor or turn the writing direction.
  static func escaped(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      default: shown.append(scalar)
      }
    }
    return String(shown)
  }
}

/// A system call's error number.
struct SystemError: Error, Hashable {
  let code: Int32

  /// The error of the call that has just failed on this thread.
  static var last: SystemError { SystemError(code: errno) }

  var kind: FileError.Kind {
    switch code {
    case ENOENT: .missing
    case EEXIST: .exists
    case ELOOP: .linkOnTheWay
    case ENOTDIR: .notAFolder
    case EACCES, EPERM, EROFS: .noPermission
    case ENOSPC, EDQUOT: .noSpace
    default: .other
    }
  }
}

extension SystemError: CustomStringConvertible {
  // Not strerror: its words differ between systems and locales, and these go into messages that tests pin down.
  var description: String {
    switch code {
    case ENOENT: "no such file or folder"
    case EEXIST: "it exists already"
    case EACCES: "permission denied"
    case EPERM: "operation not permitted"
    case EROFS: "the file system is read-only"
    case ENOSPC: "no space left on device"
    case EDQUOT: "the disk quota is used up"
    case EFBIG: "the file would be too large"
    case EIO: "the disk reports an input or output error"
    case EISDIR: "it is a folder"
    case EBADF: "it is closed"
    case EXDEV: "it lies on another file system"
    case EMFILE, ENFILE: "too many files are open"
    case ENAMETOOLONG: "the name is too long"
    case ENOLCK: "the file system has no locks left"
    case ESTALE: "the network file system has lost the file"
    case ENOMEM: "out of memory"
    default: "system error \(code)"
    }
  }
}
