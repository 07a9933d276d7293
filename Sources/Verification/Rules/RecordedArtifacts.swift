import Contracts
import Digests
import Records
import Text

/// Exactly the files that an attempt recorded, with the bytes that were found of them.
struct RecordedArtifacts: ArtifactSource {
  /// Why a file has no bytes here; a rule whose answer says so was not run again.
  static let notAtHand = "its recorded bytes are not at hand"

  private let files: [RepositoryPath: Artifact.State]

  /// `found` gives the bytes of a recorded file as they were found by their digest: a state of the working tree or of git.
  init(_ artifacts: [RecordedArtifact], found: (RecordedFile) -> Artifact.State?) {
    var files: [RepositoryPath: Artifact.State] = [:]
    for artifact in artifacts {
      if let file = artifact.file {
        files[artifact.path] = found(file) ?? .unreadable(Self.notAtHand)
      } else {
        files[artifact.path] = artifact.exists ? .notRegular("no regular file") : .missing
      }
    }
    self.files = files
  }

  func artifact(at path: RepositoryPath, keepingContents: Bool) -> Artifact {
    // What the attempt did not look for, it did not see.
    Artifact(path: path, state: files[path] ?? .missing)
  }

  func files(matching pattern: String) throws(ArtifactSourceError) -> [RepositoryPath] {
    let glob = Glob(pattern)
    return files.filter { path, state in
      switch state {
      case .file, .unreadable: glob.matches(Array(path.text.utf8))
      case .missing, .notRegular: false
      }
    }.keys.sorted()
  }
}
