import Digests
import JSONDocument
import Records
import Runs
import Text

extension RecordCheck {
  /// The command that shows and the one that puts back what was changed.
  var restoring: String { VerificationFinding.restoring(folder.name) }

  mutating func add(
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

  func nextCommand(_ id: FindingID, _ path: String) -> String? {
    switch id {
    case .legacyRecord, .newerSchema, .clockBackwards, .cannotCheck: nil
    case .unexpectedFile: "rm -r -- \(ShellWord.quoted("\(folder.record)/\(path)"))"
    default: restoring
    }
  }

  mutating func addAttempt(
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

  mutating func addSeal(_ bytes: [UInt8]) {
    let seal = try? JSONDocument(parsing: bytes).root.object().optional("seal")?.string()
    add(
      .sealMismatch, "RUN.json",
      message: "its seal does not fit its bytes: it was edited after it was written",
      expected: Seal.digest(of: bytes)?.hex, found: seal)
  }

  /// Adds what stopped the fold, unless that has been said.
  mutating func add(_ error: RecordError) {
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
