#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A place that text is written to.
package protocol TextSink {
  /// Whether a person reads it at a terminal.
  var isTerminal: Bool { get }

  /// How many columns the terminal has; nil where there is none.
  var columns: Int? { get }

  /// Writes all of it, or says why not.
  func write(_ text: String) throws(StreamError)
}

extension TextSink {
  package var isTerminal: Bool { false }

  package var columns: Int? { nil }
}

/// Standard output or error that could not be written.
package enum StreamError: Error, Sendable, Equatable {
  /// Whoever read it has gone, as `head` does; nobody needs to be told.
  case readerGone
  /// Anything else, such as a full disk, in words.
  case failed(String)
}

/// Standard output or error, written without a buffer so that nothing is lost unnoticed.
struct StandardStream: TextSink {
  private let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  var columns: Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  func write(_ text: String) throws(StreamError) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { platformWrite(descriptor, $0.baseAddress, $0.count) }
      guard written <= 0 else {
        rest = rest.dropFirst(written)
        continue
      }
      switch written == 0 ? EIO : errno {
      case EINTR: continue
      case EAGAIN:
        // Whoever gave us the stream does not wait for its reader; we do.
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, -1)
      case EPIPE: throw .readerGone
      case let code: throw .failed(SystemError(code: code).description)
      }
    }
  }
}

// Inside the type this name means its own method.
private func platformWrite(_ number: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  write(number, start, count)
}
