#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The talk with a running program: writes its input and reads both its outputs, each as soon as it can be.
struct Exchange {
  private let feed: Channel?
  private var rest: ArraySlice<UInt8>
  private var isInputComplete = false
  private let output: Channel
  private let messages: Channel
  private let messageLimit: Int
  private let buffer = ReadBuffer()
  /// What came on standard error, at most as many bytes as are kept.
  private(set) var receivedMessages: [UInt8] = []

  init(
    feed: Channel?, rest: ArraySlice<UInt8>, output: Channel, messages: Channel, messageLimit: Int
  ) {
    self.feed = feed
    self.rest = rest
    self.output = output
    self.messages = messages
    self.messageLimit = messageLimit
  }

  /// Adds to what is to be written.
  mutating func send(_ bytes: [UInt8]) {
    if rest.isEmpty { rest = bytes[...] } else { rest += bytes }
  }

  /// Lets the input be closed once all of it is written.
  mutating func endInput() {
    isInputComplete = true
    if rest.isEmpty { feed?.closeOurs() }
  }

  /// Closes this side of everything.
  func close() {
    for channel in [feed, output, messages] { channel?.closeOurs() }
  }

  /// Goes on until there is more of standard output, and hands out bytes that stand until the next call.
  ///
  /// - Returns: nil once both outputs are closed.
  mutating func next() throws(SystemError) -> UnsafeRawBufferPointer? {
    while output.ours >= 0 || messages.ours >= 0 {
      // A negative descriptor is passed over by poll.
      var waiting = [
        pollfd(fd: output.ours, events: Int16(POLLIN), revents: 0),
        pollfd(fd: messages.ours, events: Int16(POLLIN), revents: 0),
        pollfd(fd: rest.isEmpty ? -1 : feed?.ours ?? -1, events: Int16(POLLOUT), revents: 0),
      ]
      _ = try restarting { poll(&waiting, nfds_t(waiting.count), -1) }
      if waiting[2].revents != 0, let feed {
        let count = try feed.send(rest)
        rest = rest.dropFirst(count ?? rest.count)
        if rest.isEmpty, isInputComplete || count == nil { feed.closeOurs() }
      }
      if waiting[1].revents != 0 { try receiveMessages() }
      if waiting[0].revents != 0, let count = try output.receive(into: buffer.bytes) {
        if count > 0 { return UnsafeRawBufferPointer(rebasing: buffer.bytes[..<count]) }
        output.closeOurs()
      }
    }
    return nil
  }

  /// Takes in what has come on standard error; this ends what `next` has handed out.
  mutating func receiveMessages() throws(SystemError) {
    guard messages.ours >= 0, let count = try messages.receive(into: buffer.bytes) else { return }
    if count == 0 { messages.closeOurs() }
    let kept = min(count, messageLimit - receivedMessages.count)
    receivedMessages.append(contentsOf: buffer.bytes[..<kept])
  }
}

/// Memory to read into, which goes away with the object.
private final class ReadBuffer {
  let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)

  deinit { bytes.deallocate() }
}
