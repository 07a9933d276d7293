import Digests
import JSONDocument
import RecordSamples
import Records
import Testing

@Suite("Reading a record")
struct ReadingTests {
  private func read(_ files: RecordFiles) throws(UnreadableRecord) -> RunRecord {
    try RunRecord(reading: files)
  }

  private func bytes(_ files: RecordFiles, _ old: String, _ new: String) -> [UInt8] {
    let text = String(decoding: files.run, as: UTF8.self)
    #expect(text.contains(old))
    return Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
  }

  private func jsonError(_ run: [UInt8]) throws -> JSONError? {
    let files = RecordFiles(try SampleRuns.small())
    do throws(UnreadableRecord) {
      _ = try read(RecordFiles(run: run, attempts: files.attempts))
    } catch {
      if case .json("RUN.json", let error) = error { return error }
    }
    return nil
  }

  @Test("An unknown member is named with its place and the one that was meant")
  func unknownMember() throws {
    let files = RecordFiles(try SampleRuns.small())
    let error = try jsonError(bytes(files, #""depth":"#, #""deepth":"#))
    #expect(error?.kind == .unknownKey)
    #expect(error?.line == 5 && error?.column == 3)
    #expect(error?.hint == "did you mean 'depth'?")
    let event = try jsonError(
      bytes(files, #""type": "run_started","#, #""type": "run_started", "gate": "G1","#))
    #expect(event?.kind == .unknownKey)
    #expect(event?.pointer == "/events/0/gate")
  }

  @Test(
    "A member that is missing is named",
    arguments: [
      "run_id", "depth", "status", "started_at", "finished_at", "commit", "invocations",
      "validations",
    ])
  func missingMember(member: String) throws {
    guard
      case .object(let members) = try JSONDocument(parsing: SampleRuns.small().encoded()).root.value
    else { return }
    let error = try jsonError(Resealed.bytes(.object(members.filter { $0.key != member })))
    #expect(error?.kind == .missingKey)
    #expect(error?.what == "missing key '\(member)'")
  }

  @Test("A newer schema says that it is newer, whatever else stands in the file")
  func newer() throws {
    let files = RecordFiles(try SampleRuns.small())
    for run in [
      bytes(files, #""schema": 1"#, #""schema": 2"#),
      Array(#"{"news": [], "schema": 7}"#.utf8),
    ] {
      let error = try jsonError(run)
      #expect(error?.what.contains("written by a newer orchestrate") ?? false)
      #expect(error?.hint == "install a newer orchestrate")
    }
    let key = try #require(files.attempts.keys.first)
    let attempt = String(decoding: try #require(files.attempts[key]), as: UTF8.self)
      .replacing(#""schema": 1"#, with: #""schema": 2"#)
    let error = #expect(throws: JSONError.self) { try Attempt(decoding: Array(attempt.utf8)) }
    #expect(error?.what.contains("newer") ?? false)
  }

  @Test(
    "A schema that is no version is refused", arguments: ["0", "-1", "1.0", "\"1\"", "null", "1e0"])
  func schema(text: String) throws {
    let files = RecordFiles(try SampleRuns.small())
    #expect(try jsonError(bytes(files, #""schema": 1"#, "\"schema\": \(text)")) != nil)
  }

  @Test(
    "Merge markers are told as what they are",
    arguments: [
      "<<<<<<< HEAD\n", "=======\n", ">>>>>>> other\n", "||||||| base\n",
    ])
  func mergeMarkers(marker: String) throws {
    let files = RecordFiles(try SampleRuns.small())
    let run = bytes(files, "  \"events\": [\n", "\(marker)  \"events\": [\n")
    do throws(UnreadableRecord) {
      _ = try read(RecordFiles(run: run, attempts: files.attempts))
      Issue.record("it was read")
    } catch {
      guard case .mergeConflict = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test("What looks like a marker inside a text is none")
  func markerInText() throws {
    var story = try Story()
    try story.finish(.canceled, reason: "a\n<<<<<<< HEAD\n=======\n>>>>>>> b")
    #expect(try read(story.files) == story.record)
  }

  @Test(
    "A RUN.json without a schema is an earlier runner's",
    arguments: [
      (#"{"status": "DONE", "workflow": {"name": "old"}}"#, "DONE", "old"),
      (#"{"run_id": "x", "workflow": "old", "status": 3}"#, nil, nil),
      ("{}", nil, nil),
    ] as [(String, String?, String?)])
  func legacy(text: String, status: String?, workflow: String?) throws {
    do throws(UnreadableRecord) {
      _ = try read(RecordFiles(run: Array(text.utf8), attempts: [:]))
      Issue.record("it was read")
    } catch {
      guard case .legacy(let legacy) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(legacy.status == status)
      #expect(legacy.workflow == workflow)
    }
  }

  @Test(
    "What is no object, or no JSON, is no earlier runner's",
    arguments: [
      "", "[]", "null", "1", "{", "{\"schema\": 1}", "{\"a\": 1, \"a\": 2}", "\u{FEFF}{}", "{}\n}",
    ])
  func noLegacy(text: String) throws {
    #expect(try jsonError(Array(text.utf8)) != nil)
  }

  @Test(
    "Values of another form are refused with their place",
    arguments: [
      (#""depth": "standard""#, #""depth": "Standard""#, "/depth"),
      (#""run_id": "run_2026"#, #""run_id": "run_3026"#, ""),
      (#""artifact_path": "essays/"#, #""artifact_path": "../essays/"#, "/workflow/artifact_path"),
      (#""artifact_path": "essays/"#, #""artifact_path": "/essays/"#, "/workflow/artifact_path"),
      (#""slug": "a-small-run""#, #""slug": "A""#, "/workflow/slug"),
      (#""commit": "0a0a"#, #""commit": "0A0a"#, "/commit"),
      (#""commit": "0a0a"#, #""commit": "0a"#, "/commit"),
      (#""seq": 2"#, #""seq": 0"#, "/events/1/seq"),
      (#""seq": 2"#, #""seq": 2.0"#, "/events/1/seq"),
      (#""seq": 2"#, #""seq": 9007199254740993"#, "/events/1/seq"),
      (#""type": "gate_started""#, #""type": "gate_stopped""#, "/events/1/type"),
      (#""channel": "command""#, #""channel": "mail""#, "/events/4/by/channel"),
      (
        #""record": "gates/G1/attempt-1.json", "sha256": "#,
        #""record": "gates/G1/attempt-2.json", "sha256": "#, ""
      ),
    ])
  func forms(old: String, new: String, pointer: String) throws {
    let files = RecordFiles(try SampleRuns.small())
    let run = bytes(files, old, new)
    if pointer.isEmpty {
      #expect(throws: UnreadableRecord.self) {
        try read(RecordFiles(run: run, attempts: files.attempts))
      }
    } else {
      #expect(try jsonError(run)?.pointer == pointer)
    }
  }

  @Test("The id of a run holds its slug and the moment of its start")
  func runID() throws {
    let header = RunHeader.sample()
    let other = Event(seq: 1, at: .sampleStart.later(by: 1000), key: nil, fact: .runStarted)
    #expect(throws: RecordError.self) {
      try RunRecord(header: header, events: [other], attempts: [:])
    }
    let same = Event(seq: 1, at: .sampleStart.later(by: 500), key: nil, fact: .runStarted)
    #expect(throws: Never.self) { try RunRecord(header: header, events: [same], attempts: [:]) }
    let renamed = RunHeader(
      id: .named("run_20260119T143012Z_other_ab12cd"), workflow: header.workflow,
      depth: header.depth, recorder: header.recorder, commit: nil, promptFile: nil,
      gates: header.gates)
    let start = Event(seq: 1, at: .sampleStart, key: nil, fact: .runStarted)
    #expect(throws: RecordError.self) {
      try RunRecord(header: renamed, events: [start], attempts: [:])
    }
  }
}

@Suite("After a crash between the two writes")
struct AdoptionTests {
  private let g1 = GateID.named("G1")
  private let g2 = GateID.named("G2")

  @Test("An attempt file that follows the last one counts as closed")
  func one() throws {
    var story = try Story()
    try story.pass(g1, "a")
    try story.start(g2, key: "open")
    try story.invoke(g2)
    let before = story.record
    var draft = story.draft(g2, outputs: [.sample("{artifact_path}/b.md", "b")])
    draft.requestKey = "close"
    try story.close(draft)
    let read = try RunRecord(
      reading: RecordFiles(run: before.encoded(), attempts: story.files.attempts))
    #expect(read == story.record)
    #expect(read.encoded() == story.record.encoded())
    #expect(read.event(withKey: "close")?.seq == 6)
  }

  @Test("Several in a row count, as a cancellation writes them", arguments: [0, 1, 2, 3])
  func several(written: Int) throws {
    var story = try Story(.sample(gates: ["A", "B", "C"]))
    for index in [2, 0, 1] { try story.start(story.gate(index)) }
    let before = story.record
    var expected = before
    for (count, open) in before.state.open.enumerated() {
      try story.close(open.key.gate, .runCanceled)
      if count < written { expected = story.record }
    }
    let keys = before.state.open.prefix(written).map(\.key)
    let read = try RunRecord(
      reading: RecordFiles(
        run: before.encoded(), attempts: story.files.attempts.filter { keys.contains($0.key) }))
    #expect(read == expected)
    #expect(read.state.open.count == 3 - written)
  }

  @Test(
    "A file that does not follow is refused by name",
    arguments: [
      "a gap in the chain", "no attempt open", "another run's", "another place", "a changed start",
      "a number too high",
    ])
  func stray(what: String) throws {
    var story = try Story()
    try story.pass(g1, "a")
    let closedAll = story.record
    try story.start(g2)
    let before = story.record
    var draft = story.draft(g2, outputs: [.sample("{artifact_path}/b.md", "b")])
    var run = before
    switch what {
    case "a gap in the chain": draft.previous = nil
    case "no attempt open": run = closedAll
    case "another run's": draft.runID = .named("run_20260119T143012Z_other_ab12cd")
    case "a changed start": draft.startedAt = draft.startedAt.later(by: -1)
    case "a number too high": draft.key = AttemptKey(gate: g2, number: 2)
    default: break
    }
    let key = what == "another place" ? AttemptKey(gate: g2, number: 2) : draft.key
    var attempts = RecordFiles(before).attempts
    attempts[key] = draft.attempt.encoded()
    do throws(UnreadableRecord) {
      _ = try RunRecord(reading: RecordFiles(run: run.encoded(), attempts: attempts))
      Issue.record("it was read")
    } catch {
      guard case .contradiction(let error) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(error.record == key.record)
    }
  }

  @Test("Two files that both follow the last one cannot both have been written")
  func fork() throws {
    var story = try Story()
    try story.start(g1)
    try story.start(g2)
    let attempts = [g1, g2].map { story.draft($0).attempt }
    let files = RecordFiles(
      run: story.record.encoded(),
      attempts: Dictionary(uniqueKeysWithValues: attempts.map { ($0.key, $0.encoded()) }))
    for _ in 0..<8 {
      let error = #expect(throws: UnreadableRecord.self) { try RunRecord(reading: files) }
      guard case .contradiction(let error) = error else { continue }
      #expect(error.record == "gates/G2/attempt-1.json")
    }
  }

  @Test("An attempt file that was edited before it was named is refused")
  func edited() throws {
    var story = try Story()
    try story.start(g1)
    let attempt = story.draft(g1, outputs: [.sample("{artifact_path}/a.md", "a")]).attempt
    let text = String(decoding: attempt.encoded(), as: UTF8.self)
    for other in [
      text.replacing("  ", with: " "), text + "\n", text.replacing("\"PASS\"", with: "\"FAIL\""),
      text.replacing(#""class": "PASS""#, with: #""class": "RETRYABLE""#),
    ] {
      #expect(throws: UnreadableRecord.self) {
        try RunRecord(
          reading: RecordFiles(
            run: story.record.encoded(), attempts: [attempt.key: Array(other.utf8)]))
      }
    }
  }
}
