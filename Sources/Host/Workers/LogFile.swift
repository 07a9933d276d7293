import Runs

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A file of a run's logs that is written while something runs, up to a bound.
struct LogFile: ~Copyable {
  private let file: Descriptor
  private var room: Int
  /// What went wrong with writing, after which nothing more is written.
  private(set) var problem: String?

  /// Makes the file anew below a folder, following no link; folders that are missing are made.
  init(_ path: String, in root: Folder, limit: Int) throws(FileError) {
    let segments = try root.segments(of: path, .create)
    guard let name = segments.last else { throw FileError(.create, path, .unsafePath) }
    do {
      let folder = try root.openFolder(creating: segments.dropLast(), isDurable: false)
      file = try Descriptor(
        opening: name, in: folder, O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK, mode: 0o666)
    } catch {
      throw Folder.wrapped(error, .create, path)
    }
    room = limit
  }

  /// Writes what there is room for.
  mutating func write(_ bytes: UnsafeRawBufferPointer) {
    guard room > 0, problem == nil, !bytes.isEmpty else { return }
    let piece = Array(bytes.prefix(room))
    room -= piece.count
    do { try file.write(piece) } catch { problem = error.description }
  }
}

extension Folder {
  /// Adds bytes to the end of a file in one go, making it and its folders where they are missing.
  func append(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    let segments = try segments(of: path, .write)
    guard let name = segments.last else { throw FileError(.write, path, .unsafePath) }
    do {
      let folder = try openFolder(creating: segments.dropLast(), isDurable: false)
      let file = try Descriptor(
        opening: name, in: folder, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK, mode: 0o666)
      try file.write(bytes)
    } catch {
      throw Self.wrapped(error, .write, path)
    }
  }
}
