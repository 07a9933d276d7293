import Runs

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A command that runs, in a process group of its own that ends with it.
final class WorkerProcess {
  /// How long a command has after it was asked to end, before it is made to.
  static let grace = Duration.seconds(5)

  let number: Int
  let output: Drain
  let messages: Drain
  private let process: pid_t
  private let start: Duration
  private let limit: Duration
  private var events = AgentEvents()
  /// Why it is being ended, once it is.
  private var reason: WorkerEnd?
  /// When it is made to end; nil while nothing asks for it.
  private var killAt: Duration?
  private var isReaped = false
  /// When its own end is looked for again once both outputs are closed.
  private var patience = Duration.milliseconds(1)

  init(
    _ process: pid_t, number: Int, output: Drain, messages: Drain, start: Duration, limit: Duration
  ) {
    self.process = process
    self.number = number
    self.output = output
    self.messages = messages
    self.start = start
    self.limit = limit
  }

  deinit {
    guard !isReaped else { return }
    kill(-process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
  }

  /// The moment at which something must be done though nothing came.
  func wakeUp(at now: Duration) -> Duration {
    let deadline = killAt ?? (start + limit)
    // A child of the command may hold the outputs open, and the command may have closed them before its end.
    guard output.ours < 0, messages.ours < 0 else { return min(deadline, now + .milliseconds(50)) }
    defer { patience = min(patience * 2, .milliseconds(50)) }
    return min(deadline, now + patience)
  }

  /// Reads what is there.
  func read(with buffer: UnsafeMutableRawBufferPointer, at now: Duration) {
    _ = messages.read(with: buffer)
    _ = readOutput(with: buffer, at: now)
  }

  private func readOutput(with buffer: UnsafeMutableRawBufferPointer, at now: Duration) -> Bool {
    output.read(with: buffer) { events.read(Array($0), at: (now - start).milliseconds) }
  }

  /// Asks it to end, and makes it at the given moment.
  func end(because reason: WorkerEnd, killingAt moment: Duration) {
    if self.reason == nil { self.reason = reason }
    if killAt == nil { kill(-process, SIGTERM) }
    killAt = min(killAt ?? moment, moment)
  }

  /// Sees to its deadline and looks whether it has ended; the result once it has.
  func check(at now: Duration, with buffer: UnsafeMutableRawBufferPointer) -> WorkerResult? {
    if killAt == nil, now >= start + limit {
      end(because: .timedOut(after: limit), killingAt: now + Self.grace)
    }
    if let killAt, now >= killAt { kill(-process, SIGKILL) }
    var info = siginfo_t()
    // It is left as it is for a moment, so that its number still names its group and nobody else's.
    guard waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0,
      info.si_signo != 0
    else { return nil }
    kill(-process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    isReaped = true
    // What is still in the pipes, which hold less than this; a process that left the group may go on writing, and is not heard.
    for _ in 0..<32 where messages.read(with: buffer) {}
    for _ in 0..<32 where readOutput(with: buffer, at: now) {}
    messages.closeOurs()
    output.closeOurs()
    return result(status, at: now)
  }

  private func result(_ status: Int32, at now: Duration) -> WorkerResult {
    events.finish(at: (now - start).milliseconds)
    let signal = status & 0x7f
    let own: WorkerEnd = signal == 0 ? .exited(status >> 8 & 0xff) : .signalled(signal)
    return WorkerResult(
      end: reason ?? own, duration: now - start, outputBytes: output.count,
      messageBytes: messages.count, outputTail: output.tail, messageTail: messages.tail,
      events: events.isEmpty ? nil : events, logProblem: output.problem ?? messages.problem)
  }
}
