import Records
import Runs
import Testing
import Verification

@Suite("What the disk does not give back cannot be checked, and nothing follows from it")
struct UnreadableTests {
  private static let paths =
    (GoodRepository.recordFiles + ["", "gates/", "gates/G2/"]).map {
      "\(GoodRepository.record)/\($0)"
    } + GoodRepository.artifacts + GoodRepository.policies

  @Test("One file or folder", arguments: paths, [false, true])
  func one(_ path: String, isStrict: Bool) throws {
    for since in [false, true] {
      let report = try GoodRepository().report(strict: isStrict, since: since) {
        $0.unreadable = [path]
        // With --since only what has changed is asked for.
        let changed =
          path.hasSuffix("/") ? "\(GoodRepository.record)/gates/G2/attempt-1.json" : path
        if since { $0.work[changed] = .file([0x78]) }
      }
      #expect(report.outcome == .cannotCheck, "\(report.findings)")
      #expect(report.findings.contains { $0.id == .cannotCheck && $0.path == path })
    }
  }

  @Test("A failure that no unread file can explain stands beside it")
  func unrelated() throws {
    let artifact = try GoodRepository().report(strict: true) {
      $0.unreadable = [GoodRepository.artifacts[1]]
      $0.work[GoodRepository.artifacts[0]] = .file([0x78])
    }
    #expect(artifact.outcome == .failed)
    #expect(artifact.findings.contains { $0.id == .changed && $0.level == .failure })
    let record = try GoodRepository().report(strict: true) {
      $0.unreadable = ["\(RunPaths.runs)/other/record/RUN.json"]
      $0.work["\(RunPaths.runs)/other/record/RUN.json"] = .file([0x78])
      $0.work[GoodRepository.artifacts[0]] = .file([0x78])
    }
    // The other run may have passed the file as it is now.
    #expect(record.outcome == .cannotCheck)
    #expect(record.findings.contains { $0.id == .changed && $0.level == .cannotCheck })
  }

  @Test("Beside a file that was changed by hand, whose failure stands")
  func beside() throws {
    let files = GoodRepository.recordFiles.map { "\(GoodRepository.record)/\($0)" }
    let report = try GoodRepository().report {
      $0.unreadable = [files[1]]
      if case .file(let bytes)? = $0.work[files[0]] { $0.work[files[0]] = .file(bytes + [0x20]) }
    }
    #expect(report.outcome == .failed)
    let failures = report.findings.filter { $0.level == .failure }
    #expect(failures.allSatisfy { $0.path == files[0] }, "\(failures)")
    #expect(report.findings.contains { $0.id == .cannotCheck && $0.path == files[1] })
  }
}
