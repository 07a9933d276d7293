/// What `init` is to do in a repository: files that are not there yet, and lines that git's files have not.
package struct SetupPlan: Sendable {
  /// What becomes of one file.
  package enum Action: String, Sendable {
    case create
    /// Lines are added at the end of what is there.
    case add
    /// It is there, byte for byte.
    case same
    /// It is there with other content, and stays.
    case keep
  }

  /// One file with what becomes of it.
  package struct Step: Sendable {
    package let path: String
    package let action: Action
    /// All of the file, as it will be.
    package let bytes: [UInt8]
    /// The lines that are added.
    package let lines: [String]
  }

  /// A contract of a starter that is there with other content, while its workflow is not.
  package struct Occupied: Error, Sendable {
    package let path: String
    package let workflow: StarterWorkflow
  }

  /// The steps, in the order in which they are to be done.
  package let steps: [Step]

  /// The files that a plan must know of: what is there of them decides.
  package static func paths(_ workflow: StarterWorkflow?) -> [String] {
    GitLines.all.map(\.path) + files(workflow).map(\.path)
  }

  private static func files(_ workflow: StarterWorkflow?) -> [StarterFile] {
    StarterFile.shared + (workflow?.contracts ?? []) + (workflow?.files ?? [])
  }

  /// Plans by what is there; `present` has the bytes of those of `paths` that are.
  ///
  /// A contract that belongs to another workflow is never taken for the starter's own.
  package init(_ workflow: StarterWorkflow?, present: [String: [UInt8]]) throws(Occupied) {
    let lines = GitLines.all.map { lines in
      let bytes = present[lines.path]
      let missing = lines.missing(from: bytes ?? [])
      return Step(
        path: lines.path, action: bytes == nil ? .create : missing.isEmpty ? .same : .add,
        bytes: lines.added(to: bytes ?? []), lines: missing)
    }
    let files = Self.files(workflow).map { file in
      let bytes = present[file.path]
      return Step(
        path: file.path, action: bytes == nil ? .create : bytes == file.bytes ? .same : .keep,
        bytes: file.bytes, lines: [])
    }
    steps = lines + files
    guard let workflow, let main = workflow.files.last, present[main.path] == nil else { return }
    for contract in workflow.contracts {
      let step = files.first { $0.path.utf8.elementsEqual(contract.path.utf8) }
      if step?.action == .keep { throw Occupied(path: contract.path, workflow: workflow) }
    }
  }
}
