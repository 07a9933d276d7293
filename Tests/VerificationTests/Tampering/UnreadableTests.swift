import Records
import Runs
import Testing
import Verification

@Suite("What the disk does not give back cannot be checked, and nothing follows from it")
struct UnreadableTests {
  static let paths =
    GoodRepository.recordFiles.map { "\(GoodRepository.record)/\($0)" } + GoodRepository.artifacts
    + GoodRepository.policies

  @Test("One file", arguments: paths, [false, true])
  func one(_ path: String, isStrict: Bool) throws {
    for since in [false, true] {
      let report = try GoodRepository().report(strict: isStrict, since: since) {
        $0.unreadable = [path]
        // What changed is asked for even with --since.
        if since { $0.work[path] = .file([0x78]) }
      }
      #expect(report.outcome == .cannotCheck, "\(report.findings)")
      #expect(report.findings.contains { $0.id == .cannotCheck && $0.path == path })
    }
  }

  @Test("Beside a file that was changed by hand, whose failure stands")
  func beside() throws {
    let files = GoodRepository.recordFiles.map { "\(GoodRepository.record)/\($0)" }
    for (unreadable, changed) in [(files[1], files[0]), (GoodRepository.artifacts[0], files[2])] {
      let report = try GoodRepository().report {
        $0.unreadable = [unreadable]
        if case .file(let bytes)? = $0.work[changed] { $0.work[changed] = .file(bytes + [0x20]) }
      }
      #expect(report.outcome == .failed)
      let failures = report.findings.filter { $0.level == .failure }
      #expect(failures.allSatisfy { $0.path == changed }, "\(failures)")
      #expect(report.findings.contains { $0.id == .cannotCheck && $0.path == unreadable })
    }
  }
}
