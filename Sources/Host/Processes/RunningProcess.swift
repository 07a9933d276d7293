#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A program that has been started; it is killed and waited for at the latest with the object, so that no zombie stays behind.
final class RunningProcess {
  private let process: pid_t
  private var exchange: Exchange
  private var end: ChildProcess.End?

  init(_ process: pid_t, _ exchange: Exchange) {
    self.process = process
    self.exchange = exchange
  }

  deinit {
    _ = try? stop()
  }

  /// What came on standard error up to now, at most as many bytes as are kept.
  var messages: [UInt8] { exchange.receivedMessages }

  /// Adds to what the program reads; it is written while its output is waited for.
  func send(_ bytes: [UInt8]) { exchange.send(bytes) }

  /// Closes the program's input as soon as all of it is written.
  func endInput() { exchange.endInput() }

  /// Takes in what has come on standard error; this ends what `next` has handed out.
  func receiveMessages() throws(SystemError) { try exchange.receiveMessages() }

  /// Waits for more of standard output, writing the input and reading the messages in the meantime.
  ///
  /// - Returns: Bytes that stand until the next call; nil once both outputs are closed.
  func next() throws(SystemError) -> UnsafeRawBufferPointer? { try exchange.next() }

  /// Closes all streams and waits for the program to end by itself.
  func wait() throws(SystemError) -> ChildProcess.End {
    if let end { return end }
    exchange.close()
    var status: Int32 = 0
    _ = try restarting { waitpid(process, &status, 0) }
    let signal = status & 0x7f
    let end: ChildProcess.End = signal == 0 ? .exited(status >> 8 & 0xff) : .signalled(signal)
    self.end = end
    return end
  }

  /// Kills the program, which may have ended already, and waits for it.
  func stop() throws(SystemError) -> ChildProcess.End {
    // Once waited for, the number may be another program's.
    if end == nil { kill(process, SIGKILL) }
    return try wait()
  }
}
