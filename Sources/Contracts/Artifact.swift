package import Digests
package import Text

/// A file as one opening of it found it: what it is, its digest and, for text rules, its bytes.
package struct Artifact: Sendable {
  /// What stood at the path.
  package enum State: Sendable {
    case missing
    /// Anything that is no regular file, named for a person ("a folder", "a symbolic link").
    case notRegular(String)
    case file(File)
    /// It could not be read; the words say why.
    case unreadable(String)
  }

  /// A regular file.
  package struct File: Sendable {
    package let sha256: Digest
    package let count: Int
    /// Nil where no text rule asked for the bytes, or where there are more than `Artifact.textLimit`.
    package let contents: [UInt8]?

    package init(sha256: Digest, count: Int, contents: [UInt8]?) {
      self.sha256 = sha256
      self.count = count
      self.contents = contents
    }
  }

  /// The most bytes that a text rule reads, 16 MiB.
  package static let textLimit = 16 << 20

  package let path: RepositoryPath
  package let state: State

  package init(path: RepositoryPath, state: State) {
    self.path = path
    self.state = state
  }

  /// Nil where no regular file was read.
  package var sha256: Digest? { if case .file(let file) = state { file.sha256 } else { nil } }
}

/// A file that could not be read: what is not known of it must not be recorded.
package struct UnreadableArtifact: Error, Sendable {
  package let path: RepositoryPath
  package let why: String

  package init(path: RepositoryPath, why: String) {
    self.path = path
    self.why = why
  }
}

/// The port through which rules see files; each file is opened once in an evaluation.
package protocol ArtifactSource {
  /// Opens one file; never follows a link, never fails: what went wrong is the artifact's state.
  func artifact(at path: RepositoryPath, keepingContents: Bool) -> Artifact

  /// The regular files that match a pattern, in byte order.
  ///
  /// Throws where more than 10,000 match or a folder cannot be read.
  func files(matching pattern: String) throws(ArtifactSourceError) -> [RepositoryPath]
}

/// Why the files of a pattern could not be listed.
package struct ArtifactSourceError: Error, Sendable {
  package let what: String

  package init(what: String) { self.what = what }
}
