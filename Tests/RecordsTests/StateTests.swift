import Digests
import RecordSamples
import Records
import Testing
import Text

@Suite("Where a run stands")
struct StateTests {
  private let g1 = GateID.named("G1")
  private let g2 = GateID.named("G2")
  private let g3 = GateID.named("G3")

  private func three() throws -> Story {
    try Story(.sample(gates: ["Intake", "Research", "Spec"]))
  }

  private func statuses(_ story: Story) -> [GateStatus] { story.record.state.gates.map(\.status) }

  @Test("A run starts RUNNING with all gates PENDING")
  func start() throws {
    let story = try three()
    #expect(story.record.state.status == .running)
    #expect(statuses(story) == [.pending, .pending, .pending])
    #expect(story.record.state.startedAt == .sampleStart)
    #expect(story.record.state.finishedAt == nil)
    #expect(story.record.state.index == [])
  }

  @Test("A first PASS makes no later gate STALE")
  func firstPass() throws {
    var story = try three()
    try story.pass(g2, "b")
    try story.pass(g3, "c")
    try story.pass(g1, "a")
    #expect(statuses(story) == [.pass, .pass, .pass])
  }

  @Test("A PASS with other outputs makes later PASS gates STALE, and only those")
  func stale() throws {
    var story = try Story(.sample(gates: ["A", "B", "C", "D", "E", "F"]))
    let gates = (0..<6).map(story.gate)
    for gate in gates[..<4] { try story.pass(gate, "first") }
    try story.start(gates[3])
    try story.close(gates[3], .ruleFailed, "second")
    try story.start(gates[4])
    try story.pass(gates[1], "second")
    #expect(statuses(story) == [.pass, .pass, .stale, .fail, .running, .pending])
    // A STALE gate that passes again, with the same outputs, makes none STALE.
    try story.pass(gates[2], "first")
    #expect(statuses(story) == [.pass, .pass, .pass, .fail, .running, .pending])
  }

  @Test("A PASS with the same outputs makes none STALE, though attempts failed in between")
  func sameOutputs() throws {
    var story = try three()
    try story.pass(g1, "a")
    try story.pass(g2, "b")
    try story.start(g1)
    try story.close(g1, .ruleFailed, "other")
    #expect(statuses(story) == [.fail, .pass, .pending])
    try story.pass(g1, "a")
    #expect(statuses(story) == [.pass, .pass, .pending])
    try story.pass(g1, "other")
    #expect(statuses(story) == [.pass, .stale, .pending])
  }

  @Test("A PASS with one required output more, or one less, makes later gates STALE")
  func otherPaths() throws {
    var story = try three()
    try story.pass(g1, "a")
    try story.pass(g2, "b")
    try story.start(g1)
    try story.close(g1, .allRulesPassed, "a", "more")
    #expect(statuses(story) == [.pass, .stale, .pending])
    try story.pass(g2, "b")
    try story.pass(g1, "a")
    #expect(statuses(story) == [.pass, .stale, .pending])
  }

  @Test("A file that is no required output makes none STALE and is in no index")
  func otherArtifacts() throws {
    var story = try three()
    try story.pass(g1, "a")
    try story.pass(g2, "b")
    try story.start(g1)
    var draft = story.draft(g1, outputs: [.sample(Story.output(g1, 0), "a")])
    draft.artifacts.append(
      Attempt.Artifact(file: .sample("{artifact_path}/notes.md", "n"), exists: true))
    try story.close(draft)
    #expect(statuses(story) == [.pass, .pass, .pending])
    #expect(story.record.state.index.map(\.file.path) == [g1, g2].map { Story.output($0, 0) })
  }

  @Test("The index keeps a standing attempt though newer ones failed or its gate is STALE")
  func index() throws {
    var story = try three()
    try story.pass(g1, "a")
    try story.pass(g2, "b")
    try story.start(g2)
    try story.close(g2, .ruleFailed, "worse")
    try story.start(g3)
    try story.close(g3, .ruleFailed, "c")
    let files = { (story: Story) in story.record.state.index.map(\.file) }
    let kept = FileFact.sample(Story.output(g2, 0), "b")
    #expect(files(story) == [.sample(Story.output(g1, 0), "a"), kept])
    #expect(story.record.state.index.map(\.attempt.number) == [1, 1])

    try story.pass(g2, "b")
    #expect(story.record.state.index.map(\.attempt.number) == [1, 3])
    try story.pass(g1, "other")
    #expect(statuses(story) == [.pass, .stale, .fail])
    #expect(files(story) == [.sample(Story.output(g1, 0), "other"), kept])
    #expect(story.record.standing(of: g2)?.attempt.key.number == 3)
  }

  @Test("The index is sorted by the bytes of the path, and of two gates names the later one")
  func sharedOutput() throws {
    var story = try three()
    let shared = "{artifact_path}/shared.md"
    try story.start(g2)
    try story.close(
      story.draft(
        g2, outputs: [.sample(shared, "by G2"), .sample("z/Z.md", "z"), .sample("a/é.md", "e")]))
    try story.start(g1)
    try story.close(story.draft(g1, outputs: [.sample(shared, "by G1"), .sample("a/z.md", "y")]))
    let index = story.record.state.index
    #expect(index.map(\.file.path) == ["a/z.md", "a/é.md", "z/Z.md", shared])
    #expect(index.map(\.attempt.gate) == [g1, g2, g2, g2])
    #expect(index.last?.file == .sample(shared, "by G2"))
  }

  @Test("A required output is found by its variables")
  func variables() throws {
    var story = try three()
    try story.start(g1)
    var draft = story.draft(g1)
    draft.requiredOutputs = ["{artifact_path}/{slug}-{depth}-{gate}.md", "notes/{run_id}.md"]
    let run = story.record.header.id
    draft.artifacts = ["notes/\(run).md", "{artifact_path}/the-word-robot-standard-G1.md", "x.md"]
      .map { Attempt.Artifact(file: .sample($0, $0), exists: true) }
    try story.close(draft)
    #expect(
      story.record.state.index.map(\.file.path) == [
        "notes/\(run).md", "{artifact_path}/the-word-robot-standard-G1.md",
      ])
  }

  @Test("The inputs of an attempt are the index with what had changed in its place")
  func inputs() throws {
    var story = try three()
    try story.start(g1)
    try story.close(g1, .allRulesPassed, "a", "b", "c")
    let changed = [
      FileFact.sample(Story.output(g1, 0), "edited"), .gone(Story.output(g1, 2)),
    ]
    try story.start(g2, changed: changed)
    let open = try #require(story.record.state.openAttempt(of: g2))
    #expect(open.inputs == [changed[0], .sample(Story.output(g1, 1), "b"), changed[1]])
    try story.close(g2, .allRulesPassed, "d")
    // A later gate sees the outputs of both, each as the index has it.
    try story.start(g3)
    #expect(
      story.record.state.openAttempt(of: g3)?.inputs == [
        .sample(Story.output(g1, 0), "a"), .sample(Story.output(g1, 1), "b"),
        .sample(Story.output(g1, 2), "c"), .sample(Story.output(g2, 0), "d"),
      ])
    // An earlier gate has none of them.
    try story.start(g1)
    #expect(story.record.state.openAttempt(of: g1)?.inputs == [])
  }

  @Test("A redo opens the next number, and the gate is RUNNING until it closes")
  func redo() throws {
    var story = try three()
    try story.pass(g1, "a")
    try story.start(g1)
    #expect(statuses(story) == [.running, .pending, .pending])
    #expect(story.record.state.openAttempt(of: g1)?.key.number == 2)
    #expect(story.record.standing(of: g1)?.attempt.key.number == 1)
    try story.close(g1, .failedByPerson, "b")
    #expect(statuses(story) == [.fail, .pending, .pending])
    #expect(story.record.standing(of: g1)?.attempt.key.number == 1)
    #expect(story.record.newestClosed(of: g1)?.attempt.key.number == 2)
    #expect(
      story.record.state.gate(g1)?.attempts.map { $0.closed?.status } == [.pass, .fail])
  }

  @Test("A FAILED run that goes on is RUNNING and not finished")
  func goingOn() throws {
    var story = try three()
    try story.start(g1)
    try story.close(g1, .ruleFailed, "a")
    let end = story.now
    try story.finish(.failed)
    #expect(story.record.state.status == .failed)
    #expect(story.record.state.finishedAt == end)
    try story.invoke(g1)
    #expect(story.record.state.status == .failed)
    #expect(story.record.state.finishedAt == end)
    try story.start(g1)
    #expect(story.record.state.status == .running)
    #expect(story.record.state.finishedAt == nil)
    for gate in [g1, g2, g3] {
      if gate != g1 { try story.start(gate) }
      try story.close(gate, .allRulesPassed, "done")
    }
    let last = story.now
    try story.finish(.passed)
    #expect(story.record.state.status == .passed)
    #expect(story.record.state.finishedAt == last)
  }

  @Test("Attempts of several gates may be open at once, and each has its own invocations")
  func several() throws {
    var story = try three()
    try story.invoke(g1, number: 0)
    try story.start(g1)
    try story.start(g2)
    try story.invoke(g2, number: 1)
    try story.invoke(g1, number: 2)
    try story.invoke(g2, number: 3)
    try story.invoke(g3, number: 4)
    let state = story.record.state
    #expect(state.open.map(\.key.gate) == [g1, g2])
    #expect(state.open.map { $0.invocationIDs.count } == [1, 2])
    #expect(state.invocations.map(\.fact.attempt) == [nil, 1, 1, 1, nil])
    try story.close(g2, .allRulesPassed, "b")
    try story.close(g1, .allRulesPassed, "a")
    #expect(story.record.attempts.values.compactMap(\.attempt.previous).count == 1)
    #expect(story.record.state.lastClosed?.record == "gates/G1/attempt-1.json")
  }

  @Test("An event is found by its key, compared as bytes")
  func keys() throws {
    var story = try Story(key: "k\u{E9}y")
    try story.start(g1, key: "\u{212A}")
    #expect(story.record.event(withKey: "k\u{E9}y")?.seq == 1)
    #expect(story.record.event(withKey: "ke\u{301}y") == nil)
    #expect(story.record.event(withKey: "\u{212A}")?.seq == 2)
    #expect(story.record.event(withKey: "K") == nil)
  }

  @Test("What only looks the same is not equal")
  func bytes() {
    #expect(FileFact.sample("K", "a") != FileFact.sample("\u{212A}", "a"))
    #expect(
      Attempt.Previous(record: "gates/K1/attempt-1.json", sha256: .zero)
        != Attempt.Previous(record: "gates/\u{212A}1/attempt-1.json", sha256: .zero))
    #expect(
      FileReference(path: "K", sha256: .zero) != FileReference(path: "\u{212A}", sha256: .zero))
  }
}
