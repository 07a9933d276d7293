package import JSONDocument

/// What is kept of an agent's stream of events when its command has ended.
package struct AgentSummary: Sendable, Equatable {
  /// The most bytes that a file of it may have.
  package static let sizeLimit = 4 << 20

  /// The lines that were understood.
  package let lines: Int
  /// The lines that say nothing known.
  package let unknownLines: Int
  /// How long the work took by the agent's own words, in milliseconds.
  package let reportedMilliseconds: Int?
  package let lastMessage: String?
  /// All commands, also those that are not kept.
  package let commandCount: Int
  /// The first commands that the agent ran.
  package let commands: [AgentEvents.Command]

  package init(
    lines: Int, unknownLines: Int = 0, reportedMilliseconds: Int? = nil, lastMessage: String?,
    commandCount: Int, commands: [AgentEvents.Command]
  ) {
    self.lines = lines
    self.unknownLines = unknownLines
    self.reportedMilliseconds = reportedMilliseconds
    self.lastMessage = lastMessage
    self.commandCount = commandCount
    self.commands = commands
  }

  /// The commands that the agent says have failed, among those that are kept.
  package var failures: Int { commands.count(where: \.isError) }

  /// As many commands as are asked for that took longest, in the order in which they were run.
  package func longest(_ count: Int) -> [AgentEvents.Command] {
    let ended = commands.enumerated().filter { $0.element.milliseconds != nil }
    let longest = ended.sorted {
      ($0.element.milliseconds ?? 0, $1.offset) > ($1.element.milliseconds ?? 0, $0.offset)
    }
    return longest.prefix(count).sorted { $0.offset < $1.offset }.map(\.element)
  }
}

// MARK: Its form in the file

extension AgentSummary {
  package var value: JSONValue {
    [
      "lines": .integer(Int64(lines)), "unknown_lines": .integer(Int64(unknownLines)),
      "reported_milliseconds": Self.optional(reportedMilliseconds),
      "last_message": lastMessage.map(JSONValue.string) ?? .null,
      "command_count": .integer(Int64(commandCount)),
      "commands": .array(
        commands.map { command in
          [
            "command": .string(command.text),
            "milliseconds": Self.optional(command.milliseconds),
            "exit_status": Self.optional(command.status), "failed": .bool(command.isError),
          ]
        }),
    ]
  }

  /// Reads a summary; nil where it is none.
  package init?(reading bytes: [UInt8]) {
    guard let summary = try? JSONDocument(parsing: bytes).root.object(),
      let lines = try? summary.required("lines").integer(),
      let unknown = try? summary.required("unknown_lines").integer(),
      let count = try? summary.required("command_count").integer(),
      let listed = try? summary.required("commands").array()
    else { return nil }
    var commands: [AgentEvents.Command] = []
    for cursor in listed {
      guard commands.count < AgentEvents.commandLimit else { break }
      guard let command = try? cursor.object(),
        let text = try? command.required("command").string(),
        let isError = try? command.required("failed").bool()
      else { return nil }
      commands.append(
        AgentEvents.Command(
          text: text, milliseconds: Self.number("milliseconds", in: command),
          status: Self.number("exit_status", in: command), isError: isError))
    }
    self.init(
      lines: lines, unknownLines: unknown,
      reportedMilliseconds: Self.number("reported_milliseconds", in: summary),
      lastMessage: try? summary.optional("last_message")?.nonNull?.string(), commandCount: count,
      commands: commands)
  }

  private static func number(_ key: String, in object: JSONObject) -> Int? {
    try? object.optional(key)?.nonNull?.integer()
  }

  private static func optional(_ number: Int?) -> JSONValue {
    number.map { .integer(Int64($0)) } ?? .null
  }
}
