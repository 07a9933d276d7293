#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A stream between this process and one that it starts; both ends are closed with the object.
///
/// It is a pair of sockets, since these can be made without a moment in which another thread's child would inherit them, and since
/// writing to one whose reader has gone need not raise a signal.
final class Channel {
  /// This process's end, which never blocks; negative once closed.
  private(set) var ours: Int32
  /// The other process's end; negative once closed.
  private(set) var theirs: Int32

  init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    #if canImport(Glibc)
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    #elseif canImport(Musl)
    let kind = SOCK_STREAM | SOCK_CLOEXEC
    #else
    let kind = SOCK_STREAM
    #endif
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw .last }
    // A process that was started with its standard descriptors closed would get these here, where they would be mixed up.
    (ours, theirs) = (Self.aboveStandard(ends[0]), Self.aboveStandard(ends[1]))
    guard ours >= 0, theirs >= 0, fcntl(ours, F_SETFL, O_NONBLOCK) == 0 else { throw .last }
    #if canImport(Darwin)
    var isOn: Int32 = 1
    _ = fcntl(ours, F_SETFD, FD_CLOEXEC)
    _ = fcntl(theirs, F_SETFD, FD_CLOEXEC)
    _ = setsockopt(ours, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  deinit {
    closeOurs()
    closeTheirs()
  }

  func closeOurs() {
    if ours >= 0 { _ = close(ours) }
    ours = -1
  }

  func closeTheirs() {
    if theirs >= 0 { _ = close(theirs) }
    theirs = -1
  }

  /// Reads what is there.
  ///
  /// - Returns: 0 at the end, nil when nothing is there yet.
  func receive(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int? {
    do {
      return try restarting { read(ours, buffer.baseAddress, buffer.count) }
    } catch let error where error.code == EAGAIN || error.code == EWOULDBLOCK {
      return nil
    } catch let error where error.code == ECONNRESET {
      return 0
    }
  }

  /// Writes as much as there is room for, and says how much; nil when the reader has gone.
  func send(_ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int? {
    #if canImport(Darwin)
    let flags: Int32 = 0
    #else
    let flags = Int32(MSG_NOSIGNAL)
    #endif
    do {
      return try restarting {
        bytes.withUnsafeBytes { platformSend(ours, $0.baseAddress, $0.count, flags) }
      }
    } catch let error where error.code == EAGAIN || error.code == EWOULDBLOCK {
      return 0
    } catch let error where error.code == EPIPE || error.code == ECONNRESET {
      return nil
    }
  }

  private static func aboveStandard(_ number: Int32) -> Int32 {
    guard (0...2).contains(number) else { return number }
    let moved = fcntl(number, F_DUPFD_CLOEXEC, 3)
    let error = errno
    _ = close(number)
    errno = error
    return moved
  }
}

// Inside `Channel` the name means its own method.
private func platformSend(
  _ number: Int32, _ start: UnsafeRawPointer?, _ count: Int, _ flags: Int32
) -> Int {
  send(number, start, count, flags)
}
