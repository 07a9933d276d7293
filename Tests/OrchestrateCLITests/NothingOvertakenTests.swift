import Foundation
import OrchestrateCLI
import TestSupport
import Testing

@Suite("What is printed never leads away from what was recorded")
struct NothingOvertakenTests {
  /// G1 has passed and is not committed yet.
  private func passed() throws -> Stage {
    let stage = try Plain.stage(git: true)
    try stage.scratch.write("out/one.md", "one\n")
    stage.done(Plain.start)
    stage.done("gate start --gate G1")
    stage.done("gate finish")
    return stage
  }

  @Test(
    "A commit is named only while the disk has the bytes that passed",
    arguments: ["edited", "gone"])
  func overtaken(how: String) throws {
    let stage = try passed()
    #expect(stage.done("next").output.hasPrefix("git add orchestration/runs/"))
    if how == "gone" {
      try stage.scratch.remove("out/one.md")
    } else {
      try stage.scratch.write("out/one.md", "another text\n")
    }
    let next = stage.done("next")
    #expect(next.output == "orchestrate gate start --run \(stage.run) --gate G1\n")
    #expect(next.messages.contains("what passed is not committed"))
    try stage.scratch.write("out/one.md", "one\n")
    #expect(stage.done("next").output.hasPrefix("git add orchestration/runs/"))
  }

  @Test("From a folder below, the lines that commit run as they stand")
  func below() throws {
    let stage = try passed()
    let line = stage.run("next", in: "out").output
    #expect(line.hasPrefix("git -C .. add "))
    #expect(try stage.scratch.run(["bash", "-c", line], in: "out").status == 0)
    #expect(stage.done("next").output == "orchestrate run resume --run \(stage.run)\n")
  }

  @Test("A run that cannot be read may be the one that is meant, so no other is taken for it")
  func unreadable() throws {
    let stage = try passed()
    let broken = "\(stage.record)/RUN.json"
    stage.done("run start --workflow plain --slug t --artifact-path other")
    try stage.scratch.write(broken, "<<<<<<< HEAD\n=======\n>>>>>>> b\n")
    for command in ["gate start --gate G1", "run resume", "next", "run complete"] {
      let answer = stage.run(command)
      #expect(answer.status == .refused, "\(command)")
      #expect(answer.messages.contains("a merge left its markers"), "\(command)")
    }
    stage.done("gate start --run t --gate G1")
    stage.done("run show")
  }

  @Test("A record that lost its schema is not taken for an earlier runner's")
  func schemaLost() throws {
    let stage = try passed()
    let path = "\(stage.record)/RUN.json"
    try stage.scratch.write(
      path, stage.scratch.text(path).replacing("  \"schema\": 1,\n", with: ""))
    let answer = stage.run("run show --run s")
    #expect(answer.status == .refused)
    #expect(answer.messages.contains("missing key 'schema'"))
  }

  @Test("JSON answers hold no character that could move a cursor or turn the writing direction")
  func json() throws {
    let stage = try Plain.stage()
    let answer = stage.run(["--json", "\u{1B}[31m\u{202E}\u{7F}\u{9B}"])
    #expect(answer.status == .refused)
    for scalar in ["\u{1B}", "\u{202E}", "\u{7F}", "\u{9B}"] {
      #expect(!answer.output.contains(scalar))
    }
    #expect(answer.output.contains(#"\u001b[31m\u202e\u007f\u009b"#))
  }

  @Test("A gate that must pass again is named when another one passes with other outputs")
  func stale() throws {
    let stage = try passed()
    try stage.scratch.write("out/two.md", "two\n")
    stage.done("gate start --gate G2")
    stage.done("gate finish")
    try stage.scratch.write("out/one.md", "other\n")
    stage.done("gate start --gate G1")
    #expect(stage.done("gate finish").messages.contains("note: G2 is STALE"))
  }
}
