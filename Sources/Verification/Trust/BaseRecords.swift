import Contracts
import Digests
import JSONDocument
import Records
import Runs
import Text

/// The records as a trusted revision has them, and what may have changed since.
struct BaseRecords: Sendable {
  /// The most bytes of a record file.
  private static let limit = JSONDocument.maximumSize

  /// The names of the runs that the revision has.
  let runs: Set<String>
  private let commit: String
  /// The record files of the revision that differ now, by run, each with its blob.
  private let changed: [String: [(path: [UInt8], blob: String)]]
  /// Every path that differs between the revision and the working tree, and those that a run with another record names now or named
  /// then: it may no longer vouch for them.
  private let changes: Set<[UInt8]>
  /// The digests that such a run names or named, wherever the bytes stand.
  private let digests: Set<Digest>
  /// Says whether something has changed by which all runs are judged, or by which git tells what has changed.
  private let isAllAsked: Bool
  /// The runs of which a record file differs, also one that the revision does not have.
  private let changedRuns: Set<String>

  /// Asks what a commit has, and what differs from it.
  init(
    of commit: String, in history: some HistorySource, and source: some EvidenceSource
  ) throws(EvidenceError) {
    self.commit = commit
    var changes = Set(try history.changes(since: commit))
    var runs: Set<String> = []
    var changed: [String: [(path: [UInt8], blob: String)]] = [:]
    try history.tree(of: commit, under: [RunPaths.runs]) { path, blob in
      guard let (run, file) = Self.recordFile(path) else { return }
      runs.insert(run)
      if changes.contains(path) { changed[run, default: []].append((file, blob)) }
    }
    changedRuns = Set(changes.compactMap { Self.recordFile($0)?.run })
    isAllAsked = changes.contains(where: Self.concernsAll) || Self.hasSubmodules(source)
    self.runs = runs
    self.changed = changed
    var digests: Set<Digest> = []
    for run in changedRuns.intersection(runs) {
      let before = try history.contents(
        of: changed[run, default: []].map(\.blob), limit: Self.limit
      ).compactMap(\.self)
      for file in Self.files(namedBy: before + source.folder(of: run).allBytes) {
        changes.insert(file.path)
        if let sha256 = file.sha256 { digests.insert(sha256) }
      }
    }
    self.changes = changes
    self.digests = digests
  }

  /// The artifacts that the files of one run's record name; what is no attempt names none.
  private static func files(
    namedBy files: [[UInt8]]
  ) -> [(path: [UInt8], sha256: Digest?)] {
    let folders = Set(files.compactMap { try? RunFile(decoding: $0).header.workflow.artifactPath })
    let attempts = files.compactMap { try? AttemptOutline(decoding: $0) }
    return folders.flatMap { folder in
      attempts.flatMap(\.artifacts).map { artifact in
        (Array(PathTemplate.filed(artifact.path, in: folder).utf8), artifact.sha256)
      }
    }
  }

  /// Says whether a path is one by which git tells what has changed, or a workflow, which says what is covered.
  private static func concernsAll(_ path: [UInt8]) -> Bool {
    let name = path.split(separator: 0x2F).last ?? []
    if [".gitattributes", ".gitignore"].contains(where: { name.elementsEqual($0.utf8) }) {
      return true
    }
    let text = String(validating: path, as: UTF8.self)
    return text.flatMap { try? RepositoryPath($0) }.flatMap(PolicyShelf.workflowName) != nil
  }

  /// Says whether there may be submodules, of whose files a commit tells nothing.
  private static func hasSubmodules(_ source: some EvidenceSource) -> Bool {
    guard let path = try? RepositoryPath(".gitmodules") else { return true }
    if case .missing = source.file(at: path) { return false }
    return true
  }

  /// The run and the path below `record/` of a file in the folder of all runs; nil for any other.
  static func recordFile(_ path: [UInt8]) -> (run: String, file: [UInt8])? {
    let prefix = Array("\(RunPaths.runs)/".utf8)
    guard path.starts(with: prefix) else { return nil }
    let parts = path.dropFirst(prefix.count).split(
      separator: 0x2F, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].elementsEqual("record".utf8),
      let run = String(validating: parts[0], as: UTF8.self)
    else { return nil }
    return (run, Array(parts[2]))
  }

  /// Says whether the revision has the record of a run, and no file of it differs, nor anything that concerns all runs.
  func hasSameRecord(of name: String) -> Bool {
    !isAllAsked && runs.contains(name) && !changedRuns.contains(name)
  }

  /// Says whether a path differs from the revision, or what vouches for it.
  func hasChanged(_ path: RepositoryPath) -> Bool { changes.contains(Array(path.text.utf8)) }

  /// Says whether what vouches for some bytes differs from the revision.
  func hasChanged(_ sha256: Digest) -> Bool { digests.contains(sha256) }

  /// Says whether a file that a pattern matches differs from the revision.
  func hasChange(in pattern: Glob) -> Bool { changes.contains { pattern.matches($0) } }

  /// What was recorded at the revision and is not as it was; asked of `run` alone where one is named.
  func findings(
    in source: some EvidenceSource, _ history: some HistorySource, only name: String?
  ) throws(EvidenceError) -> [VerificationFinding] {
    var findings: [VerificationFinding] = []
    for run in runs.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      if let name, !name.utf8.elementsEqual(run.utf8) { continue }
      guard let files = changed[run] else { continue }
      findings += try self.findings(of: run, files, in: source, history)
    }
    return findings
  }

  private func findings(
    of run: String, _ files: [(path: [UInt8], blob: String)], in source: some EvidenceSource,
    _ history: some HistorySource
  ) throws(EvidenceError) -> [VerificationFinding] {
    let folder = source.folder(of: run)
    let next =
      "git restore --source=\(commit.prefix(12)) -- "
      + ShellWord.quoted(folder.record)
    guard folder.entries.contains(where: { !RunFolder.isLitter($0.path) }) else {
      return [
        VerificationFinding(
          .runRemoved, path: folder.record, run: run,
          message: "the run was recorded at the trusted revision, and is gone",
          expected: "a record", found: "none", recordedBy: "commit \(commit.prefix(12))",
          next: next)
      ]
    }
    let old = try history.contents(of: files.map(\.blob), limit: Self.limit)
    var findings: [VerificationFinding] = []
    for ((path, _), before) in zip(files, old) {
      // What could not be looked at is a finding of the record.
      guard let before, !folder.isUnknown(path) else { continue }
      let now = folder.bytes(at: path)
      guard before != now else { continue }
      let key = AttemptKey(record: path)
      func add(
        _ message: String, line: Int? = nil, expected: String? = nil, found: String? = nil
      ) {
        findings.append(
          VerificationFinding(
            .historyRewritten,
            path: "\(folder.record)/\(String(decoding: path, as: UTF8.self))", line: line,
            run: run, attempt: key, message: message, expected: expected, found: found,
            recordedBy: "commit \(commit.prefix(12))", next: next))
      }
      if path.elementsEqual("RUN.json".utf8) {
        guard let now else { continue }  // A record without RUN.json is a finding of its own.
        for change in Self.rewritten(before, now) {
          add(change.message, line: change.line, expected: change.expected, found: change.found)
        }
      } else if let now {
        add(
          "a file that was recorded has been rewritten",
          expected: SHA256.digest(of: before).hex, found: SHA256.digest(of: now).hex)
      } else {
        add(
          "a file that was recorded is gone", expected: SHA256.digest(of: before).hex,
          found: "no file")
      }
    }
    return findings
  }

  private struct Change {
    let message: String
    let line: Int?
    let expected: String?
    let found: String?
  }

  /// What of an older RUN.json a newer one does not keep: its fixed members, and its events as the beginning of the new.
  private static func rewritten(_ before: [UInt8], _ now: [UInt8]) -> [Change] {
    // What was no record before has nothing to keep; what is none now is a finding of the record.
    guard let old = try? JSONDocument(parsing: before).root.object(),
      let new = try? JSONDocument(parsing: now).root.object(),
      let oldEvents = try? old.optional("events")?.array(),
      let events = new.optional("events"), let newEvents = try? events.array()
    else { return [] }
    var changes: [Change] = []
    for key in ["schema", "run_id", "workflow", "depth", "recorder", "commit", "prompt_file"] {
      guard let a = old.optional(key), let b = new.optional(key), a.value != b.value else {
        continue
      }
      let difference = JSONDifference(a, b)
      changes.append(
        Change(
          message: "'\(key)' is fixed when a run starts, and has been changed",
          line: difference.line, expected: difference.expected, found: difference.found))
    }
    if let a = old.optional("gates"), let b = new.optional("gates"), names(a) != names(b) {
      changes.append(
        Change(
          message: "the gates are fixed when a run starts, and have been changed",
          line: b.position.line, expected: names(a).joined(separator: ", "),
          found: names(b).joined(separator: ", ")))
    }
    let (kept, all) = (Array(oldEvents), Array(newEvents))
    for (index, (a, b)) in zip(kept, all).enumerated() where a.value != b.value {
      let difference = JSONDifference(a, b)
      changes.append(
        Change(
          message: "event \(index + 1) has been rewritten", line: difference.line,
          expected: difference.expected, found: difference.found))
    }
    if all.count < kept.count {
      changes.append(
        Change(
          message: "events that were recorded are gone: an older RUN.json was put back",
          line: events.position.line, expected: "\(kept.count) events or more",
          found: "\(all.count) events"))
    }
    return changes
  }

  private static func names(_ gates: JSONCursor) -> [String] {
    guard let list = try? gates.array() else { return [] }
    return list.map { gate in
      guard let object = try? gate.object() else { return "" }
      let id = try? object.optional("gate")?.string()
      let name = try? object.optional("name")?.string()
      return "\(id ?? "") \(name ?? "")"
    }
  }
}

extension [BaseRecords] {
  /// Says whether there is a revision, and each has the record of a run as it is now.
  func haveSameRecord(of run: String) -> Bool {
    !isEmpty && allSatisfy { $0.hasSameRecord(of: run) }
  }

  /// Says whether a path differs from any of them.
  func haveChange(of path: RepositoryPath) -> Bool { contains { $0.hasChanged(path) } }

  /// Says whether what vouches for some bytes differs from any of them.
  func haveChange(of sha256: Digest) -> Bool { contains { $0.hasChanged(sha256) } }
}

extension RunFolder {
  /// The bytes of all that may be a record file.
  fileprivate var allBytes: [[UInt8]] {
    entries.compactMap { if case .file(let bytes) = $0.content { bytes } else { nil } }
  }

  /// The bytes of a record file; nil where there is none.
  func bytes(at path: [UInt8]) -> [UInt8]? {
    for entry in entries where entry.path == path {
      if case .file(let bytes) = entry.content { return bytes }
    }
    return nil
  }
}
