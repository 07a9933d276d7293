import JSONDocument
import OrchestrateCLI
import Records
import TestSupport
import Testing

@Suite("run list and run show, as a person reads them")
struct RunListTests {
  /// Three runs: one that is canceled, one that failed, and one that waits, the oldest.
  private func stage() throws -> Stage {
    var stage = try Plain.stage()
    let days = ["2026-01-10", "2026-01-12", "2026-01-14", "2026-01-16"].compactMap {
      Instant("\($0)T10:00:00.000Z")
    }
    stage.clock = { _ in days[0] }
    stage.done("run start --workflow plain --slug first --artifact-path a")
    stage.done("gate start --run first --gate G1")
    stage.clock = { _ in days[1] }
    stage.done("run start --workflow plain --slug second --artifact-path b")
    stage.done("run complete --run second --status FAILED --reason no")
    stage.clock = { _ in days[2] }
    stage.done("run start --workflow plain --slug third --artifact-path c")
    stage.done("run complete --run third --status CANCELED")
    stage.clock = { _ in days[3] }
    return stage
  }

  private func slugs(_ stage: Stage, _ words: String) throws -> [String] {
    try stage.done("run list --json \(words)").object().required("runs").array().map {
      try $0.object().required("slug").string()
    }
  }

  @Test("What waits stands first, with for how long")
  func order() throws {
    let stage = try stage()
    let lines = stage.done("run list").output.split(separator: "\n").map(String.init)
    #expect(
      lines[0].hasPrefix("RUNNING   plain  G1 RUNNING for 6 days  run_20260110T100000Z_first_"))
    #expect(
      lines[1].hasPrefix("FAILED    plain  G1 PENDING for 4 days  run_20260112T100000Z_second_"))
    #expect(
      lines[2].hasPrefix("CANCELED  plain                         run_20260114T100000Z_third_"))
  }

  @Test(
    "Filters leave out what is not asked for",
    arguments: [
      ("", ["first", "second", "third"]), ("--status RUNNING", ["first"]),
      ("--status FAILED", ["second"]), ("--status PASSED", []), ("--slug third", ["third"]),
      ("--workflow plain", ["first", "second", "third"]),
      ("--since 2026-01-12", ["second", "third"]), ("--since 2026-01-15", []),
      ("--since 2026-01-12 --status CANCELED", ["third"]),
    ])
  func filters(_ words: String, _ slugs: [String]) throws {
    #expect(try self.slugs(stage(), words) == slugs)
  }

  @Test("Nothing of a kind is said, and is no error")
  func nothing() throws {
    let stage = try stage()
    #expect(stage.done("run list --status PASSED").output == "no run of this kind\n")
    #expect(try Plain.stage().done("run list").output == "no run yet\n")
  }

  @Test(
    "Bad filters are refused",
    arguments: [
      ("--status RUNING", "did you mean 'RUNNING'?"),
      ("--workflow plane", "unknown workflow 'plane'"),
      ("--since yesterday", "a day such as 2026-01-31"), ("--since 2026-02-30", "a day such as"),
      ("--slug UPPER", "--slug"),
    ])
  func bad(_ words: String, _ said: String) throws {
    try stage().refuses("run list \(words)", saying: [said])
  }

  @Test("The columns fit the terminal", arguments: [30, 60, 80, 200])
  func columns(_ columns: Int) throws {
    var stage = try stage()
    stage.columns = columns
    let lines = stage.done("run list").output.split(separator: "\n")
    let widest = columns == 30 ? 42 : columns
    #expect(lines.allSatisfy { $0.count <= widest }, "\(lines)")
    #expect(lines.count == (columns < 70 ? 6 : 3))
  }

  @Test("A run is a page: gates, what failed first, artifacts, what happened, what to do next")
  func page() throws {
    var stage = try stage()
    stage.clock = { _ in Instant("2026-01-10T12:00:00.000Z") ?? .epoch }
    try stage.scratch.write("a/one.md", "TODO\n")
    #expect(stage.run("gate finish --run first --by Ana").status == .negative)
    stage.clock = { _ in Instant("2026-01-11T09:00:00.000Z") ?? .epoch }
    stage.done("gate start --run first --gate G1")
    try stage.scratch.write("a/one.md", "Done.\n")
    stage.done("gate finish --run first --by Ana")
    try stage.scratch.write("a/one.md", "Edited.\n")
    let answer = stage.done("run show --run first")
    let run = try #require(try stage.scratch.names("orchestration/runs").first)
    #expect(
      answer.output == """
        first · plain · \(run)
        RUNNING · depth standard · a · started 2026-01-10 10:00 UTC
          G1 First   PASS     attempt 2  Ana (command)
          G2 Second  PENDING

        What failed first:
          G1
            failed first in attempt 1, rule_failed
              R2 not_contains a/one.md:1:1: "TODO" matches TODO; met in attempt 2
            passed in attempt 2; changed: a/one.md

        Artifacts that passed:
          changed since  a/one.md  G1 attempt 2

        Timeline, in UTC:
          2026-01-10 10:00  run started
                     10:00  G1 attempt 1 opened for 'writer'
                     12:00  G1 attempt 1 FAIL rule_failed, by Ana: 1 of 2 rules failed: R2 not_contains
          2026-01-11 09:00  G1 attempt 2 opened for 'writer'
                     09:00  G1 attempt 2 PASS, by Ana

        next: orchestrate run resume --run \(run)

        """)
    let object = try stage.done("run show --run first --json").object()
    #expect(Array(try object.required("attempts").array()).count == 2)
    #expect(Array(try object.required("timeline").array()).count == 5)
    let story = try #require(Array(try object.required("stories").array()).first).object()
    let failure = try story.required("first_failure").object()
    #expect(try failure.required("passed_in").integer() == 2)
    #expect(try object.required("waiting_since").string() == "2026-01-11T09:00:00.000Z")
  }
}
