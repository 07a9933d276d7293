import JSONDocument
package import Verification

/// The code quality report of GitLab: an array with an object for each finding.
package enum GitLabReport {
  /// JSON in UTF-8 without a byte order mark, `[]` without findings, with a final line end.
  package static func text(of report: VerificationReport) -> String {
    let names = Fingerprints.of(report.findings)
    let items = zip(report.findings, names).map(item)
    return Visible.json(String(decoding: JSONWriter.write(.array(items)), as: UTF8.self))
  }

  private static func item(_ finding: VerificationFinding, _ fingerprint: String) -> JSONValue {
    let facts = [("expected", finding.expected), ("found", finding.found)].compactMap {
      name, value in
      value.map { "\(name) \($0)" }
    }
    let tail = facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))"
    return [
      "description": .string(Visible.line(finding.message + tail)),
      "check_name": .string(finding.id.rawValue),
      "fingerprint": .string(fingerprint),
      "severity": .string(severity(finding.level)),
      "location": [
        "path": .string(FindingText.relativePath(finding)),
        "lines": ["begin": .integer(Int64(FindingText.line(finding)))],
      ],
    ]
  }

  private static func severity(_ level: FindingID.Level) -> String {
    switch level {
    case .failure: "critical"
    case .cannotCheck: "major"
    case .warning: "minor"
    case .note: "info"
    }
  }
}
