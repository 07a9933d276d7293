import JSONDocument
import OrchestrateCLI
import RecordSamples
import TestSupport
import Testing

@Suite("Runs of which nothing has changed since a revision")
struct UnchangedRunTests {
  /// What a pull request to `main` must meet.
  private func verified(_ stage: Stage) throws -> Verified {
    try stage.verify("--strict", "--since", "main", "--contracts-from", "main")
  }

  private func commit(_ paths: String..., in stage: Stage) throws {
    for path in paths { try stage.scratch.git("add", "--", path) }
    try stage.scratch.git("commit", "-qm", "Save some of the work")
  }

  /// The same with the essays and one record on main, and another record on the branch alone.
  private func verified(
    _ stage: Stage, with record: String, since other: String
  ) throws -> Verified {
    try commit("essays", other, in: stage)
    try stage.scratch.git("checkout", "-qb", "mine")
    try commit(record, in: stage)
    return try verified(stage)
  }

  @Test("What one of them vouches for takes the place of what an older run vouched for")
  func superseding() throws {
    let stage = try Tale.stage(covers: false)
    try stage.writeEssay(words: "the first")
    try stage.commitAll()
    let record = "orchestration/runs/" + stage.passEssay()
    try stage.writeEssay(words: "the second")
    let other = "orchestration/runs/" + stage.passEssay(number: 7)
    let verified = try verified(stage, with: record, since: other)
    #expect(verified.ids == [], "\(verified.words)")
    #expect(verified.artifacts["superseded"] == 5)
    #expect(verified.output.contains("\"unchanged\": true"))
  }

  @Test("What one of them vouches for at a new place takes the place of what has moved there")
  func movedAndPassed() throws {
    let stage = try Tale.stage(covers: false)
    try stage.writeEssay()
    try stage.commitAll()
    let record = "orchestration/runs/" + stage.passEssay()
    try stage.scratch.git("mv", "essays/a", "essays/z")
    let other = "orchestration/runs/" + stage.passEssay("essays/z", slug: "z")
    let verified = try verified(stage, with: record, since: other)
    #expect(verified.ids == [], "\(verified.words)")
    #expect(verified.artifacts["superseded"] == 5)
  }

  @Test("A file for which one of them vouches was judged, though it came after another run's gate")
  func judged() throws {
    let stage = try Tale.stage(covers: false)
    try stage.writeEssay()
    try stage.scratch.write("essays/README.md", "# Essays\n")
    let record = "orchestration/runs/" + stage.passEssay()
    try stage.writeEssay("essays/a/more")
    let other = "orchestration/runs/" + stage.passEssay("essays/a/more", slug: "more")
    let verified = try verified(stage, with: record, since: other)
    #expect(verified.ids == [], "\(verified.words)")
    try stage.scratch.remove(other)
    try commit(other, in: stage)
    #expect(try self.verified(stage).ids == ["not-judged", "run-removed"])
  }

  @Test("What they vouch for is counted no more than it is looked at")
  func counted() throws {
    let stage = try Stage.withPassedEssay()
    let all = try #require(try stage.verify().artifacts["reproduced"])
    try stage.scratch.git("checkout", "-qb", "mine")
    #expect(try verified(stage).artifacts["reproduced"] == 0)
    try stage.writeEssay("essays/b")
    stage.passEssay("essays/b", slug: "b")
    try stage.commitAll()
    #expect(try verified(stage).artifacts["reproduced"] == all)
    #expect(try stage.verify().artifacts["reproduced"] == 2 * all)
  }

  @Test("A contract that was mended while its attempt was open is the one that judged")
  func contractMended() throws {
    let stage = try Tale.stage(covers: false)
    try stage.writeEssay()
    let contract = try stage.scratch.text(Tale.firstContractPath)
    let id =
      stage.run("run start --workflow tale --slug a --artifact-path essays/a").output
      .split(separator: "\n").first.map(String.init) ?? ""
    try stage.scratch.write(Tale.firstContractPath, Tale.firstContract(3))
    stage.done("gate start --run \(id) --gate G1")
    try stage.scratch.write(Tale.firstContractPath, contract)
    stage.done("gate finish --run \(id) --gate G1")
    try stage.commitAll()
    try stage.scratch.git("checkout", "-qb", "mine")
    try stage.scratch.write("other.txt", "x\n")
    try stage.commitAll()
    let verified = try verified(stage)
    #expect(verified.ids == [], "\(verified.words)")
  }

  @Test("Which workflow a run names is known, whatever it is asked")
  func workflowOfTheBranch() throws {
    let stage = try Tale.stage(covers: false)
    try stage.scratch.git("checkout", "-qb", "mine")
    let path = "workflows/tale/workflow.json"
    try stage.scratch.write(
      path,
      try stage.scratch.text(path).replacing("\"version\": \"1\"", with: "\"version\": \"2\""))
    try stage.writeEssay()
    stage.passEssay()
    try stage.commitAll()
    try stage.scratch.write("other.txt", "x\n")
    try stage.commitAll()
    for base in ["HEAD~1", "main"] {
      let verified = try stage.verify("--strict", "--since", base, "--contracts-from", "main")
      #expect(verified.ids == [], "\(base): \(verified.words)")
    }
  }

  @Test("A lie that the revision has already is believed, and told without --since")
  func believed() throws {
    let stage = try Stage.withPassedEssay(covers: false)
    let path = "\(stage.record)/RUN.json"
    let value = try JSONDocument(parsing: Array(stage.scratch.text(path).utf8)).root.value
    let lie = try Resealed.bytes(value.setting("/artifacts_index/0", nil))
    try stage.scratch.write(path, String(decoding: lie, as: UTF8.self))
    try stage.commitAll()
    try stage.scratch.git("checkout", "-qb", "mine")
    #expect(try verified(stage).ids == [])
    #expect(try stage.verify().ids == ["state-mismatch"])
  }

  @Test("One run alone is asked, and what others vouch for counts")
  func oneRun() throws {
    let stage = try Stage.withPassedEssay(covers: false)
    let first = stage.run
    try stage.writeEssay(words: "something newer")
    stage.passEssay(number: 7)
    try stage.commitAll()
    let alone = try stage.verify("--strict", "--run", first)
    #expect(alone.ids == [], "\(alone.words)")
    #expect(alone.artifacts["superseded"] == 5)
  }

  @Test("A folder whose name is a command stays a name in what is to be typed")
  func hostileName() throws {
    let stage = try Tale.stage(covers: false)
    let record = "orchestration/runs/x;$(touch pwned)/record"
    try stage.scratch.write("\(record)/RUN.json", "{}\r\n")
    try stage.commitAll()
    #expect(try stage.nexts().contains { $0.contains("git checkout -- '\(record)'") })
    try stage.scratch.git("checkout", "-qb", "mine")
    try stage.scratch.remove(record)
    try stage.commitAll()
    #expect(try stage.nexts("--since", "main").contains { $0.hasSuffix(" -- '\(record)'") })
  }

  /// How a record may have come to be broken at the revision itself.
  enum Break: String, CaseIterable, CustomTestStringConvertible {
    case run = "RUN.json is edited"
    case attempt = "an attempt is edited"
    case attemptGone = "an attempt is gone"
    case more = "a file is added"
    case renamed = "the folder has another name"

    var testDescription: String { rawValue }
    var id: String {
      switch self {
      case .run: "seal-mismatch"
      case .attempt: "record-digest"
      case .attemptGone: "missing-file"
      case .more: "unexpected-file"
      case .renamed: "foreign-run"
      }
    }

    func make(in stage: Stage) throws {
      let attempt = "\(stage.record)/gates/G1/attempt-1.json"
      func edit(_ path: String, _ old: String, _ new: String) throws {
        try stage.scratch.write(path, try stage.scratch.text(path).replacing(old, with: new))
      }
      switch self {
      case .run: try edit("\(stage.record)/RUN.json", "\"standard\"", "\"quick\"")
      case .attempt: try edit(attempt, "\"agent\": \"writer\"", "\"agent\": \"nobody\"")
      case .attemptGone: try stage.scratch.remove(attempt)
      case .more: try stage.scratch.write("\(stage.record)/gates/G1/notes.md", "Well.\n")
      case .renamed:
        try stage.scratch.git(
          "mv", "orchestration/runs/\(stage.run)", "orchestration/runs/\(stage.run)-kept")
      }
    }
  }

  @Test(
    "A record that was broken at the revision already is told as ever", arguments: Break.allCases)
  func brokenBefore(_ how: Break) throws {
    let stage = try Stage.withPassedEssay(covers: false)
    try how.make(in: stage)
    try stage.commitAll()
    try stage.scratch.git("checkout", "-qb", "mine")
    try stage.scratch.write("other.txt", "x\n")
    try stage.commitAll()
    #expect(try stage.verify().ids.contains(how.id))
    #expect(try verified(stage).ids.contains(how.id))
  }
}

extension Stage {
  /// The commands that findings give to be typed next.
  fileprivate func nexts(_ options: String...) throws -> [String] {
    try run(["verify", "--format", "json"] + options).object().required("findings").array()
      .compactMap {
        try $0.object().required("next").nonNull?.string()
      }
  }
}
