import Records
import Runs
package import Verification

/// A report for reviewers as text.
package struct ReviewText: Sendable {
  package let lines: [String]

  package init(_ report: ReviewReport) {
    var lines = [Self.title(report).plain, Self.summary(report).plain]
    if !report.notes.isEmpty {
      lines += ["", "Look at:"]
      lines += report.notes.map {
        "  " + ReviewWords.note($0, slug: Self.slug(of: $0, in: report)).plain
      }
    }
    for run in report.runs {
      let title: ReviewPhrase =
        "\(own: run.header.workflow.slug.description) · \(ReviewWords.status(run)) · \(ReviewWords.gates(run))"
      lines += ["", title.plain]
      lines += ReviewWords.details(run).map {
        String(repeating: "  ", count: $0.depth + 1) + $0.phrase.plain
      }
    }
    self.lines = lines
  }

  static func title(_ report: ReviewReport) -> ReviewPhrase {
    guard let since = report.since else { return "Gate runs" }
    return "Gate runs since \(code: since.revision)"
  }

  /// How the runs stand, and what is compared with.
  static func summary(_ report: ReviewReport) -> ReviewPhrase {
    guard let since = report.since else { return "\(own: report.summary)" }
    let commit = String(decoding: since.commit.utf8.prefix(12), as: UTF8.self)
    let same: ReviewPhrase =
      report.unchanged > 0 ? "; \(Count.of(report.unchanged, "run")) as before" : ""
    let base: ReviewPhrase = ", compared with \(code: commit)"
    let isNothing = report.runs.isEmpty && report.unreadable.isEmpty && report.gone.isEmpty
    guard !isNothing else { return "nothing has changed\(same)\(base)" }
    return "\(own: report.summary)\(same)\(base)"
  }

  /// The slug of the run that a note is about, or nil where its record cannot be read or another run in the report has it too.
  static func slug(of note: ReviewNote, in report: ReviewReport) -> String? {
    guard let run = RunID(note.run),
      report.runs.count(where: { $0.header.workflow.slug == run.slug }) == 1
    else { return nil }
    return run.slug.description
  }
}
