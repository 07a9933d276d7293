package import Digests
package import Records
package import Text

/// A file as a record vouches for it: where it stood and which bytes it had.
package struct RecordedFile: Sendable, Hashable {
  package let path: RepositoryPath
  package let sha256: Digest
  package let bytes: Int

  package init(path: RepositoryPath, sha256: Digest, bytes: Int) {
    self.path = path
    self.sha256 = sha256
    self.bytes = bytes
  }
}

extension RunHeader {
  /// A file that an attempt recorded, by its path in the repository; nil where there was none.
  func recordedFile(_ fact: FileFact) -> RecordedFile? {
    guard let sha256 = fact.sha256, let bytes = fact.bytes,
      let path = try? RepositoryPath(PathTemplate.filed(fact.path, in: workflow.artifactPath))
    else { return nil }
    return RecordedFile(path: path, sha256: sha256, bytes: bytes)
  }
}

/// A file that a standing attempt vouches for.
package struct Claim: Sendable {
  /// What the working tree has in its place.
  package enum Today: Sendable, Equatable {
    case same
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
  /// When the attempt closed, and its place among those of its run.
  package let closed: (at: Instant, order: Int)
  package var today: Today

  /// Says whether a claim was made after another.
  func isLater(than other: Claim) -> Bool {
    if run.utf8.elementsEqual(other.run.utf8) { return closed.order > other.closed.order }
    return closed.at > other.closed.at
  }
}
