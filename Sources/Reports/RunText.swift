package import Records
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

  /// A moment to the minute.
  static func day(_ instant: Instant) -> String {
    let text = Array(instant.description.utf8)
    return String(decoding: text[..<10], as: UTF8.self) + " "
      + String(decoding: text[11..<16], as: UTF8.self) + " UTC"
  }

  /// A text with blanks behind it, up to a width in scalars.
  package static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.unicodeScalars.count))
  }
}
