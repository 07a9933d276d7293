import Digests
import JSONDocument
import RecordSamples
import Records
import Testing

@Suite("Records as bytes")
struct WireTests {
  @Test("A run has the bytes that are committed", arguments: SampleRuns.names)
  func golden(name: String) throws {
    try GoldenRecord.expect(RecordFiles(SampleRuns.named(name)), equals: name)
  }

  @Test("The long run holds all that a run may meet")
  func coverage() throws {
    let record = try SampleRuns.long()
    let attempts = record.attempts.values.map(\.attempt)
    #expect(attempts.count > 24)
    // What a worker's end says has records of its own.
    let codes = Verdict.ReasonCode.allCases.filter { !$0.isOfWorker }
    #expect(Set(attempts.map(\.verdict.reasonCode)) == Set(codes))
    #expect(Set(attempts.map(\.finishedBy.channel)) == Set(Actor.Channel.allCases))
    #expect(attempts.contains { $0.finishedBy.name == nil })
    #expect(attempts.contains { $0.requestKey != nil })
    #expect(attempts.contains { $0.inputs.contains { $0.sha256 == nil } })
    #expect(record.state.gates.contains { $0.standing != nil && $0.status == .fail })
    #expect(record.state.invocations.contains { $0.fact.attempt == nil })
    #expect(record.state.invocations.contains { $0.fact.attempt != nil })
    #expect(Set(record.events.map(\.fact.type)).count == 5)
    #expect(record.header.commit == nil && record.header.promptFile == nil)
    #expect(record.state.status == .canceled)
    // STALE comes and goes on the way.
    let stale = try record.events.indices.contains { last in
      let events = Array(record.events[...last])
      let state = try RunState(header: record.header, events: events, attempts: record.attempts)
      return state.gates.contains { $0.status == .stale }
    }
    #expect(stale)
  }

  @Test("What is read is written as the same bytes", arguments: SampleRuns.names)
  func roundTrip(name: String) throws {
    let record = try SampleRuns.named(name)
    let files = RecordFiles(record)
    let read = try RunRecord(reading: files)
    #expect(read == record)
    #expect(read.encoded() == files.run)
    for (key, bytes) in files.attempts {
      #expect(try Attempt(decoding: bytes).encoded() == bytes, "\(key.record)")
    }
  }

  @Test("The beginnings of a run's history are records of their own")
  func beginnings() throws {
    let record = try SampleRuns.long()
    for count in stride(from: 1, through: record.events.count, by: 3) {
      let events = Array(record.events.prefix(count))
      let named = Set(
        events.compactMap { event -> AttemptKey? in
          guard case .gateFinished(let fact) = event.fact else { return nil }
          return AttemptKey(gate: fact.gate, number: fact.attempt)
        })
      let part = try RunRecord(
        header: record.header, events: events,
        attempts: record.attempts.filter { named.contains($0.key) })
      let read = try RunRecord(reading: RecordFiles(part))
      #expect(read == part)
    }
  }

  @Test("The seal is the digest of the bytes with 64 zeros in its place")
  func seal() throws {
    var bytes = try SampleRuns.small().encoded()
    let ending = Array("\"\n}\n".utf8)
    let place = bytes.count - ending.count - 64..<bytes.count - ending.count
    #expect(Array(bytes.suffix(ending.count)) == ending)
    let seal = String(decoding: bytes[place], as: UTF8.self)
    bytes.replaceSubrange(place, with: repeatElement(0x30, count: 64))
    #expect(SHA256.digest(of: bytes).hex == seal)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasSuffix("\n  \"seal\": \"\(String(repeating: "0", count: 64))\"\n}\n"))
  }
}
