#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// An open file that is closed when the value goes away; the one place where files are opened.
struct Descriptor: ~Copyable, Sendable {
  let number: Int32

  /// Takes over an open descriptor.
  init(_ number: Int32) {
    self.number = number
  }

  deinit {
    _ = platformClose(number)
  }

  /// Opens a name in an open folder, following no link; never inherited by a program that is started.
  ///
  /// The name is one segment without NUL, or `.`; the flags are those of `openat`.
  init(
    opening name: [UInt8], in folder: borrowing Descriptor, _ flags: Int32, mode: mode_t = 0
  ) throws(SystemError) {
    let parent = folder.number
    number = try restarting {
      withCString(name) { openat(parent, $0, flags | O_CLOEXEC | O_NOFOLLOW, mode) }
    }
  }

  /// Closes and says whether that went well, as it may be the first to report a failed write.
  consuming func close() throws(SystemError) {
    let number = self.number
    discard self
    // Interrupted or not, the descriptor is gone: closing it again could hit another thread's file.
    guard platformClose(number) == 0 || errno == EINTR else { throw .last }
  }

  /// Hands the open file over to something that closes it itself.
  consuming func handOver() -> Int32 {
    let number = self.number
    discard self
    return number
  }

  /// Reads once, at most as many bytes as the buffer has; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    try restarting { platformRead(number, buffer.baseAddress, buffer.count) }
  }

  /// Writes all bytes, however many calls that takes.
  func write(_ bytes: [UInt8]) throws(SystemError) {
    var start = 0
    while start < bytes.count {
      let written = try restarting {
        bytes.withUnsafeBytes { buffer in
          let rest = UnsafeRawBufferPointer(rebasing: buffer[start...])
          return platformWrite(number, rest.baseAddress, rest.count)
        }
      }
      // Some file systems answer 0 in place of an error; going on would never end.
      guard written > 0 else { throw SystemError(code: EIO) }
      start += written
    }
  }

  /// Brings the file to the disk; a failure is final, since the kernel may have dropped the bytes it could not write.
  func sync() throws(SystemError) {
    #if canImport(Darwin)
    // On macOS fsync leaves the bytes in the drive's cache. Where a file system has no full sync, fsync is all there is.
    if fcntl(number, F_FULLFSYNC) == 0 { return }
    guard [ENOTSUP, EINVAL, ENOTTY].contains(errno) else { throw .last }
    #endif
    _ = try restarting { fsync(number) }
  }

  /// Brings a folder's entries to the disk; a file system that cannot sync folders has nothing to be synced.
  func syncFolder() throws(SystemError) {
    do {
      try sync()
    } catch {
      guard error.code == EINVAL else { throw error }
    }
  }

  /// What is open here.
  func attributes() throws(SystemError) -> stat {
    var result = stat()
    guard fstat(number, &result) == 0 else { throw .last }
    return result
  }

  /// What stands at a name in this folder, a link being itself.
  func attributes(of name: [UInt8]) throws(SystemError) -> stat {
    try Self.attributes(of: name, in: number)
  }

  /// What stands at a name in an open folder, a link being itself.
  static func attributes(of name: [UInt8], in folder: Int32) throws(SystemError) -> stat {
    var result = stat()
    guard withCString(name, { fstatat(folder, $0, &result, AT_SYMLINK_NOFOLLOW) }) == 0 else {
      throw .last
    }
    return result
  }

  /// Removes a name that is no folder; whoever calls has nothing to do about a failure.
  func removeSilently(_ name: [UInt8]) {
    let before = errno
    _ = withCString(name) { unlinkat(number, $0, 0) }
    errno = before
  }
}

/// Calls again as long as signals interrupt, and throws what else goes wrong.
func restarting<Number: SignedInteger>(_ call: () -> Number) throws(SystemError) -> Number {
  while true {
    let result = call()
    if result >= 0 { return result }
    guard errno == EINTR else { throw .last }
  }
}

/// Hands bytes without NUL to a C function as a string.
func withCString<Result>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { buffer in
    for (index, byte) in bytes.enumerated() {
      buffer.initializeElement(at: index, to: CChar(bitPattern: byte))
    }
    buffer.initializeElement(at: bytes.count, to: 0)
    // The capacity is at least 1, so there is a base address.
    return body(UnsafePointer(buffer.baseAddress.unsafelyUnwrapped))
  }
}

// Inside `Descriptor` these names mean its own methods.
private func platformClose(_ number: Int32) -> Int32 { close(number) }

private func platformRead(_ number: Int32, _ start: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(number, start, count)
}

private func platformWrite(_ number: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  write(number, start, count)
}
