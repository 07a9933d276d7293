import Foundation
import OrchestrateCLI
import TestSupport
import Testing

@Suite("What happens when it is a person's turn")
struct PersonsTurnTests {
  /// A stage whose person has a configuration of their own.
  private func stage(_ configuration: String) throws -> Stage {
    var stage = try Plain.stage()
    stage.environment["HOME"] = stage.scratch.absolute("home")
    try stage.scratch.write("home/.config/orchestrate/config.json", configuration)
    return stage
  }

  /// A command that appends its words to a file, each on a line, without a shell.
  private static let tell =
    #"{"notify": ["cp", "{packet}", "told-{run_id}-{gate}"]}"#

  @Test("The command is run with its variables filled in, with a terminal and without")
  func notify() throws {
    let stage = try stage(Self.tell)
    let answer = stage.run(Plain.pipeline)
    #expect(answer.status == .waiting && answer.messages == "")
    let told = "told-\(stage.run)-G1"
    #expect(
      try stage.scratch.text(told)
        == stage.scratch.text("orchestration/runs/\(stage.run)/logs/gates/G1/prompt.txt"))
    try stage.scratch.remove(told)
    #expect(stage.run("run resume", typed: [Typed("q")]).status == .waiting)
    #expect(stage.scratch.exists(told))
    try stage.scratch.remove(told)
    _ = stage.run("run resume --no-pause")
    #expect(!stage.scratch.exists(told), "nobody is asked")
  }

  @Test("Who is away is told when workers have failed, and when a gate needs a person's word")
  func workers() throws {
    let stage = try stage(#"{"notify": ["touch", "told-{gate}{packet}"]}"#)
    let worker = #""prompt": "prompts/G1.md", "worker": {"command": ["no-such-worker"]}"#
    try stage.scratch.write(
      "workflows/plain/workflow.json",
      Plain.workflow.replacing(#""prompt": "prompts/G1.md""#, with: worker))
    #expect(stage.run(Plain.pipeline).status == .negative)
    #expect(stage.scratch.exists("told-G1"))
    try stage.scratch.remove("told-G1")
    #expect(stage.run("run resume").status == .waiting)
    #expect(stage.scratch.exists("told-G1"))
  }

  @Test("A gate that a person failed waits for one also where nobody is asked")
  func review() throws {
    let stage = try stage(#"{"notify": ["touch", "told-{gate}{packet}"]}"#)
    stage.done(Plain.start)
    stage.done("gate start --gate G1")
    stage.done("gate fail --gate G1 --reason no")
    #expect(!stage.scratch.exists("told-G1"))
    #expect(stage.run("run resume --no-pause").status == .waiting)
    #expect(stage.scratch.exists("told-G1"))
  }

  @Test("The message is one word that no shell reads")
  func message() throws {
    let stage = try stage(#"{"notify": ["touch", "{message}; touch pwned", "{x}"]}"#)
    #expect(stage.run(Plain.pipeline).status == .waiting)
    #expect(stage.scratch.exists("G1 First of s waits for you; touch pwned"))
    #expect(!stage.scratch.exists("pwned") && stage.scratch.exists("{x}"))
  }

  @Test(
    "A command that fails or is missing is told, and changes nothing",
    arguments: [
      (#"["false"]"#, "'false' ended with status 1"),
      (#"["no-such-program"]"#, "the program 'no-such-program' was not found"),
    ])
  func failing(_ words: String, _ said: String) throws {
    let stage = try stage(#"{"notify": \#(words)}"#)
    let answer = stage.run(Plain.pipeline)
    #expect(answer.status == .waiting)
    #expect(answer.messages == "note: notify: \(said)\n")
    #expect(answer.output.contains("waiting: G1"))
  }

  @Test("A repository's file starts nothing")
  func repository() throws {
    var stage = try stage("{}")
    try stage.scratch.write(".orchestrate.json", #"{"notify": ["touch", "pwned"]}"#)
    try stage.refuses(
      Plain.pipeline, saying: ["'notify' cannot stand in a repository's file"])
    #expect(!stage.scratch.exists("pwned"))
    try stage.scratch.remove(".orchestrate.json")
    stage.environment["ORCHESTRATE_NOTIFY"] = "touch told"
    #expect(stage.run(Plain.pipeline).status == .waiting && stage.scratch.exists("told"))
  }

  @Test("A file that anybody may write names no command")
  func openToAll() throws {
    let stage = try stage(#"{"notify": ["touch", "pwned"]}"#)
    let path = stage.scratch.absolute("home/.config/orchestrate/config.json")
    try FileManager.default.setAttributes([.posixPermissions: 0o646], ofItemAtPath: path)
    try stage.refuses(
      Plain.pipeline, saying: ["anybody on this machine may write it", "chmod go-w"])
    #expect(!stage.scratch.exists("pwned"))
  }

  @Test(
    "The packet is opened at each pause where that is asked for, with the editor of the configuration"
  )
  func open() throws {
    let stage = try stage(#"{"editor": ["code", "--wait"]}"#)
    _ = stage.run(Plain.pipeline, typed: [Typed("q")])
    #expect(stage.opened.words == [])
    let packet = stage.scratch.absolute("orchestration/runs/\(stage.run)/logs/gates/G1/prompt.txt")
    _ = stage.run("run resume --open", typed: [Typed("q")])
    #expect(stage.opened.words == [["code", "--wait", packet]])
    _ = stage.run("run resume", typed: [Typed("o"), Typed("q")])
    #expect(stage.opened.words.count == 2)
    try stage.scratch.write("home/.config/orchestrate/config.json", #"{"open": true}"#)
    _ = stage.run("run resume", typed: [Typed("q")])
    #expect(stage.opened.words.last == [packet])
    let answer = stage.run("run resume --open")
    #expect(answer.status == .waiting && stage.opened.words.count == 3)
    #expect(answer.output.contains("packet: orchestration/runs/"))
  }
}
