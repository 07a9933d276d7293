import Digests
import JSONDocument
import RecordSamples
import Records
import Testing

@Suite("A run as its sealed RUN.json alone tells it")
struct RunOutlineTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let record: @Sendable () throws -> RunRecord

    init(_ what: String, _ tell: @escaping @Sendable (inout Story) throws -> Void) {
      testDescription = what
      record = {
        var story = try Story()
        try tell(&story)
        return story.record
      }
    }
  }

  static let cases = [
    Case("just begun") { _ in },
    Case("a gate open") { try $0.start($0.gate(0)) },
    Case("two gates open, the later one first") {
      try $0.start($0.gate(1))
      try $0.start($0.gate(0))
    },
    Case("failed, and open again") {
      try $0.start($0.gate(0))
      try $0.close($0.gate(0), .ruleFailed, "one")
      try $0.start($0.gate(0))
    },
    Case("passed, and failed anew") {
      try $0.pass($0.gate(0), "one")
      try $0.start($0.gate(0))
      try $0.close($0.gate(0), .ruleFailed, "two")
    },
    Case("stale") {
      try $0.pass($0.gate(0), "one")
      try $0.pass($0.gate(1), "two")
      try $0.pass($0.gate(0), "three")
    },
    Case("canceled") {
      try $0.pass($0.gate(0), "one")
      try $0.finish(.canceled)
    },
    Case("failed, and gone on with") {
      try $0.start($0.gate(0))
      try $0.close($0.gate(0), .ruleFailed, "one")
      try $0.finish(.failed)
      try $0.start($0.gate(0))
    },
    Case("mended and passed") { $0 = try .mended() },
  ]

  @Test("It is the run that all of its events and attempts lead to", arguments: cases)
  func same(_ example: Case) throws {
    let record = try example.record()
    let outline = try #require(RunOutline(sealed: record.encoded()))
    #expect(outline.header == record.header)
    #expect(outline.status == record.state.status)
    #expect(outline.waitingAt == record.waitingAt)
    #expect(outline.gates.map(\.id) == record.state.gates.map(\.id))
    #expect(outline.gates.map(\.status) == record.state.gates.map(\.status))
    #expect(outline.gates.map(\.standing) == record.state.gates.map(\.standing))
    let closed = outline.gates.flatMap(\.closed).sorted { $0.key.record < $1.key.record }
    let attempts = record.attempts.sorted { $0.key.record < $1.key.record }
    #expect(closed.map(\.key) == attempts.map(\.key))
    #expect(closed.map(\.value) == attempts.map(\.value.sha256))
  }

  @Test(
    "The contract of an attempt is the one that judged, and not the one that it was opened with")
  func contract() throws {
    var story = try Story()
    try story.start(story.gate(0))
    var draft = story.draft(
      story.gate(0), outputs: [.sample("{artifact_path}/a b/\"1\".md", "one")])
    draft.contract = .sample("another contract")
    try story.close(draft)
    let key = AttemptKey(gate: story.gate(0), number: 1)
    let attempt = try #require(story.record.attempts[key]?.attempt)
    let outline = try AttemptOutline(decoding: attempt.encoded())
    #expect(outline.contract == .sample("another contract"))
    #expect(outline.artifacts.map(\.sha256) == [.sample("one")])
    #expect(outline.artifacts.map(\.path) == ["{artifact_path}/a b/\"1\".md"])
  }

  @Test("Without a seal that fits there is none, nor of another format")
  func unsealed() throws {
    let bytes = try Story.mended().record.encoded()
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(RunOutline(sealed: Array(text.replacing("PASSED", with: "FAILED").utf8)) == nil)
    #expect(RunOutline(sealed: []) == nil)
    #expect(RunOutline(sealed: Array("{}\n".utf8)) == nil)
    let value = try JSONDocument(parsing: bytes).root.value
    #expect(RunOutline(sealed: try Resealed.bytes(value)) != nil)
    for (pointer, other) in [
      ("/schema", JSONValue.integer(2)), ("/status", .string("WELL")), ("/gates", .null),
    ] {
      let changed = value.setting(pointer, other)
      #expect(RunOutline(sealed: try Resealed.bytes(changed)) == nil, "\(pointer)")
    }
  }
}
