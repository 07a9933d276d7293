package import Digests
package import JSONDocument
package import Records
package import Text

/// A named list of gates, read from `workflows/<name>/workflow.json`.
package struct Workflow: Sendable {
  /// A gate as the workflow declares it.
  package struct Gate: Sendable {
    package let id: GateID
    package let name: String
    /// Where the contract stands in the repository.
    package let contract: RepositoryPath
    /// Where the task text stands in the repository.
    package let prompt: RepositoryPath
    package let agent: String?
    /// How many failed attempts the gate may have before a person must look; nil for no cap.
    package let maxAttempts: Int?
    /// Does the gate's work; nil where a person does.
    package let worker: WorkerCommand?
    /// Run before the worker.
    package let prepare: WorkerCommand?
    /// Run after a worker that ended well.
    package let finish: WorkerCommand?
    /// What the worker may change.
    package let limits: WriteLimits
    /// The gates that must have passed before; without any `needs` in the file, the one before.
    package let needs: [GateID]
  }

  /// Values for the options of `run` that need not be typed.
  package struct Defaults: Sendable {
    package let slug: Slug?
    package let artifactPath: RepositoryPath?
    package let depth: Depth?
  }

  package let name: String
  package let version: String
  package let path: RepositoryPath
  package let sha256: Digest
  /// Patterns of folders that must have a passed run of this workflow.
  package let covers: [String]
  package let enforcesOrder: Bool
  package let defaults: Defaults
  /// How many gates may be worked on at the same time; nil leaves that to the policy.
  package let concurrency: Concurrency?
  package let gates: [Gate]
  /// Whether gates name what they need; else each needs the one before.
  package let namesNeeds: Bool

  /// Where a workflow of a name stands.
  package static func path(of name: String) throws(PathError) -> RepositoryPath {
    try RepositoryPath("workflows/\(name)/workflow.json")
  }

  /// Reads a workflow; a member or value that it may not have is an error with its place.
  package init(_ bytes: [UInt8], name: String, path: RepositoryPath) throws(DocumentError) {
    do throws(JSONError) {
      let reader = try WorkflowReader(bytes, folder: name)
      version = reader.version
      covers = reader.covers
      enforcesOrder = reader.enforcesOrder
      defaults = reader.defaults
      concurrency = reader.concurrency
      gates = reader.gates
      namesNeeds = reader.namesNeeds
    } catch {
      throw DocumentError(path: path.text, error: error)
    }
    self.name = name
    self.path = path
    sha256 = SHA256.digest(of: bytes)
  }

  /// The declaration of one gate, or nil.
  package func gate(_ id: GateID) -> Gate? { gates.first { $0.id == id } }
}
