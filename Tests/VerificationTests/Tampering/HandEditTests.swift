import JSONDocument
import RecordSamples
import Records
import Testing
import Verification

@Suite("Every change of a file of a committed run by hand is found")
struct HandEditTests {
  private let good: GoodRepository

  init() throws { good = try GoodRepository() }

  @Test("The untouched run has no finding, strict or not, with and without a trusted revision")
  func untouched() throws {
    for (strict, since) in [(false, false), (true, false), (false, true), (true, true)] {
      let report = try good.report(strict: strict, since: since)
      #expect(report.findings == [])
      #expect(report.outcome == .verified)
      #expect(report.runs.map(\.status) == [.passed])
    }
    let counts = try good.report().counts
    #expect(counts.reproduced == 3)
    #expect(counts.rulesReplayed == 13)
  }

  /// The changes of one file that were not found, or not of that file.
  private func missed(
    _ file: String, _ changes: [Tampered], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    let path = "\(GoodRepository.record)/\(file)"
    let original = try #require(bytes(of: file))
    var missed: [String] = []
    for (index, (name, bytes)) in changes.enumerated() {
      #expect(bytes != original, "\(name) changes nothing", sourceLocation: sourceLocation)
      var changed = good.repository
      changed.work[path] = .file(bytes)
      let checked = RecordCheck.check(changed.folder(of: GoodRepository.run))
      let isNamed = checked.findings.contains { finding in
        finding.level == .failure && (finding.path == path || finding.run == GoodRepository.run)
          && finding.next != nil
      }
      // A file that says it is of a newer format cannot be checked, and covers nothing.
      let isNewer = checked.findings.contains { $0.id == .newerSchema && $0.path == path }
      if !isNamed && !isNewer || checked.holds { missed.append("\(file): \(name)") }
      // The whole verification takes longer and sees the same record: a sample of it.
      guard index % 16 == 0 || isNewer else { continue }
      let report = try good.report { $0 = changed }
      if report.outcome != .failed { missed.append("\(file): \(name), verified") }
    }
    return missed
  }

  private func bytes(of file: String) -> [UInt8]? {
    guard let key = AttemptKey(record: Array(file.utf8)) else { return good.files.run }
    return good.files.attempts[key]
  }

  private func value(of file: String) throws -> JSONValue {
    try JSONDocument(parsing: #require(bytes(of: file))).root.value
  }

  @Test(
    "Every member edited, retyped, removed; every element removed and doubled",
    arguments: GoodRepository.recordFiles)
  func values(_ file: String) throws {
    let changes = try Tampering.values(value(of: file)).map {
      ($0.name, JSONWriter.write($0.value))
    }
    #expect(changes.count > 130)
    #expect(try missed(file, changes) == [])
  }

  @Test(
    "Every member twice, moved, or spelled in capitals", arguments: GoodRepository.recordFiles)
  func members(_ file: String) throws {
    let changes = try Tampering.members(value(of: file)).map {
      ($0.name, JSONWriter.write($0.value))
    }
    #expect(changes.count > 60)
    #expect(try missed(file, changes) == [])
  }

  @Test("Every class of white space and of spelling", arguments: GoodRepository.recordFiles)
  func spellings(_ file: String) throws {
    let changes = try Tampering.spellings(#require(bytes(of: file)))
    #expect(changes.count > 30)
    #expect(try missed(file, changes) == [])
  }

  @Test("Bytes flipped, lost and cut off", arguments: GoodRepository.recordFiles)
  func bytes(_ file: String) throws {
    let changes = try Tampering.bytes(#require(bytes(of: file)))
    #expect(changes.count > 30)
    #expect(try missed(file, changes) == [])
  }

  @Test("A file of the record removed, or a link or a folder in its place")
  func kinds() throws {
    for file in GoodRepository.recordFiles {
      let path = "\(GoodRepository.record)/\(file)"
      for entry in [nil, .link, .folder] as [MemoryRepository.Entry?] {
        let report = try good.report { $0.work[path] = entry }
        #expect(report.outcome == .failed)
        #expect(
          report.findings.contains { $0.level == .failure && $0.path == path },
          "\(file): \(String(describing: entry))")
      }
    }
  }

  @Test(
    "A file more in the record",
    arguments: [
      "RUN.json.orig", "RUN 2.json", "run.json", "NOTES.md", ".hidden", "gates/RUN.json",
      "gates/G1/attempt-2.json", "gates/G1/attempt-01.json", "gates/G1/attempt-1.JSON",
      "gates/G1/attempt-1.json.bak", "gates/G2/attempt-3.json", "gates/G2/attempt-0.json",
      "gates/G3/attempt-1.json", "gates/g1/attempt-1.json", "gates/G2/deep/attempt-1.json",
      "attempt-1.json",
    ])
  func more(_ file: String) throws {
    let path = "\(GoodRepository.record)/\(file)"
    let copy = try #require(bytes(of: "gates/G1/attempt-1.json"))
    for bytes in [[], copy] {
      let report = try good.report { $0.work[path] = .file(bytes) }
      #expect(report.outcome == .failed)
      #expect(report.findings.contains { $0.level == .failure && $0.path == path })
    }
  }

  @Test("Two files of the record swapped, or one in place of another")
  func swapped() throws {
    for a in GoodRepository.recordFiles {
      for b in GoodRepository.recordFiles where a != b {
        let (first, second) = (
          "\(GoodRepository.record)/\(a)", "\(GoodRepository.record)/\(b)"
        )
        let copied = try good.report { $0.work[first] = $0.work[second] }
        #expect(copied.outcome == .failed)
        #expect(
          copied.findings.contains { $0.level == .failure && $0.path == first }, "\(a) = \(b)")
        let swapped = try good.report {
          ($0.work[first], $0.work[second]) = ($0.work[second], $0.work[first])
        }
        #expect(swapped.outcome == .failed)
        #expect(
          swapped.findings.contains {
            $0.level == .failure && ($0.path == first || $0.path == second)
          }, "\(a), \(b)")
      }
    }
  }
}
