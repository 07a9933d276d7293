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
      guard let entries = try folder.listed(limit: limit) else {
        throw FileError(.list, path, .tooMany(limit: limit))
      }
      return entries.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    } catch {
      throw Self.wrapped(error, .list, path)
    }
  }
}

extension Descriptor {
  /// The entries of this folder in no order, or nil when there are more than the limit.
  func entries(limit: Int) throws(SystemError) -> [FolderEntry]? {
    try Descriptor(opening: [UInt8(ascii: ".")], in: self, O_RDONLY | O_DIRECTORY)
      .listed(limit: limit)
  }

  /// As `entries`, and the folder is used up: the stream shares its position, and closes it.
  consuming func listed(limit: Int) throws(SystemError) -> [FolderEntry]? {
    let number = handOver()
    guard let stream = fdopendir(number) else {
      let error = SystemError.last
      _ = Descriptor(number)
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
      if kind == .unknown {
        do { kind = FileKind(mode: try Self.attributes(of: name, in: number).st_mode) } catch {
          // It went away meanwhile.
          if error.code == ENOENT { continue }
          throw error
        }
      }
      entries.append(FolderEntry(name: name, kind: kind))
    }
  }
}
