import Digests
package import Records
import Text

/// The outputs that stand in all runs of a repository, the newest of each path: it tells a file that a later run judged from one
/// that changed after it passed.
package struct StandingOutputs: Sendable {
  private struct Entry {
    let run: RunID
    let at: Instant
    let sha256: Digest
  }

  /// By path in the repository.
  private var newest: [[UInt8]: Entry] = [:]

  package init() {}

  /// Takes a run in, in any order; all runs of the repository are to be taken in.
  package mutating func add(_ record: RunRecord) {
    for indexed in record.state.index {
      guard let closed = record.attempts[indexed.attempt], let sha256 = indexed.file.sha256 else {
        continue
      }
      let path = PathTemplate.filed(indexed.file.path, in: record.header.workflow.artifactPath)
      let entry = Entry(run: record.header.id, at: closed.attempt.finishedAt, sha256: sha256)
      if let known = newest[Array(path.utf8)], (entry.at, entry.run) < (known.at, known.run) {
        continue
      }
      newest[Array(path.utf8)] = entry
    }
  }

  /// The other run that passed a file last, with just these bytes; nil where the run itself did, or with other bytes.
  func successor(of run: RunID, path: String, sha256: Digest) -> RunID? {
    guard let entry = newest[Array(path.utf8)], entry.run != run, entry.sha256 == sha256 else {
      return nil
    }
    return entry.run
  }
}
