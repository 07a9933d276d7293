package import Contracts
package import Text
package import Verification

/// The working tree as a verification reads it.
package struct WorkingTree: EvidenceSource {
  private let store: RunStore
  private let artifacts: DiskArtifacts

  package init(root: Folder) {
    store = RunStore(root: root)
    artifacts = DiskArtifacts(root: root)
  }

  package func runs() throws(EvidenceError) -> [String] {
    do { return try store.names() } catch {
      throw EvidenceError(what: error.description, cure: "make the folder readable")
    }
  }

  package func folder(of run: String) -> RunFolder { store.folder(of: run) }

  package func file(at path: RepositoryPath, keepingContents: Bool) -> Artifact.State {
    artifacts.artifact(at: path, keepingContents: keepingContents).state
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
