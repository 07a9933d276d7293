#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// How a written file gets its name.
enum Publication {
  /// As the first file of that name, or not at all.
  case new
  /// In place of what stands there.
  case replacement
  /// In place of what stands there, with nothing brought to the disk.
  case disposable
}

extension Folder {
  /// Writes a file under a temporary name and gives it its own.
  func publish(
    _ path: String, _ bytes: [UInt8], temporary: String, as publication: Publication
  ) throws(FileError) {
    let segments = try segments(of: path, .write)
    guard let name = segments.last else { throw FileError(.write, path, .notRegular(.folder)) }
    let isDurable = publication != .disposable
    do {
      let parent = try openFolder(creating: segments.dropLast(), isDurable: isDurable)
      let scratch = try openFolder(
        creating: try self.segments(of: temporary, .create)[...], isDurable: false)
      let old = try parent.attributesIfAny(of: name)
      if let old, FileKind(mode: old.st_mode) != .regular, publication != .new {
        throw FileError(.write, path, .notRegular(FileKind(mode: old.st_mode)))
      }
      let written = try scratch.writeTemporary(
        bytes, permissions: old.map { $0.st_mode & 0o777 }, isDurable: isDurable, for: path)
      defer { scratch.removeSilently(written) }
      switch publication {
      case .new: try parent.link(written, from: scratch, as: name, for: path)
      case .replacement:
        try parent.replace(name, by: written, from: scratch, keepsOld: old != nil, for: path)
      case .disposable: try parent.rename(written, from: scratch, to: name, for: path)
      }
    } catch {
      throw Self.wrapped(error, .write, path)
    }
  }

  /// Opens a folder below this one, creating what is missing of it.
  func openFolder(
    creating segments: ArraySlice<[UInt8]>, isDurable: Bool
  ) throws(SystemError) -> Descriptor {
    var current = try openFolder([])
    for segment in segments {
      let next: Descriptor
      do {
        next = try Self.openFolder(segment, in: current)
      } catch let error where error.code == ENOENT {
        let parent = current.number
        do {
          _ = try restarting { withCString(segment) { mkdirat(parent, $0, 0o777) } }
        } catch let error where error.code == EEXIST {
          // Another process was faster; what it made is opened below like any other folder.
        }
        next = try Self.openFolder(segment, in: current)
      }
      // A folder is filled only when its name is on the disk: an empty one is new, or was left by a crash before that.
      if isDurable, try next.entries(limit: 0) != nil { try current.syncFolder() }
      current = next
    }
    return current
  }
}

extension Descriptor {
  /// What stands at a name in this folder, or nil when nothing does.
  fileprivate func attributesIfAny(of name: [UInt8]) throws(SystemError) -> stat? {
    do {
      return try attributes(of: name)
    } catch let error where error.code == ENOENT {
      return nil
    }
  }

  /// Writes a file under a new temporary name in this folder, and removes it again when that fails.
  fileprivate func writeTemporary(
    _ bytes: [UInt8], permissions: mode_t?, isDurable: Bool, for path: String
  ) throws(FileError) -> [UInt8] {
    var operation = FileError.Operation.create
    do throws(SystemError) {
      var name: [UInt8] = []
      let file = try createTemporary(&name)
      do throws(SystemError) {
        operation = .write
        if let permissions { _ = fchmod(file.number, permissions) }
        try file.write(bytes)
        operation = .sync
        if isDurable { try file.sync() }
        operation = .close
        try file.close()
        return name
      } catch {
        removeSilently(name)
        throw error
      }
    } catch {
      throw FileError(operation, path, error)
    }
  }

  /// Creates an empty file with a name that no other one has, which it hands back.
  private func createTemporary(_ name: inout [UInt8]) throws(SystemError) -> Descriptor {
    var attempt = 1
    while true {
      name = TemporaryName.make()
      do {
        return try Descriptor(opening: name, in: self, O_WRONLY | O_CREAT | O_EXCL, mode: 0o666)
      } catch let error where error.code == EEXIST && attempt < 16 {
        attempt += 1
      }
    }
  }

  /// Gives a temporary file its name in this folder, unless anything has that name, and syncs the folder.
  fileprivate func link(
    _ temporary: [UInt8], from scratch: borrowing Descriptor, as name: [UInt8], for path: String
  ) throws(FileError) {
    do {
      try link(temporary, from: scratch, as: name)
    } catch {
      throw FileError(.publish, path, error)
    }
    do {
      try syncFolder()
    } catch {
      // The name may be lost with the power, so it must not count: nobody has been told of it yet.
      removeSilently(name)
      throw FileError(.sync, path, error)
    }
  }

  /// Puts a temporary file in the place of another, syncs the folder, and puts the old one back when that fails.
  fileprivate func replace(
    _ name: [UInt8], by temporary: [UInt8], from scratch: borrowing Descriptor, keepsOld: Bool,
    for path: String
  ) throws(FileError) {
    // A second name keeps the old file within reach; where the file system has no such names, it is done without.
    let old = TemporaryName.make()
    var isKept = false
    if keepsOld {
      let source = number
      let target = scratch.number
      isKept =
        withCString(name) { name in
          withCString(old) { linkat(source, name, target, $0, 0) }
        } == 0
    }
    defer { if isKept { scratch.removeSilently(old) } }
    try rename(temporary, from: scratch, to: name, for: path)
    do {
      try syncFolder()
    } catch {
      if isKept {
        try? rename(old, from: scratch, to: name, for: path)
      } else if !keepsOld {
        removeSilently(name)
      }
      throw FileError(.sync, path, error)
    }
  }

  /// Gives a temporary file its name in this folder, in place of what has it.
  fileprivate func rename(
    _ temporary: [UInt8], from scratch: borrowing Descriptor, to name: [UInt8], for path: String
  ) throws(FileError) {
    let (source, target) = (scratch.number, number)
    do {
      _ = try restarting {
        withCString(temporary) { temporary in
          withCString(name) { renameat(source, temporary, target, $0) }
        }
      }
    } catch {
      throw FileError(.publish, path, error)
    }
  }

  private func link(
    _ temporary: [UInt8], from scratch: borrowing Descriptor, as name: [UInt8]
  ) throws(SystemError) {
    let (source, target) = (scratch.number, number)
    _ = try restarting {
      withCString(temporary) { temporary in
        withCString(name) { linkat(source, temporary, target, $0, 0) }
      }
    }
  }
}
