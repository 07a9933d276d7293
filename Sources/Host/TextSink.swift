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

  /// Writes all of it, or says why not.
  func write(_ text: String) throws(StreamError)
}

extension TextSink {
  package var isTerminal: Bool { false }
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

  func write(_ text: String) throws(StreamError) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { platformWrite(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno == EPIPE {
        throw .readerGone
      } else if errno != EINTR && errno != EAGAIN {
        throw .failed(SystemError.last.description)
      }
    }
  }
}

// Inside the type this name means its own method.
private func platformWrite(_ number: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  write(number, start, count)
}
