import Text

/// Colours for a terminal, put on finished lines of a report and taken from nowhere else: without them a line stays, byte for byte,
/// as it is.
///
/// Only words are coloured that the tool itself writes: statuses, levels of findings, marks of messages. A line of untrusted
/// text that looks like one of them may be coloured too; that is all that it can do.
package struct Style: Sendable {
  private let isColored: Bool

  /// Makes a style with colours or without.
  package init(isColored: Bool) { self.isColored = isColored }

  /// Tells whether a stream gets colours, by the first of these that speaks: the flag `--no-color`, `NO_COLOR` (when not empty),
  /// `CLICOLOR_FORCE` (when neither empty nor 0), `CLICOLOR` (when 0), then the stream: a terminal that is not dumb.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether the stream itself leads to a terminal.
  ///   - isRefused: Whether `--no-color` was given.
  ///   - environment: The variables of the process.
  /// - Returns: Whether to colour what goes there.
  package static func isColored(
    isTerminal: Bool, isRefused: Bool, environment: [String: String]
  ) -> Bool {
    func value(_ name: String) -> String { environment[name] ?? "" }
    if isRefused || !value("NO_COLOR").utf8.isEmpty { return false }
    let force = value("CLICOLOR_FORCE")
    if !force.utf8.isEmpty, !force.utf8.elementsEqual("0".utf8) { return true }
    if value("CLICOLOR").utf8.elementsEqual("0".utf8) { return false }
    return isTerminal && !value("TERM").utf8.elementsEqual("dumb".utf8)
  }

  /// Colours text of several lines.
  package func report(_ text: String) -> String {
    guard isColored else { return text }
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    return lines.map { line(Array($0)) }.joined(separator: "\n")
  }

  private enum Color: String {
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  private static let statuses: [(word: String, color: Color)] = [
    ("PASSED", .green), ("PASS", .green), ("SUCCESS", .green), ("FAILED", .red), ("FAIL", .red),
    ("ERROR", .red), ("UNREADABLE", .red), ("STALE", .yellow), ("CANCELED", .yellow),
    ("verified", .green),
  ]

  /// What stands before a status: the beginning of a line, a column, a mark between facts.
  private static let leads = ["  ", "· "].map { Array($0.utf8) }

  private static let levels: [(mark: String, color: Color)] = [
    (": fail[", .red), (": error[", .red), (": warn[", .yellow),
    (": cannot-check[", .yellow),
  ]

  private static let prefixes: [(lead: String, word: String, color: Color)] = [
    ("orchestrate: ", "error:", .red), ("", "error:", .red), ("", "warning:", .yellow),
    ("", "note:", .yellow), ("", "failure:", .red), ("", "does not verify:", .red),
    ("", "could not be checked:", .yellow),
  ]

  private func line(_ line: [UInt8]) -> String {
    for (lead, word, color) in Self.prefixes where line.starts(with: (lead + word).utf8) {
      return colored(line, from: lead.utf8.count, count: word.utf8.count, color)
    }
    for start in line.indices {
      for (mark, color) in Self.levels where line[start...].starts(with: mark.utf8) {
        return colored(line, from: start + 2, count: mark.utf8.count - 3, color)
      }
      guard start == 0 || Self.leads.contains(where: { line[..<start].hasSuffix($0) }) else {
        continue
      }
      for (word, color) in Self.statuses where line[start...].starts(with: word.utf8) {
        let end = start + word.utf8.count
        if end == line.count || line[end] == 0x20 {
          return colored(line, from: start, count: word.utf8.count, color)
        }
      }
    }
    return String(decoding: line, as: UTF8.self)
  }

  private func colored(_ line: [UInt8], from start: Int, count: Int, _ color: Color) -> String {
    let parts = [line[..<start], line[start..<(start + count)], line[(start + count)...]].map {
      String(decoding: $0, as: UTF8.self)
    }
    return "\(parts[0])\u{1B}[\(color.rawValue)m\(parts[1])\u{1B}[0m\(parts[2])"
  }
}

extension ArraySlice<UInt8> {
  fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool {
    count >= suffix.count && self[(endIndex - suffix.count)...].elementsEqual(suffix)
  }
}
