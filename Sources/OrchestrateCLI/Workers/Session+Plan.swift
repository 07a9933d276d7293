import Records
import Runs

extension Session {
  /// What driving a workflow would do; `record` is that of the run to go on with, nil for a new one.
  func answer(_ workflow: Workflow, _ record: RunRecord?, forced: ForcedGates) throws -> Answer {
    let forced = try forced.gates(of: workflow)
    var again = record.map { changedSincePass($0, workflow) } ?? [:]
    for gate in forced where record?.state.gate(gate)?.status == .pass {
      again[gate] = "it is forced"
    }
    let plan = RunPlan(
      workflow, record: record, concurrency: try policy().concurrency(of: workflow), again: again,
      forced: forced)
    return Answer(report: plan.lines, plan.value)
  }
}
