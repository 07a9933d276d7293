import OrchestrateCLI
import Records
import TestSupport
import Testing

@Suite("Coming back to an open attempt")
struct ReturnTests {
  private func stage() throws -> Stage {
    let scratch = try Scratch()
    try scratch.write(
      "workflows/w/workflow.json",
      #"{"name": "w", "version": "1", "gates": [{"gate": "G1", "name": "One", "prompt": "p.md"}]}"#)
    try scratch.write("workflows/w/p.md", "Write.\n")
    try scratch.write(
      "orchestration/gates/contracts/G1.contract.json",
      #"{"gate": "G1", "name": "One", "required_outputs": ["{artifact_path}/a.md", "{artifact_path}/b.md"]}"#
    )
    try scratch.write("essay/a.md", "A\n")
    let stage = Stage(scratch: scratch)
    _ = stage.run("run start --workflow w --slug s --artifact-path essay")
    _ = stage.run("gate start --gate G1")
    return stage
  }

  private func recap(_ stage: Stage) -> String? {
    stage.run("run resume", typed: [Typed("q")]).messages.split(separator: "\n")
      .first { $0.contains("has been open") }.map(String.init)
  }

  @Test("The pause says what has changed since the attempt opened")
  func changed() throws {
    let stage = try stage()
    #expect(
      recap(stage)
        == "Attempt 1 has been open for less than a minute; since then no file has changed.")
    try stage.scratch.write("essay/b.md", "B\n")
    #expect(recap(stage)?.hasSuffix("since then essay/b.md has changed.") == true)
    try stage.scratch.write("essay/a.md", "Another\n")
    #expect(recap(stage)?.hasSuffix("since then essay/a.md, essay/b.md have changed.") == true)
  }

  @Test("Days of waiting are counted in days")
  func days() throws {
    var stage = try stage()
    let start = Instant("2026-01-19T14:30:12.481Z") ?? .epoch
    stage.clock = { _ in Instant(milliseconds: start.milliseconds + 3 * 86_400_000) ?? .epoch }
    #expect(recap(stage)?.hasPrefix("Attempt 1 has been open for ") == true)
    #expect(recap(stage)?.contains(" days") == true)
  }

  @Test(
    "Where the logs are gone the packet is written again, and nothing is said that is not known")
  func logsGone() throws {
    let stage = try stage()
    let packet = try stage.scratch.text("orchestration/runs/\(stage.run)/logs/gates/G1/prompt.txt")
    try stage.scratch.remove("orchestration/runs/\(stage.run)/logs")
    _ = stage.run("run resume", typed: [Typed("q")])
    #expect(
      try stage.scratch.text("orchestration/runs/\(stage.run)/logs/gates/G1/prompt.txt") == packet)
  }

  @Test("A repeat with the same key does not even touch the record")
  func repeatWritesNothing() throws {
    let stage = try stage()
    _ = stage.run("invocation record --gate G1 --agent a --key k")
    let file = try stage.scratch.identity("\(stage.record)/RUN.json")
    _ = stage.run("invocation record --gate G1 --agent a --key k")
    #expect(try stage.scratch.identity("\(stage.record)/RUN.json") == file)
  }
}
