import Contracts
import Records
import Runs
import Text

extension Session {
  /// The gates of workers that pass though something that they passed on has changed since, with what it is.
  ///
  /// Looked at are the gate's contract, its workflow, its required outputs and the outputs of earlier gates that it was given. A
  /// file that a later gate requires too is that gate's.
  func changedSincePass(_ record: RunRecord, _ workflow: Workflow) throws -> [GateID: String] {
    let passed = record.state.gates.filter {
      $0.status == .pass && workflow.gate($0.id)?.worker != nil
    }
    guard !passed.isEmpty else { return [:] }
    if workflow.sha256 != record.header.workflow.sha256 {
      let words = "\(workflow.path) has changed since the run started"
      return Dictionary(passed.map { ($0.id, words) }, uniquingKeysWith: { first, _ in first })
    }
    let today = Files(self, record)
    var changed: [GateID: String] = [:]
    for gate in passed {
      guard let attempt = record.standing(of: gate.id)?.attempt else { continue }
      if let words = try today.change(since: attempt) { changed[gate.id] = words }
    }
    return changed
  }

  /// The files of a record as they are now, each looked at once.
  private final class Files {
    private let session: Session
    private let header: RunHeader
    private let order: [GateID: Int]
    private let owners: [PathBytes: Int]
    private var seen: [PathBytes: FileFact] = [:]

    init(_ session: Session, _ record: RunRecord) {
      self.session = session
      header = record.header
      let order = Dictionary(
        record.header.gates.enumerated().map { ($1.id, $0) },
        uniquingKeysWith: { first, _ in first })
      owners = Dictionary(
        record.state.index.map {
          (PathBytes(Array($0.file.path.utf8)), order[$0.attempt.gate] ?? 0)
        }, uniquingKeysWith: { first, _ in first })
      self.order = order
    }

    /// What an attempt passed on and is no longer so, in words, or nil.
    func change(since attempt: Attempt) throws -> String? {
      guard let own = order[attempt.key.gate] else { return nil }
      let contract = attempt.contract
      let today = now(FileFact(path: contract.path, sha256: contract.sha256, bytes: nil))
      if today?.sha256 != contract.sha256 { return "\(contract.path) has changed" }
      let outputs = attempt.outputs(in: header).filter { owner(of: $0) == own }
      let inputs = attempt.inputs.filter { owner(of: $0).map { $0 < own } ?? false }
      let file = (outputs + inputs).first { now($0) != $0 }
      return file.map {
        "\(PathTemplate.filed($0.path, in: header.workflow.artifactPath)) has changed"
      }
    }

    private func owner(of file: FileFact) -> Int? { owners[PathBytes(Array(file.path.utf8))] }

    /// The file as it is; nil where it cannot be read, so that nobody knows it to be the same.
    private func now(_ file: FileFact) -> FileFact? {
      let key = PathBytes(Array(file.path.utf8))
      if let known = seen[key] { return known }
      let fact = session.glance(at: [file], in: header).first.flatMap(\.self)
      seen[key] = fact
      return fact
    }
  }
}
