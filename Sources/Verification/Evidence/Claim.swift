package import Digests
package import Records
import Text

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
  }

  /// The attempt that makes claims, held once for all of them: there may be very many.
  final class Origin: Sendable {
    let run: String
    let attempt: AttemptKey
    let work: (workflow: String, artifactPath: RepositoryPath)
    let closed: (at: Instant, order: Int)

    init(
      run: String, attempt: AttemptKey, work: (workflow: String, artifactPath: RepositoryPath),
      closed: (at: Instant, order: Int)
    ) {
      self.run = run
      self.attempt = attempt
      self.work = work
      self.closed = closed
    }
  }

  package let file: RecordedFile
  let origin: Origin
  /// Says whether the contract itself names the file or it is part of the artifact; a link alone leads to any other.
  package let isNamed: Bool
  /// Says whether a rule of the contract, or a required output, is about this very file.
  package let isJudged: Bool
  package var today: Today

  /// The folder name of the run.
  package var run: String { origin.run }
  package var attempt: AttemptKey { origin.attempt }
  /// The workflow and the artifact path of the run.
  var work: (workflow: String, artifactPath: RepositoryPath) { origin.work }
  /// When the attempt closed, and its place among those of its run.
  package var closed: (at: Instant, order: Int) { origin.closed }

  /// Says whether a claim takes the place of another on the same path.
  ///
  /// It was made later, by the run itself or by a run over the same work. What a contract judged is passed anew only by a contract
  /// that judges it, and in another run only by the same gate: a link to a file does not do away with what passed.
  func supersedes(_ other: Claim) -> Bool {
    if run.isIdentical(to: other.run) {
      return closed.order > other.closed.order && (isJudged || !other.isJudged)
    }
    return mayReplace(other) && work.workflow.isIdentical(to: other.work.workflow)
      && work.artifactPath == other.work.artifactPath
  }

  /// Says whether a claim of the same bytes at another path takes the place of another: by the same gate, judged or not.
  func mayFollow(_ other: Claim) -> Bool {
    attempt.gate == other.attempt.gate && mayReplace(other)
  }

  /// Says whether a claim was made later, and, where a contract judged the older one, by the same gate of a contract that judges it
  /// too.
  func mayReplace(_ other: Claim) -> Bool {
    closed.at > other.closed.at
      && (!other.isJudged || isJudged && attempt.gate == other.attempt.gate)
  }
}
