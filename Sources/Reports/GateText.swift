import Records
package import Runs

/// What `gate finish`, `gate check` and `gate fail` print.
package struct GateText: Sendable {
  package let lines: [String]

  /// `commit` are the lines that commit a pass, nil without git; `next` is the command to type.
  package init(_ report: GateReport, commit: CommitLines?, next: String?) {
    var lines = [Self.summary(report)]
    if let reason = report.attempt?.failureReason, report.validations.isEmpty {
      lines += Visible.lines(of: reason).map { "  \($0)" }
    }
    if let change = report.contractChange { lines += ["", Visible.line(change)] }
    for finding in report.findings { lines += [""] + Self.block(finding, gate: report.gate) }
    lines.append("")
    if !report.findings.isEmpty, report.attempt != nil {
      lines.append("recheck: \(RunCommand.check(report.header.id, report.gate))")
    }
    if let attempt = report.attempt {
      let paths = RunPaths(report.header.id)
      if attempt.isClosedByWorkersEnd { lines.append("logs: \(paths.work(attempt.key))") }
      lines.append("record: \(paths.attempt(attempt.key))")
    }
    if !report.findings.isEmpty {
      lines.append("If a rule is wrong, mend it at the line that \"rule:\" names.")
    }
    if report.passes, report.attempt != nil, let commit {
      lines += [commit.add, commit.commit].map(Visible.line)
    }
    if let next { lines.append(Visible.line("next: \(next)")) }
    while let last = lines.last, last.isEmpty { lines.removeLast() }
    self.lines = lines
  }

  private static func summary(_ report: GateReport) -> String {
    let name = "\(report.gate) \(report.gateName)"
    let place = report.attempt.map { "\(name), attempt \($0.key.number)" } ?? "\(name), check only"
    return Visible.line("\(word(report)) \(place): \(counts(report))")
  }

  private static func word(_ report: GateReport) -> String {
    if report.attempt == nil, report.failures == 0, report.errors > 0 { return "ERROR" }
    return report.passes ? "PASS" : "FAIL"
  }

  private static func counts(_ report: GateReport) -> String {
    let total = report.validations.count
    guard total > 0 else {
      guard let attempt = report.attempt else { return "nothing is demanded" }
      if attempt.isClosedByWorkersEnd { return attempt.verdict.reasonCode.rawValue }
      return attempt.verdict.reasonCode == .runCanceled
        ? "the run was canceled" : "failed by a person"
    }
    var parts: [String] = []
    if report.failures > 0 {
      parts.append("\(report.failures) of \(Count.rules(total)) failed")
    } else {
      let met = total - report.warnings - report.errors
      parts.append("\(met) of \(Count.rules(total)) met")
    }
    if report.errors > 0 { parts.append("\(report.errors) could not run") }
    if report.warnings > 0 { parts.append(Count.warnings(report.warnings)) }
    return parts.joined(separator: ", ")
  }

  private static func block(_ finding: GateReport.Finding, gate: GateID) -> [String] {
    let place = Place.text(finding.path, line: finding.line, column: finding.column)
    let lines = [
      "\(place): \(finding.level.rawValue)[\(gate)/\(finding.rule) \(finding.type)] \(finding.message)",
      finding.found.map { "  found: \($0)" }, finding.fix.map { "  fix: \($0)" },
      "  rule: \(finding.ruleAt)",
    ]
    return lines.compactMap(\.self).map(Visible.line)
  }
}
