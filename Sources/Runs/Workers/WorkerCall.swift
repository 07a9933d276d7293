/// A command with everything filled in, ready to be started.
package struct WorkerCall: Sendable {
  /// The program as the workflow names it.
  package let name: String
  /// The program and its arguments; never empty.
  package let words: [String]
  /// Where it begins, from the root, reached without following a link; nil for the root itself.
  package let folder: String?
  /// Variables of the environment that it gets beside the few that every command gets.
  package let environment: [String]
  /// The file that it reads as standard input, from the root; nil for `/dev/null`.
  package let input: String?
  /// How long it may take.
  package let timeout: Duration
  /// Where its outputs are kept; nil keeps nothing.
  package let logs: WorkerLogs?

  package init(
    name: String, words: [String], folder: String?, environment: [String], input: String?,
    timeout: Duration, logs: WorkerLogs?
  ) {
    self.name = name
    self.words = words
    self.folder = folder
    self.environment = environment
    self.input = input
    self.timeout = timeout
    self.logs = logs
  }
}

/// The files that a command's outputs go to, from the root.
package struct WorkerLogs: Sendable, Equatable {
  package let output: String
  package let messages: String

  package init(output: String, messages: String) {
    self.output = output
    self.messages = messages
  }
}
