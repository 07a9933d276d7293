import JSONDocument
import Text

/// What a coding agent's stream of JSON lines tells: the commands it ran, how long they took, its last words.
///
/// It is made while the lines come, in memory that has a bound; a line that says nothing known is counted and never an error.
package struct AgentEvents: Sendable, Equatable {
  /// A command that the agent ran.
  package struct Command: Sendable, Equatable {
    /// At most `textLimit` bytes.
    package var text: String
    /// From its first event to its last; nil while it has not ended.
    package var milliseconds: Int?
    /// The exit status, where the agent tells it.
    package var status: Int?
    /// Whether the agent says that it failed.
    package var isError: Bool

    package init(text: String, milliseconds: Int?, status: Int?, isError: Bool) {
      self.text = text
      self.milliseconds = milliseconds
      self.status = status
      self.isError = isError
    }
  }

  package static let commandLimit = 200
  package static let textLimit = 2 << 10
  /// A longer line is passed over as one that says nothing known.
  package static let lineLimit = 1 << 20

  /// The lines that were understood.
  package private(set) var lines = 0
  /// The lines that say nothing known, empty ones left out.
  package private(set) var unknownLines = 0
  /// The first commands, at most `commandLimit`.
  package private(set) var commands: [Command] = []
  /// All commands, also those that are left out above.
  package private(set) var commandCount = 0
  /// What the agent said last, at most `textLimit` bytes.
  package private(set) var lastMessage: String?
  /// How long the work took by the agent's own words, in milliseconds.
  package private(set) var reportedMilliseconds: Int?

  private var rest: [UInt8] = []
  private var isTooLong = false
  /// Commands that have not ended: the agent's name of each, its place, and when it began.
  private var running: [Running] = []

  private struct Running: Sendable, Equatable {
    let id: String
    let index: Int
    let start: Int
  }

  package init() {}

  /// Whether anything was understood at all.
  package var isEmpty: Bool { lines == 0 }

  /// Takes in the next bytes; `milliseconds` is the moment at which they came.
  package mutating func read(_ bytes: [UInt8], at milliseconds: Int) {
    var piece = bytes[...]
    while let end = piece.firstIndex(of: 0x0A) {
      take(piece[..<end])
      endLine(at: milliseconds)
      piece = piece[(end + 1)...]
    }
    take(piece)
  }

  /// Takes in the last line, which may have no line break.
  package mutating func finish(at milliseconds: Int) { endLine(at: milliseconds) }

  private mutating func take(_ bytes: ArraySlice<UInt8>) {
    guard !isTooLong else { return }
    if rest.count + bytes.count > Self.lineLimit {
      isTooLong = true
      rest = []
    } else {
      rest += bytes
    }
  }

  private mutating func endLine(at milliseconds: Int) {
    defer {
      rest.removeAll(keepingCapacity: rest.count < 64 << 10)
      isTooLong = false
    }
    if rest.last == 0x0D { rest.removeLast() }
    guard isTooLong || !rest.isEmpty else { return }
    guard !isTooLong, rest.first == UInt8(ascii: "{"),
      let line = try? JSONDocument(parsing: rest).root.object(),
      understand(line, at: milliseconds)
    else {
      unknownLines += 1
      return
    }
    lines += 1
  }
}

// MARK: The events of the streams that are known

extension AgentEvents {
  /// Reads one event; says whether it is one of a stream that is known.
  private mutating func understand(_ line: JSONObject, at now: Int) -> Bool {
    guard let type = line.text("type") else { return false }
    switch type {
    // Messages with content parts, tools being called in one and answered in the next.
    case "assistant", "user":
      guard let parts = try? line.object("message")?.optional("content")?.array() else {
        return line.object("message") != nil
      }
      for part in parts { if let part = try? part.object() { understand(part: part, at: now) } }
      return true
    case "result":
      if let text = line.text("result") { say(text) }
      reportedMilliseconds = line.integer("duration_ms") ?? reportedMilliseconds
      return true
    // Items that are started and completed.
    case "item.started", "item.updated", "item.completed":
      guard let item = line.object("item"), let kind = item.text("type") ?? item.text("item_type")
      else { return false }
      let isEnd = type.utf8.elementsEqual("item.completed".utf8)
      if kind.utf8.elementsEqual("command_execution".utf8) {
        let id = item.text("id") ?? ""
        if !running.contains(where: { $0.id.utf8.elementsEqual(id.utf8) }) {
          begin(id, item.text("command") ?? "", at: now)
        }
        if isEnd {
          let status = item.integer("exit_code")
          end(id, status: status, isError: (status ?? 0) != 0, at: now)
        }
      } else if isEnd, let text = item.text("text"),
        ["agent_message", "assistant_message"].contains(where: {
          $0.utf8.elementsEqual(kind.utf8)
        })
      {
        say(text)
      }
      return true
    case "system", "thread.started", "turn.started", "turn.completed", "turn.failed", "error",
      "stream_event", "rate_limit_event":
      return true
    default: return false
    }
  }

  private mutating func understand(part: JSONObject, at now: Int) {
    switch part.text("type") {
    case "text": if let text = part.text("text") { say(text) }
    case "tool_use":
      guard let id = part.text("id"), let command = part.object("input")?.text("command") else {
        return
      }
      begin(id, command, at: now)
    case "tool_result":
      guard let id = part.text("tool_use_id") else { return }
      end(id, status: nil, isError: (try? part.optional("is_error")?.bool()) ?? false, at: now)
    default: break
    }
  }

  private mutating func say(_ text: String) { lastMessage = Self.cut(text) }

  private mutating func begin(_ id: String, _ text: String, at now: Int) {
    commandCount += 1
    guard commands.count < Self.commandLimit else { return }
    running.append(Running(id: id, index: commands.count, start: now))
    commands.append(
      Command(text: Self.cut(text), milliseconds: nil, status: nil, isError: false))
  }

  private mutating func end(_ id: String, status: Int?, isError: Bool, at now: Int) {
    guard let place = running.firstIndex(where: { $0.id.utf8.elementsEqual(id.utf8) }) else {
      return
    }
    let begun = running.remove(at: place)
    commands[begun.index].milliseconds = now - begun.start
    commands[begun.index].status = status
    commands[begun.index].isError = isError
  }

  /// The text, without what is more than the bound, between scalars.
  private static func cut(_ text: String) -> String {
    guard text.utf8.count > textLimit else { return text }
    var bytes = 0
    let scalars = text.unicodeScalars.prefix { scalar in
      bytes += UTF8.width(scalar)
      return bytes <= textLimit - 3
    }
    return String(scalars) + "…"
  }
}

extension AgentEvents {
  /// What is kept in `summary.json`.
  package var summary: AgentSummary {
    AgentSummary(
      lines: lines, unknownLines: unknownLines, reportedMilliseconds: reportedMilliseconds,
      lastMessage: lastMessage, commandCount: commandCount, commands: commands)
  }
}

extension UTF8 {
  fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0..<0x80: 1
    case 0x80..<0x800: 2
    case 0x800..<0x1_0000: 3
    default: 4
    }
  }
}

extension JSONObject {
  fileprivate func text(_ key: String) -> String? { try? optional(key)?.string() }
  fileprivate func integer(_ key: String) -> Int? { try? optional(key)?.integer() }
  fileprivate func object(_ key: String) -> JSONObject? { try? optional(key)?.object() }
}
