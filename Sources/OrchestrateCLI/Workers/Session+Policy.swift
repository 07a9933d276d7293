import Host
import JSONDocument
import Records
import Runs
import Text

extension Session {
  /// The policy of the repository; without its file, what holds without one.
  func policy() throws -> Policy {
    if let policyRead { return policyRead }
    let path = try RepositoryPath(Policy.path)
    let policy =
      try folder.status(of: path.text) == .missing
      ? Policy.standard : Policy(read(path, role: "the policy"))
    policyRead = policy
    return policy
  }

  /// What the policy and the workflow say of a gate; nil where the workflow has it no more.
  func rules(for gate: GateID, in workflow: Workflow) throws -> GatePolicy? {
    guard let declared = workflow.gate(gate) else { return nil }
    return try policy().rules(for: declared, in: workflow)
  }
}
