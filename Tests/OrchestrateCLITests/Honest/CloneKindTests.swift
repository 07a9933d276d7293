import Foundation
import OrchestrateCLI
import TestSupport
import Testing

@Suite("Verify is right in every kind of clone")
struct CloneKindTests {
  // MARK: Clones

  @Test(
    "What was committed verifies wherever the files are",
    arguments: [
      [], ["--depth", "1"], ["--filter=blob:none"], ["-c", "core.autocrlf=true"],
      ["-c", "core.autocrlf=input"], ["-c", "core.eol=crlf"],
    ])
  func whole(options: [String]) throws {
    let stage = try Stage.withPassedEssay()
    let clone = try stage.clone(options)
    let verified = try clone.verify("--strict")
    #expect(verified.status == .done, "\(verified.words)")
    #expect(verified.ids == [], "\(verified.words)")
    #expect(verified.artifacts["reproduced"] == 6)
    let isConverted = options.contains("core.autocrlf=true")
    #expect(verified.notes == (isConverted ? ["line-endings-differ"] : []), "\(verified.words)")
    #expect(verified.rules == ["replayed": 9, "not_replayed": 0, "claimed": 0])
  }

  /// What is asked of a clone in which a file was edited after it passed.
  struct Edited: Sendable, CustomTestStringConvertible {
    let options: [String]
    let status: OrchestrateCLI.ExitStatus
    let id: String
    var words = "after it passed G2"
    var testDescription: String { "\(options)" }
  }

  @Test(
    "What hangs on history is answered by it, or cannot be checked where it is cut",
    arguments: [
      Edited(options: [], status: .done, id: "changed"),
      Edited(
        options: ["--depth", "1"], status: .unavailable, id: "cannot-check",
        words: "this is a shallow clone"),
      Edited(
        options: ["--filter=blob:none"], status: .unavailable, id: "cannot-check",
        words: "this is a partial clone"),
      Edited(options: ["-c", "core.autocrlf=true"], status: .done, id: "changed"),
    ])
  func edited(_ kind: Edited) throws {
    let stage = try Stage.withPassedEssay(covers: false)
    try stage.scratch.write("essays/a/two.md", "# Two\n\nIt says otherwise.\n")
    try stage.scratch.write(Tale.firstContractPath, Tale.firstContract(1))
    try stage.commitAll()
    let clone = try stage.clone(kind.options)
    let objects = try clone.scratch.git("count-objects", "-v")
    let verified = try clone.verify()
    #expect(verified.status == kind.status, "\(verified.words)")
    #expect(verified.ids == [kind.id], "\(verified.words)")
    let finding = verified.findings.first { $0.path == "essays/a/two.md" }
    #expect(finding?.id == kind.id && finding?.words.contains(kind.words) == true)
    #expect(try clone.scratch.git("count-objects", "-v") == objects, "something was fetched")
  }

  @Test("Without our lines in .gitattributes, records with CRLF are named as that")
  func recordsConverted() throws {
    let clone = try Stage.withPassedEssay(attributes: "").clone(["-c", "core.autocrlf=true"])
    let verified = try clone.verify()
    #expect(verified.status == .negative)
    #expect(verified.ids == ["line-endings", "uncovered"], "\(verified.words)")
  }

  @Test(
    "A text with CRLF that git commits with LF is the text that passed",
    arguments: ["core.autocrlf=true", "core.autocrlf=input", "attributes"])
  func recordedConverted(how: String) throws {
    let isByAttributes = how == "attributes"
    let lines = "orchestration/runs/** -text\n"
    let stage = try Tale.stage(attributes: (isByAttributes ? "* text=auto\n" : "") + lines)
    if !isByAttributes {
      let parts = how.split(separator: "=").map(String.init)
      try stage.scratch.git("config", parts[0], parts[1])
    }
    try stage.writeEssay()
    for name in ["essays/a/one.md", "essays/a/two.md", Tale.firstContractPath] {
      try stage.scratch.write(
        name, try stage.scratch.text(name).replacing("\n", with: "\r\n"))
    }
    stage.passEssay()
    try stage.commitAll()
    #expect(try stage.verify().ids == [])
    for clone in [try stage.clone([]), try stage.clone(["-c", "core.autocrlf=true"])] {
      let verified = try clone.verify("--strict")
      #expect(verified.status == .done, "\(verified.words)")
      #expect(verified.artifacts["reproduced"] == 6)
      #expect(
        verified.rules == ["replayed": 9, "not_replayed": 0, "claimed": 0], "\(verified.words)")
    }
  }

  @Test("In a worktree, and from a folder below")
  func worktree() throws {
    let stage = try Stage.withPassedEssay()
    let other = try Scratch()
    try stage.scratch.git("worktree", "add", "-q", "\(other.path)/tree", "HEAD")
    let verified = try Stage(scratch: other).verify("--strict", in: "tree/essays")
    #expect(verified.status == .done, "\(verified.words)")
    #expect(verified.ids == [])
    #expect(verified.output == (try stage.verify("--strict").output))
  }

  @Test("In a sparse checkout, what HEAD has and was not checked out is there")
  func sparse() throws {
    let clone = try Stage.withPassedEssay().clone([])
    try clone.scratch.git("sparse-checkout", "set", "orchestration", "workflows")
    #expect(!clone.scratch.exists("essays"))
    let verified = try clone.verify("--strict")
    #expect(verified.status == .done, "\(verified.words)")
    #expect(verified.artifacts["reproduced"] == 6, "\(verified.words)")
  }

  // MARK: Without commits, without git

  @Test("A run that is not committed yet, and a repository without commits")
  func uncommitted() throws {
    let stage = try Tale.stage()
    try stage.writeEssay()
    stage.passEssay()
    #expect(try stage.verify("--strict").ids == [])
    try stage.scratch.remove(".git")
    try stage.scratch.git("init", "-q", "-b", "main")
    #expect(try stage.verify("--strict").ids == [])
    try stage.scratch.write("essays/a/two.md", "# Two\n\nIt says otherwise.\n")
    let verified = try stage.verify()
    #expect(verified.status == .negative)
    #expect(verified.ids == ["uncovered", "unwitnessed"], "\(verified.words)")
  }

  @Test(
    "Without git the working tree answers, and what it lacks cannot be checked",
    arguments: ["no git", "no .git"])
  func withoutGit(how: String) throws {
    var stage = try Stage.withPassedEssay()
    if how == "no git" {
      stage.environment["PATH"] = "/nonexistent"
    } else {
      try stage.scratch.remove(".git")
    }
    #expect(try stage.verify("--strict").ids == [])
    try stage.scratch.write("essays/a/two.md", "# Two\n\nIt says otherwise.\n")
    let verified = try stage.verify()
    #expect(verified.status == .unavailable, "\(verified.words)")
    #expect(verified.ids == ["cannot-check"])
    let since = stage.run("verify --since main")
    #expect(since.status == .unavailable, "\(since.messages)")
    #expect(since.output == "")
  }

  // MARK: Files that git does not have as they are

  @Test("A Git LFS pointer to the recorded bytes stands for them, and no other pointer does")
  func pointers() throws {
    let stage = try Stage.withPassedEssay()
    let text = try stage.scratch.text("essays/a/two.md")
    try stage.scratch.write("essays/a/two.md", LFS.pointer(to: text))
    try stage.commitAll()
    let clone = try stage.clone([])
    let verified = try clone.verify()
    #expect(verified.status == .done, "\(verified.words)")
    #expect(verified.notes == ["lfs-pointer"], "\(verified.words)")
    // Its rules cannot be run again here, which is not enough where all must hold.
    #expect(try clone.verify("--strict").status == .unavailable)
    // What git lfs has put in its place.
    try clone.scratch.write("essays/a/two.md", text)
    #expect(try clone.verify("--strict").notes == [])
    try clone.scratch.write("essays/a/two.md", LFS.pointer(to: text + "more\n"))
    #expect(try clone.verify().ids == ["changed", "uncovered"])
  }

  @Test("What git ignores is there where it was written, and in a clone the cause is named")
  func ignored() throws {
    let stage = try Tale.stage()
    try stage.scratch.write(".gitignore", "orchestration/runs/*/logs/\nessays/a/two.md\n")
    try stage.writeEssay()
    stage.passEssay()
    try stage.commitAll()
    let here = try stage.verify()
    #expect(here.status == .done, "\(here.words)")
    #expect(here.ids == ["not-committed"])
    let verified = try stage.clone([]).verify()
    #expect(verified.status == .negative)
    #expect(verified.ids == ["uncovered", "unwitnessed"], "\(verified.words)")
    #expect(verified.words.contains("git ignores the path"))
  }

  // MARK: What people do

  @Test("A renamed folder is named, and fails by --strict alone where nothing covers it")
  func renamed() throws {
    let stage = try Stage.withPassedEssay(covers: false)
    try stage.scratch.git("mv", "essays/a", "essays/z")
    try stage.scratch.git("commit", "-qm", "Rename the essay")
    let verified = try stage.verify()
    #expect(verified.status == .done, "\(verified.words)")
    #expect(verified.ids == ["moved"])
    #expect(verified.words.contains("essays/z/two.md"))
    #expect(try stage.verify("--strict").status == .negative)
  }

  @Test("Two runs on one essay from two branches, of which each edited another file")
  func parallelRuns() throws {
    let stage = try Stage.withPassedEssay()
    for (branch, file, number) in [("x", "one", 1), ("y", "two", 2)] {
      try stage.scratch.git("checkout", "-qb", branch, "main")
      let text = try stage.scratch.text("essays/a/\(file).md")
      try stage.scratch.write("essays/a/\(file).md", text + "\nMore.\n")
      stage.passEssay(number: UInt32(number))
      try stage.commitAll()
      #expect(try stage.verify("--strict", "--since", "main").ids == [])
    }
    try stage.scratch.git("merge", "-q", "-m", "Merge", "x")
    let verified = try stage.verify()
    #expect(verified.status == .done, "\(verified.words)")
    // One of the two texts has never been judged beside the other.
    #expect(verified.ids == ["changed"] || verified.ids == [])
  }

  @Test(
    "A text that was passed over before it was committed is not missed when the next one is edited")
  func passedOver() throws {
    let stage = try Tale.stage(covers: false)
    try stage.writeEssay()
    stage.done("run start --workflow tale --slug a --artifact-path essays/a")
    stage.done("gate start --gate G1")
    stage.done("gate finish")
    // G1 has judged the notes as well.
    try stage.scratch.write("essays/a/notes.md", Tale.notes("what came to mind later"))
    stage.done("gate start --gate G2")
    stage.done("gate finish")
    stage.done("run complete")
    try stage.commitAll()
    #expect(try stage.verify("--strict").ids == [])
    try stage.scratch.write("essays/a/notes.md", Tale.notes("something else"))
    let verified = try stage.verify()
    #expect(verified.status == .done, "\(verified.words)")
    #expect(verified.ids == ["changed"], "\(verified.words)")
    #expect(verified.artifacts["superseded"] == 1)
    try stage.commitAll()
    #expect(try stage.clone(["--depth", "2"]).verify().ids == ["changed"])
    #expect(try stage.clone(["--depth", "1"]).verify().ids == ["cannot-check"])
  }

  @Test("A folder that git ignores or that holds no file needs no run")
  func scratchFolders() throws {
    let stage = try Stage.withPassedEssay()
    try stage.scratch.write(".gitignore", "orchestration/runs/*/logs/\nessays/build/\n*.tmp\n")
    try stage.commitAll()
    try stage.scratch.write("essays/build/a.html", "<p>\n")
    try FileManager.default.createDirectory(
      atPath: stage.scratch.absolute("essays/empty/below"), withIntermediateDirectories: true)
    #expect(try stage.verify().ids == [])
    // What was added all the same is part of the repository.
    try stage.scratch.git("add", "-f", "essays/build")
    try stage.scratch.git("commit", "-qm", "Add what is ignored")
    #expect(try stage.verify().ids == ["uncovered"])
  }
}

extension Stage {
  /// A clone in a scratch folder of its own, through a transport as from another machine.
  func clone(_ options: [String]) throws -> Stage {
    try scratch.git("config", "uploadpack.allowFilter", "true")
    let other = try Scratch()
    let ran = try other.run(["git", "clone", "-q"] + options + ["file://\(scratch.path)", "."])
    guard ran.status == 0 else { throw Scratch.Failed(what: ran.messages) }
    return Stage(scratch: other, clock: clock, environment: environment)
  }

  func commitAll(_ message: String = "Save the work") throws {
    try scratch.git("add", "-A")
    try scratch.git("commit", "-qm", message)
  }
}
