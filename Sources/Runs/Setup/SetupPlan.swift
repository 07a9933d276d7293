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

  /// Plans by what is there; `present` gives the bytes of a file, nil where there is none.
  ///
  /// A contract that belongs to another workflow is never taken for the starter's own.
  package init<Failure: Error>(
    _ workflow: StarterWorkflow?, present: (String) throws(Failure) -> [UInt8]?
  ) throws {
    var steps: [Step] = []
    for lines in GitLines.all {
      let bytes = try present(lines.path)
      let missing = lines.missing(from: bytes ?? [])
      steps.append(
        Step(
          path: lines.path, action: bytes == nil ? .create : missing.isEmpty ? .same : .add,
          bytes: lines.added(to: bytes ?? []), lines: missing))
    }
    let isThere = try workflow?.files.last.map { try present($0.path) != nil } ?? false
    let contracts = workflow?.contracts ?? []
    for file in StarterFile.shared + contracts + (workflow?.files ?? []) {
      let bytes = try present(file.path)
      let action: Action = bytes == nil ? .create : bytes == file.bytes ? .same : .keep
      if let workflow, action == .keep, !isThere,
        contracts.contains(where: { $0.path == file.path })
      {
        throw Occupied(path: file.path, workflow: workflow)
      }
      steps.append(Step(path: file.path, action: action, bytes: file.bytes, lines: []))
    }
    self.steps = steps
  }
}
