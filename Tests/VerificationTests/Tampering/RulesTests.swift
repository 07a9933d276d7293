import Digests
import JSONDocument
import RecordSamples
import Records
import Testing
import Verification

@Suite("Answers of rules that an older or a newer tool recorded")
struct RulesTests {
  private let good: GoodRepository

  init() throws { good = try GoodRepository() }

  private func report(strict: Bool, rules: Int, _ files: RecordFiles) throws -> VerificationReport {
    var forged = good.repository
    forged.put(files, in: GoodRepository.run)
    // The file that failed stands where the one that passed stood.
    forged.work[GoodRepository.failed[0]] = .file(
      try #require(forged.bytes(at: GoodRepository.failed[0], in: 1)))
    forged.commit()
    var verifier = Verifier(
      VerificationRequest(isStrict: strict, rules: rules), source: forged, history: forged)
    return try verifier.verify()
  }

  /// A pass of bytes that do not meet a rule.
  private func forged() throws -> RecordFiles {
    var forger = try Forger(good.files)
    let failed = AttemptKey(gate: .named("G2"), number: 1)
    let passed = AttemptKey(gate: .named("G2"), number: 2)
    forger.set(passed, "/artifacts/0", forger.attempts[failed]?.value(at: "/artifacts/0"))
    return try #require(forger.consistent)
  }

  @Test("Another answer by the same rules is a lie, by older ones a change, by newer ones unknown")
  func answers() throws {
    let files = try forged()
    let same = try report(strict: false, rules: Recorder.rules, files)
    #expect(same.findings.map(\.id) == [.claimNotReproduced])
    #expect(same.outcome == .failed)
    let later = try report(strict: false, rules: Recorder.rules + 1, files)
    #expect(later.findings.map(\.id) == [.rulesChanged])
    #expect(later.findings.first?.level == .warning)
    #expect(later.outcome == .verified)
    let finding = try #require(later.findings.first)
    #expect(finding.path == "\(GoodRepository.record)/gates/G2/attempt-2.json")
    #expect(finding.expected != nil && finding.found != nil && finding.recordedBy != nil)
    #expect(finding.next != nil && finding.line != nil)
    #expect(try report(strict: true, rules: Recorder.rules + 1, files).outcome == .failed)
    let earlier = try report(strict: false, rules: Recorder.rules - 1, files)
    #expect(Set(earlier.findings.map(\.id)) == [.newerRules])
    #expect(earlier.outcome == .cannotCheck)
  }

  @Test("An honest run stays honest when the tool's rules change")
  func honest() throws {
    var verifier = Verifier(
      VerificationRequest(isStrict: true, rules: Recorder.rules + 1), source: good.repository,
      history: good.repository)
    let report = try verifier.verify()
    #expect(report.findings == [])
  }
}
