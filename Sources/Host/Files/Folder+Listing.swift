#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// One entry of a folder.
package struct FolderEntry: Sendable, Hashable {
  /// The name as the disk has it, which need not be UTF-8.
  package let name: [UInt8]
  /// What it is, a link being itself.
  package let kind: FileKind

  package init(name: [UInt8], kind: FileKind) {
    self.name = name
    self.kind = kind
  }
}

/// One entry that a walk came to.
package struct WalkEntry: Sendable, Hashable {
  /// The path from the folder that is walked, `/` between segments, as the disk has it; it need not be UTF-8.
  package let path: [UInt8]
  /// What it is, a link being itself.
  package let kind: FileKind
}

/// How a walk goes on after an entry.
package enum WalkStep: Sendable, Hashable {
  /// Goes on, and into the entry where it is a folder.
  case enter
  /// Goes on, and not into the entry.
  case skip
  /// Ends the walk.
  case stop
}

extension Folder {
  /// Lists a folder, without `.` and `..`, in the order of the names' bytes.
  ///
  /// - Parameters:
  ///   - path: Relative to this folder; empty for the folder itself.
  ///   - limit: The most entries that it may have.
  /// - Returns: All its entries.
  /// - Throws: `tooMany` beyond the limit.
  package func list(_ path: String, limit: Int) throws(FileError) -> [FolderEntry] {
    do {
      let folder = try openFolder(try segments(of: path, .list)[...])
      guard let entries = try folder.entries(limit: limit) else {
        throw FileError(.list, path, .tooMany(limit: limit))
      }
      return entries.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    } catch {
      throw Self.wrapped(error, .list, path)
    }
  }

  /// Visits what is below a folder, in the order of the paths' bytes, a folder before what it holds; follows no link.
  ///
  /// A folder that is gone when its turn comes is passed over. It keeps one folder open at a time.
  ///
  /// - Parameters:
  ///   - path: Where to begin, relative to this folder; empty for the folder itself. It is not visited.
  ///   - limit: The most entries to come to, visited or only listed.
  ///   - visit: Is told each entry and says how to go on.
  /// - Throws: `tooMany` beyond the limit; whatever keeps a folder from being listed.
  package func walk(
    _ path: String, limit: Int, visit: (WalkEntry) -> WalkStep
  ) throws(FileError) {
    let start = try segments(of: path, .list)
    var seen = 0
    var isFirst = true
    // What is still to be visited, the next one last. Entries of folders wait here, so depth costs no stack.
    var waiting: [(segments: [[UInt8]], kind: FileKind)] = [(start, .folder)]
    while let next = waiting.popLast() {
      let nextPath = Array(next.segments.joined(separator: [UInt8(ascii: "/")]))
      if !isFirst {
        switch visit(WalkEntry(path: nextPath, kind: next.kind)) {
        case .stop: return
        case .skip: continue
        case .enter: break
        }
      }
      guard next.kind == .folder else { continue }
      do {
        let folder = try openFolder(next.segments[...])
        guard let entries = try folder.entries(limit: limit - seen) else {
          throw FileError(.list, path, .tooMany(limit: limit))
        }
        seen += entries.count
        let ordered = entries.sorted {
          $1.pathOrderKey.lexicographicallyPrecedes($0.pathOrderKey)
        }
        for entry in ordered { waiting.append((next.segments + [entry.name], entry.kind)) }
      } catch let error as SystemError where error.code == ENOENT && !isFirst {
        continue
      } catch {
        throw Self.wrapped(error, .list, String(decoding: nextPath, as: UTF8.self))
      }
      isFirst = false
    }
  }
}

extension FolderEntry {
  /// What puts whole paths in the order of their bytes: below a folder every path goes on with a `/`.
  fileprivate var pathOrderKey: [UInt8] {
    kind == .folder ? name + [UInt8(ascii: "/")] : name
  }
}

extension Descriptor {
  /// The entries of this folder in no order, or nil when there are more than the limit.
  func entries(limit: Int) throws(SystemError) -> [FolderEntry]? {
    // The stream closes the descriptor that it is given, and shares its position, so it gets one of its own.
    let own = try restarting { openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard let stream = fdopendir(own) else {
      let error = SystemError.last
      _ = Descriptor(own)
      throw error
    }
    defer { closedir(stream) }
    var entries: [FolderEntry] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw .last }
        return entries
      }
      // Taken from where it stands: a copy of the record would read beyond a short one's end.
      let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
      let start = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
      let name = Array(UnsafeRawBufferPointer(start: start, count: strlen(start)))
      guard name != [UInt8(ascii: ".")], name != [UInt8(ascii: "."), UInt8(ascii: ".")] else {
        continue
      }
      guard entries.count < limit else { return nil }
      var kind = FileKind(directoryEntryType: entry.pointee.d_type)
      if kind == .unknown, let attributes = try? attributes(of: name) {
        kind = FileKind(mode: attributes.st_mode)
      }
      entries.append(FolderEntry(name: name, kind: kind))
    }
  }
}
