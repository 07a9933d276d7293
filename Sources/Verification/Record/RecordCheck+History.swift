import Digests
import JSONDocument
import Records
import Runs
import Text

extension RecordCheck {
  private static let earliest = Instant("2000-01-01T00:00:00.000Z") ?? .epoch
  private static let latest = Instant("3000-01-01T00:00:00.000Z") ?? .epoch

  mutating func checkNumbers(_ events: [Event]) {
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
  mutating func checkDigests(
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
  mutating func fold(_ file: RunFile, _ bytes: [UInt8]) -> RunRecord? {
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
