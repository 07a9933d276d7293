package import Text

/// A program that a rule wants run in the root of the repository: words, never a line for a shell.
package struct ExternalCheck: Sendable, Equatable {
  /// How a program ended.
  package enum End: Sendable, Equatable {
    case exited(Int32)
    case signalled(Int32)
    /// It took longer than it may, and was ended.
    case timedOut
    /// It could not be started; the words say why.
    case notStarted(String)
  }

  /// What became of a program.
  package struct Result: Sendable {
    package let end: End
    /// What it wrote on standard output, perhaps cut, with the paths of the repository written from its root.
    package let output: [UInt8]
    /// The same of standard error.
    package let messages: [UInt8]

    package init(end: End, output: [UInt8] = [], messages: [UInt8] = []) {
      self.end = end
      self.output = output
      self.messages = messages
    }
  }

  /// The id of the rule that asks.
  package let rule: String
  /// The program and its arguments; never empty.
  package let words: [String]
  /// Variables of the environment that it gets beside the few that every program gets.
  package let environment: [String]
  /// How many seconds it may take.
  package let seconds: Int

  package init(rule: String, words: [String], environment: [String], seconds: Int) {
    self.rule = rule
    self.words = words
    self.environment = environment
    self.seconds = seconds
  }
}

/// The port through which a rule has a program run; where there is none, its answer stays a claim.
package protocol CheckRunner {
  /// Runs a program to its end, in a group of its own that ends with it.
  func run(_ check: ExternalCheck) -> ExternalCheck.Result

  /// Says whether a regular file stands at a path; it is not opened.
  func isFile(_ path: RepositoryPath) -> Bool
}
