package import Digests
package import Records
package import Text

/// A file that a standing attempt vouches for.
package struct Claim: Sendable {
  /// What the working tree has in its place.
  package enum Today: Sendable, Equatable {
    case same
    /// The very text, of which git has made LF from CRLF.
    case otherLineEndings
    case other(Digest)
    case missing
    /// "a symbolic link", "a Git LFS pointer" …
    case otherKind(String)
    /// A Git LFS pointer that names the very bytes.
    case pointer
    case unreadable(String)
    /// Nobody asked, because nothing of it differs from a trusted revision.
    case unasked
  }

  package let file: RecordedFile
  /// The folder name of the run.
  package let run: String
  package let attempt: AttemptKey
  /// Says whether the contract itself names the file or it is part of the artifact; a link alone leads to any other.
  package let isNamed: Bool
  /// Says whether a rule of the contract, or a required output, is about this very file.
  package let isJudged: Bool
  /// The workflow and the artifact path of the run.
  package let work: (workflow: String, artifactPath: RepositoryPath)
  /// When the attempt closed, and its place among those of its run.
  package let closed: (at: Instant, order: Int)
  package var today: Today

  /// Says whether a claim takes the place of another on the same path.
  ///
  /// It was made later, by the run itself or by a run over the same work. What a contract judged is passed anew only by a contract
  /// that judges it, and in another run only by the same gate: a link to a file does not do away with what passed.
  func supersedes(_ other: Claim) -> Bool {
    guard isJudged || !other.isJudged else { return false }
    if run.utf8.elementsEqual(other.run.utf8) { return closed.order > other.closed.order }
    return closed.at > other.closed.at
      && (attempt.gate == other.attempt.gate || !other.isJudged)
      && work.workflow.utf8.elementsEqual(other.work.workflow.utf8)
      && work.artifactPath == other.work.artifactPath
  }
}
