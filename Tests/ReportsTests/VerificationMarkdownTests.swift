import Records
import Reports
import Testing
import Verification

@Suite("Markdown of a verification")
struct VerificationMarkdownTests {
  @Test("A page keeps within its size, and says what it left out")
  func size() {
    let long = String(repeating: "é|`", count: 2_000)
    let findings = (0..<4_000).map {
      VerificationFinding.sample(path: "\($0)\(long)", run: "r\($0)", message: long)
    }
    let runs = (0..<4_000).map { VerificationReport.Run.sample(id: "r\($0)") }
    let report = VerificationReport.sample(
      findings, runs: runs, since: .init(revision: long, commit: long))
    for size in [4 << 10, 20_000, 65_536, VerificationMarkdown.maximumSize] {
      let page = VerificationMarkdown.text(of: report, maximumSize: size)
      #expect(page.utf8.count < size)
      #expect(page.utf8.count > size * 3 / 4 || size < 10_000)
      let rows = page.split(separator: "\n").count { $0.hasPrefix("| warn") }
      #expect(
        page.contains("\n\(4_000 - rows) more findings left out; `orchestrate verify` shows all.\n")
      )
      #expect(page.contains("more runs left out.\n"))
    }
    #expect(VerificationMarkdown.maximumSize == 1_024_000)
  }

  @Test("Runs with graver findings come first; one that passed without findings is left out")
  func runs() {
    let runs = ["a", "b", "c", "d", "e"].map {
      VerificationReport.Run.sample(id: $0, status: $0 == "b" ? .failed : .passed)
    }
    let report = VerificationReport.sample(
      [
        .sample(.changed, run: "c"), .sample(.lfsPointer, run: "a"),
        .sample(.cannotCheck, run: "d"), .sample(.recordDigest, run: "e"),
      ], runs: runs)
    let rows = VerificationMarkdown.text(of: report).split(separator: "\n")
      .filter { $0.hasPrefix("| `") }.map { String($0.dropFirst(3).prefix(1)) }
    #expect(rows == ["e", "d", "c", "b"])
  }

  @Test(
    "Text stands in a code span that ends where it should",
    arguments: [
      ("a", "`a`"), ("a`b", "``a`b``"), ("``", "``` `` ```"), ("`a", "`` `a ``"),
      (" a", "`  a `"), ("a|b", "`a\\|b`"), ("a\\|b", "`a\\\\u{7c}b`"), ("", "–"),
      ("a\nb", "`a\\u{a}b`"), ("a\\", "`a\\`"),
    ])
  func code(text: String, code: String) {
    let page = VerificationMarkdown.text(of: .sample([.sample(message: text)]))
    #expect(page.contains("| \(code) |"), "\(page)")
  }
}
