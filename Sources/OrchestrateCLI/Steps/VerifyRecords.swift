import Host
import Records
import Reports
import Runs
import Verification

extension Session {
  /// The format of a report where none is named.
  var defaultFormat: ReportFormat {
    surroundings.environment["GITHUB_ACTIONS"] == "true" ? .github : .text
  }

  /// Verifies the records; nothing is written.
  func verify(
    run: String?, since: String?, contractsFrom: String?, isStrict: Bool
  ) throws -> VerificationReport {
    let history = GitHistory(git)
    let named = try run.map { try RunSelection.named($0, among: store.runs()) }
    let since = try since.map { try resolve($0, in: history) }
    let trusted = try contractsFrom.map { try resolve($0, in: history) }
    let request = VerificationRequest(
      run: named?.description, isStrict: isStrict,
      since: since.map { VerificationReport.Base(revision: $0.revision, commit: $0.mergeBase) },
      contractsFrom: trusted.map {
        VerificationReport.Base(revision: $0.revision, commit: $0.commit)
      },
      mergeBase: trusted?.mergeBase)
    var verifier = Verifier(request, source: WorkingTree(root: folder), history: history)
    return try verifier.verify()
  }

  /// A revision as it was typed, with its commit and where HEAD parted from it.
  func resolve(
    _ revision: String, in history: GitHistory
  ) throws -> (revision: String, commit: String, mergeBase: String) {
    let facts = try history.facts()
    guard let commit = try history.commit(named: revision), let head = facts.head else {
      throw SessionError.unknownRevision(revision)
    }
    if let base = try history.mergeBase(commit, head) { return (revision, commit, base) }
    if let cut = facts.cut {
      throw SessionError.cutHistory(
        "where HEAD parted from '\(revision)' is not known: \(cut.why)", cure: cut.cure)
    }
    throw SessionError.unrelatedRevision(revision)
  }
}
