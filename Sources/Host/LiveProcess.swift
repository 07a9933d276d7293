#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// This process: what it was started with, and its end.
package struct LiveProcess {
  package static let badArgument = """
    orchestrate: error: an argument is not UTF-8
    hint: write it in UTF-8

    """
  package static let badFolder = """
    orchestrate: error: the working directory is gone, or its name is not UTF-8
    hint: go to another folder

    """

  /// The arguments behind the program's name; nil where one is not UTF-8, which the standard library would hide.
  package let arguments: [String]?

  /// Makes the process safe to write from: missing standard streams are opened, a reader that goes away kills nothing.
  package init() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
      // Else the next file that is opened would become standard output. What is written to it must not seem to be said,
      // so it can only be read.
      _ = open("/dev/null", O_RDONLY)
    }
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    Self.hideInheritedFiles()
    var arguments: [String]? = []
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let pointer = CommandLine.unsafeArgv[index] else { break }
      guard let argument = String(validatingCString: pointer) else {
        arguments = nil
        break
      }
      arguments?.append(argument)
    }
    self.arguments = arguments
  }

  /// Keeps what this process was given open, beside the standard streams, from the programs that it starts.
  ///
  /// One that outlives this process would hold it open, and whoever waits for its end would wait for ever.
  private static func hideInheritedFiles() {
    #if !canImport(Darwin)
    let entries = try? Folder(root: "/proc/self").list("fd", limit: 1 << 20)
    let numbers = entries?.compactMap { Int32(String(decoding: $0.name, as: UTF8.self)) }
    for number in numbers ?? Array(3..<256) where number > STDERR_FILENO {
      _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    }
    #endif
  }

  /// Ends the process.
  package func end(_ status: Int32, saying message: String? = nil) -> Never {
    if let message { try? StandardStream(STDERR_FILENO).write(message) }
    exit(status)
  }
}
