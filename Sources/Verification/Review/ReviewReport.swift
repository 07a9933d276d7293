import Records
import Runs

/// What happened to the runs of a repository, since a revision or from their beginning.
package struct ReviewReport: Sendable {
  /// A run whose record cannot be read.
  package struct Unreadable: Sendable {
    /// The name of its folder.
    package let run: String
    /// The file that cannot be read.
    package let path: String
    package let what: String

    package init(run: String, path: String, what: String) {
      self.run = run
      self.path = path
      self.what = what
    }
  }

  /// What is compared with, or nil.
  package let since: VerificationReport.Base?
  /// The newest first.
  package let runs: [RunReview]
  package let unreadable: [Unreadable]
  /// The names of the folders of runs that the base has and that are not there now.
  package let gone: [String]
  /// How many runs are as they were at the base, and not shown.
  package let unchanged: Int
  /// What a reviewer should look at, the gravest first.
  package let notes: [ReviewNote]

  /// `runs`, `unreadable` and `gone` may come in any order.
  package init(
    since: VerificationReport.Base? = nil, runs: [RunReview], unreadable: [Unreadable] = [],
    gone: [String] = [], unchanged: Int = 0
  ) {
    self.since = since
    self.runs = runs.sorted { $0.header.id > $1.header.id }
    self.unreadable = unreadable.sorted { Self.isNewer($0.run, $1.run) }
    self.gone = gone.sorted(by: Self.isNewer)
    self.unchanged = unchanged
    notes = Self.notes(self.runs, self.unreadable, self.gone, since: since)
  }

  /// "2 runs: 1 passed, 1 waiting at G2", of the runs that are shown.
  package var summary: String {
    let readable = runs.map {
      VerificationReport.Run(
        id: $0.header.id.description, status: $0.status, workflow: nil, artifactPath: nil,
        waitingAt: $0.waitingAt)
    }
    let rest = unreadable.map {
      VerificationReport.Run(
        id: $0.run, status: nil, workflow: nil, artifactPath: nil, waitingAt: nil)
    }
    return VerificationReport(
      runs: readable + rest, counts: VerificationReport.Counts(), findings: [], since: nil,
      contractsFrom: nil, isStrict: false
    ).summary
  }

  /// Ids begin with the date.
  private static func isNewer(_ a: String, _ b: String) -> Bool {
    b.utf8.lexicographicallyPrecedes(a.utf8)
  }

  private static func notes(
    _ runs: [RunReview], _ unreadable: [Unreadable], _ gone: [String],
    since: VerificationReport.Base?
  ) -> [ReviewNote] {
    let verify = since.map { "orchestrate verify --since \($0.commit)" }
    let all =
      gone.map {
        ReviewNote(
          .runGone, run: $0, path: "\(RunPaths.runs)/\($0)",
          "the run is at the base and not here", next: verify)
      }
      + unreadable.map {
        ReviewNote(
          .recordUnreadable, run: $0.run, path: $0.path, "the record cannot be read: \($0.what)",
          next: "orchestrate verify --run \($0.run)")
      }
      + runs.flatMap(\.notes).map { $0.kind == .recordRewritten ? $0.advising(verify) : $0 }
    return ReviewNote.Kind.allCases.flatMap { kind in all.filter { $0.kind == kind } }
  }
}
