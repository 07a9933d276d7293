import OrchestrateCLI
import TestSupport
import Testing

@Suite("Which run a command means")
struct RunSelectionTests {
  private func start(_ slug: String, in stage: Stage, number: UInt32) -> String {
    let line = "run start --workflow plain --slug \(slug) --artifact-path \(slug)"
    return String(stage.run(line, numbers: [number]).output.dropLast())
  }

  /// The run that `run show` with these words shows, or the refusal's words.
  private func shown(_ stage: Stage, _ words: String) throws -> String {
    let answer = stage.run("run show \(words) --json")
    guard answer.status == .done else { return answer.output }
    let id = answer.output.firstMatch(of: /"run_id": "([^"]+)"/)?.output.1
    return String(try #require(id))
  }

  @Test("An id, a unique part of one, a slug for its newest run, and latest")
  func named() throws {
    let stage = try Plain.stage()
    let first = start("alpha", in: stage, number: 0xA1)
    let second = start("beta", in: stage, number: 0xB2)
    let third = start("alpha", in: stage, number: 0xC3)
    let runs = [first, second, third]
    #expect(Set(runs).count == 3)
    for run in runs {
      #expect(try shown(stage, "--run \(run)") == run)
      #expect(try shown(stage, "--run \(run.suffix(6))") == run)
    }
    #expect(try shown(stage, "--run alpha") == runs.filter { $0.contains("alpha") }.max())
    #expect(try shown(stage, "--run beta") == second)
    #expect(try shown(stage, "--run latest") == runs.max())
    #expect(try shown(stage, "--run 0000b2") == second)
    let several = try shown(stage, "--run run_2026")
    #expect(several.contains("'run_2026' fits 3 runs"))
    #expect(several.contains("name one with --run ID"))
    try stage.refuses("run show --run bata", saying: ["did you mean 'beta'?"])
    try stage.refuses(["run", "show", "--run", ""])
  }

  @Test("Left out: the environment's, else the only running one, else the only open one")
  func leftOut() throws {
    var stage = try Plain.stage()
    let first = start("alpha", in: stage, number: 1)
    #expect(try shown(stage, "") == first)
    stage.done("gate start --gate G1")
    #expect(stage.run("gate finish").status == .negative)
    stage.done("run complete --status FAILED")
    #expect(try shown(stage, "") == first)
    let second = start("beta", in: stage, number: 2)
    #expect(try shown(stage, "") == second)
    let third = start("gamma", in: stage, number: 3)
    #expect(try shown(stage, "") == [first, second, third].max())
    try stage.refuses(
      "gate start --gate G1",
      saying: ["more than one run is open", second, third, "name one with --run ID"])
    stage.environment["ORCHESTRATE_RUN"] = "alpha"
    #expect(try shown(stage, "") == first)
    #expect(try shown(stage, "--run beta") == second)
    stage.environment["ORCHESTRATE_RUN"] = "delta"
    try stage.refuses("gate start --gate G1", saying: ["unknown run 'delta'"])
    stage.environment["ORCHESTRATE_RUN"] = nil
    for slug in ["alpha", "beta", "gamma"] {
      stage.done("run complete --run \(slug) --status CANCELED")
    }
    #expect(try shown(stage, "") == [first, second, third].max())
    let newest = try #require([first, second, third].max())
    try stage.refuses("run resume", saying: ["no run is open", "--run \(newest)"])
  }

  @Test("A gate may be left out while one attempt is open")
  func gate() throws {
    let stage = try Plain.stage()
    stage.done(Plain.start)
    try stage.refuses("gate check", saying: ["no attempt is open, so the gate must be named"])
    stage.done("gate start --gate G1")
    #expect(stage.run("gate check").output.contains("G1 First"))
    stage.done("gate start --gate G2")
    try stage.refuses(
      "gate finish", saying: ["more than one attempt is open: G1, G2", "--gate: G1, G2"])
  }

  @Test("From a folder below the root and with -C the same run is meant")
  func folders() throws {
    let stage = try Plain.stage()
    stage.done(Plain.start)
    try stage.scratch.write("a/b/c.md", "")
    #expect(stage.run("run list", in: "a/b").output == stage.done("run list").output)
    let elsewhere = Stage(scratch: try Scratch())
    let answer = elsewhere.run("run list -C \(stage.scratch.path)/a")
    #expect(answer.output == stage.done("run list").output)
    #expect(stage.run("run list -C ../..", in: "a/b").status == .done)
  }
}
