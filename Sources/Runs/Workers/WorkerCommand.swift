import Records
package import Text

/// A command that a workflow has run for a gate: the worker itself, or what is to be done before and after it.
package struct WorkerCommand: Sendable, Hashable {
  /// How the command is given the packet.
  package enum PacketWay: String, Sendable, CaseIterable {
    /// It is standard input.
    case stdin
    /// The words name its path, and standard input is empty.
    case path
  }

  /// The variable that stands for the absolute path of the packet.
  static let packetVariable = "{packet}"

  /// The program and its arguments, with variables; never empty.
  package let words: [String]
  /// How long it may take; nil leaves that to the policy.
  package let timeoutSeconds: Int?
  /// The variables of the environment that it gets beside the few that every command gets.
  package let environment: [String]
  /// Where it begins, from the root; nil for the root itself.
  package let folder: PathTemplate?
  package let packet: PacketWay

  package init(
    words: [String], timeoutSeconds: Int?, environment: [String], folder: PathTemplate?,
    packet: PacketWay
  ) {
    self.words = words
    self.timeoutSeconds = timeoutSeconds
    self.environment = environment
    self.folder = folder
    self.packet = packet
  }

  /// The program as the workflow names it, without its arguments.
  package var name: String { words.first ?? "" }
}

extension WorkerCommand {
  /// The call for one attempt; `packetPath` is absolute and `packetFile` is the same from the root.
  package func call(
    _ values: PathTemplate.Values, packetPath: String, packetFile: String, logs: WorkerLogs,
    timeout: Duration
  ) throws(PathError) -> WorkerCall {
    WorkerCall(
      name: name,
      words: words.map { word in
        Variables.fill(PathTemplate.fill(word, values), [("packet", packetPath)])
      },
      folder: try folder.map { template throws(PathError) in
        try RepositoryPath(template.filled(values)).text
      },
      environment: environment, input: packet == .stdin ? packetFile : nil, timeout: timeout,
      logs: logs)
  }
}

/// Which part of a gate's work a command is.
package enum WorkerPart: String, Sendable, CaseIterable {
  case prepare, worker, finish
}
