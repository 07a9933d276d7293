/// How a command ended.
package enum WorkerEnd: Sendable, Equatable {
  /// Why a command could not be started.
  package enum Obstacle: Sendable, Equatable {
    case missingProgram, notExecutable
    case badFolder(String)
  }

  case exited(Int32)
  case signalled(Int32)
  case timedOut(after: Duration)
  /// Its own tool was told to stop.
  case interrupted
  case notStarted(Obstacle)

  /// One word for programs.
  package var word: String {
    switch self {
    case .exited(0): "success"
    case .exited: "exit_nonzero"
    case .signalled: "signal"
    case .timedOut: "timeout"
    case .interrupted: "interrupted"
    case .notStarted(.missingProgram): "missing_program"
    case .notStarted(.notExecutable): "not_executable"
    case .notStarted(.badFolder): "bad_folder"
    }
  }

  /// What happened to a command of a name, for a person.
  package func words(about name: String) -> String {
    switch self {
    case .exited(let status): "'\(name)' ended with status \(status)"
    case .signalled(let signal): "'\(name)' was ended by signal \(signal)"
    case .timedOut(let limit):
      "'\(name)' took longer than \(Count.of(Int(limit.components.seconds), "second")) and was ended"
    case .interrupted: "'\(name)' was ended, as orchestrate was told to stop"
    case .notStarted(.missingProgram): "the program '\(name)' was not found"
    case .notStarted(.notExecutable): "the program '\(name)' cannot be executed"
    case .notStarted(.badFolder(let folder)):
      "'\(name)' was not started: '\(folder)' is no folder below the root that is reached without a link"
    }
  }
}

/// What became of a command.
package struct WorkerResult: Sendable {
  package let end: WorkerEnd
  /// How long it took, by a clock that only goes forward.
  package let duration: Duration
  /// How many bytes it wrote on standard output, kept or not.
  package let outputBytes: Int
  /// How many bytes it wrote on standard error, kept or not.
  package let messageBytes: Int
  /// The last of what it wrote on standard output, at most `tailLimit` bytes.
  package let outputTail: [UInt8]
  /// The last of what it wrote on standard error, at most `tailLimit` bytes.
  package let messageTail: [UInt8]
  /// What its standard output told as a stream of events; nil where no line was one.
  package let events: AgentEvents?
  /// Why its outputs were not kept whole though they were not too long, or nil.
  package let logProblem: String?

  /// The most bytes of an output's end that are at hand.
  package static let tailLimit = 64 << 10

  package init(
    end: WorkerEnd, duration: Duration, outputBytes: Int = 0, messageBytes: Int = 0,
    outputTail: [UInt8] = [], messageTail: [UInt8] = [], events: AgentEvents? = nil,
    logProblem: String? = nil
  ) {
    self.end = end
    self.duration = duration
    self.outputBytes = outputBytes
    self.messageBytes = messageBytes
    self.outputTail = outputTail
    self.messageTail = messageTail
    self.events = events
    self.logProblem = logProblem
  }
}
