package import Digests
import Text

/// A file as it was found: its path as records keep it, and the digest and length of its bytes.
///
/// Both are nil where there was no regular file.
package struct FileFact: Sendable, Equatable {
  package let path: String
  package let sha256: Digest?
  package let bytes: Int?

  package init(path: String, sha256: Digest?, bytes: Int?) {
    self.path = path
    self.sha256 = sha256
    self.bytes = bytes
  }

  package static func == (a: FileFact, b: FileFact) -> Bool {
    a.path.isIdentical(to: b.path) && a.sha256 == b.sha256 && a.bytes == b.bytes
  }
}

/// A file of the repository that a record names by its path and digest.
package struct FileReference: Sendable, Equatable {
  package let path: String
  package let sha256: Digest

  package init(path: String, sha256: Digest) {
    self.path = path
    self.sha256 = sha256
  }

  package static func == (a: FileReference, b: FileReference) -> Bool {
    a.path.isIdentical(to: b.path) && a.sha256 == b.sha256
  }
}

/// The digest and length of a prompt packet.
package struct PromptFact: Sendable, Equatable {
  package let sha256: Digest
  package let bytes: Int

  package init(sha256: Digest, bytes: Int) {
    self.sha256 = sha256
    self.bytes = bytes
  }
}

/// Who did something, and by which way it reached the tool.
package struct Actor: Sendable, Equatable {
  /// The ways by which an attempt is closed or a run finished.
  package enum Channel: String, Sendable, CaseIterable {
    case terminal, command, worker
    case noPause = "no-pause"
  }

  package let name: String?
  package let channel: Channel

  package init(name: String?, channel: Channel) {
    self.name = name
    self.channel = channel
  }
}
