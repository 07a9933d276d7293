import Records
import Runs
package import Verification

/// What `verify` prints in GitHub Actions: workflow commands that become annotations, then plain lines.
package enum GitHubAnnotations {
  /// The most annotations of one kind that the host shows for a step.
  private static let limit = 10

  /// At most ten annotations, the gravest first, how many more there are, and the summary.
  ///
  /// - Returns: Lines without their ends; those of annotations alone begin with `::`.
  package static func lines(of report: VerificationReport) -> [String] {
    var lines = report.findings.prefix(limit).map(command)
    let more = report.findings.count - lines.count
    if more > 0 { lines.append("and \(Count.of(more, "more finding")): orchestrate verify") }
    return lines + VerificationWords.summary(report) + [VerificationWords.verdict(report)]
  }

  private static func command(_ finding: VerificationFinding) -> String {
    let attempt = finding.attempt.map { " \($0.gate) attempt \($0.number)" } ?? ""
    let properties = [
      "file=\(property(FindingText.relativePath(finding)))", "line=\(FindingText.line(finding))",
      "title=\(property("\(finding.id.rawValue)\(attempt)"))",
    ]
    let message = [Visible.line(finding.message)] + FindingText.details(finding)
    // What stands between the lines of a message is their end, escaped.
    return "::\(name(finding.level)) \(properties.joined(separator: ","))::"
      + message.map(data).joined(separator: "%0A")
  }

  private static func name(_ level: FindingID.Level) -> String {
    switch level {
    case .failure, .cannotCheck: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }

  /// The escapes of the value of a command, after those of a line, which leave no line end.
  private static func data(_ text: String) -> String { escaped(Visible.line(text), ["%"]) }

  /// The escapes of a property, which ends at a comma, or at the colons before the value.
  private static func property(_ text: String) -> String {
    escaped(Visible.line(text), ["%", ":", ","])
  }

  private static func escaped(_ text: String, _ signs: Set<Unicode.Scalar>) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if signs.contains(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        escaped.append(contentsOf: "%\(digits)".unicodeScalars)
      } else {
        escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
