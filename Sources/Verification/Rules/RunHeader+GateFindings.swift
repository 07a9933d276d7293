import Records
import Runs
import Text

extension RunHeader {
  /// What the gates of the run are not that its workflow has.
  ///
  /// `outOfOrder` are the gates that were begun while earlier ones had not passed.
  func gateFindings(
    by policy: PolicyShelf.Policy, run: String, outOfOrder: [GateID]
  ) -> [VerificationFinding] {
    let gates = gates.map { "\($0.id) \($0.name)" }
    let path = RunPaths(id).runFile
    func finding(_ message: String, expected: String?) -> [VerificationFinding] {
      [
        VerificationFinding(
          .workflowMismatch, path: path, run: run, message: message, expected: expected,
          found: gates.joined(separator: ", "), recordedBy: "the start of the run",
          next: "git log -p -- \(path)")
      ]
    }
    guard case .workflow(let workflow) = policy else {
      if case .unreadable(let why) = policy {
        return finding("the workflow that it names cannot be read: \(why)", expected: nil)
      }
      return []
    }
    let expected = workflow.gates.map { "\($0.id) \($0.name)" }
    guard gates.elementsEqual(expected, by: { $0.utf8.elementsEqual($1.utf8) }) else {
      return finding(
        "its gates are not those of the workflow that it names",
        expected: expected.joined(separator: ", "))
    }
    guard workflow.version.utf8.elementsEqual(self.workflow.version.utf8) else {
      return finding(
        "its workflow has another version than it says", expected: workflow.version)
    }
    if workflow.enforcesOrder, let gate = outOfOrder.first {
      return finding(
        "\(gate) was begun before the gates in front of it had passed, which its workflow forbids",
        expected: "the gates in order")
    }
    return []
  }
}
