import Foundation
import Records
import Runs
import Testing
import Verification

/// The committed run of the design's example, with its files and every version of them in the history.
struct GoodRepository {
  static let run = "run_20260119T143012Z_the-first-bug_7c1e40"
  static let record = "\(RunPaths.runs)/\(run)/record"
  /// The files of the record, from its folder.
  static let recordFiles = [
    "RUN.json", "gates/G1/attempt-1.json", "gates/G2/attempt-1.json", "gates/G2/attempt-2.json",
  ]
  static let artifacts = [
    "essays/the-first-bug/intake/BRIEF.md", "essays/the-first-bug/research/CITATIONS.md",
    "essays/the-first-bug/research/NOTES.md",
  ]
  /// The artifacts as the failed attempt found them.
  static let failed = [
    "essays/the-first-bug/research/CITATIONS.md", "essays/the-first-bug/research/NOTES.md",
  ]
  static let policies = [
    "workflows/two-gates/workflow.json", "orchestration/gates/contracts/G1.contract.json",
    "orchestration/gates/contracts/G2.contract.json",
  ]

  private(set) var repository = MemoryRepository()
  let files: RecordFiles

  init() throws {
    func read(_ path: String) throws -> [UInt8] {
      let golden = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../OrchestrateCLITests/Golden/the-first-bug")
      return Array(try Data(contentsOf: golden.appending(path: path)))
    }
    var attempts: [AttemptKey: [UInt8]] = [:]
    for name in Self.recordFiles.dropFirst() {
      let key = try #require(AttemptKey(record: Array(name.utf8)))
      attempts[key] = try read("\(Self.record)/\(name)")
    }
    files = RecordFiles(run: try read("\(Self.record)/RUN.json"), attempts: attempts)
    for path in Self.policies { repository.work[path] = .file(try read(path)) }
    repository.commit()
    repository.work[Self.artifacts[0]] = .file(try read(Self.artifacts[0]))
    for path in Self.failed { repository.work[path] = .file(try read("old/G2-attempt-1/\(path)")) }
    repository.commit()
    for path in Self.artifacts { repository.work[path] = .file(try read(path)) }
    repository.put(files, in: Self.run)
    repository.commit()
  }

  /// Verifies the repository after a change; `since` compares with the commit of the untouched run.
  func report(
    strict: Bool = false, since: Bool = false, _ change: (inout MemoryRepository) -> Void = { _ in }
  ) throws -> VerificationReport {
    var changed = repository
    let good = "\(repository.commits.count - 1)"
    change(&changed)
    let base = VerificationReport.Base(revision: "main", commit: good)
    var verifier = Verifier(
      VerificationRequest(isStrict: strict, since: since ? base : nil), source: changed,
      history: changed)
    return try verifier.verify()
  }
}
