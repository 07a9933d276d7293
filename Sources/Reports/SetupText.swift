package import Runs

/// What `init` did, or would do, for a person.
package enum SetupText {
  /// A line for each file, those that stay as they are in one line at the end.
  package static func lines(_ plan: SetupPlan, root: String, isDry: Bool) -> [String] {
    var lines = [Visible.line("root: \(root)")]
    for step in plan.steps {
      switch step.action {
      case .create: lines.append("\(isDry ? "would create" : "created") \(step.path)")
      case .add:
        lines.append(
          "\(isDry ? "would add" : "added") \(Count.of(step.lines.count, "line")) to \(step.path)")
      case .keep: lines.append("kept \(step.path), which is not the starter's")
      case .same: break
      }
    }
    let same = plan.steps.count { $0.action == .same }
    if same > 0 { lines.append("there already: \(Count.of(same, "file"))") }
    return lines
  }
}
