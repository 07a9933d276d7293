package import Records
package import Runs
import Text

/// A run as a page for a person.
package enum RunText {
  /// The title and the gates with their status, as the pause shows them.
  package static func overview(_ record: RunRecord) -> [String] {
    let header = record.header
    let names = record.state.gates.map { Visible.line("\($0.id) \($0.name)") }
    let width = names.map(\.unicodeScalars.count).max() ?? 0
    let statusWidth = record.state.gates.map(\.status.rawValue.utf8.count).max() ?? 0
    let rows = zip(names, record.state.gates).map { name, gate in
      let attempt = gate.attempts.last.map { "  attempt \($0.number)" } ?? ""
      let status =
        attempt.isEmpty ? gate.status.rawValue : padded(gate.status.rawValue, statusWidth)
      return "  \(padded(name, width))  \(status)\(attempt)"
    }
    let title = "\(header.workflow.slug) · \(header.workflow.name) · \(header.id)"
    return [Visible.line(title)] + rows
  }

  /// The page of `run show`.
  package static func page(_ overview: RunOverview) -> [String] {
    let record = overview.record
    let header = record.header
    var lines = Self.overview(record)
    lines.insert(
      Visible.line(
        "\(record.state.status.rawValue) · depth \(header.depth.rawValue) · \(header.workflow.artifactPath)"
          + " · started \(day(record.state.startedAt))"
          + (record.state.finishedAt.map { " · finished \(day($0))" } ?? "")), at: 1)
    let attempts = record.state.gates.flatMap { gate in
      gate.attempts.compactMap {
        record.attempts[AttemptKey(gate: gate.id, number: $0.number)]?.attempt
      }
    }
    if !attempts.isEmpty { lines += ["", "Attempts:"] + attempts.flatMap(attempt) }
    if !overview.artifacts.isEmpty {
      lines += ["", "Artifacts that passed:"]
      lines += overview.artifacts.map {
        Visible.line("  \($0.path) \($0.words)")
      }
    }
    return lines + ["", Visible.line("next: \(overview.next.command)")]
  }

  /// The table of `run list`.
  package static func list(_ runs: [RunListing]) -> [String] {
    guard !runs.isEmpty else { return ["no run yet"] }
    let rows = runs.map {
      [$0.status, $0.workflow, $0.waiting, $0.id.description].map(Visible.line)
    }
    let widths = (0..<3).map { column in rows.map { $0[column].unicodeScalars.count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { padded($0, $1) }.joined(separator: "  ") + "  \(row[3])"
    }
  }

  private static func attempt(_ attempt: Attempt) -> [String] {
    let who = attempt.finishedBy.name.map { " · \($0)" } ?? ""
    let title =
      "  \(attempt.key.gate) attempt \(attempt.key.number) · \(attempt.status.rawValue) "
      + "\(attempt.verdict.reasonCode.rawValue) · \(day(attempt.finishedAt))\(who)"
    let reason = attempt.failureReason.map { Visible.lines(of: $0).map { "    \($0)" } } ?? []
    return [Visible.line(title)] + reason
  }

  /// A moment to the minute.
  static func day(_ instant: Instant) -> String {
    let text = Array(instant.description.utf8)
    return String(decoding: text[..<10], as: UTF8.self) + " "
      + String(decoding: text[11..<16], as: UTF8.self) + " UTC"
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.unicodeScalars.count))
  }
}
