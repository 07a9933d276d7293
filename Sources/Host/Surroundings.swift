#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

package import Records

/// Everything outside the process that a command may ask: a test gives its own.
package struct Surroundings {
  package var environment: [String: String]
  /// Absolute.
  package var workingDirectory: String
  package var now: () -> Instant
  /// 32 random bits, for ids.
  package var random: () -> UInt32
  /// Waits, for as long as asked or until a signal ends the process.
  package var wait: (Duration) -> Void
  /// Carries the answer.
  package var output: any TextSink
  /// Carries the talk.
  package var messages: any TextSink
  /// The person, where standard input and standard error are a terminal.
  package var terminal: (any Terminal)?
  /// Ends this process by a signal that was held back while workers ran; nil lets every signal do what it always does.
  package var die: ((Int32) -> Void)?

  package init(
    environment: [String: String], workingDirectory: String, now: @escaping () -> Instant,
    random: @escaping () -> UInt32, wait: @escaping (Duration) -> Void, output: any TextSink,
    messages: any TextSink,
    terminal: (any Terminal)?, die: ((Int32) -> Void)? = nil
  ) {
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.now = now
    self.random = random
    self.wait = wait
    self.output = output
    self.messages = messages
    self.terminal = terminal
    self.die = die
  }

  /// The real ones of this process; nil where the working directory is gone or is not UTF-8.
  package static func live() -> Surroundings? {
    guard let folder = getcwd(nil, 0) else { return nil }
    defer { free(folder) }
    guard let workingDirectory = String(validatingCString: folder) else { return nil }
    let isPerson = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    let environment = liveEnvironment()
    return Surroundings(
      environment: environment, workingDirectory: workingDirectory, now: liveClock,
      random: { UInt32.random(in: 0...UInt32.max) }, wait: Folder.sleep,
      output: StandardStream(STDOUT_FILENO),
      messages: StandardStream(STDERR_FILENO),
      terminal: isPerson ? LiveTerminal(environment: environment) : nil, die: die)
  }

  private static func liveClock() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let milliseconds = Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    // A clock before the year 1 or after 9999 is read as 1970, so that records stay readable.
    return Instant(milliseconds: milliseconds) ?? .epoch
  }

  /// The environment; a variable that is not UTF-8 is left out.
  private static func liveEnvironment() -> [String: String] {
    var result: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      if let line = String(validatingCString: text), let equals = line.utf8.firstIndex(of: 0x3D) {
        result[String(line[..<equals])] = String(line[line.utf8.index(after: equals)...])
      }
      entry += 1
    }
    return result
  }
}

extension Folder {
  /// The number of this process.
  package static var processID: Int32 { getpid() }
}
