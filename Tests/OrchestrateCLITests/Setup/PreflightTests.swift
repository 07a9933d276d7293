import Foundation
import Host
import OrchestrateCLI
import Records
import TestSupport
import Testing

@Suite("The look before a command that changes a run")
struct PreflightTests {
  private func stage() throws -> Stage {
    let stage = try Plain.stage(git: true)
    stage.done(Plain.start)
    return stage
  }

  @Test("It is silent where all is well")
  func silent() throws {
    let stage = try stage()
    #expect(!stage.done("gate start --gate G1").messages.contains("warning"))
  }

  @Test("A missing line for logs is told once, and --skip-doctor and -q leave it out")
  func ignore() throws {
    let stage = try stage()
    try stage.scratch.write(".gitignore", "# logs\n*.o\n")
    let answer = stage.done("gate start --gate G1")
    #expect(
      answer.messages.hasPrefix(
        "warning: no line of .gitignore keeps orchestration/runs/*/logs/ out"))
    #expect(
      !stage.done("gate fail --gate G1 --reason no --skip-doctor").messages.contains("warning"))
    #expect(!stage.done("gate start --gate G2 -q").messages.contains("warning"))
    for path in ["orchestration/runs/.gitignore", ".git/info/exclude"] {
      try stage.scratch.write(path, "logs/\n")
      #expect(!stage.done("invocation record --gate G2 --agent a").messages.contains("warning"))
      try stage.scratch.write(path, "")
    }
  }

  @Test("A clock that is behind the record is told, and stops nothing")
  func clock() throws {
    var stage = try stage()
    stage.clock = { _ in Instant("2026-01-01T00:00:00.000Z") ?? .epoch }
    let answer = stage.done("gate start --gate G1")
    #expect(
      answer.messages.hasPrefix(
        "warning: the clock says 2026-01-01T00:00:00.000Z, and the run's newest event is of 2026-01-19"
      ))
    #expect(
      !stage.done("gate fail --gate G1 --reason no --skip-doctor").messages.contains("warning"))
  }

  @Test("A disk with little room is told", .enabled(if: SmallDisk.isPossible, "needs a tmpfs"))
  func disk() throws {
    let disk = try SmallDisk(options: "size=8m")
    let stage = Stage(scratch: Scratch(on: disk))
    stage.done("init --workflow blank")
    let answer = stage.done("run start --workflow blank --slug s --artifact-path out")
    #expect(answer.messages.hasPrefix("warning: the disk has room for 7 MiB"), "\(answer.messages)")
    #expect(stage.done("doctor").output.contains("warning: disk "))
  }
}
