import Host
import Records
import Reports
import Runs
import Verification

/// A revision as it was typed, with its commit and where HEAD parted from it.
struct Revision {
  let revision: String
  let commit: String
  let mergeBase: String
  /// More such places, where branches were merged crosswise.
  let otherBases: [String]
}

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
      otherBases: since?.otherBases ?? [],
      contractsFrom: trusted.map {
        VerificationReport.Base(revision: $0.revision, commit: $0.commit)
      },
      mergeBase: trusted?.mergeBase)
    var verifier = Verifier(request, source: WorkingTree(root: folder), history: history)
    let report = try verifier.verify()
    for question in history.questions {
      frame.explain("asked git for \(question.about): \(question.took.milliseconds) ms")
    }
    return report
  }

  /// A revision as it was typed, with its commit and where HEAD parted from it.
  func resolve(
    _ revision: String, in history: GitHistory
  ) throws -> Revision {
    let facts = try history.facts()
    guard let commit = try history.commit(named: revision), let head = facts.head else {
      throw SessionError.unknownRevision(revision)
    }
    if try history.isAmbiguous(revision) { throw SessionError.ambiguousRevision(revision) }
    let bases = try history.mergeBases(commit, head)
    if let base = bases.first {
      return Revision(
        revision: revision, commit: commit, mergeBase: base, otherBases: Array(bases.dropFirst()))
    }
    if let cut = facts.cut {
      throw SessionError.cutHistory(
        "where HEAD parted from '\(revision)' is not known: \(cut.why)", cure: cut.cure)
    }
    throw SessionError.unrelatedRevision(revision)
  }
}
