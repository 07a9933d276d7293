import Records
import Runs
package import Verification

/// What `run bottlenecks` prints.
package struct BottlenecksText: Sendable {
  package let lines: [String]

  package init(_ bottlenecks: Bottlenecks) {
    let workflows = bottlenecks.workflows
    lines =
      workflows.isEmpty
      ? ["no run yet"]
      : workflows.enumerated().flatMap { ($0.offset > 0 ? [""] : []) + Self.workflow($0.element) }
  }

  private static func workflow(_ workflow: Bottlenecks.Workflow) -> [String] {
    let title: ReviewPhrase = "\(workflow.name), \(own: Count.of(workflow.runs, "run"))"
    guard !workflow.gates.isEmpty else { return [title.plain, "  no attempt was closed yet"] }
    let head = ["gate", "runs", "attempts", "per pass", "median", "longest", "total"]
    let rows = [head] + workflow.gates.map(row)
    let widths = head.indices.map { column in
      rows.map { $0[column].unicodeScalars.count }.max() ?? 0
    }
    var lines = [title.plain]
    for (index, row) in rows.enumerated() {
      let cells = zip(row, widths).map { RunText.padded($0, $1) }.joined(separator: "  ")
      lines.append("  " + trimmed(cells))
      guard index > 0, let failures = failures(workflow.gates[index - 1]) else { continue }
      lines.append("    \(failures)")
    }
    if let costliest = workflow.costliest {
      let cost: ReviewPhrase =
        "Most time went to \(own: costliest.id.description) \(costliest.name): \(own: DurationWords.text(costliest.total))."
      lines += ["", "  \(cost.plain)"]
    }
    if workflow.gates.contains(where: { $0.clock != .monotonic }) {
      lines.append("  * by the times of the record, in which waiting is counted too")
    }
    return lines
  }

  private static func row(_ gate: Bottlenecks.Gate) -> [String] {
    let name: ReviewPhrase = "\(own: gate.id.description) \(gate.name)"
    let mark = gate.clock == .monotonic ? "" : " *"
    return [
      name.plain, "\(gate.runs)", "\(gate.attempts)", gate.attemptsPerPass.map(hundredths) ?? "-",
      DurationWords.text(gate.median) + mark, DurationWords.text(gate.longest) + mark,
      DurationWords.text(gate.total) + mark,
    ]
  }

  private static func failures(_ gate: Bottlenecks.Gate) -> String? {
    guard !gate.failures.isEmpty else { return nil }
    return "failed: "
      + gate.failures.map { "\($0.reason.rawValue) \($0.count)" }.joined(separator: ", ")
  }

  /// "1.5" of 150; two digits after the point, without zeros at the end.
  private static func hundredths(_ number: Int) -> String {
    let (whole, rest) = (number / 100, number % 100)
    if rest == 0 { return "\(whole)" }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  private static func trimmed(_ text: String) -> String {
    var scalars = Substring(text).unicodeScalars
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }
}
