package import Digests

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What one reading of a file gave: its length, its digest, and perhaps its bytes, all of the same bytes.
package struct FileDigest: Sendable, Hashable {
  package let bytes: Int
  package let digest: Digest
  /// The bytes themselves where they were asked for and are no more than the limit.
  package let contents: [UInt8]?

  package init(bytes: Int, digest: Digest, contents: [UInt8]?) {
    self.bytes = bytes
    self.digest = digest
    self.contents = contents
  }
}

extension Folder {
  /// Reads a whole regular file.
  ///
  /// - Parameters:
  ///   - path: Relative to this folder.
  ///   - limit: The most bytes that the file may have.
  /// - Returns: All its bytes.
  /// - Throws: `tooLarge` beyond the limit, `notRegular` for anything but a regular file, which is then not opened.
  package func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    let file = try openRegular(path, .read)
    var contents: [UInt8] = []
    do {
      let size = try file.size()
      guard size <= limit else { throw FileError(.read, path, .tooLarge(limit: limit)) }
      contents.reserveCapacity(size)
      try file.forEachPiece(expecting: size) { piece throws(FileError) in
        // The file may have grown since its size was taken.
        guard contents.count + piece.count <= limit else {
          throw FileError(.read, path, .tooLarge(limit: limit))
        }
        contents.append(contentsOf: piece)
      }
    } catch {
      throw Self.wrapped(error, .read, path)
    }
    return contents
  }

  /// Hashes a regular file in one reading, whatever its length, in constant memory but for what is kept.
  ///
  /// - Parameters:
  ///   - path: Relative to this folder.
  ///   - limit: The most bytes to hand back as `contents`; nil to hand back none. A longer file is hashed all the same.
  /// - Returns: What that one reading gave.
  /// - Throws: `notRegular` for anything but a regular file, which is then not opened.
  package func digest(_ path: String, keepingUpTo limit: Int? = nil) throws(FileError) -> FileDigest
  {
    let file = try openRegular(path, .read)
    var hash = SHA256()
    var count = 0
    var contents: [UInt8]?
    do {
      let size = try file.size()
      if let limit, size <= limit {
        contents = []
        contents?.reserveCapacity(size)
      }
      try file.forEachPiece(expecting: size) { piece throws(FileError) in
        hash.update(piece)
        count += piece.count
        if let limit, count > limit { contents = nil }
        contents?.append(contentsOf: piece)
      }
    } catch {
      throw Self.wrapped(error, .read, path)
    }
    return FileDigest(bytes: count, digest: hash.finalize(), contents: contents)
  }
}

extension Descriptor {
  /// The most bytes that are read at once.
  private static let pieceSize = 256 << 10

  /// The size that the file has at this moment.
  fileprivate func size() throws(SystemError) -> Int {
    Int(try attributes().st_size)
  }

  /// Reads to the end, piece by piece.
  ///
  /// The expected size only spares a large buffer for a small file; any other length is read as well.
  fileprivate func forEachPiece(
    expecting size: Int, _ body: (UnsafeRawBufferPointer) throws(FileError) -> Void
  ) throws {
    // One more than expected, so that the second call finds the end.
    let capacity = min(max(size, 0), Self.pieceSize - 1) + 1
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try read(into: buffer)
      if count == 0 { return }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
