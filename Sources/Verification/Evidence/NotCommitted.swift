import Digests
import Records
import Runs
import Text

/// Files that a committed record vouches for and that HEAD does not have: a clone would lack them.
struct NotCommitted {
  private let runs: [RunInspection]

  init(_ runs: [RunInspection]) { self.runs = runs }

  /// The claims that count: those whose bytes the working tree has.
  private var claims: some Sequence<Claim> {
    runs.lazy.flatMap(\.claims).filter { $0.today == .same }
  }

  func findings(in history: some HistorySource) throws(EvidenceError) -> [VerificationFinding] {
    // Without git nothing is committed, and nobody asks for it.
    guard let head = (try? history.facts())?.head else { return [] }
    let absent = try Self.absent(claims.map(\.file.path), in: head, history)
    guard !absent.isEmpty else { return [] }
    let missing = claims.filter { absent.contains(PathBytes($0.file.path)) }
    // The record of a claim is looked for only where its file is not there: most often nowhere.
    let records = missing.map { claim in
      RunID(claim.run).flatMap { try? RepositoryPath(RunPaths($0).attempt(claim.attempt)) }
    }
    let unrecorded = try Self.absent(records.compactMap(\.self), in: head, history)
    return zip(missing, records).compactMap { claim, record in
      guard let record, !unrecorded.contains(PathBytes(record)) else { return nil }
      let path = claim.file.path.text
      return VerificationFinding(
        .notCommitted, path: path, run: claim.run, attempt: claim.attempt,
        message: "its record is committed, and the file is not: a clone would lack it",
        expected: claim.file.sha256.hex, found: "no file at HEAD",
        recordedBy: "attempt \(claim.attempt.number) of \(claim.attempt.gate)",
        next: "git add -f -- \(ShellWord.quoted(path))")
    }
  }

  /// Those of some paths that a commit does not have.
  private static func absent(
    _ paths: [RepositoryPath], in commit: String, _ history: some HistorySource
  ) throws(EvidenceError) -> Set<PathBytes> {
    guard !paths.isEmpty else { return [] }
    var absent = Set(paths.map(PathBytes.init))
    try history.tree(of: commit, under: FewFolders.holding(paths)) { path, _ in
      absent.remove(PathBytes(path))
    }
    return absent
  }
}
