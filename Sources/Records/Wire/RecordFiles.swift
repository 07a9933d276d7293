import Digests
package import JSONDocument

/// The bytes of a run's record folder.
package struct RecordFiles: Sendable, Equatable {
  package let run: [UInt8]
  package let attempts: [AttemptKey: [UInt8]]

  package init(run: [UInt8], attempts: [AttemptKey: [UInt8]]) {
    self.run = run
    self.attempts = attempts
  }
}

/// Why a record cannot be worked with.
package enum UnreadableRecord: Error, Sendable {
  /// A merge left its markers in a file of it; what each side added is known where RUN.json has them.
  case mergeConflict(MergeSides?)
  /// An earlier runner wrote it; it can be listed and shown.
  case legacy(LegacyRun)
  /// A file of it is no JSON of the format; `record` is relative to the record folder.
  case json(record: String, JSONError)
  /// Its parts contradict each other.
  case contradiction(RecordError)
}

/// What can be said of a run that an earlier runner recorded.
package struct LegacyRun: Sendable {
  package let status: String?
  package let workflow: String?
}

extension RunRecord {
  /// Reads a record and holds it to its own rules: canonical bytes, replayable events, attempts that match.
  ///
  /// An attempt file that a crash kept from being named in RUN.json counts as closed.
  package init(reading files: RecordFiles) throws(UnreadableRecord) {
    let file: RunFile
    do { file = try RunFile(decoding: files.run) } catch {
      if error.kind == .mergeConflict { throw .mergeConflict(MergeSides(files.run)) }
      if let legacy = LegacyRun(files.run) { throw .legacy(legacy) }
      throw .json(record: "RUN.json", error)
    }
    var attempts: [AttemptKey: ClosedAttempt] = [:]
    for (key, bytes) in files.attempts.sorted(by: { $0.key.record < $1.key.record }) {
      attempts[key] = try Self.attempt(bytes, key, in: file.header)
    }
    do throws(RecordError) {
      let named = Set(file.events.compactMap(\.finishedAttempt))
      let record = try RunRecord(
        header: file.header, events: file.events,
        attempts: attempts.filter { named.contains($0.key) })
      try record.checkBytes(files.run)
      self = try record.adopting(attempts.filter { !named.contains($0.key) })
    } catch {
      throw .contradiction(error)
    }
  }

  private static func attempt(
    _ bytes: [UInt8], _ key: AttemptKey, in header: RunHeader
  ) throws(UnreadableRecord) -> ClosedAttempt {
    let attempt: Attempt
    do { attempt = try Attempt(decoding: bytes) } catch {
      if error.kind == .mergeConflict { throw .mergeConflict(nil) }
      throw .json(record: key.record, error)
    }
    if let line = firstDifferingLine(bytes, attempt.encoded()) {
      throw .contradiction(
        RecordError(
          record: key.record, kind: .bytes,
          what: "line \(line) is not written as this tool writes it"))
    }
    return ClosedAttempt(attempt: attempt, sha256: SHA256.digest(of: bytes), in: header)
  }

  /// RUN.json must be the very bytes that its events and attempts make.
  private func checkBytes(_ bytes: [UInt8]) throws(RecordError) {
    if zip(bytes, bytes.dropFirst()).contains(where: { $0 == 0x0D && $1 == 0x0A }) {
      throw RecordError(
        record: "RUN.json", kind: .bytes,
        what:
          "its lines end with CRLF; \"orchestration/runs/** -text\" in .gitattributes keeps git from that"
      )
    }
    guard let line = Self.firstDifferingLine(bytes, encoded()) else { return }
    throw RecordError(
      record: "RUN.json", kind: .bytes,
      what: "line \(line) is not what the events and attempts say; it was changed by hand")
  }

  /// The record with the attempt files that a crash kept from being named in RUN.json.
  package func adopting(
    _ unnamed: [AttemptKey: ClosedAttempt]
  ) throws(RecordError) -> RunRecord {
    var record = self
    var rest = unnamed
    func following() -> AttemptKey? {
      // Of two that follow, which no use of the tool leaves, always the same one is taken.
      rest.keys.sorted { $0.record < $1.record }.first { key in
        rest[key]?.attempt.key == key && rest[key]?.attempt.previous == record.state.lastClosed
          && record.state.open.contains { $0.key == key }
      }
    }
    while let key = following(), let next = rest.removeValue(forKey: key) {
      record = try record.closing(next.attempt, sha256: next.sha256)
    }
    if let stray = rest.keys.map(\.record).min() {
      throw RecordError(
        record: stray, kind: .sequence,
        what: "no event names this file, and it does not follow the last one")
    }
    return record
  }

  /// The first line, from 1, in which two texts differ; nil where they do not.
  package static func firstDifferingLine(_ a: [UInt8], _ b: [UInt8]) -> Int? {
    guard a != b else { return nil }
    let same = zip(a, b).prefix { $0 == $1 }
    return same.count { $0.0 == 0x0A } + 1
  }
}

extension Event {
  /// The attempt that the event closes.
  package var finishedAttempt: AttemptKey? {
    guard case .gateFinished(let finished) = fact else { return nil }
    return AttemptKey(gate: finished.gate, number: finished.attempt)
  }
}

extension LegacyRun {
  /// Reads what an earlier runner's RUN.json says of itself; nil where it has a `schema` or is no object.
  package init?(_ bytes: [UInt8]) {
    guard let object = try? JSONDocument(parsing: bytes).root.object(),
      // Members that this tool alone writes: a record that lost its schema is no legacy.
      ["schema", "seal", "events"].allSatisfy({ object.optional($0) == nil })
    else { return nil }
    status = try? object.optional("status")?.string()
    workflow = try? object.optional("workflow")?.object().required("name").string()
  }
}
