import Foundation
import OrchestrateCLI
import TestSupport
import Testing

@Suite("The pipeline and its pause")
struct PipelineTests {
  private func files(_ stage: Stage, one: String? = "one\n", two: String? = "two\n") throws {
    if let one { try stage.scratch.write("out/one.md", one) }
    if let two { try stage.scratch.write("out/two.md", two) }
  }

  /// The types of the run's events.
  private func events(_ stage: Stage) throws -> [String] {
    try stage.scratch.text("\(stage.record)/RUN.json").split(separator: "\n")
      .filter { $0.contains("\"seq\":") || $0.contains("\"type\": \"") }
      .flatMap { $0.matches(of: /"type": "([a-z]+_[a-z]+)"/).map { String($0.output.1) } }
      .filter { ["started", "finished", "recorded"].contains($0.split(separator: "_").last) }
  }

  @Test("Without a terminal it writes the packet, says how to go on, and exits 3")
  func noTerminal() throws {
    let stage = try Plain.stage()
    let answer = stage.run(Plain.pipeline)
    let run = stage.run
    #expect(answer.status == .waiting)
    let packet = "orchestration/runs/\(run)/logs/gates/G1/prompt.txt"
    #expect(stage.scratch.exists(packet))
    #expect(
      answer.output == """
        waiting: G1 attempt 1 is open, for a person
        packet: \(packet)
        check: orchestrate gate check --run \(run) --gate G1
        done: orchestrate gate finish --run \(run) --gate G1
        next: orchestrate run resume --run \(run)

        """)
    #expect(answer.messages == "")
  }

  @Test("With --no-input a person at a terminal is not asked")
  func noInput() throws {
    let stage = try Plain.stage()
    let answer = stage.run(Plain.pipeline + " --no-input", typed: [Typed("")])
    #expect(answer.status == .waiting)
    #expect(answer.output.hasPrefix("waiting: G1 attempt 1 is open"))
  }

  @Test("--no-pause takes a run that meets its gates to PASSED")
  func noPausePass() throws {
    let stage = try Plain.stage()
    try files(stage)
    let answer = stage.run(Plain.pipeline + " --no-pause")
    #expect(answer.status == .done, "\(answer.messages)")
    #expect(answer.output.hasPrefix("PASS G1 First, attempt 1: 2 of 2 rules met\n"))
    #expect(answer.output.contains("\nPASS G2 Second, attempt 1: 2 of 2 rules met\n"))
    #expect(answer.output.contains("\nPASSED \(stage.run)\n"))
    #expect(
      try events(stage) == [
        "run_started", "gate_started", "gate_finished", "gate_started", "gate_finished",
        "run_finished",
      ])
    let attempt = try stage.scratch.text("\(stage.record)/gates/G2/attempt-1.json")
    #expect(attempt.contains("\"channel\": \"no-pause\""))
  }

  @Test("--no-pause stops at a gate that is not met: FAILED, status 2; resume goes on there")
  func noPauseFail() throws {
    let stage = try Plain.stage()
    try files(stage, two: "one\nTODO\n")
    let answer = stage.run(Plain.pipeline + " --no-pause")
    #expect(answer.status == .negative)
    #expect(answer.output.contains("\nFAIL G2 Second, attempt 1: 1 of 2 rules failed\n"))
    #expect(answer.output.contains("out/two.md:2:1: fail[G2/R2 not_contains]"))
    #expect(answer.output.contains("  rule: \(Plain.contractPath):6\n"))
    #expect(answer.output.contains("If a rule is wrong, mend it"))
    #expect(answer.output.hasSuffix("next: orchestrate run resume --run \(stage.run)\n"))
    #expect(stage.done("run show").output.contains("FAILED"))
    try files(stage)
    let resumed = stage.run("run resume --no-pause")
    #expect(resumed.status == .done, "\(resumed.messages)")
    #expect(resumed.output.hasPrefix("PASS G2 Second, attempt 2"))
  }

  @Test("--no-pause stops with 3 where the verdict asks for a person, and a person may go on")
  func humanReview() throws {
    let stage = try Plain.stage()
    try files(stage, one: "TODO\n")
    #expect(stage.run(Plain.pipeline + " --no-pause").status == .negative)
    #expect(stage.run("run resume --no-pause").status == .negative)
    let third = stage.run("run resume --no-pause")
    #expect(third.status == .waiting)
    #expect(third.output.hasPrefix("waiting: G1 needs a person: no_change_since_last_attempt\n"))
    #expect(stage.run("run resume", typed: [Typed("q")]).status == .waiting)
    #expect(try events(stage).last == "gate_started")
  }

  @Test("Enter at each gate takes the run to PASSED")
  func enter() throws {
    let stage = try Plain.stage()
    let answer = stage.run(
      Plain.pipeline,
      typed: [
        Typed("") { try stage.scratch.write("out/one.md", "one\n") },
        Typed(" "),
        Typed("") { try stage.scratch.write("out/two.md", "two\n") },
      ])
    #expect(answer.status == .done, "\(answer.messages)")
    #expect(answer.messages.contains("Enter, c, o, f or q: "))
    let attempt = try stage.scratch.text("\(stage.record)/gates/G1/attempt-1.json")
    #expect(attempt.contains("\"channel\": \"terminal\""))
  }

  @Test("c checks and records nothing, o opens, an unknown letter asks again, q stops with 3")
  func letters() throws {
    let stage = try Plain.stage()
    try files(stage, one: "TODO\n")
    let answer = stage.run(
      Plain.pipeline,
      typed: [Typed("c"), Typed("o"), Typed("x\u{1B}[2J"), Typed("enter"), Typed("Q")])
    #expect(answer.status == .waiting)
    #expect(answer.messages.contains("FAIL G1 First, check only: 1 of 2 rules failed"))
    #expect(answer.messages.contains("'x\\u{1b}[2J' is none of them."))
    #expect(answer.messages.contains("'enter' is none of them."))
    #expect(!answer.messages.contains("\u{1B}"))
    #expect(
      answer.messages.contains(
        "Stopped. Attempt 1 of G1 stays open. "
          + "To come back: orchestrate run resume --run \(stage.run)"))
    #expect(answer.output == "")
    #expect(try events(stage) == ["run_started", "gate_started"])
  }

  @Test("The end of input stops with 3 and writes nothing; the run comes back to its pause")
  func endOfInput() throws {
    let stage = try Plain.stage()
    try files(stage)
    #expect(stage.run(Plain.pipeline, typed: [Typed(nil)]).status == .waiting)
    let record = try stage.recordFiles()
    #expect(stage.run("run resume", typed: []).status == .waiting)
    #expect(stage.run("run resume", typed: [Typed("f"), Typed(nil)]).status == .waiting)
    #expect(try stage.recordFiles() == record)
    #expect(stage.run("run resume", typed: [Typed(""), Typed("")]).status == .done)
  }

  @Test("f fails the attempt in a person's words; without words nothing is recorded")
  func fail() throws {
    let stage = try Plain.stage()
    try files(stage)
    let answer = stage.run(
      Plain.pipeline,
      typed: [Typed("f"), Typed(""), Typed("f"), Typed("  "), Typed("f"), Typed("too thin")])
    #expect(answer.status == .negative)
    #expect(answer.messages.components(separatedBy: "Nothing was recorded.").count == 3)
    #expect(answer.output.hasPrefix("FAIL G1 First, attempt 1: failed by a person\n  too thin\n"))
    let run = try stage.scratch.text("\(stage.record)/RUN.json")
    #expect(run.contains("\"reason\": \"too thin\""))
    let attempt = try stage.scratch.text("\(stage.record)/gates/G1/attempt-1.json")
    #expect(attempt.contains("\"reason_code\": \"failed_by_person\""))
    #expect(attempt.contains("\"failure_reason\": \"too thin\""))
    _ = stage.run("run resume", typed: [Typed("q")])
    let packet = try stage.scratch.text(
      "orchestration/runs/\(stage.run)/logs/gates/G1/prompt.txt")
    #expect(packet.contains("too thin"))
  }

  @Test("An attempt that passed from another shell meanwhile lets the pause go on")
  func passedElsewhere() throws {
    let stage = try Plain.stage()
    try files(stage)
    let answer = stage.run(
      Plain.pipeline,
      typed: [Typed("") { stage.done("gate finish --gate G1") }, Typed("")])
    #expect(answer.status == .done, "\(answer.messages)")
    #expect(
      answer.messages.contains("Attempt 1 of G1 was closed from another shell: PASS."))
    #expect(try events(stage).filter { $0 == "gate_finished" }.count == 2)
  }

  @Test("An attempt that failed from another shell meanwhile ends the run as FAILED")
  func failedElsewhere() throws {
    let stage = try Plain.stage()
    let answer = stage.run(
      Plain.pipeline,
      typed: [Typed("c") { #expect(stage.run("gate finish --gate G1").status == .negative) }])
    #expect(answer.status == .negative)
    #expect(answer.messages.contains("closed from another shell: FAIL."))
    #expect(try events(stage).last == "run_finished")
    #expect(stage.done("run show").output.contains("FAILED"))
  }

  @Test("A run that was canceled from another shell meanwhile stays canceled")
  func canceledElsewhere() throws {
    let stage = try Plain.stage()
    let answer = stage.run(
      Plain.pipeline,
      typed: [Typed("") { stage.done("run complete --status CANCELED") }])
    #expect(answer.status == .negative)
    #expect(stage.done("run show").output.contains("CANCELED"))
    #expect(try events(stage).filter { $0 == "run_finished" }.count == 1)
  }

  @Test("Where no pause waits, a failed attempt leaves the run RUNNING")
  func failedByHand() throws {
    let stage = try Plain.stage()
    stage.done(Plain.start)
    stage.done("gate start --gate G1")
    #expect(stage.run("gate finish").status == .negative)
    #expect(stage.done("run list").output.hasPrefix("RUNNING"))
  }

  @Test("The same line typed again asks: Enter resumes, n opens another, q stops")
  func sameLine() throws {
    let stage = try Plain.stage()
    _ = stage.run(Plain.pipeline, typed: [Typed("q")])
    let first = stage.run
    let record = try stage.recordFiles()
    let stopped = stage.run(Plain.pipeline, typed: [Typed("what"), Typed("q")])
    #expect(stopped.status == .waiting)
    #expect(stopped.messages.contains("Enter to resume it, n for a new one, q to stop: "))
    let ended = stage.run(Plain.pipeline, typed: [Typed(nil)])
    #expect(ended.status == .waiting)
    #expect(stage.run(Plain.pipeline, typed: [Typed(""), Typed("q")]).status == .waiting)
    #expect(try stage.recordFiles() == record)
    let new = stage.run(Plain.pipeline, typed: [Typed("n"), Typed("q")], numbers: [7])
    #expect(new.status == .waiting)
    #expect(try stage.scratch.names("orchestration/runs").count == 2)
    #expect(stage.run != first)
    try stage.refuses(
      Plain.pipeline,
      saying: [
        "hint: go on with: orchestrate run resume --run \(stage.run), or open another with --new"
      ])
    #expect(stage.run(Plain.pipeline + " --new", numbers: [8]).status == .waiting)
    #expect(try stage.scratch.names("orchestration/runs").count == 3)
  }

  @Test("Another artifact path or workflow is another run")
  func otherPath() throws {
    let stage = try Plain.stage()
    #expect(stage.run(Plain.pipeline).status == .waiting)
    #expect(stage.run("run plain --slug s --artifact-path other").status == .waiting)
    #expect(try stage.scratch.names("orchestration/runs").count == 2)
  }

  @Test(
    "A contract edited while an attempt is open judges as it is, and its differing rules are named")
  func editedContract() throws {
    let stage = try Plain.stage()
    try files(stage, one: "FIXME\n")
    stage.done(Plain.start)
    stage.done("gate start --gate G1")
    let path = "orchestration/gates/contracts/G1.contract.json"
    try stage.scratch.write(path, Plain.contract("G1", "one.md", pattern: "FIXME"))
    let checked = stage.run("gate check")
    #expect(checked.status == .negative)
    let words = "The contract has changed since the attempt opened: R2 differs from the packet."
    #expect(checked.output.contains(words))
    let answer = stage.run("gate finish")
    #expect(answer.status == .negative)
    #expect(answer.output.contains(words), "\(answer.output)")
    let attempt = try stage.scratch.text("\(stage.record)/gates/G1/attempt-1.json")
    let opened = try stage.scratch.text("\(stage.record)/RUN.json")
      .matches(of: /"contract": \{"path": "[^"]*", "sha256": "([0-9a-f]+)"\}/).map(\.output.1)
    let closed = attempt.matches(of: /"contract": \{"path": "[^"]*", "sha256": "([0-9a-f]+)"\}/)
    #expect(opened.count == 1)
    #expect(closed.count == 1)
    #expect(opened.first != closed.first?.output.1)
  }

  @Test("A contract whose words changed but no rule is said to be just that")
  func editedWords() throws {
    let stage = try Plain.stage()
    try files(stage)
    stage.done(Plain.start)
    stage.done("gate start --gate G1")
    let path = "orchestration/gates/contracts/G1.contract.json"
    let text = try stage.scratch.text(path)
    try stage.scratch.write(path, text.replacing("Contract of G1", with: "Another name"))
    #expect(
      stage.done("gate finish").output.contains(
        "The contract has changed since the attempt opened, but no rule's demand."))
  }

  @Test("A run whose logs were cleaned comes back with its packet")
  func cleanedLogs() throws {
    let stage = try Plain.stage(git: true)
    try files(stage)
    #expect(stage.run(Plain.pipeline, typed: [Typed("q")]).status == .waiting)
    let logs = "orchestration/runs/\(stage.run)/logs"
    let packet = try stage.scratch.text("\(logs)/gates/G1/prompt.txt")
    let record = try stage.recordFiles()
    #expect(try stage.scratch.run(["git", "clean", "-qfdX"]).status == 0)
    #expect(!stage.scratch.exists(logs))
    #expect(stage.run("run resume", typed: [Typed("q")]).status == .waiting)
    #expect(try stage.scratch.text("\(logs)/gates/G1/prompt.txt") == packet)
    #expect(try stage.recordFiles() == record)
    #expect(try stage.scratch.run(["git", "clean", "-qfdX"]).status == 0)
    let answer = stage.run("run resume", typed: [Typed(""), Typed("")])
    #expect(answer.status == .done, "\(answer.messages)")
  }

  @Test("Where a rule could not run the answer is 20, and the attempt stays open until it can")
  func couldNotRun() throws {
    let stage = try Plain.stage()
    try files(stage, one: String(repeating: "a", count: 16 << 20) + "b")
    #expect(stage.run(Plain.pipeline).status == .waiting)
    let record = try stage.recordFiles()
    for line in ["gate finish", "run resume --no-pause"] {
      let answer = stage.run(line)
      #expect(answer.status == .unavailable, "\(line): \(answer.output)\(answer.messages)")
      #expect(answer.output == "")
      #expect(answer.messages.contains("a rule could not run, so nothing was recorded"))
      #expect(answer.messages.contains("out/one.md: error[G1/R2 not_contains]"))
      #expect(answer.messages.contains("gate finish --run \(stage.run) --gate G1"))
    }
    #expect(stage.run("gate check").status == .unavailable)
    let paused = stage.run("run resume", typed: [Typed(""), Typed("c"), Typed("q")])
    #expect(paused.status == .waiting)
    #expect(paused.messages.contains("ERROR G1 First, check only"))
    #expect(try stage.recordFiles() == record)
    try files(stage)
    #expect(stage.done("gate finish").output.hasPrefix("PASS G1"))
  }

  @Test("A rule that fails beside one that could not run closes the attempt as FAIL")
  func failAndError() throws {
    let stage = try Plain.stage()
    let contract = Plain.contract("G1", "one.md").replacing(
      "\"{artifact_path}/one.md\"]", with: "\"{artifact_path}/one.md\", \"{artifact_path}/no.md\"]")
    try stage.scratch.write("orchestration/gates/contracts/G1.contract.json", contract)
    try files(stage, one: String(repeating: "a", count: 16 << 20) + "b")
    stage.done(Plain.start)
    stage.done("gate start --gate G1")
    let answer = stage.run("gate finish")
    #expect(answer.status == .negative)
    #expect(
      answer.output.hasPrefix("FAIL G1 First, attempt 1: 1 of 3 rules failed, 1 could not run"))
  }

  @Test("A contract broken while the pause waits is explained there, and mended there")
  func brokenAtPause() throws {
    let stage = try Plain.stage()
    try files(stage)
    let path = "orchestration/gates/contracts/G1.contract.json"
    let text = try stage.scratch.text(path)
    let answer = stage.run(
      Plain.pipeline,
      typed: [
        Typed("") { try stage.scratch.write(path, text.replacing("pattern", with: "patern")) },
        Typed("c"),
        Typed("") { try stage.scratch.write(path, text) },
        Typed(""),
      ])
    #expect(answer.status == .done, "\(answer.messages)")
    #expect(answer.messages.contains("error: \(path):6:"))
    #expect(answer.messages.contains("hint: did you mean 'pattern'?"))
  }

  @Test("An output behind a link is no output", arguments: ["one.md", "folder"])
  func linkedOutput(_ what: String) throws {
    let stage = try Plain.stage()
    try stage.scratch.write("elsewhere/one.md", "one\n")
    if what == "folder" {
      try stage.scratch.link("out", to: "elsewhere")
      try stage.refuses(Plain.start, saying: ["link"])
      try stage.scratch.remove("out")
    }
    stage.done(Plain.start)
    stage.done("gate start --gate G1")
    if what == "folder" {
      try stage.scratch.link("out", to: "elsewhere")
    } else {
      try stage.scratch.write("out/x", "")
      try stage.scratch.link("out/one.md", to: "../elsewhere/one.md")
    }
    let answer = stage.run("gate finish")
    #expect(answer.status == .negative, "\(answer.output)")
    #expect(answer.output.contains("symbolic link"))
    let attempt = try stage.scratch.text("\(stage.record)/gates/G1/attempt-1.json")
    #expect(attempt.contains("\"sha256\": null, \"bytes\": null, \"exists\": true"))
  }
}
