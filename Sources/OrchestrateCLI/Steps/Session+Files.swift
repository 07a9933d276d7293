import Contracts
import Host
import JSONDocument
import Records
import Runs
import Text

extension Session {
  /// The workflow of a name; `command` is what was perhaps meant instead.
  func workflow(_ name: String, command: String? = nil) throws -> Workflow {
    let path = try? Workflow.path(of: name)
    guard let path, !name.utf8.contains(0x2F), try folder.status(of: path.text) != .missing else {
      let known = try workflowNames()
      throw SessionError.unknownWorkflow(
        name, near: Spelling.closest(to: name, among: known), command: command)
    }
    let bytes = try read(path, role: "the workflow")
    if let lastWorkflow, lastWorkflow.workflow.path == path, lastWorkflow.bytes == bytes {
      return lastWorkflow.workflow
    }
    let workflow = try Workflow(bytes, name: name, path: path)
    lastWorkflow = (bytes, workflow)
    return workflow
  }

  private func workflowNames() throws -> [String] {
    guard let entries = try? folder.list("workflows", limit: 10_000) else { return [] }
    return entries.filter { $0.kind == .folder }.map { String(decoding: $0.name, as: UTF8.self) }
  }

  /// The contract of a gate, refused where it is written for another.
  func contract(of gate: Workflow.Gate) throws -> Contract {
    let bytes = try read(gate.contract, role: "the contract of \(gate.id)")
    let contract = try Contract(bytes, path: gate.contract)
    guard contract.gate.utf8.elementsEqual(gate.id.description.utf8) else {
      throw SessionError.otherGate(
        contract: gate.contract.text, line: contract.gateLine, gate: contract.gate, wanted: gate.id)
    }
    return contract
  }

  /// A text that must be there.
  func text(_ path: RepositoryPath, role: String) throws -> String {
    let bytes = try read(path, role: role)
    if let offset = String.firstInvalidUTF8(in: bytes) {
      let place = LineIndex(bytes).position(at: offset)
      throw SessionError.notText(path.text, line: place.line, column: place.column)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A file that must be there, of at most 8 MiB.
  func read(_ path: RepositoryPath, role: String) throws -> [UInt8] {
    do { return try folder.read(path.text, limit: JSONDocument.maximumSize) } catch {
      if error.kind == .missing { throw SessionError.missingFile(path.text, role: role) }
      throw error
    }
  }

  /// Files as they are now, in the spelling of records; throws where one could not be read.
  func today(
    _ files: [FileFact], in header: RunHeader
  ) throws(UnreadableArtifact) -> [FileFact] {
    try FilesToday(artifacts, header).facts(files)
  }

  /// The same for one who only looks, with nil for what could not be read.
  func glance(at files: [FileFact], in header: RunHeader) -> [FileFact?] {
    FilesToday(artifacts, header).glance(at: files)
  }
}
