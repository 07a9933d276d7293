import Records
import Testing
import Verification

@Suite("Every change of a file that a committed run vouches for is found")
struct ArtifactTests {
  private let good: GoodRepository

  init() throws { good = try GoodRepository() }

  private func bytes(_ path: String) throws -> [UInt8] {
    guard case .file(let bytes)? = good.repository.work[path] else { return [] }
    return bytes
  }

  private func changes(_ path: String) throws -> [(name: String, entry: MemoryRepository.Entry?)] {
    let bytes = try bytes(path)
    var all = Tampering.bytes(bytes).map {
      ($0.name, MemoryRepository.Entry.file($0.bytes) as MemoryRepository.Entry?)
    }
    all += [
      ("removed", nil), ("a link", .link), ("a folder", .folder),
      ("longer", .file(bytes + [0x0A])), ("NUL", .file(bytes + [0])),
    ]
    return all
  }

  @Test(
    "Committed or not, a change is told with the file, and fails where it is strict or the folder is covered",
    arguments: GoodRepository.artifacts)
  func changed(_ path: String) throws {
    for (index, (name, entry)) in try changes(path).enumerated() {
      let isStrict = index % 2 == 0
      let report = try good.report(strict: isStrict) {
        $0.work[path] = entry
        if index % 4 < 2 { $0.commit() }
      }
      let finding = report.findings.first { $0.path == path }
      #expect(finding?.id == .changed, "\(name)")
      #expect(finding?.level == (isStrict ? .failure : .warning))
      #expect(finding?.expected != nil && finding?.found != nil && finding?.next != nil)
      // The folder is covered by a workflow, and no run vouches for it any more.
      #expect(report.findings.contains { $0.id == .uncovered && path.hasPrefix($0.path + "/") })
      #expect(report.outcome == .failed)
    }
  }

  @Test(
    "Where the recorded bytes were never committed, a change fails, strict or not",
    arguments: GoodRepository.artifacts)
  func unwitnessed(_ path: String) throws {
    var untold = MemoryRepository()
    untold.work = good.repository.work
    for (name, entry) in try changes(path) {
      var changed = untold
      changed.work[path] = entry
      changed.commit()
      var verifier = Verifier(VerificationRequest(), source: changed, history: changed)
      let report = try verifier.verify()
      #expect(report.outcome == .failed)
      #expect(
        report.findings.contains {
          $0.id == .unwitnessed && $0.path == path && $0.level == .failure
            && $0.recordedBy != nil && $0.expected != nil && $0.found != nil && $0.next != nil
        }, "\(name)")
    }
  }

  @Test("A contract or workflow that judged, gone from the tree and the history, fails")
  func policies() throws {
    for path in GoodRepository.policies {
      for entry in [nil, .file(Array("{}\n".utf8))] as [MemoryRepository.Entry?] {
        var changed = MemoryRepository()
        changed.work = good.repository.work
        changed.work[path] = entry
        changed.commit()
        var verifier = Verifier(VerificationRequest(), source: changed, history: changed)
        let report = try verifier.verify()
        #expect(report.outcome == .failed, "\(path)")
        #expect(
          report.findings.contains { $0.id == .unwitnessed && $0.message.contains(path) },
          "\(path)")
      }
    }
  }

  @Test("Two artifacts that changed places are both told")
  func swapped() throws {
    let (a, b) = (GoodRepository.failed[0], GoodRepository.failed[1])
    let report = try good.report(strict: true) {
      ($0.work[a], $0.work[b]) = ($0.work[b], $0.work[a])
      $0.commit()
    }
    #expect(report.outcome == .failed)
    for path in [a, b] { #expect(report.findings.contains { $0.path == path }) }
  }
}
