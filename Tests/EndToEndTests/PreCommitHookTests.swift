import Foundation
import TestSupport
import Testing

@Suite("The pre-commit hook, run by git")
struct PreCommitHookTests {
  /// A repository with the hook in it and the beginning of a run that is not committed.
  private static func scratch() throws -> (Scratch, run: String) {
    let scratch = try Scratch.shipped()
    try scratch.copy(Recipe.folder.appending(path: "pre-commit"), to: ".git/hooks/pre-commit")
    _ = try scratch.run(["chmod", "+x", ".git/hooks/pre-commit"])
    _ = try scratch.orchestrate(
      "run", "start", "--workflow", "visual-essay", "--slug", "robot", "--artifact-path",
      Scratch.example)
    return (scratch, try #require(try scratch.names("orchestration/runs").first))
  }

  private static func commit(_ scratch: Scratch, path: String) throws -> Ran {
    try scratch.git("add", ".")
    return try scratch.run(["git", "commit", "-qm", "Go on"], environment: ["PATH": path])
  }

  @Test(
    "A commit of records goes through when they verify or could not be checked, and is refused otherwise",
    arguments: [
      (0, true, ""), (20, true, "told\n"), (2, false, "told\n"), (10, false, "told\n"),
      (30, false, "told\n"),
    ])
  func statuses(_ status: Int, _ passes: Bool, _ told: String) throws {
    let (scratch, run) = try Self.scratch()
    let stand = try StandIns()
    try stand.add("orchestrate", "echo told; exit \(status)")
    let ran = try Self.commit(scratch, path: stand.path)
    #expect((ran.status == 0) == passes, "\(ran.messages)")
    #expect(ran.messages.hasPrefix(told))
    #expect(ran.messages.contains("nothing was committed") == !passes)
    #expect(stand.log == ["orchestrate verify --run \(run) --since=HEAD --format text"])
    #expect(try scratch.git("status", "--porcelain").isEmpty == passes)
  }

  @Test("A commit that touches no record asks nothing, with or without the tool")
  func otherCommit() throws {
    let (scratch, _) = try Self.scratch()
    try scratch.remove("orchestration/runs")
    try scratch.write("note.md", "a\n")
    #expect(try Self.commit(scratch, path: Scratch.environment["PATH"] ?? "").status == 0)
  }

  @Test("Without the tool, a commit of records is refused, saying so")
  func noTool() throws {
    let (scratch, _) = try Self.scratch()
    let ran = try Self.commit(scratch, path: "/usr/bin:/bin")
    #expect(ran.status == 1)
    #expect(ran.messages.hasPrefix("pre-commit: orchestrate is not on the PATH"))
    try scratch.git("commit", "-qm", "Go on", "--no-verify")
  }

  @Test("A run that the commit takes away is named")
  func removed() throws {
    let (scratch, run) = try Self.scratch()
    let stand = try StandIns()
    try stand.add("orchestrate", "exit 0")
    #expect(try Self.commit(scratch, path: stand.path).status == 0)
    try scratch.remove("orchestration/runs/\(run)")
    let ran = try Self.commit(scratch, path: stand.path)
    #expect(ran.status == 1)
    #expect(ran.messages.hasPrefix("pre-commit: the commit takes the run \(run) away\n"))
  }

  @Test("The first commit of a repository is held against nothing")
  func first() throws {
    let (scratch, run) = try Self.scratch()
    let stand = try StandIns()
    try stand.add("orchestrate", "exit 0")
    try scratch.git("update-ref", "-d", "HEAD")
    let ran = try Self.commit(scratch, path: stand.path)
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(stand.log == ["orchestrate verify --run \(run) --format text"])
  }
}
