import Runs
package import Verification

/// What `verify` prints for a person.
package enum VerificationText {
  /// The findings as blocks, the gravest first, then the summary, and last the verdict.
  ///
  /// - Parameters:
  ///   - report: The answer of `verify`.
  ///   - showsNotes: Whether notes are shown too, not only counted.
  /// - Returns: Lines without their ends, none of which a host of logs takes for a command.
  package static func lines(of report: VerificationReport, showsNotes: Bool = false) -> [String] {
    var lines: [String] = []
    for finding in report.findings where showsNotes || finding.level != .note {
      lines += FindingText.block(finding) + [""]
    }
    if !showsNotes, let notes = VerificationWords.notes(report) {
      let pronoun = report.count(.note) == 1 ? "it" : "them"
      lines.append("\(notes); -v shows \(pronoun)")
    }
    return lines + VerificationWords.summary(report) + [VerificationWords.verdict(report)]
  }
}
