package import Contracts
package import Text
package import Verification

/// The working tree as a verification reads it.
package struct WorkingTree: EvidenceSource {
  private let root: Folder
  private let store: RunStore
  private let artifacts: DiskArtifacts

  package init(root: Folder) {
    self.root = root
    store = RunStore(root: root)
    artifacts = DiskArtifacts(root: root)
  }

  package func runs() throws(EvidenceError) -> [String] {
    do { return try store.names() } catch {
      throw EvidenceError(what: error.description, cure: "make the folder readable")
    }
  }

  package func folder(of run: String) -> RunFolder { store.folder(of: run) }

  package func files(at paths: [RepositoryPath]) -> [Artifact.State] {
    // Files of one folder are most often asked for together, and then need but one way to it.
    var near: (folder: RepositoryPath, artifacts: DiskArtifacts)?
    return paths.map { path in
      guard let folder = path.parent, let name = path.name else {
        return artifacts.artifact(at: path, keepingContents: true).state
      }
      if near?.folder != folder {
        near = (try? root.folder(folder.text)).map { (folder, DiskArtifacts(root: $0)) }
      }
      // Without a way to the folder, the whole path tells what is in it.
      guard let near else { return artifacts.artifact(at: path, keepingContents: true).state }
      return near.artifacts.artifact(at: name, keepingContents: true).state
    }
  }

  package func folders(matching pattern: String) throws(EvidenceError) -> [RepositoryPath] {
    do { return try artifacts.folders(matching: pattern) } catch {
      throw EvidenceError(what: error.what, cure: "narrow the pattern")
    }
  }

  package func concurrently<Answer: Sendable>(
    _ count: Int, _ work: @Sendable (Int) -> Answer
  ) -> [Answer] {
    Concurrent.map(count: count, work)
  }
}
