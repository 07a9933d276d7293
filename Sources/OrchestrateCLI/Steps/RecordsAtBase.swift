import Digests
import Host
import JSONDocument
import Records
import Runs
import Text
import Verification

/// The records as they are where this branch left a revision; only those that differ are read.
struct RecordsAtBase {
  let base: VerificationReport.Base
  /// The runs that have a RUN.json there, the oldest first.
  let runs: [RunID]
  private let entries: [RunID: [RecordEntry]]
  /// Every path that differs between the base and the working tree.
  private let changes: Set<[UInt8]>
  private let history: GitHistory

  /// A file of a record; the key is nil for RUN.json.
  private struct RecordEntry {
    let key: AttemptKey?
    let blob: String
    let isChanged: Bool
  }

  init(_ base: VerificationReport.Base, in history: GitHistory) throws {
    self.base = base
    self.history = history
    let changes = Set(try history.changes(since: base.commit))
    var entries: [RunID: [RecordEntry]] = [:]
    try history.tree(of: base.commit, under: [RunPaths.runs]) { path, blob in
      guard let file = RecordFile(path) else { return }
      entries[file.run, default: []].append(
        RecordEntry(key: file.key, blob: blob, isChanged: changes.contains(path)))
    }
    self.changes = changes
    self.entries = entries
    runs = entries.filter { $0.value.contains { $0.key == nil } }.keys.sorted()
  }

  /// Says whether a run has there the very record that it has now.
  func isSame(_ run: RunID, _ files: RecordFiles) -> Bool {
    guard let entries = entries[run], !entries.contains(where: \.isChanged) else { return false }
    return entries.count == files.attempts.count + 1
  }

  /// The bytes of a run's record there, or nil where it has none.
  func files(of run: RunID) throws -> RecordFiles? {
    guard let entries = entries[run] else { return nil }
    let contents = try history.contents(
      of: entries.map(\.blob), limit: JSONDocument.maximumSize)
    var runFile: [UInt8]?
    var attempts: [AttemptKey: [UInt8]] = [:]
    for (entry, bytes) in zip(entries, contents) {
      guard let bytes else {
        let cut = try history.facts().cut
        throw SessionError.cutHistory(
          "the record of \(run) at '\(base.revision)' is not at hand"
            + (cut.map { ": \($0.why)" } ?? ""), cure: cut?.cure ?? "git fsck")
      }
      if let key = entry.key { attempts[key] = bytes } else { runFile = bytes }
    }
    return runFile.map { RecordFiles(run: $0, attempts: attempts) }
  }

  /// Says whether any of some paths differs from the base.
  func hasChanged(anyOf paths: [String]) -> Bool {
    paths.contains { changes.contains(Array($0.utf8)) }
  }

  /// The digests of files there, by path; one that is not there is left out.
  func digests(of paths: [String]) throws -> [[UInt8]: Digest] {
    let named = paths.filter { (try? RepositoryPath($0)) != nil }
    guard !named.isEmpty else { return [:] }
    var found: [(path: [UInt8], blob: String)] = []
    try history.tree(of: base.commit, under: named) { found.append(($0, $1)) }
    var digests: [[UInt8]: Digest] = [:]
    var hash = SHA256()
    try history.read(found.map(\.blob)) { _, bytes in
      hash.update(bytes)
    } done: { index in
      digests[found[index].path] = hash.finalize()
      hash = SHA256()
    }
    return digests
  }
}

extension Session {
  /// The records where HEAD left a revision: at the merge base of the two.
  func recordsAtBase(of revision: String) throws -> RecordsAtBase {
    let history = GitHistory(git)
    let found = try resolve(revision, in: history)
    return try RecordsAtBase(
      VerificationReport.Base(revision: found.revision, commit: found.mergeBase), in: history)
  }
}

/// A path of the repository that is a file of a record.
private struct RecordFile {
  let run: RunID
  /// Nil for RUN.json.
  let key: AttemptKey?

  init?(_ path: [UInt8]) {
    let parts = path.split(separator: 0x2F, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard parts.count > 2, let run = RunID(parts[2]) else { return nil }
    self.run = run
    if path.elementsEqual(RunPaths(run).runFile.utf8) {
      key = nil
      return
    }
    guard parts.count == 7, let gate = GateID(parts[5]) else { return nil }
    let digits = parts[6].utf8.filter { (0x30...0x39).contains($0) }
    guard let number = Int(String(decoding: digits, as: UTF8.self)), number > 0 else { return nil }
    let key = AttemptKey(gate: gate, number: number)
    guard path.elementsEqual(RunPaths(run).attempt(key).utf8) else { return nil }
    self.key = key
  }
}
