import OrchestrateCLI
import TestSupport
import Testing

@Suite("Files that the pattern of a rule matches, and that nobody lied about")
struct NotJudgedTests {
  private static let more = "essays/second/research/MORE.md"

  /// A passed second run whose second gate judges all that matches a pattern.
  private func judged(_ pattern: String, gate: String = "G2") throws -> GoodRun {
    let good = try GoodRun()
    try good.edit(
      "orchestration/gates/contracts/\(gate).contract.json", #""validations": ["#,
      #""validations": [{ "type": "not_contains", "path": "\#(pattern)", "pattern": "FIXME" }, "#)
    try good.commit("Judge by a pattern")
    try good.secondRun()
    return good
  }

  private func ids(_ good: GoodRun, _ arguments: String = "--strict") throws -> [String] {
    try Told.all(in: good.stage.run("verify --json \(arguments)")).filter {
      $0.level != "note"
    }.map { "\($0.id) \($0.path)" }
  }

  @Test(
    "A file of a later gate, which an early gate's pattern matches, was judged by the later one")
  func laterGate() throws {
    #expect(try ids(judged("{artifact_path}/**/*.md", gate: "G1")) == [])
  }

  @Test("A new file is told until the gate has judged it, in the same work or in a newer run of it")
  func judgedAnew() throws {
    let good = try judged("{artifact_path}/research/*.md")
    try good.scratch.write(Self.more, "# More\n")
    try good.commit("Add more")
    #expect(try ids(good) == ["not-judged \(Self.more)"])
    #expect(try ids(good, "--strict --since HEAD~1") == ["not-judged \(Self.more)"])
    good.stage.done(
      "run two-gates --slug second --artifact-path essays/second --no-pause --new")
    try good.commit("Judge it")
    #expect(try ids(good) == [])
  }

  @Test("A newer run by a narrower pattern lets the older pattern rest")
  func narrowerPattern() throws {
    let good = try judged("{artifact_path}/research/*.md")
    try good.edit(
      GoodRun.contract, "{artifact_path}/research/*.md", "{artifact_path}/research/N*.md")
    try good.scratch.write(Self.more, "# More\n")
    try good.commit("Narrow the pattern")
    good.stage.done(
      "run two-gates --slug second --artifact-path essays/second --no-pause --new")
    try good.commit("Judge it")
    #expect(try ids(good) == [])
  }

  @Test("What git ignores is no part of the repository")
  func ignored() throws {
    let good = try judged("{artifact_path}/research/*.md")
    try good.scratch.write(".gitignore", "orchestration/runs/*/logs/\nMORE.md\n")
    try good.commit("Ignore")
    try good.scratch.write(Self.more, "# More\n")
    #expect(try ids(good) == [])
  }

  @Test("While a run goes on, files come one by one")
  func runGoesOn() throws {
    let good = try GoodRun()
    try good.edit(
      "orchestration/gates/contracts/G1.contract.json", #""validations": ["#,
      #""validations": [{ "type": "not_contains", "path": "{artifact_path}/**/*.md", "pattern": "FIXME" }, "#
    )
    _ = try good.scratch.run(["cp", "-R", GoodRun.essay, "essays/second"])
    try good.scratch.remove("essays/second/research")
    good.stage.done("run start --workflow two-gates --slug second --artifact-path essays/second")
    good.stage.done("gate start --gate G1")
    good.stage.done("gate finish --gate G1")
    try good.scratch.write(Self.more, "# More\n")
    try good.commit("Pass the intake")
    #expect(try ids(good).filter { $0.hasPrefix("not-judged") } == [])
  }
}
