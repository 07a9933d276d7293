#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Starts one program with exactly what it is given.
///
/// It gets none of this process's open files but three and one that is named, the default signal handling and an empty signal
/// mask.
struct Spawn {
  /// The absolute path of the program.
  let executable: String
  /// What follows the program's name.
  let arguments: [String]
  /// The whole environment, as `NAME=value`.
  let environment: [String]
  /// An open file to read from; nil connects it with `/dev/null`.
  let input: Int32?
  let output: Int32
  let messages: Int32
  /// An open folder to begin in; nil for this process's own.
  var folder: Int32?
  /// An open file that it keeps open as well, under the same number; nil for none.
  var kept: Int32?
  /// Whether it leads a process group of its own, which can be ended as a whole.
  var leadsGroup = false

  /// Starts the program; the error is the one that starting it gave, also that of a missing program.
  func start() throws(SystemError) -> pid_t {
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

    if let input {
      try check(posix_spawn_file_actions_adddup2(&actions, input, 0))
    } else {
      try check(posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0))
    }
    try check(posix_spawn_file_actions_adddup2(&actions, output, 1))
    try check(posix_spawn_file_actions_adddup2(&actions, messages, 2))
    if let folder { try check(addFolder(&actions, folder)) }
    if let kept { try check(keep(&actions, kept)) }

    var mask = sigset_t()
    var defaults = sigset_t()
    sigemptyset(&mask)
    sigemptyset(&defaults)
    for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD, SIGALRM, SIGXFSZ] {
      sigaddset(&defaults, signal)
    }
    try check(posix_spawnattr_setsigmask(&attributes, &mask))
    try check(posix_spawnattr_setsigdefault(&attributes, &defaults))
    var flags = Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF) | onlyTheseFiles
    if leadsGroup {
      flags |= Int16(POSIX_SPAWN_SETPGROUP)
      try check(posix_spawnattr_setpgroup(&attributes, 0))
    }
    try check(posix_spawnattr_setflags(&attributes, flags))

    var process: pid_t = 0
    func spawn() -> Int32 {
      Self.withCStrings([executable] + arguments) { argumentList in
        Self.withCStrings(environment) { environmentList in
          posix_spawn(&process, executable, &actions, &attributes, argumentList, environmentList)
        }
      }
    }
    var result = spawn()
    // A program that was just written may still be open in another process, for the moment that it takes to start a program.
    for pause in [1, 2, 4, 8, 16, 32] where result == ETXTBSY {
      Folder.sleep(.milliseconds(pause))
      result = spawn()
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

#if canImport(Darwin)
private func addFolder(
  _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t?>, _ folder: Int32
) -> Int32 {
  posix_spawn_file_actions_addfchdir_np(actions, folder)
}

private func keep(
  _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t?>, _ file: Int32
) -> Int32 {
  posix_spawn_file_actions_addinherit_np(actions, file)
}
#else
// Put in its own place a descriptor loses the mark that closes it when a program begins.
private func keep(
  _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ file: Int32
) -> Int32 {
  posix_spawn_file_actions_adddup2(actions, file, file)
}

// The library has it; its header shows it only to programs that ask for more than POSIX.1-2008, and Swift cannot ask.
@_silgen_name("posix_spawn_file_actions_addfchdir_np")
private func addFolder(
  _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ folder: Int32
) -> Int32
#endif
