package import Digests
import Records
package import Text

/// A file as a record vouches for it: where it stood and which bytes it had.
package struct RecordedFile: Sendable, Hashable {
  // In this order they take the least room, and there may be very many.
  package let sha256: Digest
  package let path: RepositoryPath
  package let bytes: Int

  package init(path: RepositoryPath, sha256: Digest, bytes: Int) {
    self.path = path
    self.sha256 = sha256
    self.bytes = bytes
  }
}

/// An artifact of an attempt, by its path in the repository.
struct RecordedArtifact: Sendable {
  let path: RepositoryPath
  /// Nil where there was no regular file.
  let file: RecordedFile?
  /// Says whether anything stood at the path.
  let exists: Bool
}

extension RunHeader {
  /// The artifacts of an attempt; one with a path that no record can hold is left out.
  func artifacts(of attempt: Attempt) -> [RecordedArtifact] {
    attempt.artifacts.compactMap { artifact in
      let filed = PathTemplate.filed(artifact.file.path, in: workflow.artifactPath)
      guard let path = try? RepositoryPath(filed) else { return nil }
      var file: RecordedFile?
      if let sha256 = artifact.file.sha256, let bytes = artifact.file.bytes {
        file = RecordedFile(path: path, sha256: sha256, bytes: bytes)
      }
      return RecordedArtifact(path: path, file: file, exists: artifact.exists)
    }
  }
}
