import Digests
import JSONDocument
import Records
import Runs
import Text

/// Holds the record of one run to everything that it says of itself, and collects all that does not hold.
///
/// Nothing outside the record is asked. What fails here no use of the tool can produce.
package struct RecordCheck {
  let folder: RunFolder
  var findings: [VerificationFinding] = []
  var attempts: [AttemptKey: ClosedAttempt] = [:]
  /// Their keys in the order of their files.
  private var order: [AttemptKey] = []
  /// Attempts of which something was said already, so that the fold need not say it again.
  var faulty: Set<AttemptKey> = []
  var header: RunHeader?
  var events: [Event] = []

  /// Checks what was found in a run's folder.
  package static func check(_ folder: RunFolder) -> CheckedRecord {
    var check = RecordCheck(folder)
    let record = check.run()
    return CheckedRecord(
      name: folder.name, record: record, header: check.header, findings: check.findings,
      isEmpty: folder.obstacle == nil && folder.entries.allSatisfy { RunFolder.isLitter($0.path) })
  }

  private init(_ folder: RunFolder) { self.folder = folder }

  private mutating func run() -> RunRecord? {
    if let obstacle = folder.obstacle {
      // Without a slash at its end, and without -r: what a link leads to stays.
      findings.append(
        VerificationFinding(
          .unexpectedFile, path: obstacle, run: folder.name,
          message: "it is no folder, and a record stands in one; a link is not followed",
          next: "rm -- \(ShellWord.quoted(obstacle))"))
      return nil
    }
    let files = sortedFiles()
    guard let bytes = files.run else {
      if !files.attempts.isEmpty && findings.isEmpty {
        add(.missingFile, "RUN.json", message: "the record has attempts and no RUN.json")
      }
      return nil
    }
    guard let file = decode(bytes, "RUN.json", RunFile.init(decoding:)) else {
      // What else cannot be read is told with it; an earlier runner's files are no attempts.
      guard findings.contains(where: { $0.id == .mergeConflict || $0.id == .unreadableRecord })
      else { return nil }
      for (key, bytes) in files.attempts {
        _ = decode(bytes, key.record, Attempt.init(decoding:))
      }
      return nil
    }
    guard file.header.id.description.utf8.elementsEqual(folder.name.utf8) else {
      add(
        .foreignRun, "RUN.json", line: 3, message: "it is the record of another run",
        expected: folder.name, found: file.header.id.description,
        next: "mv -- \(ShellWord.quoted("\(RunPaths.runs)/\(folder.name)")) "
          + RunPaths(file.header.id).folder)
      return nil
    }
    header = file.header
    events = file.events
    // What could not be looked at is told as that, and not as missing.
    faulty.formUnion(
      events.compactMap(\.finishedAttempt).filter { folder.isUnknown(Array($0.record.utf8)) })
    for (key, bytes) in files.attempts { read(bytes, key, in: file.header) }
    checkLengths()
    checkNumbers(file.events)
    checkDigests(file.events, files.attempts)
    return fold(file, bytes)
  }
}

extension RecordCheck {
  mutating func sortedFiles() -> (
    run: [UInt8]?, attempts: [(key: AttemptKey, bytes: [UInt8])]
  ) {
    var run: [UInt8]?
    var attempts: [(key: AttemptKey, bytes: [UInt8])] = []
    for entry in folder.entries where !RunFolder.isLitter(entry.path) {
      let path = String(decoding: entry.path, as: UTF8.self)
      switch (entry.content, entry.part) {
      case (.file(let bytes), .run): run = withLF(bytes, path)
      case (.file(let bytes), .attempt(let key)): attempts.append((key, withLF(bytes, path)))
      case (.file, nil), (.stray, _):
        add(.unexpectedFile, path, message: "a record has no such file")
      case (.tooLarge, _):
        add(
          .unreadableRecord, path,
          message: "it has more than \(JSONDocument.maximumSize) bytes, and no record file has")
      case (.other(let kind), .some(let part)):
        if case .attempt(let key) = part { faulty.insert(key) }
        add(
          .unexpectedFile, path, message: "it is \(kind), and a record has a regular file there",
          next: restoring)
      case (.other(let kind), nil):
        add(.unexpectedFile, path, message: "a record has no such file; it is \(kind)")
      case (.crowded(let limit), _):
        add(
          .unexpectedFile, path,
          message: "the folder has more than \(limit) entries, and none of a record has",
          next: restoring)
      case (.unreadable(let why), _):
        findings.append(.unreadable("\(folder.record)/\(path)", why, run: folder.name))
      }
    }
    return (run, attempts)
  }

  mutating func decode<Value>(
    _ bytes: [UInt8], _ path: String, _ read: ([UInt8]) throws(JSONError) -> Value
  ) -> Value? {
    do throws(JSONError) { return try read(bytes) } catch {
      let id: FindingID
      switch error.kind {
      case .mergeConflict: id = .mergeConflict
      case .newerFormat: id = .newerSchema
      default:
        if path.utf8.elementsEqual("RUN.json".utf8), LegacyRun(bytes) != nil, isLegacyAlone {
          id = .legacyRecord
        } else {
          id = .unreadableRecord
        }
      }
      let message =
        id == .legacyRecord
        ? "an earlier runner wrote it" : "\(error.what) (column \(error.column))"
      let sides = id == .mergeConflict ? MergeSides(bytes) : nil
      add(
        id, path, line: id == .legacyRecord ? nil : error.line, message: message,
        found: sides.map { "\($0)" })
      return nil
    }
  }

  /// Says whether no file beside RUN.json has a member that this tool alone writes.
  private var isLegacyAlone: Bool {
    folder.entries.allSatisfy { entry in
      guard case .file(let bytes) = entry.content, case .attempt = entry.part,
        let object = try? JSONDocument(parsing: bytes).root.object()
      else { return true }
      return object.optional("schema") == nil
    }
  }

  mutating func read(_ bytes: [UInt8], _ key: AttemptKey, in header: RunHeader) {
    guard let attempt = decode(bytes, key.record, Attempt.init(decoding:)) else {
      faulty.insert(key)
      return
    }
    let canonical = attempt.encoded()
    checkForm(bytes, canonical: canonical, key.record)
    // Where the line endings alone were changed, that is said once, and the rest holds.
    let isConverted = bytes != canonical && LineEndings.unified(bytes) == canonical
    let closed = ClosedAttempt(
      attempt: attempt, sha256: SHA256.digest(of: isConverted ? canonical : bytes), in: header)
    attempts[key] = closed
    order.append(key)
    if attempt.runID != header.id {
      addAttempt(
        .foreignAttempt, key, line: 3, message: "it belongs to another run",
        expected: header.id.description, found: attempt.runID.description)
    } else if attempt.key != key {
      addAttempt(
        .foreignAttempt, key, line: 4, message: "it is another attempt than its name says",
        expected: "attempt \(key.number) of \(key.gate)",
        found: "attempt \(attempt.key.number) of \(attempt.key.gate)")
    }
    for what in closed.selfContradictions(in: header) {
      addAttempt(.attemptMismatch, key, message: what)
    }
  }

  /// The same bytes have one length wherever a record names them.
  private mutating func checkLengths() {
    var lengths: [Digest: Int] = [:]
    for key in order {
      guard let closed = attempts[key] else { continue }
      for file in closed.attempt.inputs + closed.attempt.artifacts.map(\.file) {
        guard let sha256 = file.sha256, let bytes = file.bytes else { continue }
        guard let known = lengths[sha256] else {
          lengths[sha256] = bytes
          continue
        }
        guard known != bytes else { continue }
        addAttempt(
          .attemptMismatch, key,
          message: "'\(file.path)' has another length than the same bytes elsewhere in the record",
          expected: "\(known) bytes", found: "\(bytes) bytes")
      }
    }
  }

  /// Says what keeps bytes from being the writer's own for the values that they hold.
  mutating func checkForm(_ bytes: [UInt8], canonical: [UInt8], _ path: String) {
    guard bytes != canonical, let line = RunRecord.firstDifferingLine(bytes, canonical) else {
      return
    }
    add(
      .notCanonical, path, line: line, message: "the line is not written as this tool writes it")
  }

  /// The bytes of a file without the CR before each LF, which is said: what else there is to say is hidden by none of them.
  mutating func withLF(_ bytes: [UInt8], _ path: String) -> [UInt8] {
    // Every record is asked, and none that is in order has a CR: a loop without an early end takes many bytes at once.
    guard bytes.reduce(false, { $0 || $1 == 0x0D }),
      zip(bytes, bytes.dropFirst()).contains(where: { $0 == 0x0D && $1 == 0x0A })
    else { return bytes }
    add(
      .lineEndings, path, message: "its lines end with CRLF",
      next:
        "grep -qsxF 'orchestration/runs/** -text' .gitattributes || "
        + "echo 'orchestration/runs/** -text' >> .gitattributes; git checkout -- "
        + ShellWord.quoted(folder.record))
    return LineEndings.unified(bytes)
  }
}
