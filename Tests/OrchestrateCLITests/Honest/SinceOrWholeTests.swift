import JSONDocument
import OrchestrateCLI
import RecordSamples
import TestSupport
import Testing

@Suite("What a branch does is found with --since as without")
struct SinceOrWholeTests {
  /// What is done on main after an essay has passed, then on a branch, and what must be found of it.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let ids: [String]
    let main: @Sendable (Stage) throws -> Void
    let branch: @Sendable (Stage) throws -> Void

    init(
      _ what: String, _ ids: [String] = [], main: @escaping @Sendable (Stage) throws -> Void,
      branch: @escaping @Sendable (Stage) throws -> Void
    ) {
      (testDescription, self.ids, self.main, self.branch) = (what, ids, main, branch)
    }
  }

  private static let contract = "orchestration/gates/contracts/G2.contract.json"
  private static let extra = "essays/a/extra.md"

  private static func edit(_ path: String, _ old: String, _ new: String, _ stage: Stage) throws {
    let text = try stage.scratch.text(path)
    #expect(text.contains(old))
    try stage.scratch.write(path, text.replacing(old, with: new))
  }

  /// Takes the essay through both gates in another run, and leaves the run open.
  private static func passAnew(_ stage: Stage, _ essay: String = "essays/a") -> String {
    let id =
      stage.run(
        "run start --workflow tale --slug a --artifact-path \(essay)", numbers: [7]
      ).output.split(separator: "\n").first.map(String.init) ?? ""
    for gate in ["G1", "G2"] {
      stage.done("gate start --run \(id) --gate \(gate)")
      stage.done("gate finish --run \(id) --gate \(gate)")
    }
    return id
  }

  private static func cancelNewest(_ stage: Stage) throws {
    let id = try #require(stage.scratch.names("orchestration/runs").max())
    stage.done("run complete --run \(id) --status CANCELED --reason enough")
  }

  static let cases = [
    Case("a file is added where the contract of its pattern has been raised", ["not-judged"]) {
      try edit(contract, "\"max\": 9", "\"max\": 8", $0)
    } branch: {
      try $0.scratch.write(extra, "# Extra\n")
    },
    Case("a file is added and the contract of its pattern edited at once", ["not-judged"]) { _ in
    } branch: {
      try edit(contract, "\"max\": 9", "\"max\": 8", $0)
      try $0.scratch.write(extra, "# Extra\n")
    },
    Case("a file is added and told to be ignored", ["not-judged"]) { _ in
    } branch: {
      try $0.scratch.write(".gitignore", "orchestration/runs/*/logs/\nextra.md\n")
      try $0.scratch.write(extra, "# Extra\n")
      try $0.scratch.git("add", "-f", extra)
    },
    Case("a run is canceled that had taken another's place", ["changed", "uncovered"]) {
      try $0.writeEssay(words: "something newer")
      _ = passAnew($0)
    } branch: {
      try cancelNewest($0)
    },
    Case("a run is canceled that had taken over what moved", ["moved"]) {
      try $0.scratch.git("mv", "essays/a", "essays/z")
      _ = passAnew($0, "essays/z")
      try edit("workflows/tale/workflow.json", "\n  \"covers\": [\"essays/*\"],", "", $0)
    } branch: {
      try cancelNewest($0)
    },
    Case(
      "a run is removed that had taken another's place", ["changed", "run-removed", "uncovered"]
    ) {
      try $0.writeEssay(words: "something newer")
      _ = passAnew($0)
    } branch: {
      let id = try #require($0.scratch.names("orchestration/runs").max())
      try $0.scratch.git("rm", "-rq", "orchestration/runs/\(id)")
    },
    Case("an essay that was moved and passed is edited and passed anew") {
      try $0.scratch.git("mv", "essays/a", "essays/z")
      $0.passEssay("essays/z", slug: "z")
    } branch: {
      try $0.writeEssay("essays/z", words: "something newer")
      $0.passEssay("essays/z", slug: "z", number: 8)
    },
    Case(
      "a file is removed of which a twin passed elsewhere and was changed",
      ["changed", "uncovered"]
    ) {
      try $0.writeEssay("essays/b")
      $0.passEssay("essays/b", slug: "b")
      try $0.commitAll()
      try $0.writeEssay("essays/b", words: "something newer")
      $0.passEssay("essays/b", slug: "b", number: 8)
    } branch: {
      try $0.scratch.remove("essays/a/two.md")
    },
    Case("attributes change what is checked out", ["changed", "uncovered"]) {
      try $0.writeEssay(words: "$Id$")
      $0.passEssay(number: 7)
    } branch: {
      try $0.scratch.write(
        ".gitattributes", "orchestration/runs/** -text\nessays/** ident\n")
    },
    Case("lines are made to end with CRLF", ["changed", "uncovered"]) { _ in
    } branch: {
      try edit("essays/a/one.md", "\n", "\r\n", $0)
    },
    Case("a file is added below an essay whose newest run had a narrower pattern") {
      try edit(contract, "**/*.md", "*.md", $0)
      $0.passEssay(number: 7)
      try $0.commitAll()
      try edit(contract, "\"{artifact_path}/*.md\"", "\"{artifact_path}/**/*.md\"", $0)
    } branch: {
      try $0.scratch.write("essays/a/more/extra.md", "# Extra\n")
    },
  ]

  @Test("In a fresh clone, and in one whose files have other times", arguments: cases)
  func same(_ example: Case) throws {
    let stage = try Stage.withPassedEssay()
    try example.main(stage)
    try stage.scratch.git("add", "-A")
    try stage.scratch.git("commit", "-q", "--allow-empty", "-m", "Go on")
    try stage.scratch.git("checkout", "-qb", "mine")
    try example.branch(stage)
    try stage.commitAll()
    let clone = try stage.clone(["--branch", "mine"])
    for times in ["as checked out", "new"] {
      if times == "new" {
        // Git looks at whole seconds.
        _ = try clone.scratch.run([
          "find", "essays", "orchestration", "-type", "f", "-exec", "touch", "-t", "200101010000",
          "{}", "+",
        ])
      }
      let whole = try clone.verify("--strict", "--contracts-from", "origin/main")
      #expect(whole.ids == example.ids.filter { $0 != "run-removed" }, "\(times): \(whole.words)")
      let since = try clone.verify(
        "--strict", "--contracts-from", "origin/main", "--since", "origin/main")
      #expect(since.ids == example.ids, "\(times), --since: \(since.words)")
    }
  }

  @Test("A run that is not asked about takes no place by a lie")
  func forgedNewest() throws {
    let stage = try Stage.withPassedEssay(covers: false)
    let first = stage.run
    let other = Self.passAnew(stage)
    try stage.scratch.write(Self.extra, "# Extra\n")
    let path = "orchestration/runs/\(other)/record/RUN.json"
    let value = try JSONDocument(parsing: Array(stage.scratch.text(path).utf8)).root.value
    let lie = try Resealed.bytes(value.setting("/status", .string("PASSED")))
    try stage.scratch.write(path, String(decoding: lie, as: UTF8.self))
    try stage.commitAll()
    #expect(try stage.verify("--strict").ids == ["not-judged", "state-mismatch"])
    #expect(try stage.verify("--strict", "--run", first).ids == ["not-judged"])
  }
}
