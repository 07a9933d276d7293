import RecordSamples
import Records
import Testing
@testable import Verification

@Suite("Two runs compared")
struct RunComparisonTests {
  private func other(_ mending: Story.Mending = .init(), slug: String = "the-word-robot") throws
    -> RunRecord
  {
    let start = Instant.sampleStart.later(by: 86_400_000)
    let header = RunHeader.sample(
      slug: slug, artifactPath: "essays/\(slug)", at: start, number: 0x77)
    return try Story.mended(header, at: start, mending).record
  }

  @Test("A run has no differences from itself, and none from one that went the same way")
  func same() throws {
    let run = try Story.mended().record
    #expect(RunComparison(run, run).isEmpty)
    let again = RunComparison(run, try other())
    #expect(again.isEmpty)
    #expect(again.sameArtifacts == 3)
  }

  @Test("The same way in another folder differs in nothing but slug and folder")
  func otherFolder() throws {
    let comparison = RunComparison(try Story.mended().record, try other(slug: "the-first-bug"))
    #expect(comparison.facts.map(\.name) == ["slug", "artifact path"])
    #expect(comparison.gates.isEmpty)
    #expect(comparison.artifacts.isEmpty)
  }

  @Test("A gate tells in what it differs, and what is the same is left out")
  func gates() throws {
    var story = try Story(.sample())
    try story.pass(story.gate(0), "another brief")
    try story.finish(.failed, reason: "no time")
    let comparison = RunComparison(story.record, try other())
    #expect(comparison.workflows == nil)
    #expect(comparison.facts.map(\.name) == ["status", "reason"])
    #expect(comparison.facts[1].a == "no time")
    #expect(comparison.facts[1].b == nil)
    #expect(comparison.gates.map(\.id.description) == ["G1", "G2"])
    #expect(comparison.gates[0].aspects == [.agents, .warnings])
    #expect(
      comparison.gates[1].aspects
        == [.status, .attempts, .agents, .contract, .closedBy, .firstFailure])
    let paths = comparison.artifacts.map(\.path)
    #expect(
      paths == [
        "{artifact_path}/G1/0.md", "{artifact_path}/G2/0.md", "{artifact_path}/G2/1.md",
      ])
    #expect(comparison.artifacts[0].a != nil)
    #expect(comparison.artifacts[0].b != nil)
    #expect(comparison.artifacts[1].a == nil)
  }

  @Test("Another contract and another channel are differences")
  func contract() throws {
    var mending = Story.Mending()
    mending.changesContract = true
    mending.channel = .noPause
    let comparison = RunComparison(try Story.mended().record, try other(mending))
    #expect(comparison.facts.map(\.name) == ["finished by"])
    #expect(comparison.gates.map(\.id.description) == ["G2"])
    #expect(comparison.gates[0].aspects == [.contract, .closedBy])
  }

  @Test("Runs of two workflows are compared by their gates' ids")
  func workflows() throws {
    let header = RunHeader.sample(
      gates: ["Intake", "Research", "Spec"], workflow: "three-gates", number: 1)
    var unfinished = Story.Mending()
    unfinished.finishes = false
    let comparison = RunComparison(
      try Story.mended().record, try Story.mended(header, unfinished).record)
    #expect(comparison.workflows?.a == "two-gates")
    #expect(comparison.workflows?.b == "three-gates")
    #expect(comparison.gates.map(\.id.description) == ["G3"])
    #expect(comparison.gates[0].a == nil)
    #expect(comparison.gates[0].aspects.isEmpty)
  }

  @Test("Names that differ only in how an accent is written differ")
  func bytes() throws {
    var (one, other) = (Story.Mending(), Story.Mending())
    one.actor = "Zo\u{EB}"
    other.actor = "Zoe\u{308}"
    let comparison = RunComparison(
      try Story.mended(.sample(), one).record, try self.other(other))
    #expect(comparison.facts.map(\.name) == ["finished by"])
    #expect(comparison.gates.map(\.aspects) == [[.closedBy]])
  }
}
