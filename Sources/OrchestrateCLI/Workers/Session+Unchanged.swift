import Contracts
import Records
import Runs
import Text

extension Session {
  /// The gates of workers that pass though something that they passed on has changed since, with what it is.
  ///
  /// Looked at are the gate's contract, its workflow, its required outputs and the outputs of earlier gates that it was given. A
  /// file that a later gate requires too is that gate's.
  func changedSincePass(_ record: RunRecord, _ workflow: Workflow) -> [GateID: String] {
    let passed = record.state.gates.filter {
      $0.status == .pass && workflow.gate($0.id)?.worker != nil
    }
    guard !passed.isEmpty else { return [:] }
    // The record knows the workflow of its start alone; the ledger, where it is there, that of each worker.
    let logs = workLogs(of: record)
    let today = Files(self, record)
    var changed: [GateID: String] = [:]
    for gate in passed {
      guard let attempt = record.standing(of: gate.id)?.attempt else { continue }
      let judged = logs.workflowDigest(of: attempt.key) ?? record.header.workflow.sha256
      if judged != workflow.sha256 {
        changed[gate.id] = "\(workflow.path) has changed"
      } else if let words = today.change(since: attempt) {
        changed[gate.id] = words
      }
    }
    return changed
  }

  /// What has become of the files of a record.
  private struct Files {
    private let header: RunHeader
    private let order: [GateID: Int]
    private let owners: [PathBytes: Int]
    private let today: FilesToday

    init(_ session: Session, _ record: RunRecord) {
      header = record.header
      let order = Dictionary(
        record.header.gates.enumerated().map { ($1.id, $0) },
        uniquingKeysWith: { first, _ in first })
      owners = Dictionary(
        record.state.index.map {
          (PathBytes(Array($0.file.path.utf8)), order[$0.attempt.gate] ?? 0)
        }, uniquingKeysWith: { first, _ in first })
      self.order = order
      today = FilesToday(session.artifacts, record.header)
      // All in one go, on all processors.
      _ = today.glance(at: record.state.index.map(\.file))
    }

    /// What an attempt passed on and is no longer so, in words, or nil.
    func change(since attempt: Attempt) -> String? {
      guard let own = order[attempt.key.gate] else { return nil }
      let contract = attempt.contract
      let now = today.glance(at: [
        FileFact(path: contract.path, sha256: contract.sha256, bytes: nil)
      ])
      if now.first??.sha256 != contract.sha256 { return "\(contract.path) has changed" }
      let outputs = attempt.outputs(in: header).filter { owner(of: $0) == own }
      let inputs = attempt.inputs.filter { owner(of: $0).map { $0 < own } ?? false }
      let passedOn = outputs + inputs
      // One that cannot be read is not known to be the same.
      return zip(passedOn, today.glance(at: passedOn)).first { $0 != $1 }.map { file, _ in
        "\(PathTemplate.filed(file.path, in: header.workflow.artifactPath)) has changed"
      }
    }

    private func owner(of file: FileFact) -> Int? { owners[PathBytes(Array(file.path.utf8))] }
  }
}
