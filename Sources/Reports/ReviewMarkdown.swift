import Records
import Runs
package import Verification

/// A report for reviewers as Markdown that fits a comment on a pull request.
package struct ReviewMarkdown: Sendable {
  /// The most bytes of a whole report, below what code hosts take for a comment in whatever way they count.
  package static let limit = 60_000
  /// The most notes that are listed.
  private static let notes = 40

  package let lines: [String]

  package init(_ report: ReviewReport) {
    // The timeline is drawn of the runs that are shown, so each number of runs is tried, the highest first.
    var count = report.runs.count
    let head = Self.head(report)
    let sizes = report.runs.map { Self.size(Self.row($0)) + Self.size(Self.details($0)) }
    var size = sizes.reduce(Self.size(head) + 200, +)
    while count > 0, size + Self.size(Self.timeline(report.runs.prefix(count))) > Self.limit {
      count -= 1
      size -= sizes[count]
    }
    let shown = report.runs.prefix(count)
    var lines = head
    if !shown.isEmpty {
      lines += ["| run | status | gates | attempts | finished by |", "|---|---|---|---|---|"]
      lines += shown.flatMap(Self.row)
      lines += shown.flatMap(Self.details)
      lines += Self.timeline(shown)
    }
    let left = report.runs.count - count
    if left > 0 {
      lines += [
        "",
        "\(Count.of(left, "older run")) left out to keep this short; `orchestrate report` has all.",
      ]
    }
    self.lines = lines
  }

  private static func size(_ lines: [String]) -> Int { lines.reduce(0) { $0 + $1.utf8.count + 1 } }

  private static func head(_ report: ReviewReport) -> [String] {
    var lines = [
      "## " + ReviewText.title(report).markdown, "", ReviewText.summary(report).markdown,
    ]
    if !report.notes.isEmpty {
      lines += ["", "### Look at", ""]
      lines += report.notes.prefix(notes).map {
        "- " + ReviewWords.note($0, slug: ReviewText.slug(of: $0, in: report)).markdown
      }
      if report.notes.count > notes {
        lines.append(
          "- and \(report.notes.count - notes) more: `orchestrate report --format json`")
      }
    }
    return lines + [""]
  }

  private static func row(_ run: RunReview) -> [String] {
    let cells: [ReviewPhrase] = [
      "\(own: run.header.workflow.slug.description)", ReviewWords.status(run),
      ReviewWords.gates(run),
      ReviewWords.attempts(run), ReviewWords.finisher(run),
    ]
    return ["| " + cells.map(\.markdown).joined(separator: " | ") + " |"]
  }

  private static func details(_ run: RunReview) -> [String] {
    let slug: ReviewPhrase = "\(own: run.header.workflow.slug.description)"
    return ["", "### \(slug.markdown)", ""]
      + ReviewWords.details(run).map {
        String(repeating: "  ", count: max(0, $0.depth - 1)) + "- " + $0.phrase.markdown
      }
  }

  private static func timeline(_ runs: ArraySlice<RunReview>) -> [String] {
    let chart = ReviewTimeline.lines(Array(runs))
    guard !chart.isEmpty else { return [] }
    let left = ReviewTimeline.left(out: Array(runs))
    let note = left > 0 ? ["", "\(Count.of(left, "attempt")) not drawn."] : []
    return ["", "### Timeline (UTC)", "", "```mermaid"] + chart + ["```"] + note
  }
}
