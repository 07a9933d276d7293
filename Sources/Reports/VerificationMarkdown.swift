import Records
import Runs
package import Verification

/// The report as GitHub Flavored Markdown, for a step summary or a comment.
///
/// Text that the tool did not write stands in code spans alone: there no host makes a link, a mention, a reference or HTML of it.
package enum VerificationMarkdown {
  /// The size of the greatest step summary that GitHub takes, less 24 KiB.
  package static let maximumSize = 1_000 << 10

  /// The most scalars of one text in a cell.
  private static let maximumText = 500

  /// The verdict, the summary, the findings, the gravest first, then the runs that are not simply passed.
  ///
  /// - Parameters:
  ///   - report: The answer of `verify`.
  ///   - maximumSize: The most bytes, at least 4 KiB; tables end with a line that says how many rows were left out.
  /// - Returns: Text with a final line end.
  package static func text(
    of report: VerificationReport, maximumSize: Int = maximumSize
  ) -> String {
    var page = Page(room: maximumSize)
    for line in ["### orchestrate verify", "", "**\(VerificationWords.verdict(report))**", ""] {
      page.add(line)
    }
    for line in VerificationWords.summary(report, quote: code) { page.add("- \(line)") }
    if let notes = VerificationWords.notes(report) { page.add("- \(notes)") }
    let findings = report.findings.filter { $0.level != .note }
    page.add(
      "| level | finding | place | what | next |", rows: findings.lazy.map(row),
      left: { "\(Count.of($0, "more finding")) left out; `orchestrate verify` shows all." })
    let runs = worthShowing(report)
    page.add(
      "| run | workflow | status | failures | undecided | warnings |",
      rows: runs.lazy.map(row), left: { "\(Count.of($0, "more run")) left out." })
    return page.text
  }

  private static func row(_ finding: VerificationFinding) -> String {
    let line = finding.line.map { ":\($0)" } ?? ""
    let attempt = finding.attempt.map { " \($0.gate) attempt \($0.number)" } ?? ""
    let facts = [
      ("expected", finding.expected), ("found", finding.found),
      ("recorded by", finding.recordedBy),
    ].compactMap { name, value in value.map { "<br>\(name): \(code($0))" } }
    let cells = [
      finding.level.rawValue, finding.id.rawValue + attempt,
      code(FindingText.relativePath(finding) + line),
      code(finding.message) + facts.joined(), finding.next.map(code) ?? "",
    ]
    return "| \(cells.joined(separator: " | ")) |"
  }

  private struct RunRow {
    let run: VerificationReport.Run
    var counts: [FindingID.Level: Int]
  }

  /// Those with graver findings first; a passed run without findings is in the summary alone.
  private static func worthShowing(_ report: VerificationReport) -> [RunRow] {
    var counts: [[UInt8]: [FindingID.Level: Int]] = [:]
    for finding in report.findings where finding.level != .note {
      if let run = finding.run {
        counts[Array(run.utf8), default: [:]][finding.level, default: 0] += 1
      }
    }
    let rows = report.runs.map { RunRow(run: $0, counts: counts[Array($0.id.utf8)] ?? [:]) }
    func rank(_ row: RunRow) -> FindingID.Level { row.counts.keys.min() ?? .note }
    return rows.filter { !$0.counts.isEmpty || $0.run.status != .passed }
      .enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
      .map(\.element)
  }

  private static func row(_ row: RunRow) -> String {
    let run = row.run
    let waiting = run.waitingAt.map { " at \($0)" } ?? ""
    let cells =
      [
        code(run.id), run.workflow.map(code) ?? "",
        run.status.map { $0.rawValue + waiting } ?? "not readable",
      ] + [.failure, .cannotCheck, .warning].map { row.counts[$0].map { "\($0)" } ?? "" }
    return "| \(cells.joined(separator: " | ")) |"
  }

  /// A code span (CommonMark 0.31, 6.1) that may stand in the cell of a table.
  static func code(_ text: String) -> String {
    let all = Visible.line(text).unicodeScalars
    let kept = String(all.prefix(maximumText)) + (all.count > maximumText ? "…" : "")
    guard !kept.utf8.isEmpty else { return "–" }
    var shown = ""
    var (run, longest) = (0, 0)
    var previous: Unicode.Scalar?
    for scalar in kept.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
      if scalar == "|" {
        // A bar ends a cell even in code, unless escaped; behind a backslash an escape would itself be escaped.
        shown += previous == "\\" ? "\\u{7c}" : "\\|"
      } else {
        shown.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    let fence = String(repeating: "`", count: longest + 1)
    let edges = [kept.utf8.first, kept.utf8.last]
    let pad = edges.contains(0x60) || edges.contains(0x20) ? " " : ""
    return fence + pad + shown + pad + fence
  }

  /// A page that takes lines while there is room.
  private struct Page {
    private(set) var text = ""
    private var room: Int
    /// Kept free for the line that says what was left out.
    private static let reserve = 256

    init(room: Int) { self.room = room }

    mutating func add(_ line: String) {
      text += line + "\n"
      room -= line.utf8.count + 1
    }

    /// A table of as many rows as there is room for; nothing at all without rows.
    mutating func add(_ head: String, rows: some Collection<String>, left: (Int) -> String) {
      guard !rows.isEmpty else { return }
      let columns = head.utf8.count { $0 == 0x7C } - 1
      let rule = "|" + String(repeating: " --- |", count: columns)
      var written = 0
      for row in rows {
        let opening = written == 0 ? head.utf8.count + rule.utf8.count + 3 : 0
        guard room - 2 * Self.reserve > opening + row.utf8.count + 1 else { break }
        if written == 0 { for line in ["", head, rule] { add(line) } }
        add(row)
        written += 1
      }
      if written < rows.count { for line in ["", left(rows.count - written)] { add(line) } }
    }
  }
}
