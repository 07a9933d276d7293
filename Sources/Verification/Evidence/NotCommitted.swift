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
    let paths = Set(claims.map(\.file.path))
    var files: Set<[UInt8]> = []
    let wanted = Set(paths.map { Array($0.text.utf8) })
    let folders = FewFolders.holding(paths)
    try history.tree(
      of: head, under: folders.isEmpty ? [] : (folders + [RunPaths.runs]).sorted()
    ) { path, _ in
      if wanted.contains(path) || BaseRecords.recordFile(path) != nil { files.insert(path) }
    }
    return claims.compactMap { claim in
      let path = claim.file.path.text
      guard let run = RunID(claim.run), !files.contains(Array(path.utf8)),
        files.contains(Array(RunPaths(run).attempt(claim.attempt).utf8))
      else { return nil }
      return VerificationFinding(
        .notCommitted, path: path, run: claim.run, attempt: claim.attempt,
        message: "its record is committed, and the file is not: a clone would lack it",
        expected: claim.file.sha256.hex, found: "no file at HEAD",
        recordedBy: "attempt \(claim.attempt.number) of \(claim.attempt.gate)",
        next: "git add -f -- \(ShellWord.quoted(path))")
    }
  }
}
