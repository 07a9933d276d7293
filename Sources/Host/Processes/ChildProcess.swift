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
  /// It gets none of this process's open files, the default signal handling and an empty signal mask. Both outputs are
  /// read while the input is written, so that neither side can wait for the other for ever.
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
    #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
    let onlyTheseFiles = Int16(POSIX_SPAWN_CLOEXEC_DEFAULT)
    #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    // Here every descriptor is opened in a way that a program does not inherit it.
    let onlyTheseFiles: Int16 = 0
    #endif
    try check(posix_spawn_file_actions_init(&actions))
    defer { posix_spawn_file_actions_destroy(&actions) }
    try check(posix_spawnattr_init(&attributes))
    defer { posix_spawnattr_destroy(&attributes) }

    if let feed {
      try check(posix_spawn_file_actions_adddup2(&actions, feed.theirs, 0))
    } else {
      try check(posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0))
    }
    try check(posix_spawn_file_actions_adddup2(&actions, output.theirs, 1))
    try check(posix_spawn_file_actions_adddup2(&actions, messages.theirs, 2))

    var mask = sigset_t()
    var defaults = sigset_t()
    sigemptyset(&mask)
    sigemptyset(&defaults)
    for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD, SIGALRM, SIGXFSZ] {
      sigaddset(&defaults, signal)
    }
    try check(posix_spawnattr_setsigmask(&attributes, &mask))
    try check(posix_spawnattr_setsigdefault(&attributes, &defaults))
    let flags = Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF) | onlyTheseFiles
    try check(posix_spawnattr_setflags(&attributes, flags))

    var process: pid_t = 0
    let result = Self.withCStrings([executable] + arguments) { argumentList in
      Self.withCStrings(environment) { environmentList in
        posix_spawn(&process, executable, &actions, &attributes, argumentList, environmentList)
      }
    }
    try check(result)
    return process
  }

  /// The functions of this family return their error in place of setting `errno`.
  private func check(_ result: Int32) throws(SystemError) {
    guard result == 0 else { throw SystemError(code: result) }
  }

  /// Hands strings without NUL to a C function as a list that ends with a null pointer.
  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    var list: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    list.append(nil)
    defer { for string in list { free(string) } }
    return body(list)
  }
}
