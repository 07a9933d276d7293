package import Records
package import Runs

/// The table of `run list`, in columns that fit the terminal.
package enum RunListText {
  /// A line for each run; `width` is that of the terminal, nil where nothing bounds it.
  ///
  /// Where it is too narrow the workflow goes first; then each id has a line of its own, as it is there to be copied.
  package static func lines(_ runs: [RunListing], now: Instant, width: Int? = nil) -> [String] {
    let rows = runs.map { run in
      Row(
        status: Visible.line(run.status), workflow: Visible.line(run.workflow),
        waiting: Visible.line(run.waiting + age(of: run, now)), id: run.id.description)
    }
    let all = rows.map { [$0.status, $0.workflow, $0.waiting] }
    let fits = { (table: [String]) in
      width.map { width in table.allSatisfy { $0.unicodeScalars.count <= width } } ?? true
    }
    let full = table(all, rows.map(\.id))
    if fits(full) { return full }
    let short = all.map { [$0[0], $0[2]] }
    let narrow = table(short, rows.map(\.id))
    if fits(narrow) { return narrow }
    return zip(rows, table(short, nil)).flatMap { [$1, "  \($0.id)"] }
  }

  private struct Row {
    let status: String
    let workflow: String
    let waiting: String
    let id: String
  }

  private static func age(of run: RunListing, _ now: Instant) -> String {
    run.since.map { " for " + DurationWords.age(now.milliseconds - $0.milliseconds) } ?? ""
  }

  private static func table(_ rows: [[String]], _ ids: [String]?) -> [String] {
    let all = (0..<(rows.first?.count ?? 0)).map { column in
      rows.map { $0[column].unicodeScalars.count }.max() ?? 0
    }
    // A column in which no run has anything is none.
    let rows = rows.map { row in zip(row, all).filter { $0.1 > 0 }.map(\.0) }
    let widths = all.filter { $0 > 0 }
    return rows.enumerated().map { index, row in
      let cells = zip(row, widths).map { RunText.padded($0, $1) }
      guard let ids else {
        return zip(row.dropLast(), widths).map { RunText.padded($0, $1) + "  " }.joined()
          + (row.last ?? "")
      }
      return (cells + [ids[index]]).joined(separator: "  ")
    }
  }
}
