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
  private let output: Channel
  private let messages: Channel
  /// What came on standard output.
  private(set) var received: [UInt8] = []
  /// What came on standard error, at most as many bytes as are kept.
  private(set) var receivedMessages: [UInt8] = []

  init(feed: Channel?, rest: ArraySlice<UInt8>, output: Channel, messages: Channel) {
    self.feed = feed
    self.rest = rest
    self.output = output
    self.messages = messages
  }

  /// Goes on until both outputs are closed.
  ///
  /// - Returns: Whether standard output stayed within its limit; when it did not, the program still runs.
  mutating func run(outputLimit: Int, messageLimit: Int) throws(SystemError) -> Bool {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { buffer.deallocate() }
    if rest.isEmpty { feed?.closeOurs() }
    while output.ours >= 0 || messages.ours >= 0 {
      // A negative descriptor is passed over by poll.
      var waiting = [
        pollfd(fd: output.ours, events: Int16(POLLIN), revents: 0),
        pollfd(fd: messages.ours, events: Int16(POLLIN), revents: 0),
        pollfd(fd: feed?.ours ?? -1, events: Int16(POLLOUT), revents: 0),
      ]
      _ = try restarting { poll(&waiting, nfds_t(waiting.count), -1) }
      if waiting[0].revents != 0, let count = try output.receive(into: buffer) {
        if count == 0 { output.closeOurs() }
        guard count <= outputLimit - received.count else { return false }
        received.append(contentsOf: buffer[..<count])
      }
      if waiting[1].revents != 0, let count = try messages.receive(into: buffer) {
        if count == 0 { messages.closeOurs() }
        let kept = min(count, messageLimit - receivedMessages.count)
        receivedMessages.append(contentsOf: buffer[..<kept])
      }
      if waiting[2].revents != 0, let feed {
        let count = try feed.send(rest)
        rest = rest.dropFirst(count ?? rest.count)
        if rest.isEmpty { feed.closeOurs() }
      }
    }
    return true
  }
}
