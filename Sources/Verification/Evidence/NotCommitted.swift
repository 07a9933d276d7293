import Digests
import Records
import Runs
import Text

/// Files that a committed record vouches for and that HEAD does not have: a clone would lack them.
struct NotCommitted {
  private let claims: [Claim]

  /// Of the claims only those count whose bytes the working tree has.
  init(_ claims: [Claim]) {
    self.claims = claims.filter { $0.today == .same }
  }

  func findings(in history: some HistorySource) throws(EvidenceError) -> [VerificationFinding] {
    guard !claims.isEmpty, let head = try history.facts().head else { return [] }
    let committed = try Self.committed(claims.map(\.file.path), in: head, history)
    let missing = claims.filter { !committed.contains($0.file.path) }
    // The record of a claim is looked for only where its file is not there: most often nowhere.
    let records = missing.map { claim in
      RunID(claim.run).flatMap { try? RepositoryPath(RunPaths($0).attempt(claim.attempt)) }
    }
    let recorded = try Self.committed(records.compactMap(\.self), in: head, history)
    return zip(missing, records).compactMap { claim, record in
      guard let record, recorded.contains(record) else { return nil }
      let path = claim.file.path.text
      return VerificationFinding(
        .notCommitted, path: path, run: claim.run, attempt: claim.attempt,
        message: "its record is committed, and the file is not: a clone would lack it",
        expected: claim.file.sha256.hex, found: "no file at HEAD",
        recordedBy: "attempt \(claim.attempt.number) of \(claim.attempt.gate)",
        next: "git add -f -- \(ShellWord.quoted(path))")
    }
  }

  /// Those of some paths that a commit has.
  private static func committed(
    _ paths: [RepositoryPath], in commit: String, _ history: some HistorySource
  ) throws(EvidenceError) -> Set<RepositoryPath> {
    guard !paths.isEmpty else { return [] }
    let wanted = Dictionary(paths.map { (PathBytes($0), $0) }) { first, _ in first }
    var committed: Set<RepositoryPath> = []
    try history.tree(of: commit, under: FewFolders.holding(Set(paths))) { path, _ in
      if let path = wanted[PathBytes(path)] { committed.insert(path) }
    }
    return committed
  }
}
