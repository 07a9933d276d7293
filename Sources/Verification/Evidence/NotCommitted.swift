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
    let records = claims.map { claim in
      RunID(claim.run).map { PathBytes(Array(RunPaths($0).attempt(claim.attempt).utf8)) }
    }
    let files = claims.map { PathBytes($0.file.path) }
    let wanted = Set(files).union(records.compactMap(\.self))
    var committed: Set<PathBytes> = []
    let folders = FewFolders.holding(Set(claims.map(\.file.path)))
    try history.tree(
      of: head, under: folders.isEmpty ? [] : (folders + [RunPaths.runs]).sorted()
    ) { path, _ in
      let path = PathBytes(path)
      if wanted.contains(path) { committed.insert(path) }
    }
    return zip(claims, zip(files, records)).compactMap { claim, names in
      guard let record = names.1, !committed.contains(names.0), committed.contains(record) else {
        return nil
      }
      let path = claim.file.path.text
      return VerificationFinding(
        .notCommitted, path: path, run: claim.run, attempt: claim.attempt,
        message: "its record is committed, and the file is not: a clone would lack it",
        expected: claim.file.sha256.hex, found: "no file at HEAD",
        recordedBy: "attempt \(claim.attempt.number) of \(claim.attempt.gate)",
        next: "git add -f -- \(ShellWord.quoted(path))")
    }
  }
}
