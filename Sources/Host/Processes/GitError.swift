/// A question to git that got no answer.
package enum GitError: Error, Sendable, Hashable {
  /// No program `git` is in any folder of the search path.
  case notInstalled
  /// The root is in no git repository.
  case notARepository
  /// Git could not be started or talked to; in plain words.
  case couldNotRun(String)
  /// Git ended with a status that says it failed, or 0 where it went on, and with what it said.
  case failed(status: Int32, message: String)
  /// Git was killed by a signal.
  case signalled(Int32)
  /// Git's answer has more bytes than the limit.
  case tooMuchOutput(limit: Int)
  /// Git answered in a form that this tool does not know.
  case unexpectedAnswer
  /// An argument that git could take for something else: it has a control character, or is no id or no path where one belongs.
  case unsafeArgument(String)
}

extension GitError: CustomStringConvertible {
  /// One line, what git said escaped.
  package var description: String {
    switch self {
    case .notInstalled: "git is not installed, or not in the search path"
    case .notARepository: "this is not a git repository"
    case .couldNotRun(let reason): "cannot run git: \(reason)"
    case .failed(let status, let message) where message.isEmpty:
      "git failed with status \(status)"
    case .failed(_, let message): "git failed: \(FileError.escaped(message))"
    case .signalled(let signal): "git was ended by signal \(signal)"
    case .tooMuchOutput(let limit): "git answered with more than \(limit) bytes"
    case .unexpectedAnswer: "git answered in an unknown form"
    case .unsafeArgument(let argument):
      "cannot ask git for '\(FileError.escaped(argument))'"
    }
  }
}
