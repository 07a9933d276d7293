import Records
import Runs
package import Verification

/// The report as JUnit XML, in the shape that Jenkins' `junit-10.xsd` describes.
///
/// There is a suite for the repository and one for each run, and in each a case for what was verified: the record, the evidence,
/// the rules, and trust. So the names of cases stay the same from one report to the next. What does not hold is a failure;
/// what could not be checked is an error; warnings and notes stand in the output of their case.
package enum JUnitReport {
  /// XML in UTF-8 with a final line end; it holds no time, since a report is the same whenever it is made.
  package static func text(of report: VerificationReport) -> String {
    let suites = suites(report)
    var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
    lines.append("<testsuites \(attributes(named: "orchestrate verify", suites.flatMap(\.cases)))>")
    for suite in suites {
      lines.append(
        "  <testsuite \(attributes(named: suite.name, suite.cases)) skipped=\"\(suite.skipped)\">")
      lines += suite.cases.flatMap { $0.lines(in: suite.name) }
      lines.append("  </testsuite>")
    }
    lines.append("</testsuites>")
    return lines.map { $0 + "\n" }.joined()
  }

  private static func attributes(named name: String, _ cases: [Case]) -> String {
    let failures = cases.count { !$0.failures.isEmpty }
    let errors = cases.count { $0.failures.isEmpty && !$0.undecided.isEmpty }
    return "name=\"\(XMLText.escaped(name))\" tests=\"\(cases.count)\" failures=\"\(failures)\" "
      + "errors=\"\(errors)\""
  }

  private struct Suite {
    let name: String
    let cases: [Case]

    var skipped: Int { cases.count { $0.skipReason != nil } }
  }

  /// What was verified in one respect.
  private struct Case {
    let topic: FindingID.Topic
    let findings: [VerificationFinding]
    /// Why nothing was verified here, or nil.
    let skipReason: String?

    var failures: [VerificationFinding] { findings.filter { $0.level == .failure } }
    var undecided: [VerificationFinding] { findings.filter { $0.level == .cannotCheck } }

    func lines(in suite: String) -> [String] {
      let start =
        "    <testcase classname=\"\(XMLText.escaped("verify.\(suite)"))\" name=\"\(topic.rawValue)\""
      let grave = failures + undecided
      let others = findings.filter { $0.level > .cannotCheck }
      var content: [String] = []
      if let first = grave.first {
        let element = first.level == .failure ? "failure" : "error"
        let more = grave.count > 1 ? " (and \(grave.count - 1) more)" : ""
        content.append(
          "      <\(element) type=\"\(first.id.rawValue)\" message=\"\(XMLText.escaped(first.message + more))\">"
            + "\(JUnitReport.blocks(grave))</\(element)>")
      } else if let skipReason {
        content.append("      <skipped message=\"\(XMLText.escaped(skipReason))\"/>")
      }
      if !others.isEmpty {
        content.append("      <system-out>\(JUnitReport.blocks(others))</system-out>")
      }
      if content.isEmpty { return [start + "/>"] }
      return [start + ">"] + content + ["    </testcase>"]
    }
  }

  private static func blocks(_ findings: [VerificationFinding]) -> String {
    XMLText.escaped(lines: findings.flatMap(FindingText.block))
  }

  private static func suites(_ report: VerificationReport) -> [Suite] {
    let repository = report.findings.filter { $0.run == nil }
    // The repository as a whole has no evidence and no rules of its own.
    let topics = FindingID.Topic.allCases.filter { topic in
      topic == .record || topic == .trust || repository.contains { $0.id.topic == topic }
    }
    let first = Suite(
      name: "repository",
      cases: topics.map { topic in
        Case(
          topic: topic, findings: repository.filter { $0.id.topic == topic }, skipReason: nil)
      })
    var byRun: [[UInt8]: [VerificationFinding]] = [:]
    for finding in report.findings {
      if let run = finding.run { byRun[Array(run.utf8), default: []].append(finding) }
    }
    let known = report.runs.map { run in
      suite(run.id, byRun.removeValue(forKey: Array(run.id.utf8)) ?? []) { topic in
        if run.status == nil { return topic == .record ? nil : "the record is not readable" }
        guard run.isUnchanged, topic != .trust else { return nil }
        return "unchanged since \(report.since?.revision ?? "the trusted revision")"
      }
    }
    // A run that was removed is in findings alone.
    let gone = byRun.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { name, findings in
      suite(String(decoding: name, as: UTF8.self), findings) { _ in "there is no such run" }
    }
    return [first] + known + gone
  }

  private static func suite(
    _ name: String, _ findings: [VerificationFinding],
    skipReason: (FindingID.Topic) -> String?
  ) -> Suite {
    Suite(
      name: name,
      cases: FindingID.Topic.allCases.map { topic in
        let own = findings.filter { $0.id.topic == topic }
        return Case(topic: topic, findings: own, skipReason: own.isEmpty ? skipReason(topic) : nil)
      })
  }
}
