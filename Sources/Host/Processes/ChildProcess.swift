#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A program to run, with everything that it is given.
struct ChildProcess {
  /// The absolute path of the program.
  let executable: String
  /// What follows the program's name.
  let arguments: [String]
  /// The whole environment, as `NAME=value`.
  let environment: [String]
  /// What it reads first; nil connects it with `/dev/null`.
  let input: [UInt8]?
  /// The most bytes of standard output when it is run to its end; a program that writes more is killed.
  let outputLimit: Int
  /// The most bytes of standard error that are kept; the rest is read and dropped.
  let messageLimit: Int

  /// How a program ended.
  enum End: Equatable {
    case exited(Int32)
    case signalled(Int32)
    case tooMuchOutput
  }

  struct Result {
    let end: End
    let output: [UInt8]
    let messages: [UInt8]
  }

  /// Runs the program.
  ///
  /// Both outputs are read while the input is written, so that neither side can wait for the other for ever.
  func run() throws(SystemError) -> Result {
    let process = try start()
    process.endInput()
    var output: [UInt8] = []
    while let piece = try process.next() {
      guard piece.count <= outputLimit - output.count else {
        _ = try process.stop()
        return Result(end: .tooMuchOutput, output: output, messages: process.messages)
      }
      output.append(contentsOf: piece)
    }
    return Result(end: try process.wait(), output: output, messages: process.messages)
  }

  /// Starts the program, whose input then stays open for more until it is ended.
  func start() throws(SystemError) -> RunningProcess {
    let output = try Channel()
    let messages = try Channel()
    let feed = input == nil ? nil : try Channel()
    let process = try spawn(feed: feed, output: output, messages: messages)
    for channel in [feed, output, messages] { channel?.closeTheirs() }
    return RunningProcess(
      process,
      Exchange(
        feed: feed, rest: (input ?? [])[...], output: output, messages: messages,
        messageLimit: messageLimit))
  }

  private func spawn(
    feed: Channel?, output: Channel, messages: Channel
  ) throws(SystemError) -> pid_t {
    try Spawn(
      executable: executable, arguments: arguments, environment: environment, input: feed?.theirs,
      output: output.theirs, messages: messages.theirs
    ).start()
  }
}
