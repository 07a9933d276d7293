import Records
import Reports
import Testing
import Verification

@Suite("What verify prints for a person")
struct VerificationTextTests {
  @Test(
    "The last line is the verdict",
    arguments: [
      ([], "verified"), ([.changed], "verified with 1 warning"),
      ([.notReplayed], "verified"),
      ([.recordDigest, .changed, .sealMismatch], "does not verify: 2 failures, 1 warning"),
      ([.recordDigest, .cannotCheck], "does not verify: 1 failure, 1 undecided"),
      ([.cannotCheck, .newerRules], "could not be checked: 2 undecided"),
    ] as [([FindingID], String)])
  func verdict(ids: [FindingID], verdict: String) {
    let report = VerificationReport.sample(ids.map { .sample($0) })
    #expect(VerificationText.lines(of: report).last == verdict)
  }

  @Test("Notes are counted, the most frequent kind first, and shown when asked for")
  func notes() {
    let report = VerificationReport.sample([
      .sample(.contractChanged), .sample(.notReplayed, path: "b"),
      .sample(.notReplayed, path: "c"),
    ])
    let lines = VerificationText.lines(of: report)
    #expect(lines.first == "3 notes: not-replayed 2, contract-changed 1; -v shows them")
    let all = VerificationText.lines(of: report, showsNotes: true)
    #expect(all.count { $0.contains(": note[") } == 3)
    #expect(!all.contains { $0.contains("-v shows") })
    let one = VerificationReport.sample([.sample(.lfsPointer)])
    #expect(VerificationText.lines(of: one).first == "1 note: lfs-pointer 1; -v shows it")
  }

  @Test("A line is shown where there is one, and the root has a name")
  func place() {
    let report = VerificationReport.sample([
      .sample(.recordDigest, path: "", message: "x"), .sample(.recordDigest, line: 7, message: "x"),
    ])
    let lines = VerificationText.lines(of: report)
    #expect(lines.contains(".: fail[record-digest] x"))
    #expect(lines.contains("a.md:7: fail[record-digest] x"))
  }

  @Test("Colours go to levels and verdicts")
  func colors() {
    let style = Style(isColored: true)
    #expect(
      style.report("a: cannot-check[newer-rules] b")
        == "a: \u{1B}[33mcannot-check\u{1B}[0m[newer-rules] b")
    #expect(
      style.report("does not verify: 1 failure")
        == "\u{1B}[31mdoes not verify:\u{1B}[0m 1 failure")
    #expect(
      style.report("could not be checked: 1 undecided")
        == "\u{1B}[33mcould not be checked:\u{1B}[0m 1 undecided")
    #expect(style.report("verified") == "\u{1B}[32mverified\u{1B}[0m")
    #expect(
      style.report("verified with 1 warning") == "\u{1B}[32mverified\u{1B}[0m with 1 warning")
  }
}
