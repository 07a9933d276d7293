import Runs
import Verification

/// The sentences about a whole verification that every format for people shares.
enum VerificationWords {
  /// The answer in one line.
  static func verdict(_ report: VerificationReport) -> String {
    let failures = report.count(.failure)
    let undecided = report.count(.cannotCheck)
    let warnings = report.count(.warning)
    var parts: [String] = []
    if failures > 0 { parts.append(Count.of(failures, "failure")) }
    if undecided > 0 { parts.append("\(undecided) undecided") }
    if warnings > 0 { parts.append(Count.warnings(warnings)) }
    let counts = parts.joined(separator: ", ")
    return switch report.outcome {
    case .verified: counts.isEmpty ? "verified" : "verified with \(counts)"
    case .failed: "does not verify: \(counts)"
    case .cannotCheck: "could not be checked: \(counts)"
    }
  }

  /// Runs, artifacts, rules and what was compared with; `quote` makes text harmless that the tool did not write.
  static func summary(
    _ report: VerificationReport, quote: (String) -> String = Visible.line
  ) -> [String] {
    var lines = [report.summary]
    if let artifacts = artifacts(report.counts) { lines.append(artifacts) }
    if let since = report.since {
      let unchanged = report.runs.count(where: \.isUnchanged)
      lines.append(
        "\(unchanged) of \(Count.of(report.runs.count, "run")) unchanged since \(base(since, quote))"
      )
    }
    if let base = report.contractsFrom { lines.append("contracts from \(Self.base(base, quote))") }
    return lines
  }

  /// "3 notes: not-replayed 2, contract-changed 1", or nil without any.
  static func notes(_ report: VerificationReport) -> String? {
    let notes = report.findings.filter { $0.level == .note }
    guard !notes.isEmpty else { return nil }
    let kinds = FindingID.allCases.map { id in (id, notes.count { $0.id == id }) }
      .filter { $0.1 > 0 }
    // The sort is stable: as many of two kinds stay in the order of their declaration.
    let list = kinds.sorted { $0.1 > $1.1 }.map { "\($0.rawValue) \($1)" }
    return "\(Count.of(notes.count, "note")): \(list.joined(separator: ", "))"
  }

  /// "36 artifacts: 34 reproduced, 2 superseded; 120 rules run again", or nil where none was looked at.
  private static func artifacts(_ counts: VerificationReport.Counts) -> String? {
    let answers = [
      (counts.reproduced, "reproduced"), (counts.superseded, "superseded"),
      (counts.changed, "changed"), (counts.moved, "moved"), (counts.unwitnessed, "unwitnessed"),
      (counts.cannotCheck, "not checkable"),
    ].filter { $0.0 > 0 }
    let total = answers.reduce(0) { $0 + $1.0 }
    var parts: [String] = []
    if total > 0 {
      let list = answers.map { "\($0) \($1)" }.joined(separator: ", ")
      parts.append("\(Count.of(total, "artifact")): \(list)")
    }
    if counts.rulesReplayed > 0 { parts.append("\(Count.rules(counts.rulesReplayed)) run again") }
    if counts.rulesNotReplayed > 0 {
      parts.append("\(Count.rules(counts.rulesNotReplayed)) not run again")
    }
    if counts.rulesClaimed > 0 { parts.append("\(Count.rules(counts.rulesClaimed)) claimed") }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private static func base(_ base: VerificationReport.Base, _ quote: (String) -> String) -> String {
    "\(quote(base.revision)) (\(quote(String(base.commit.unicodeScalars.prefix(12)))))"
  }
}
