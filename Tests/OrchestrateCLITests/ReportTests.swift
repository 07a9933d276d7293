import JSONDocument
@testable import OrchestrateCLI
import Records
import TestSupport
import Testing

@Suite("report")
struct ReportTests {
  /// A repository whose `main` has one run at its first gate, and whose branch `essay` fails, mends and finishes it, then opens
  /// another run.
  private func stage() throws -> Stage {
    var stage = try Plain.stage(git: true)
    try stage.scratch.write("out/one.md", "one\n")
    try stage.scratch.write("out/two.md", "TODO\n")
    stage.done(Plain.start)
    stage.done("gate start --gate G1")
    stage.done("gate finish --gate G1")
    try commit(stage, "Pass G1 of s")
    try stage.scratch.git("checkout", "-q", "-b", "essay")
    #expect(stage.run("run resume --no-pause").status == .negative)
    try stage.scratch.write("out/two.md", "two\n")
    stage.done("run resume --no-pause")
    stage.clock = { Instant(milliseconds: 1_768_933_012_481 + Int64($0) * 1000) ?? .epoch }
    let start = "run start --workflow plain --slug other --artifact-path other"
    #expect(stage.run(start, numbers: [7]).status == .done)
    try commit(stage, "Pass G2 of s")
    return stage
  }

  private func commit(_ stage: Stage, _ message: String) throws {
    try stage.scratch.git("add", ".")
    try stage.scratch.git("commit", "-qm", message)
  }

  private let changed = "run_20260119T143012Z_s_000000"
  private let new = "run_20260120T181701Z_other_000007"

  @Test("A branch's runs are told: what moved, what failed first, how it was mended, who looked")
  func branch() throws {
    let stage = try stage()
    let base = try stage.scratch.git("rev-parse", "main").prefix(12)
    let answer = stage.done("report --since main")
    #expect(
      answer.output == """
        Gate runs since main
        2 runs: 1 passed, 1 waiting at G1, compared with \(base)

        Look at:
          s: G2 passed with nobody asked

        other · new, RUNNING · no gate moved
          \(new) · plain · depth standard · other

        s · RUNNING → PASSED · G2 PASS
          \(changed) · plain · depth standard · out
          PASSED by Ana Duarte (no-pause), 2026-01-19 14:30 UTC
          artifacts: 2 as they passed
            G2 Second: PASS, 2 attempts, 1 failed, closed by Ana Duarte (no-pause)
              failed first in attempt 1, rule_failed
                R2 not_contains out/two.md:1:1: "TODO" matches TODO; met in attempt 2
              passed in attempt 2; changed: out/two.md

        """)
    let markdown = stage.done("report --since main --format markdown").output
    #expect(markdown.contains("| s | RUNNING → PASSED | G2 PASS | 3, 1 failed |"))
    #expect(markdown.contains("```mermaid\ngantt\n"))
    let json = stage.done("report --since main --format json")
    #expect(json.output == stage.done("report --since main --json").output)
    let since = try json.object().required("since").object()
    #expect(try since.required("revision").string() == "main")
  }

  @Test("Without a revision every run is told, and no git is needed")
  func everyRun() throws {
    let stage = try stage()
    let output = stage.done("report").output
    #expect(output.hasPrefix("Gate runs\n2 runs: 1 passed, 1 waiting at G1\n"))
    #expect(output.contains("G1 First: PASS, 1 attempt"))
    try stage.scratch.remove(".git")
    #expect(stage.done("report").output == output)
    let answer = stage.run("report --since main")
    #expect(answer.status == .unavailable)
    #expect(answer.messages.contains("error: this is not a git repository"))
  }

  @Test("The same report comes out of the working tree, the commit, and a squash of it")
  func squash() throws {
    let stage = try stage()
    let report = stage.done("report --since main").output
    try stage.scratch.git("reset", "-q", "--soft", "main")
    #expect(stage.done("report --since main").output == report)
    try commit(stage, "Squash")
    #expect(stage.done("report --since main").output == report)
  }

  @Test("What main gained since the branch left it is not the branch's doing")
  func behind() throws {
    let stage = try stage()
    let report = stage.done("report --since main").output
    try stage.scratch.git("checkout", "-q", "main")
    let start = "run start --workflow plain --slug third --artifact-path third"
    #expect(stage.run(start, numbers: [9]).status == .done)
    try commit(stage, "Start a third run")
    try stage.scratch.git("checkout", "-q", "essay")
    #expect(stage.done("report --since main").output == report)
  }

  @Test("Nothing new is told in two lines")
  func nothing() throws {
    let stage = try stage()
    let output = stage.done("report --since HEAD").output
    #expect(output.hasPrefix("Gate runs since HEAD\nnothing has changed; 2 runs as before"))
    #expect(output.split(separator: "\n").count == 2)
  }

  @Test(
    "A run that is gone, a record rewritten and one that cannot be read are the first to look at")
  func tampered() throws {
    let stage = try stage()
    try stage.scratch.remove("orchestration/runs/\(changed)")
    let gone = stage.done("report --since main").output
    #expect(
      gone.contains(
        "  \(changed): orchestration/runs/\(changed): the run is at the base and not here; orchestrate verify --since "
      ))
    #expect(gone.contains("1 run: 1 waiting at G1"))
    try stage.scratch.git("checkout", "-q", "--", "orchestration")
    let path = "orchestration/runs/\(new)/record/RUN.json"
    try stage.scratch.write(path, "{\n<<<<<<< ours\n")
    let unreadable = stage.done("report --since main").output
    #expect(
      unreadable.contains(
        "\(path): the record cannot be read: a merge left its markers in the record; orchestrate verify --run \(new)"
      ))
    #expect(unreadable.contains("s · RUNNING → PASSED"))
    #expect(stage.done("report").output.contains("2 runs: 1 passed, 1 not readable"))
  }

  @Test("Files edited after they passed are told, also of a run that the branch did not touch")
  func overtaken() throws {
    let stage = try stage()
    try stage.scratch.git("checkout", "-q", "-b", "edit")
    try stage.scratch.write("out/one.md", "edited\n")
    try stage.scratch.remove("out/two.md")
    let output = stage.done("report --since essay").output
    #expect(
      output.contains(
        """
        Look at:
          s: out/two.md: missing; it passed G2, attempt 2
          s: out/one.md: changed since it passed G1, attempt 1

        s · PASSED, files changed since · no gate moved
        """), "\(output)")
    try commit(stage, "Edit")
    #expect(stage.done("report --since essay").output == output)
    #expect(
      stage.done("report --since HEAD").output.contains("nothing has changed; 2 runs as before"))
  }

  @Test("A contract that judged on the branch and is not main's is told")
  func contract() throws {
    let stage = try stage()
    let path = "orchestration/gates/contracts/G1.contract.json"
    let text = try stage.scratch.text(path)
    try stage.scratch.write(path, text.replacing("TODO", with: "FIXME"))
    try stage.scratch.write("other/one.md", "TODO\n")
    stage.done("gate start --run other --gate G1")
    stage.done("gate finish --run other --gate G1")
    let output = stage.done("report --since main").output
    #expect(
      output.contains("  other: \(path): judged G1 with other bytes than it has at the base\n"))
    #expect(output.contains("  s: \(path): changed since it judged G1\n"))
  }

  @Test(
    "An unknown revision is refused with what to fetch",
    arguments: [
      ("origin/main", "git fetch origin '+refs/heads/main:refs/remotes/origin/main'"),
      ("develop", "git fetch origin develop"), ("a;b", "git fetch origin 'a;b'"),
      ("--upload-pack=x", "hint: "), ("main:out", "hint: "),
    ])
  func unknown(_ revision: String, _ hint: String) throws {
    let stage = try stage()
    try stage.refuses(["report", "--since=\(revision)"], saying: hint)
  }

  @Test(
    "A history that is cut before the branch left the revision is no refusal, but cannot be done now"
  )
  func shallow() throws {
    let stage = try stage()
    try stage.scratch.git("checkout", "-q", "main")
    try stage.scratch.write("later.md", "later\n")
    try commit(stage, "Later")
    let clone = try Scratch()
    try clone.git(
      "clone", "-q", "--depth", "1", "--no-single-branch", "-b", "essay",
      "file://\(stage.scratch.path)", "clone")
    let there = Stage(scratch: clone)
    let answer = there.run("report --since origin/main", in: "clone")
    #expect(answer.status == .unavailable, "\(answer.output)\(answer.messages)")
    #expect(answer.messages.contains("hint: git fetch --unshallow"))
    #expect(there.run("report", in: "clone").status == .done)
  }

  @Test("Histories that have nothing in common are refused")
  func orphan() throws {
    let stage = try stage()
    try stage.scratch.git("checkout", "-q", "--orphan", "else")
    try commit(stage, "Begin again")
    try stage.refuses("report --since main", saying: ["no commit in common"])
  }

  @Test("An earlier runner's run is told without being read, and is no news where it was before")
  func legacy() throws {
    let stage = try stage()
    let run = "run_20250101T000000Z_old_000001"
    let path = "orchestration/runs/\(run)/record/RUN.json"
    try stage.scratch.write(path, "{\"status\": \"PASSED\", \"workflow\": {\"name\": \"x\"}}\n")
    #expect(stage.done("report").output.contains("\(path): the record cannot be read: the run was"))
    try commit(stage, "Add an old run")
    #expect(stage.done("report --since HEAD").output.contains("nothing has changed; 3 runs"))
  }

  @Test("The bytes are the same from any folder, with any zone")
  func deterministic() throws {
    var stage = try stage()
    let all = ["text", "markdown", "json"].map {
      stage.done("report --since main --format \($0)").output
    }
    stage.environment["TZ"] = "Asia/Kathmandu"
    stage.environment["LC_ALL"] = "tr_TR.UTF-8"
    let again = ["text", "markdown", "json"].map {
      stage.run("report --since main --format \($0)", in: "out").output
    }
    #expect(again == all)
    for output in all { #expect(!output.contains(stage.scratch.path)) }
  }
}
