#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Asks git about one repository, in a way that a hostile repository cannot turn into running something else.
///
/// Only plumbing is meant to be asked. Hooks, the file system monitor, pagers, prompts, signature checks, optional locks,
/// replace objects and every transport are off; the environment of a calling git (as inside a hook) does not come through.
package struct Git: Sendable {
  /// What git answered.
  package struct Answer: Sendable, Hashable {
    package let status: Int32
    package let output: [UInt8]
    /// The beginning of what it said on standard error, at most 64 KiB.
    package let messages: [UInt8]
  }

  let root: String
  private let executable: String?
  private let environment: [String]

  /// Prepares for asking; starts nothing.
  ///
  /// - Parameters:
  ///   - root: The absolute path of the repository's working tree.
  ///   - environment: This process's environment. `PATH` says where git is looked for, in its absolute folders only.
  package init(root: String, environment: [String: String]) {
    // Git compares the real path of the tree with the one it is told to trust.
    self.root = Self.realPath(of: root) ?? root
    self.environment = Self.environment(from: environment)
    executable = Self.search(for: "git", in: environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin")
  }

  /// Runs git in the root.
  ///
  /// - Parameters:
  ///   - arguments: The subcommand and its arguments, none with a NUL.
  ///   - input: What git reads; nil gives it an empty file.
  ///   - limit: The most bytes of the answer.
  /// - Returns: The answer, whatever its status.
  /// - Throws: `notARepository`, as git itself says so, and what keeps git from running or answering at all.
  package func run(
    _ arguments: [String], input: [UInt8]? = nil, limit: Int = 64 << 20
  ) throws(GitError) -> Answer {
    let process = try child(arguments, input: input, limit: limit)
    let result: ChildProcess.Result
    do {
      result = try process.run()
    } catch {
      throw Self.error(error)
    }
    let status = try Self.status(of: result.end, messages: result.messages, limit: limit)
    return Answer(status: status, output: result.output, messages: result.messages)
  }

  /// Starts git in the root, for an answer that is read while it comes.
  ///
  /// - Parameters:
  ///   - arguments: As for `run`.
  ///   - input: What git reads first; nil gives it an empty file, anything else stays open for more.
  /// - Returns: The running git.
  /// - Throws: What keeps git from being started.
  func start(_ arguments: [String], input: [UInt8]? = nil) throws(GitError) -> GitStream {
    let process = try child(arguments, input: input, limit: 0)
    do {
      return GitStream(try process.start())
    } catch {
      throw Self.error(error)
    }
  }

  private func child(
    _ arguments: [String], input: [UInt8]?, limit: Int
  ) throws(GitError) -> ChildProcess {
    guard let executable else { throw .notInstalled }
    if let bad = arguments.first(where: { $0.utf8.contains(0) }) { throw .unsafeArgument(bad) }
    return ChildProcess(
      executable: executable, arguments: safeguards + arguments, environment: environment,
      input: input, outputLimit: limit, messageLimit: 64 << 10)
  }

  /// What an error of starting or talking means.
  static func error(_ error: SystemError) -> GitError {
    error.code == ENOENT ? .notInstalled : .couldNotRun(error.description)
  }

  /// The status that git ended with, whatever it is, unless git says that there is no repository.
  static func status(
    of end: ChildProcess.End, messages: [UInt8], limit: Int
  ) throws(GitError) -> Int32 {
    switch end {
    case .tooMuchOutput: throw .tooMuchOutput(limit: limit)
    case .signalled(let signal): throw .signalled(signal)
    case .exited(let status):
      let noRepository = Array("fatal: not a git repository".utf8)
      if status == 128, messages.starts(with: noRepository) { throw .notARepository }
      return status
    }
  }

  /// The options that come before every subcommand.
  private var safeguards: [String] {
    [
      "-C", root, "--no-pager",
      "-c", "safe.directory=\(root)",
      "-c", "core.fsmonitor=false",
      "-c", "core.hooksPath=/dev/null",
      "-c", "log.showSignature=false",
      "-c", "protocol.allow=never",
    ]
  }

  /// The environment that git gets: the person's own, without what git sets for its children.
  static func environment(from own: [String: String]) -> [String] {
    // These three choose the person's configuration files; every other variable of git's could change what is asked.
    let kept: Set = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"]
    let replaced: Set = ["LC_ALL", "LANG", "LANGUAGE", "LC_MESSAGES"]
    let passed = own.filter { name, value in
      let isGits = name.utf8.starts(with: "GIT_".utf8) && !kept.contains(name)
      let isSafe = !name.utf8.contains(0) && !value.utf8.contains(0)
      return isSafe && !isGits && !replaced.contains(name)
    }
    return passed.map { "\($0)=\($1)" }.sorted() + [
      "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_REPLACE_OBJECTS=1",
      "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=",
    ]
  }

  /// Finds a program, never in a relative folder: that could be the repository.
  private static func search(for name: String, in path: String) -> String? {
    path.utf8.split(separator: UInt8(ascii: ":")).lazy
      .filter { $0.first == UInt8(ascii: "/") && !$0.contains(0) }
      .map { "\(String(decoding: $0, as: UTF8.self))/\(name)" }
      .first { access($0, X_OK) == 0 }
  }

  private static func realPath(of path: String) -> String? {
    guard !path.utf8.contains(0), let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(validatingCString: resolved)
  }
}
