import Foundation
import JSONDocument
import OrchestrateCLI
import Runs
import TestSupport
import Testing

@Suite("init, in a repository of its own")
struct InitTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../..").standardizedFileURL

  @Test("What is in the binary is what stands in this repository")
  func embedded() throws {
    let own = ["orchestration/README.md"]
    for file in StarterFile.shared + StarterWorkflow.visualEssay.contracts
      + StarterWorkflow.visualEssay.files where !own.contains(file.path)
    {
      let bytes = try Data(contentsOf: Self.root.appending(path: file.path))
      #expect(Array(bytes) == file.bytes, "\(file.path)")
    }
  }

  @Test("Two starters name no path in common")
  func apart() {
    let paths = StarterWorkflow.allCases.flatMap { ($0.contracts + $0.files).map(\.path) }
    #expect(Set(paths).count == paths.count)
  }

  @Test(
    "Each starter gives a repository in which a run starts, and doctor and verify are content",
    arguments: StarterWorkflow.allCases)
  func works(_ workflow: StarterWorkflow) throws {
    let stage = Stage(scratch: try Scratch())
    try stage.scratch.git("init", "-q")
    let answer = stage.done("init --workflow \(workflow.rawValue)")
    #expect(answer.output.contains("created workflows/\(workflow.rawValue)/workflow.json\n"))
    #expect(
      answer.output.hasSuffix(
        "next: orchestrate run \(workflow.rawValue) --slug my-first --artifact-path essays/my-first\n"
      ))
    let doctor = stage.run("doctor")
    #expect(doctor.status == .done, "\(doctor.output)")
    #expect(!doctor.output.contains("warning") && doctor.output.contains("all is well"))
    stage.done("run start --workflow \(workflow.rawValue) --slug s --artifact-path essays/s")
    stage.done("gate start --gate G1")
    stage.done("verify")
  }

  @Test("The gate of the blank workflow is met by a draft")
  func blank() throws {
    let stage = Stage(scratch: try Scratch())
    stage.done("init --workflow blank")
    try stage.scratch.write(
      "essays/s/DRAFT.md", "# On robots\n\nThe word is a hundred years old.\n")
    #expect(
      stage.done("run blank --slug s --artifact-path essays/s --no-pause").output
        .contains("PASSED run_"))
  }

  @Test("Repeating it changes nothing, and lines are added once")
  func repeated() throws {
    let stage = Stage(scratch: try Scratch())
    try stage.scratch.git("init", "-q")
    try stage.scratch.write(".gitignore", "node_modules/\n/orchestration/runs/*/logs/")
    try stage.scratch.write(".gitattributes", "*.png binary\norchestration/runs/**   -text\r\n")
    let answer = stage.done("init")
    #expect(answer.output.contains("added 2 lines to .gitattributes\n"))
    let attributes = try stage.scratch.text(".gitattributes")
    #expect(attributes.hasPrefix("*.png binary\norchestration/runs/**   -text\r\norchestration/"))
    #expect(attributes.components(separatedBy: "-text").count == 2)
    #expect(try stage.scratch.text(".gitignore") == "node_modules/\n/orchestration/runs/*/logs/")
    let before = try stage.snapshot()
    let again = stage.done("init")
    #expect(again.output.contains("there already: 7 files"))
    #expect(again.output.hasSuffix("next: orchestrate doctor\n"))
    stage.done("init --workflow visual-essay")
    #expect(try stage.snapshot() == before)
  }

  @Test("A line is added to a file that ends without a line end")
  func unended() throws {
    let stage = Stage(scratch: try Scratch())
    try stage.scratch.write(".gitignore", "node_modules/")
    stage.done("init")
    #expect(
      try stage.scratch.text(".gitignore") == "node_modules/\norchestration/runs/*/logs/\n")
  }

  @Test("Nothing is overwritten; what a person changed stays, and is told")
  func kept() throws {
    let stage = Stage(scratch: try Scratch())
    stage.done("init")
    let contract = "orchestration/gates/contracts/G1.contract.json"
    try stage.scratch.write(contract, "{}")
    try stage.scratch.remove("workflows/visual-essay/prompts/G2.md")
    let answer = stage.done("init --workflow visual-essay")
    #expect(answer.output.contains("kept \(contract), which is not the starter's\n"))
    #expect(answer.output.contains("created workflows/visual-essay/prompts/G2.md\n"))
    #expect(try stage.scratch.text(contract) == "{}")
  }

  @Test("A contract of another workflow is never taken for the starter's")
  func occupied() throws {
    let stage = try Plain.stage()
    try stage.refuses(
      "init --workflow visual-essay",
      saying: [
        "orchestration/gates/contracts/G1.contract.json: it is there already",
        "name its new path",
      ])
    stage.done("init --workflow blank")
    stage.done("run start --workflow plain --slug s --artifact-path out")
  }

  @Test("Where a workflow is, none is added unless it is named")
  func noneAdded() throws {
    let stage = try Plain.stage()
    stage.done("init")
    #expect(try stage.scratch.names("workflows") == ["plain"])
  }

  @Test("With --dry-run it says what it would do, and writes nothing")
  func dry() throws {
    let stage = Stage(scratch: try Scratch())
    let answer = stage.done("init --dry-run")
    #expect(answer.output.contains("would create workflows/visual-essay/workflow.json\n"))
    #expect(answer.output.contains("note: there is no git here"))
    #expect(try stage.snapshot().isEmpty)
    let object = try stage.done("init --dry-run --json").object()
    #expect(try object.required("files").array().underestimatedCount >= 0)
    #expect(try object.required("dry_run").bool())
  }

  @Test("It begins at the root of the repository, wherever it is typed")
  func below() throws {
    let stage = Stage(scratch: try Scratch())
    try stage.scratch.git("init", "-q")
    try stage.scratch.write("docs/a.md", "")
    #expect(stage.run("init", in: "docs").status == .done)
    #expect(stage.scratch.exists("workflows/visual-essay/workflow.json"))
    #expect(!stage.scratch.exists("docs/workflows"))
  }

  @Test("From inside a record it begins at the root, and no output may go into a record")
  func insideRecord() throws {
    let stage = Stage(scratch: try Scratch())
    stage.done("init --workflow blank")
    stage.done("run start --workflow blank --slug s --artifact-path out")
    let before = try stage.snapshot()
    #expect(stage.run("init", in: stage.record).status == .done)
    #expect(stage.run("init -C \(stage.record)").status == .done)
    #expect(try stage.snapshot() == before)
    try stage.refuses(
      "run start --workflow blank --slug t --artifact-path \(stage.record)/out",
      saying: ["lies where records and contracts are"])
    try stage.refuses("config init -C \(stage.record)/RUN.json", saying: ["is no folder"])
  }

  @Test(
    "It never writes through a link, and says so before anything is written",
    arguments: [
      (".gitignore", "outside.txt"), ("orchestration", "outside"), ("workflows", "outside"),
    ])
  func links(_ path: String, _ target: String) throws {
    let outside = try Scratch()
    try outside.write("outside/keep", "")
    try outside.write("outside.txt", "")
    let stage = Stage(scratch: try Scratch())
    try stage.scratch.link(path, to: outside.absolute(target))
    try stage.refuses("init", saying: ["link"])
    #expect(try outside.names("outside") == ["keep"])
  }

  @Test("A folder that cannot be written to is told with 20, as not now")
  func unwritable() throws {
    guard getuid() != 0 else { return }
    let stage = Stage(scratch: try Scratch())
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o555], ofItemAtPath: stage.scratch.path)
    let answer = stage.run("init")
    #expect(answer.status == .unavailable)
  }

  @Test("A repository that is not set up points to it")
  func hint() throws {
    let stage = Stage(scratch: try Scratch())
    try stage.scratch.git("init", "-q")
    try stage.refuses("run list", saying: ["hint: orchestrate init"])
  }

  @Test("An unknown starter is refused with those that there are")
  func unknown() throws {
    let stage = Stage(scratch: try Scratch())
    try stage.refuses("init --workflow visual-esay", saying: ["did you mean 'visual-essay'?"])
  }
}
