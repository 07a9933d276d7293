import Foundation
import OrchestrateCLI
import Synchronization
import TestSupport
import Testing

@Suite("Checking while the work goes on")
struct CheckModesTests {
  /// A repository with one gate that wants a heading, and an open attempt.
  private func stage() throws -> Stage {
    let scratch = try Scratch()
    try scratch.write(
      "workflows/w/workflow.json",
      #"{"name": "w", "version": "1", "gates": [{"gate": "G1", "name": "One", "prompt": "p.md"}]}"#)
    try scratch.write("workflows/w/p.md", "Write.\n")
    try scratch.write(
      "orchestration/gates/contracts/G1.contract.json",
      """
      {"gate": "G1", "name": "One", "required_outputs": ["{artifact_path}/a.md"], "validations": [
        {"type": "contains_headings", "path": "{artifact_path}/a.md", "headings": ["End"]},
        {"type": "not_contains", "path": "{artifact_path}/*.md", "pattern": "TODO"}]}
      """)
    try scratch.write("essay/a.md", "# Begin TODO\n")
    let stage = Stage(scratch: scratch)
    _ = stage.run("run start --workflow w --slug s --artifact-path essay")
    _ = stage.run("gate start --gate G1")
    return stage
  }

  @Test("A watch shows what a change has mended, and ends when all is met")
  func watch() throws {
    var stage = try stage()
    let scratch = stage.scratch
    let edits = Mutex([
      "# Begin\n", "# Begin\n\n## End\n\nTODO: more\n", "# Begin\n\n## End\n\nAll of it.\n",
    ])
    stage.wait = { _ in
      let text = edits.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      if let text { try? scratch.write("essay/a.md", text) }
    }
    let answer = stage.run("gate check --watch")
    #expect(answer.status == .done)
    let deltas = answer.output.split(separator: "\n").filter {
      $0.contains("→") || $0.contains("still")
    }
    #expect(
      deltas == [
        "G1/R3 not_contains: fail → pass, no match", "1 rule of 3 still not met",
        "G1/R2 contains_headings: fail → pass, 1 of 1", "G1/R3 not_contains: pass → fail, 1 match",
        "1 rule of 3 still not met", "G1/R3 not_contains: fail → pass, no match",
      ])
    #expect(answer.output.contains("PASS G1 One, check only: 3 of 3 rules met"))
    #expect(answer.messages.contains("Ctrl-C ends it"))
  }

  @Test("A watch sees a file that a pattern did not match before")
  func watchPattern() throws {
    var stage = try stage()
    let scratch = stage.scratch
    try scratch.write("essay/a.md", "# End\n")
    try scratch.write("essay/b.md", "TODO\n")
    stage.wait = { _ in try? scratch.remove("essay/b.md") }
    #expect(stage.run("gate check --watch").status == .done)
  }

  @Test("A hook tells the agent to go on, with the reasons where the agent reads them")
  func hook() throws {
    let stage = try stage()
    let first = stage.run("gate check --hook")
    #expect(first.status == .negative)
    #expect(first.output.isEmpty)
    #expect(first.messages.contains("essay/a.md: fail[G1/R2 contains_headings]"))
  }

  @Test("A hook never loops: unchanged files let the agent stop, a change holds it again")
  func hookIsBounded() throws {
    let stage = try stage()
    #expect(stage.run("gate check --hook").status == .negative)
    let second = stage.run("gate check --hook")
    #expect(second.status == .done)
    #expect(second.messages.contains("No file has changed"))
    try stage.scratch.write("essay/a.md", "# Begin again TODO\n")
    #expect(stage.run("gate check --hook").status == .negative)
    try stage.scratch.write("essay/a.md", "# End\n")
    let met = stage.run("gate check --hook")
    #expect(met.status == .done)
    #expect(met.output.isEmpty && met.messages.isEmpty)
  }

  @Test("A hook holds nobody to a gate that nobody works on")
  func hookWithoutAttempt() throws {
    let stage = try stage()
    try stage.scratch.write("essay/a.md", "# End\n")
    _ = stage.run("gate finish --gate G1")
    #expect(stage.run("gate check --hook").status == .done)
    let empty = Stage(scratch: try Scratch())
    try empty.scratch.write("orchestration/x", "")
    #expect(empty.run("gate check --hook").status == .done)
  }

  @Test("A check writes nothing to the record, whatever its mode")
  func writesNothing() throws {
    let stage = try stage()
    let before = try stage.scratch.tree(stage.record)
    _ = stage.run("gate check")
    _ = stage.run("gate check --hook")
    #expect(try stage.scratch.tree(stage.record) == before)
  }

  @Test("Modes that contradict each other are refused")
  func modesExclude() throws {
    let stage = try stage()
    #expect(stage.run("gate check --watch --json").status == .refused)
    #expect(stage.run("gate check --watch --hook").status == .refused)
  }
}
