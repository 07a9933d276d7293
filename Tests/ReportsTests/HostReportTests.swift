import JSONDocument
import Records
import Reports
import Testing
import Verification

extension JSONValue {
  /// What stands under keys and numbers, or null.
  subscript(_ path: String...) -> JSONValue {
    path.reduce(self) { value, step in
      switch value {
      case .object(let members): members.first { $0.key == step }?.value ?? .null
      case .array(let elements): Int(step).map { elements[$0] } ?? .null
      default: .null
      }
    }
  }

  var elements: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }

  var text: String? { if case .string(let text) = self { text } else { nil } }

  init(reading text: String) throws {
    self = try JSONDocument(parsing: Array(text.utf8)).root.value
  }
}

@Suite("Reports for code hosts")
struct HostReportTests {
  private static func sarif(_ report: VerificationReport, limit: Int = 25_000) throws -> JSONValue {
    try JSONValue(reading: SARIFReport.text(of: report, maximumResults: limit))["runs", "0"]
  }

  private static func gitlab(_ report: VerificationReport) throws -> [JSONValue] {
    try JSONValue(reading: GitLabReport.text(of: report)).elements
  }

  private static func fingerprints(_ findings: [VerificationFinding]) throws -> [String] {
    let report = VerificationReport.sample(findings)
    let items = try gitlab(report).compactMap { $0["fingerprint"].text }
    let results = try sarif(report)["results"].elements.compactMap {
      $0["partialFingerprints", "orchestrateFinding/v1"].text
    }
    #expect(items == results)
    #expect(items.count == findings.count)
    #expect(Set(items).count == findings.count)
    return items
  }

  @Test("Results name their rule by its number too, and rules carry meaning and cure")
  func rules() throws {
    let run = try Self.sarif(.whole)
    let rules = run["tool", "driver", "rules"].elements
    #expect(rules.map { $0["id"].text } == FindingID.allCases.map(\.rawValue))
    #expect(rules.map { $0["help", "text"].text } == FindingID.allCases.map(\.cure))
    #expect(rules.map { $0["shortDescription", "text"].text } == FindingID.allCases.map(\.meaning))
    let results = run["results"].elements
    #expect(results.count == VerificationReport.whole.findings.count)
    for result in results {
      guard case .integer(let index) = result["ruleIndex"] else {
        Issue.record("no index")
        continue
      }
      #expect(rules[Int(index)]["id"] == result["ruleId"])
    }
  }

  @Test(
    "Levels are those of each host",
    arguments: [
      (.recordDigest, "error", "critical"), (.cannotCheck, "error", "major"),
      (.changed, "warning", "minor"), (.lfsPointer, "note", "info"),
    ] as [(FindingID, String, String)])
  func levels(id: FindingID, level: String, severity: String) throws {
    let report = VerificationReport.sample([.sample(id)])
    let run = try Self.sarif(report)
    #expect(run["results", "0", "level"].text == level)
    #expect(run["invocations", "0", "executionSuccessful"] == .bool(id != .cannotCheck))
    let rule = run["tool", "driver", "rules"].elements.first { $0["id"].text == id.rawValue }
    #expect(rule?["defaultConfiguration", "level"].text == level)
    #expect(try Self.gitlab(report)[0]["severity"].text == severity)
  }

  @Test(
    "Paths stay below the root, in percent where a reference needs it",
    arguments: [
      ("a/b.md", "a/b.md", "a/b.md"), ("é/ö ü", "%C3%A9/%C3%B6%20%C3%BC", "é/ö ü"),
      ("a:b", "a%3Ab", "a:b"), ("100%", "100%25", "100%"), ("", ".", "."),
      ("a/", "a/", "a/"), ("a//b", "a//b", "a//b"),
      ("../x", "%5Cu%7B2e%7D%5Cu%7B2e%7D/x", "\\u{2e}\\u{2e}/x"),
      ("..", "%5Cu%7B2e%7D%5Cu%7B2e%7D", "\\u{2e}\\u{2e}"),
      ("a/./b", "a/%5Cu%7B2e%7D/b", "a/\\u{2e}/b"),
      ("/etc", "%5Cu%7B2f%7D/etc", "\\u{2f}/etc"), ("//host/x", "%5Cu%7B2f%7D//host/x", nil),
      ("a\u{202E}b", "a%5Cu%7B202e%7Db", "a\\u{202e}b"),
    ] as [(String, String, String?)])
  func paths(path: String, uri: String, shown: String?) throws {
    let report = VerificationReport.sample([.sample(path: path)])
    let location = try Self.sarif(report)["results", "0", "locations", "0", "physicalLocation"]
    #expect(location["artifactLocation", "uri"].text == uri)
    #expect(location["artifactLocation", "uriBaseId"].text == "%SRCROOT%")
    #expect(location["region", "startLine"] == .integer(1))
    if let shown {
      #expect(try Self.gitlab(report)[0]["location", "path"].text == shown)
    }
  }

  @Test(
    "A line is counted from 1",
    arguments: [(nil, 1), (0, 1), (-3, 1), (7, 7)] as [(Int?, Int64)])
  func lines(line: Int?, shown: Int64) throws {
    let report = VerificationReport.sample([.sample(line: line)])
    let region = try Self.sarif(report)[
      "results", "0", "locations", "0", "physicalLocation", "region"]
    #expect(region["startLine"] == .integer(shown))
    #expect(try Self.gitlab(report)[0]["location", "lines", "begin"] == .integer(shown))
  }

  @Test("A message holds no placeholder and no link", arguments: ["[a](b)", "[a\\](b)", "{0} {x}"])
  func messages(text: String) throws {
    let report = VerificationReport.sample([.sample(message: text)])
    let message = try #require(try Self.sarif(report)["results", "0", "message", "text"].text)
    #expect(!message.contains("]("))
    let braces = message.filter { $0 == "{" || $0 == "}" }
    #expect(
      !message.replacing("{{", with: "").replacing("}}", with: "").contains { "{}".contains($0) })
    #expect(braces.count.isMultiple(of: 2))
  }

  @Test("Fingerprints stay when lines, digests and strictness change")
  func stable() throws {
    let old = try Self.fingerprints([
      .sample(
        line: 4, run: "r", attempt: 1, message: "line 4 of R3 has 12 words, 1f0a9c3d77",
        expected: "a", found: "b")
    ])
    let new = try Self.fingerprints([
      .sample(
        line: 40, run: "r", attempt: 1, message: "line 40 of R3 has 9 words, 99aabbccdd0",
        expected: "c", found: nil, isStrict: true)
    ])
    #expect(old == new)
  }

  @Test("Fingerprints differ where findings do, and equal findings get numbers")
  func different() throws {
    _ = try Self.fingerprints([
      .sample(), .sample(.moved), .sample(path: "b.md"), .sample(run: "r"), .sample(attempt: 1),
      .sample(attempt: 2), .sample(run: "r", attempt: 1), .sample(message: "R3"),
      .sample(message: "R5"), .sample(), .sample(), .sample(line: 3),
      // Texts that would run into each other.
      .sample(path: "ab", run: "c"), .sample(path: "a", run: "bc"),
    ])
  }

  @Test("A fingerprint does not depend on what else is found")
  func alone() throws {
    let one = VerificationFinding.sample(.changed, path: "z.md")
    let alone = try Self.fingerprints([one])
    let among = try Self.fingerprints([.sample(.recordDigest), .sample(path: "a.md"), one])
    #expect(among.contains(alone[0]))
  }

  @Test("Results beyond the limit of the host are left out, and counted")
  func limit() throws {
    let findings = (0..<5).map { VerificationFinding.sample(path: "\($0).md") }
    let run = try Self.sarif(.sample(findings + [.sample(.recordDigest)]), limit: 4)
    #expect(run["results"].elements.count == 4)
    #expect(run["results", "0", "ruleId"].text == "record-digest")
    let notification = run["invocations", "0", "toolExecutionNotifications", "0"]
    #expect(
      notification["message", "text"].text
        == "2 more findings left out; 'orchestrate verify' shows all.")
    #expect(
      try Self.sarif(.sample(findings))["invocations", "0", "toolExecutionNotifications"] == .null)
  }

  @Test("Without findings GitLab gets an empty array")
  func nothing() { #expect(GitLabReport.text(of: .sample([])) == "[]\n") }
}
