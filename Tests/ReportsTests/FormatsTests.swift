import JSONDocument
import Reports
import TestSupport
import Testing
import Verification

/// Every format of a report, as one text.
func rendered(_ report: VerificationReport, as format: ReportFormat) -> String {
  func joined(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }
  return switch format {
  case .text: joined(VerificationText.lines(of: report, showsNotes: true))
  case .json:
    Visible.json(
      String(
        decoding: JSONWriter.write(.object(VerificationJSON.members(of: report))), as: UTF8.self))
  case .github: joined(GitHubAnnotations.lines(of: report))
  case .junit: JUnitReport.text(of: report)
  case .sarif: SARIFReport.text(of: report)
  case .gitlab: GitLabReport.text(of: report)
  case .markdown: VerificationMarkdown.text(of: report)
  }
}

@Suite("The formats of a verification")
struct FormatsTests {
  @Test("A report stays as it was recorded", arguments: ReportFormat.allCases)
  func golden(format: ReportFormat) throws {
    let endings: [ReportFormat: String] = [
      .json: "json", .junit: "xml", .sarif: "sarif", .gitlab: "json", .markdown: "md",
    ]
    #expect(
      GoldenFile.difference(
        of: rendered(.whole, as: format),
        from: "verification.\(format.rawValue).\(endings[format] ?? "txt")") == nil)
  }

  @Test("An empty repository stays as it was recorded")
  func empty() throws {
    let pages = ReportFormat.allCases.filter { $0 != .sarif }.map { format in
      "== \(format.rawValue)\n\(rendered(.sample([], runs: []), as: format))"
    }
    #expect(GoldenFile.difference(of: pages.joined(), from: "verification.empty.txt") == nil)
  }

  @Test("No format says that anything is authentic", arguments: ReportFormat.allCases)
  func claimsNoIdentity(format: ReportFormat) {
    for report in [VerificationReport.whole, .sample([]), .sample([], runs: [])] {
      let text = rendered(report, as: format).lowercased()
      for word in ["authentic", "genuine", "identity", "signed", "trustworthy"] {
        #expect(!text.contains(word), "\(word)")
      }
    }
  }

  @Test(
    "The order in which findings were found does not show", arguments: ReportFormat.allCases)
  func order(format: ReportFormat) {
    let report = VerificationReport.whole
    let turned = VerificationReport(
      runs: report.runs, counts: report.counts, findings: report.findings.reversed(),
      since: report.since, contractsFrom: report.contractsFrom, isStrict: report.isStrict)
    #expect(rendered(report, as: format) == rendered(turned, as: format))
  }
}
