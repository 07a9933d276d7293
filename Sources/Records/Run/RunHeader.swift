package import Digests
package import Text

/// What is fixed when a run starts.
package struct RunHeader: Sendable, Equatable {
  /// The workflow as it was when the run started.
  package struct Workflow: Sendable, Equatable {
    package let name: String
    package let version: String
    package let slug: Slug
    package let artifactPath: RepositoryPath
    package let sha256: Digest

    package init(
      name: String, version: String, slug: Slug, artifactPath: RepositoryPath, sha256: Digest
    ) {
      self.name = name
      self.version = version
      self.slug = slug
      self.artifactPath = artifactPath
      self.sha256 = sha256
    }
  }

  /// One gate of the run.
  package struct Gate: Sendable, Equatable {
    package let id: GateID
    package let name: String

    package init(id: GateID, name: String) {
      self.id = id
      self.name = name
    }
  }

  package let id: RunID
  package let workflow: Workflow
  package let depth: Depth
  package let recorder: Recorder
  /// HEAD when the run started, 40 or 64 hexadecimal digits.
  package let commit: String?
  package let promptFile: FileReference?
  /// In the order of the workflow; never empty.
  package let gates: [Gate]

  package init(
    id: RunID, workflow: Workflow, depth: Depth, recorder: Recorder, commit: String?,
    promptFile: FileReference?, gates: [Gate]
  ) {
    self.id = id
    self.workflow = workflow
    self.depth = depth
    self.recorder = recorder
    self.commit = commit
    self.promptFile = promptFile
    self.gates = gates
  }

  /// The gates that stand before one in the workflow.
  package func gates(before gate: GateID) -> [Gate] {
    Array(gates.prefix { $0.id != gate })
  }

  /// The values of the variables for a gate of this run.
  package func values(for gate: GateID) -> PathTemplate.Values {
    PathTemplate.Values(
      slug: workflow.slug.description, artifactPath: workflow.artifactPath, depth: depth,
      runID: id.description, gate: gate.description)
  }
}
