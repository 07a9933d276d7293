#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// An open folder, below which every file of the tool is reached without following a single link.
///
/// Paths are relative with `/` between segments. Each segment is opened in the folder before it, so that nothing outside can be
/// reached even where a segment is exchanged for a link at that moment. The folder stays the same one when it is renamed.
package final class Folder: Sendable {
  let descriptor: Descriptor

  /// Opens a folder by its absolute path; links on the way to it are the caller's own and are followed.
  ///
  /// - Parameter absolutePath: Begins with `/`.
  /// - Throws: `unsafePath` for any other path, and whatever the system says.
  package init(root absolutePath: String) throws(FileError) {
    let bytes = Array(absolutePath.utf8)
    guard bytes.first == UInt8(ascii: "/"), !bytes.contains(0) else {
      throw FileError(.open, absolutePath, .unsafePath)
    }
    do {
      descriptor = Descriptor(
        try restarting {
          withCString(bytes) { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        })
    } catch {
      throw FileError(.open, absolutePath, error)
    }
  }

  init(_ descriptor: consuming Descriptor) {
    self.descriptor = descriptor
  }

  /// Opens a folder below this one, which then stands for itself.
  package func folder(_ path: String) throws(FileError) -> Folder {
    do {
      return Folder(try openFolder(try segments(of: path, .open)[...]))
    } catch {
      throw Self.wrapped(error, .open, path)
    }
  }

  /// What stands at a path; nothing is opened but the folders on the way.
  package func status(of path: String) throws(FileError) -> FileStatus {
    let segments = try segments(of: path, .look)
    guard let name = segments.last else { return .other(.folder) }
    do {
      let attributes =
        segments.count > 1
        ? try openFolder(segments.dropLast()).attributes(of: name)
        : try descriptor.attributes(of: name)
      let kind = FileKind(mode: attributes.st_mode)
      return kind == .regular ? .regular(bytes: Int(attributes.st_size)) : .other(kind)
    } catch let error where error.code == ENOENT || error.code == ENOTDIR {
      return .missing
    } catch {
      throw FileError(.look, path, error)
    }
  }

  /// Whether nothing stands at a path; throws for anything there but a regular file.
  package func isFree(_ path: String) throws(FileError) -> Bool {
    switch try status(of: path) {
    case .missing: return true
    case .regular: return false
    case .other(let kind): throw FileError(.write, path, .notRegular(kind))
    }
  }

  /// Whether a link below this folder leads to a folder, anywhere; the way to the link itself goes through none.
  func leadsToFolder(_ path: [UInt8]) throws(FileError) -> Bool {
    guard let segments = PathSegments(path)?.all, let name = segments.last else { return false }
    do throws(SystemError) {
      let parent = try openFolder(segments.dropLast())
      var attributes = stat()
      let number = parent.number
      guard withCString(name, { fstatat(number, $0, &attributes, 0) }) == 0 else {
        throw SystemError.last
      }
      return FileKind(mode: attributes.st_mode) == .folder
    } catch {
      let error = FileError(.look, String(decoding: path, as: UTF8.self), error)
      // What leads nowhere, in a circle, or to where this process may not look is no folder to it.
      if error.isAbsence || error.kind == .linkOnTheWay || error.kind == .noPermission {
        return false
      }
      throw error
    }
  }

  // MARK: Ways through the folder

  /// Cuts a path, refusing one that could lead outside.
  func segments(of path: String, _ operation: FileError.Operation) throws(FileError) -> [[UInt8]] {
    guard let segments = PathSegments(Array(path.utf8)) else {
      throw FileError(operation, path, .unsafePath)
    }
    return segments.all
  }

  /// Opens a folder below this one, segment by segment.
  ///
  /// - Throws: `ELOOP` when one of them is a link, `ENOTDIR` when one is something else than a folder.
  func openFolder(_ segments: ArraySlice<[UInt8]>) throws(SystemError) -> Descriptor {
    let flags = O_RDONLY | O_DIRECTORY
    guard let first = segments.first else {
      return try Descriptor(opening: [UInt8(ascii: ".")], in: descriptor, flags)
    }
    var current = try Self.openFolder(first, in: descriptor)
    for segment in segments.dropFirst() {
      current = try Self.openFolder(segment, in: current)
    }
    return current
  }

  static func openFolder(
    _ name: [UInt8], in parent: borrowing Descriptor
  ) throws(SystemError) -> Descriptor {
    do {
      return try Descriptor(opening: name, in: parent, O_RDONLY | O_DIRECTORY)
    } catch let error where error.code == ENOTDIR {
      // Linux says so of a link as well. This second look only chooses the words; nothing was opened.
      let kind = (try? parent.attributes(of: name)).map { FileKind(mode: $0.st_mode) }
      throw kind == .link ? SystemError(code: ELOOP) : error
    }
  }

  /// Opens a regular file for reading, and nothing else: no pipe that would wait, no device that would act.
  ///
  /// - Returns: The open file.
  func openRegular(
    _ path: String, _ operation: FileError.Operation
  ) throws(FileError) -> Descriptor {
    let segments = try segments(of: path, operation)
    guard let name = segments.last else {
      throw FileError(operation, path, .notRegular(.folder))
    }
    do {
      let fault = { FileError(operation, path, .notRegular($0)) }
      // What stands in this folder itself needs no way to it, which makes many files in one folder cheaper.
      guard segments.count > 1 else {
        return try Self.openRegular(name, in: descriptor, orThrow: fault)
      }
      return try Self.openRegular(name, in: try openFolder(segments.dropLast()), orThrow: fault)
    } catch {
      throw Self.wrapped(error, operation, path)
    }
  }

  private static func openRegular(
    _ name: [UInt8], in parent: borrowing Descriptor, orThrow fault: (FileKind) -> FileError
  ) throws -> Descriptor {
    let before = FileKind(mode: try parent.attributes(of: name).st_mode)
    guard before == .regular else { throw fault(before) }
    let file = try Descriptor(opening: name, in: parent, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    let opened = FileKind(mode: try file.attributes().st_mode)
    guard opened == .regular else { throw fault(opened) }
    return file
  }

  /// Gives a system call's error its operation and path; a file error already has them.
  static func wrapped(
    _ error: any Error, _ operation: FileError.Operation, _ path: String
  ) -> FileError {
    switch error {
    case let error as FileError: error
    case let error as SystemError: FileError(operation, path, error)
    default: FileError(operation, path, .other)
    }
  }
}
