import RecordSamples
import Records
import Testing
@testable import Verification

@Suite("How a gate came to where it stands")
struct ReviewStoryTests {
  private func story(_ mending: Story.Mending = .init(), gate: Int = 1) throws -> GateStory {
    GateStory.all(of: try Story.mended(.sample(), mending).record)[gate]
  }

  @Test("The first failure names its rules, their places, and the attempt that met each")
  func mended() throws {
    let story = try story()
    #expect(story.status == .pass)
    #expect(story.attempts == 3)
    #expect(story.failures == 2)
    #expect(story.agents == ["researcher"])
    let failure = try #require(story.firstFailure)
    #expect(failure.attempt == 1)
    #expect(failure.rules.map(\.rule.id) == ["R1", "R2"])
    #expect(failure.rules.map(\.end) == [.met(in: 3), .met(in: 2)])
    #expect(failure.rules[0].rule.place?.path == "essays/the-word-robot/G2/0.md")
    #expect(failure.rules[0].rule.place?.line == 9)
    #expect(failure.passedIn == 3)
    #expect(failure.changedOutputs == ["essays/the-word-robot/G2/0.md"])
    #expect(!failure.isContractChanged)
    #expect(story.warnings.isEmpty)
  }

  @Test("A rule that left the contract is not told as met")
  func dropped() throws {
    var mending = Story.Mending()
    mending.dropsRule = true
    mending.changesContract = true
    var story = try Story(.sample())
    try story.start(story.gate(0))
    try story.close(story.gate(0), .ruleFailed, "a")
    try story.start(story.gate(0))
    var draft = story.draft(story.gate(0), outputs: [.sample(Story.output(story.gate(0), 0), "a")])
    draft.validations = [.sample("R9", type: "word_count")]
    draft.contract = .sample("another contract")
    try story.close(draft)
    let failure = try #require(GateStory.all(of: story.record)[0].firstFailure)
    #expect(failure.rules.map(\.end) == [.dropped(in: 2)])
    #expect(failure.isContractChanged)
    #expect(failure.changedOutputs.isEmpty)
    // A rule that a later attempt met before the contract dropped it was met.
    let met = try #require(self.story(mending).firstFailure)
    #expect(met.rules.map(\.end) == [.met(in: 3), .met(in: 2)])
    #expect(met.isContractChanged)
  }

  @Test("What is not mended stays open")
  func open() throws {
    var story = try Story(.sample())
    try story.start(story.gate(0))
    try story.close(story.gate(0), .ruleFailed, "a")
    try story.start(story.gate(0))
    try story.close(story.gate(0), .failedByPerson, "a")
    let gate = GateStory.all(of: story.record)[0]
    let failure = try #require(gate.firstFailure)
    #expect(failure.rules.map(\.end) == [.open])
    #expect(failure.passedIn == nil)
    #expect(gate.failures == 2)
    #expect(gate.closed?.attempt == 2)
  }

  @Test("A gate that never failed has no failure, and tells its warnings")
  func warnings() throws {
    let story = try story(gate: 0)
    #expect(story.firstFailure == nil)
    #expect(story.warnings.map(\.id) == ["R2"])
    #expect(story.warnings[0].place?.line == 14)
    #expect(story.closed?.by.channel == .command)
  }

  @Test("A gate opened before an earlier one had passed is told with its attempt")
  func outOfOrder() throws {
    var story = try Story(.sample(gates: ["Intake", "Research", "Spec"]))
    try story.pass(story.gate(2), "early")
    try story.pass(story.gate(0), "late")
    let gates = GateStory.all(of: story.record)
    #expect(gates[2].outOfOrder == [.init(attempt: 1, before: [.named("G1"), .named("G2")])])
    #expect(gates[0].outOfOrder.isEmpty)
    #expect(gates[1].attempts == 0)
    #expect(gates[1].contract == nil)
    #expect(gates[1].closed == nil)
  }

  @Test("An attempt that is open counts, with its agent and contract")
  func openAttempt() throws {
    var story = try Story(.sample())
    try story.start(story.gate(0), agent: "writer")
    let gate = GateStory.all(of: story.record)[0]
    #expect(gate.attempts == 1)
    #expect(gate.agents == ["writer"])
    #expect(gate.contract?.path == "orchestration/gates/contracts/G1.contract.json")
    #expect(gate.closed == nil)
  }
}
