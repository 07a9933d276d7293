package import Contracts
package import Records
import Runs

/// What a check shows that was made again because a file changed.
package enum WatchText {
  /// A line for each rule whose answer is another one now, then how much is left.
  package static func delta(
    from before: Evaluation, to after: Evaluation, gate: GateID
  ) -> [String] {
    let old = Dictionary(
      before.results.map { ($0.rule.id, $0) }, uniquingKeysWith: { first, _ in first })
    let changed = after.results.filter { result in
      guard let earlier = old[result.rule.id] else { return true }
      // How far a rule is from being met is news too; how well it is met is not.
      return earlier.outcome != result.outcome
        || result.outcome != .pass && earlier.found != result.found
    }
    var lines = changed.map { result in
      let was = old[result.rule.id].map { "\(word($0)) → " } ?? ""
      let found = (result.error ?? result.found).map { ", \($0)" } ?? ""
      return Visible.line(
        "\(gate)/\(result.rule.id) \(result.rule.type): \(was)\(word(result))\(found)")
    }
    if !after.isMet {
      let left = after.failures.count + after.errors.count
      lines.append("\(Count.of(left, "rule")) of \(after.results.count) still not met")
    }
    return lines
  }

  private static func word(_ result: Evaluation.Result) -> String {
    switch result.outcome {
    case .pass: "pass"
    case .fail: result.rule.severity.rawValue
    case .error: "could not run"
    case .claimed: "not run"
    }
  }
}
