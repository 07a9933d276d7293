import Digests
import JSONDocument
import Records
import Runs
import Text

/// Holds the record of one run to everything that it says of itself, and collects all that does not hold.
///
/// Nothing outside the record is asked. What fails here no use of the tool can produce.
package struct RecordCheck {
  private let folder: RunFolder
  private var findings: [VerificationFinding] = []
  private var attempts: [AttemptKey: ClosedAttempt] = [:]
  /// Attempts of which something was said already, so that the fold need not say it again.
  private var faulty: Set<AttemptKey> = []
  private var header: RunHeader?
  private var events: [Event] = []

  /// Checks what was found in a run's folder.
  package static func check(_ folder: RunFolder) -> CheckedRecord {
    var check = RecordCheck(folder)
    let record = check.run()
    return CheckedRecord(
      name: folder.name, record: record, header: check.header, findings: check.findings,
      isEmpty: folder.entries.allSatisfy { RunFolder.isLitter($0.path) })
  }

  private init(_ folder: RunFolder) { self.folder = folder }

  private mutating func run() -> RunRecord? {
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
    for (key, bytes) in files.attempts { read(bytes, key, in: file.header) }
    checkLengths()
    checkNumbers(file.events)
    checkDigests(file.events, files.attempts)
    return fold(file, bytes)
  }
}

// MARK: The files

extension RecordCheck {
  private mutating func sortedFiles() -> (
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
      case (.unreadable(let why), _):
        add(.cannotCheck, path, message: "it cannot be read: \(why)")
      }
    }
    return (run, attempts)
  }

  private mutating func decode<Value>(
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
      add(id, path, line: id == .legacyRecord ? nil : error.line, message: message)
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

  private mutating func read(_ bytes: [UInt8], _ key: AttemptKey, in header: RunHeader) {
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
    for (key, closed) in attempts.sorted(by: { $0.key.record < $1.key.record }) {
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
  private mutating func checkForm(_ bytes: [UInt8], canonical: [UInt8], _ path: String) {
    guard bytes != canonical, let line = RunRecord.firstDifferingLine(bytes, canonical) else {
      return
    }
    add(
      .notCanonical, path, line: line, message: "the line is not written as this tool writes it")
  }

  /// The bytes of a file without the CR before each LF, which is said: what else there is to say is hidden by none of them.
  private mutating func withLF(_ bytes: [UInt8], _ path: String) -> [UInt8] {
    guard bytes.contains(0x0D),
      zip(bytes, bytes.dropFirst()).contains(where: { $0 == 0x0D && $1 == 0x0A })
    else { return bytes }
    add(
      .lineEndings, path, message: "its lines end with CRLF",
      next:
        "grep -qsxF 'orchestration/runs/** -text' .gitattributes || "
        + "echo 'orchestration/runs/** -text' >> .gitattributes; git checkout -- \(folder.record)")
    return LineEndings.unified(bytes)
  }
}

// MARK: The history

extension RecordCheck {
  private static let earliest = Instant("2000-01-01T00:00:00.000Z") ?? .epoch
  private static let latest = Instant("3000-01-01T00:00:00.000Z") ?? .epoch

  private mutating func checkNumbers(_ events: [Event]) {
    var keys: Set<[UInt8]> = []
    for (index, event) in events.enumerated() {
      let path = "RUN.json"
      if event.seq != index + 1 {
        add(
          .sequenceGap, path, message: "event \(event.seq) stands where \(index + 1) should",
          expected: "event \(index + 1)", found: "event \(event.seq)")
        break
      }
      if let key = event.key, !keys.insert(Array(key.utf8)).inserted {
        add(.duplicateEvent, path, message: "event \(event.seq) has the key of an earlier event")
      }
    }
    if let event = events.first(where: { $0.at < Self.earliest || $0.at >= Self.latest }) {
      add(
        .implausibleNumber, "RUN.json",
        message: "event \(event.seq) is said to have happened at \(event.at)")
    }
    if let (earlier, later) = zip(events, events.dropFirst()).first(where: { $1.at < $0.at }) {
      add(
        .clockBackwards, "RUN.json",
        message: "event \(later.seq) is earlier than event \(earlier.seq)",
        expected: "\(earlier.at) or later", found: "\(later.at)")
    }
  }

  /// Holds each attempt file to the digest that its event recorded.
  private mutating func checkDigests(
    _ events: [Event], _ files: [(key: AttemptKey, bytes: [UInt8])]
  ) {
    let present = Set(files.map(\.key))
    for event in events {
      guard case .gateFinished(let finished) = event.fact else { continue }
      let key = AttemptKey(gate: finished.gate, number: finished.attempt)
      if !present.contains(key) {
        // Something else than a file has been told already.
        guard !faulty.contains(key) else { continue }
        addAttempt(
          .missingFile, key, message: "the attempt was recorded, and its file is not there",
          expected: finished.sha256.hex, found: "no file",
          recordedBy: "event \(event.seq) of RUN.json")
      } else if let closed = attempts[key], closed.sha256 != finished.sha256 {
        addAttempt(
          .recordDigest, key, message: "it is not the file that was recorded",
          expected: finished.sha256.hex, found: closed.sha256.hex,
          recordedBy: "event \(event.seq) of RUN.json")
      }
    }
  }

  /// Replays the events, and compares what RUN.json derives with what they lead to.
  private mutating func fold(_ file: RunFile, _ bytes: [UInt8]) -> RunRecord? {
    let named = Set(file.events.compactMap(\.finishedAttempt))
    let record: RunRecord
    do throws(RecordError) {
      record = try RunRecord(
        header: file.header, events: file.events,
        attempts: attempts.filter { named.contains($0.key) })
    } catch {
      add(error)
      if Seal.holds(bytes) == false { addSeal(bytes) }
      return nil
    }
    compare(bytes, with: record)
    do throws(RecordError) {
      return try record.adopting(attempts.filter { !named.contains($0.key) })
    } catch {
      for key in attempts.keys.sorted(by: { $0.record < $1.record }) where !named.contains(key) {
        addAttempt(
          .unexpectedFile, key, message: "no event names it, and it does not follow the last one")
      }
      return record
    }
  }

  private mutating func compare(_ bytes: [UInt8], with record: RunRecord) {
    let derived = record.encoded()
    guard bytes != derived, let found = try? JSONDocument(parsing: bytes).root,
      let expected = try? JSONDocument(parsing: derived).root
    else { return }
    checkForm(bytes, canonical: JSONWriter.write(found.value), "RUN.json")
    guard LineEndings.unified(bytes) != derived else { return }
    if Seal.holds(bytes) != true { addSeal(bytes) }
    guard let mine = try? found.object(), let derived = try? expected.object() else { return }
    for (name, value) in derived.members {
      guard let key = try? name.string(), key != "seal", let other = mine.optional(key),
        other.value != value.value
      else { continue }
      let difference = JSONDifference(value, other)
      add(
        .stateMismatch, "RUN.json", line: difference.line,
        message: "'\(key)' is not what the events and attempts say",
        expected: difference.expected, found: difference.found)
    }
  }
}

// MARK: Findings

extension RecordCheck {
  /// The command that shows and the one that puts back what was changed.
  private var restoring: String { VerificationFinding.restoring(folder.name) }

  private mutating func add(
    _ id: FindingID, _ path: String, line: Int? = nil, attempt: AttemptKey? = nil,
    message: String, expected: String? = nil, found: String? = nil, recordedBy: String? = nil,
    next: String? = nil
  ) {
    findings.append(
      VerificationFinding(
        id, path: "\(folder.record)/\(path)", line: line, run: folder.name, attempt: attempt,
        message: message, expected: expected, found: found, recordedBy: recordedBy,
        next: next ?? nextCommand(id, path)))
  }

  private func nextCommand(_ id: FindingID, _ path: String) -> String? {
    switch id {
    case .legacyRecord, .newerSchema, .clockBackwards, .cannotCheck: nil
    case .unexpectedFile: "rm -r -- \(ShellWord.quoted("\(folder.record)/\(path)"))"
    default: restoring
    }
  }

  private mutating func addAttempt(
    _ id: FindingID, _ key: AttemptKey, line: Int? = nil, message: String, expected: String? = nil,
    found: String? = nil, recordedBy: String? = nil
  ) {
    faulty.insert(key)
    add(
      id, key.record, line: line, attempt: key, message: message, expected: expected, found: found,
      recordedBy: recordedBy ?? event(of: key).map { "event \($0) of RUN.json" })
  }

  /// What an attempt should name as the one that closed before it, and what it names.
  private func link(of key: AttemptKey) -> (expected: String, found: String) {
    var expected: String?
    for event in events {
      guard case .gateFinished(let finished) = event.fact else { continue }
      if event.finishedAttempt == key { break }
      expected = finished.sha256.hex
    }
    let found = attempts[key]?.attempt.previous?.sha256.hex
    return (expected ?? "none", found ?? "none")
  }

  /// The number of the event that closed an attempt.
  private func event(of key: AttemptKey) -> Int? {
    events.first { $0.finishedAttempt == key }?.seq
  }

  private mutating func addSeal(_ bytes: [UInt8]) {
    let seal = try? JSONDocument(parsing: bytes).root.object().optional("seal")?.string()
    add(
      .sealMismatch, "RUN.json",
      message: "its seal does not fit its bytes: it was edited after it was written",
      expected: Seal.digest(of: bytes)?.hex, found: seal)
  }

  /// Adds what stopped the fold, unless that has been said.
  private mutating func add(_ error: RecordError) {
    let key = AttemptKey(record: Array(error.record.utf8))
    // An attempt that cannot be read is missing to the event that names it.
    let named = events.first { $0.seq == error.seq }.flatMap(\.finishedAttempt)
    if let fault = error.kind == .missing ? named : key, faulty.contains(fault) { return }
    let id: FindingID
    switch error.kind {
    case .illegal: id = .illegalHistory
    case .sequence: id = .sequenceGap
    case .duplicate: id = .duplicateEvent
    case .missing: id = .missingFile
    case .digest: id = .recordDigest
    case .foreign: id = .foreignAttempt
    case .attempt: id = .attemptMismatch
    case .chain: id = .brokenChain
    case .bytes: id = .notCanonical
    }
    let isSaid = findings.contains { finding in
      finding.id == id && (id == .sequenceGap || id == .missingFile || id == .duplicateEvent)
    }
    guard !isSaid else { return }
    guard let key else {
      return add(
        id, error.record, message: error.description,
        recordedBy: error.seq.map { "event \($0) of RUN.json" })
    }
    let chain = error.kind == .chain ? link(of: key) : nil
    addAttempt(
      id, key, message: error.description, expected: chain?.expected, found: chain?.found)
  }
}
