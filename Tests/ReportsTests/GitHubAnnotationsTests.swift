import Reports
import Testing
import Verification

@Suite("Annotations of GitHub")
struct GitHubAnnotationsTests {
  @Test("At most ten, the gravest first, then how many more there are")
  func limit() {
    let findings = (0..<12).map { VerificationFinding.sample(path: "\($0).md") }
    let report = VerificationReport.sample(
      findings + [.sample(.recordDigest), .sample(.lfsPointer)])
    let lines = GitHubAnnotations.lines(of: report)
    #expect(lines.filter { $0.hasPrefix("::") }.count == 10)
    #expect(lines.first?.hasPrefix("::error ") == true)
    #expect(lines[1].hasPrefix("::warning "))
    #expect(lines[10] == "and 4 more findings: orchestrate verify")
    #expect(lines.last == "does not verify: 1 failure, 12 warnings")
  }

  @Test("Each annotation has a line, and the kind of its level")
  func lines() {
    let report = VerificationReport.sample([
      .sample(.recordDigest, line: 9, attempt: 2, message: "m", expected: "e", found: "f"),
      .sample(.cannotCheck, message: "m"), .sample(.changed, message: "m"),
      .sample(.lfsPointer, message: "m"),
    ])
    #expect(
      Array(GitHubAnnotations.lines(of: report).prefix(4)) == [
        "::error file=a.md,line=9,title=record-digest G1 attempt 2::m%0Aattempt: 2 of G1%0Aexpected: e%0Afound: f",
        "::error file=a.md,line=1,title=cannot-check::m",
        "::warning file=a.md,line=1,title=changed::m",
        "::notice file=a.md,line=1,title=lfs-pointer::m",
      ])
  }

  @Test(
    "What the host would read as its own is escaped",
    arguments: [
      ("a,b:c%d", "file=a%2Cb%3Ac%25d,", "::a,b:c%25d"),
      ("x%0A::add-mask::y", "file=x%250A%3A%3Aadd-mask%3A%3Ay,", "::x%250A::add-mask::y"),
      ("x\r\n::error::y", "file=x\\u{d}\\u{a}%3A%3Aerror", "::x\\u{d}\\u{a}::error::y"),
      ("##[add-mask]y", "file=#\\u{23}[add-mask]y,", "::#\\u{23}[add-mask]y"),
    ])
  func escapes(text: String, property: String, data: String) {
    let report = VerificationReport.sample([.sample(path: text, message: text)])
    let line = GitHubAnnotations.lines(of: report)[0]
    #expect(line.contains(property))
    #expect(line.hasSuffix(data))
  }
}
