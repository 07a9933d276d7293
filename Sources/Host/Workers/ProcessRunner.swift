package import Runs

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Runs commands as processes, all of them watched by one loop of the thread that asks.
///
/// While it lives, the signals that end this process are held back and told by `next`, if it is made to do so.
package final class ProcessRunner: WorkerRunner {
  /// The variables that every command gets where they are set.
  package static let passedOn = ["PATH", "HOME", "LANG", "TMPDIR"]
  /// How long commands have to end once this process was asked to stop.
  private static let stopGrace = Duration.milliseconds(800)

  private let root: Folder
  private let rootPath: String
  private let environment: [String: String]
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
  private let signals: SignalWatch?
  /// Kept by every command as well: where this process is killed, what it started is still seen to be at work.
  package var lock: Lock?
  private var running: [WorkerProcess] = []
  /// What ended before it was asked for.
  private var ended: [(number: Int, result: WorkerResult)] = []

  /// Prepares for running; starts nothing.
  package init(
    root: Folder, path: String, environment: [String: String], holdsSignalsBack: Bool
  ) {
    self.root = root
    signals = holdsSignalsBack ? SignalWatch() : nil
    rootPath = path
    self.environment = environment
  }

  deinit {
    running = []
    buffer.deallocate()
  }

  package var now: Duration { Self.moment() }

  /// The moment on a clock that only goes forward.
  package static func moment() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
  }

  package func start(_ call: WorkerCall, as number: Int) throws(WorkerRunnerError) {
    func obstructed(_ obstacle: WorkerEnd.Obstacle) {
      ended.append((number, WorkerResult(end: .notStarted(obstacle), duration: .zero)))
    }
    let executable: String
    switch Program.find(call.words.first ?? "", path: environment["PATH"], root: rootPath) {
    case .success(let path): executable = path
    case .failure(let unfound): return obstructed(unfound.obstacle)
    }
    let folder: Folder
    do { folder = try call.folder.map { try root.folder($0) } ?? root } catch {
      return obstructed(.badFolder(call.folder ?? "."))
    }
    do {
      let output = try Drain(log(call.logs?.output))
      let messages = try Drain(log(call.logs?.messages))
      let started = now
      let process = try spawn(executable, call, in: folder, output, messages)
      output.closeTheirs()
      messages.closeTheirs()
      running.append(
        WorkerProcess(
          process, number: number, output: output, messages: messages, start: started,
          limit: call.timeout))
    } catch let error as SystemError {
      // The interpreter that a script names may be missing, or its file no program at all.
      switch error.code {
      case ENOENT, ENOTDIR: obstructed(.missingProgram)
      case EACCES, ENOEXEC, ELOOP: obstructed(.notExecutable)
      default: throw WorkerRunnerError("cannot start '\(call.name)': \(error)")
      }
    } catch {
      throw WorkerRunnerError("cannot start '\(call.name)': \(error)")
    }
  }

  private func log(_ path: String?) throws(FileError) -> LogFile? {
    guard let path else { return nil }
    return try LogFile(path, in: root, limit: Drain.keptLimit)
  }

  private func spawn(
    _ executable: String, _ call: WorkerCall, in folder: Folder, _ output: Drain, _ messages: Drain
  ) throws -> pid_t {
    let names = Self.passedOn + call.environment.filter { !Self.passedOn.contains($0) }
    let variables = names.compactMap { name in environment[name].map { "\(name)=\($0)" } }
    func start(_ input: Int32?) throws(SystemError) -> pid_t {
      try Spawn(
        executable: executable, arguments: Array(call.words.dropFirst()), environment: variables,
        input: input, output: output.theirs, messages: messages.theirs,
        folder: folder.descriptor.number, kept: lock?.number, leadsGroup: true
      ).start()
    }
    guard let path = call.input else { return try start(nil) }
    let input = try root.openRegular(path, .read)
    return try start(input.number)
  }

  package func next(until deadline: Duration?) throws(WorkerRunnerError) -> WorkerNews {
    while true {
      if !ended.isEmpty {
        let first = ended.removeFirst()
        return .ended(number: first.number, first.result)
      }
      if let signal = signals?.take() { return .signal(signal) }
      let before = now
      if let deadline, before >= deadline { return .nothing }
      if deadline == nil, running.isEmpty { return .nothing }
      try waitOnce(until: deadline, from: before)
    }
  }

  /// Runs one more command to its end, while the others go on and what they tell is kept for `next`.
  ///
  /// Where a signal asks to stop, that command alone is ended; whoever gets the signal sees to the others.
  package func finish(_ call: WorkerCall) throws(WorkerRunnerError) -> WorkerNews {
    // The others count up from 1.
    let number = 0
    try start(call, as: number)
    var stop: Int32?
    while true {
      if let place = ended.firstIndex(where: { $0.number == number }) {
        let result = ended.remove(at: place).result
        return stop.map(WorkerNews.signal) ?? .ended(number: number, result)
      }
      if let signal = signals?.take() {
        // Whoever asks twice does not want to wait.
        let killAt = now + (stop == nil ? Self.stopGrace : .zero)
        for process in running where process.number == number {
          process.end(because: .interrupted, killingAt: killAt)
        }
        stop = signal
      }
      try waitOnce(until: nil, from: now)
    }
  }

  /// Waits for one thing to happen and sees to it.
  private func waitOnce(until deadline: Duration?, from before: Duration) throws(WorkerRunnerError)
  {
    var moments = running.map { $0.wakeUp(at: before) }
    if let deadline { moments.append(deadline) }
    let pause = (moments.min() ?? before) - before
    var waiting = running.flatMap { process in
      // A negative descriptor is passed over by poll.
      [process.output.ours, process.messages.ours].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
    }
    let milliseconds = Int32(clamping: max(0, (pause + .microseconds(999)).milliseconds))
    if poll(&waiting, nfds_t(waiting.count), milliseconds) < 0, errno != EINTR {
      throw WorkerRunnerError("cannot wait for commands: \(SystemError.last)")
    }
    let after = now
    for process in running { process.read(with: buffer, at: after) }
    collect(at: after)
  }

  /// Moves the commands that have ended to what is told.
  private func collect(at moment: Duration) {
    running.removeAll { process in
      guard let result = process.check(at: moment, with: buffer) else { return false }
      ended.append((process.number, result))
      return true
    }
  }

  package func stopAll() -> [(number: Int, result: WorkerResult)] {
    let killAt = now + Self.stopGrace
    for process in running { process.end(because: .interrupted, killingAt: killAt) }
    while !running.isEmpty {
      do { try waitOnce(until: nil, from: now) } catch { running = [] }
      // Whoever asks twice does not want to wait.
      if signals?.take() != nil {
        for process in running { process.end(because: .interrupted, killingAt: now) }
      }
    }
    defer { ended = [] }
    return ended
  }
}
