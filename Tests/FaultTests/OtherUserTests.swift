import Foundation
import TestSupport
import Testing

@Suite("Another user, and a tree that can only be read")
struct OtherUserTests {
  private static let isPossible =
    SmallDisk.isPossible && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")

  private static let nobody = [
    "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--",
  ]

  private static let readers = [
    "verify", "verify --json", "run list", "run show", "run show --json", "report", "next",
    "gate check --gate G1", "gate packet --gate G2", "verify --since HEAD --contracts-from HEAD",
  ]

  /// A repository on a disk of its own with a run that waits at G2, and a copy of the program that anybody may start.
  private func stage() throws -> (Ground, SmallDisk) {
    let made = try Ground([
      "run start --workflow plain --slug s --artifact-path out", "gate start --gate G1",
      "gate finish", "gate start --gate G2",
    ])
    try made.scratch.git("add", "-A")
    try made.scratch.git("commit", "-qm", "Pass G1")
    let disk = try SmallDisk(options: "size=600m,mode=755")
    try disk.copy(made.scratch)
    let ground = try Ground(at: disk)
    let copied = try ground.scratch.run(["cp", Binary.path, ".git/orchestrate"])
    #expect(copied.status == 0, "\(copied.messages)")
    return (ground, disk)
  }

  private func words(_ line: String, of ground: Ground) -> [String] {
    [ground.scratch.absolute(".git/orchestrate")] + line.split(separator: " ").map(String.init)
  }

  @Test(
    "Who may only read gets the same answers, and nothing is written",
    .enabled(if: isPossible, "needs the right to mount a tmpfs, and setpriv(1)"))
  func reading() throws {
    let (ground, disk) = try stage()
    for line in Self.readers {
      let expected = try ground.scratch.run(words(line, of: ground))
      #expect(expected.status == 0, "\(line): \(expected.messages)")
      try disk.remount(readOnly: true)
      let ran = try ground.scratch.run(Self.nobody + words(line, of: ground))
      try disk.remount(readOnly: false)
      #expect(ran.status == 0, "\(line): \(ran.messages)")
      #expect(ran.output == expected.output, "\(line)")
      #expect(ran.messages == expected.messages, "\(line)")
    }
  }

  @Test(
    "Where nothing can be written doctor says so, and init and config init answer 20",
    .enabled(if: isPossible, "needs the right to mount a tmpfs, and setpriv(1)"))
  func settingUp() throws {
    let (ground, _) = try stage()
    let before = try ground.scratch.names("")
    for line in ["doctor", "doctor --fix"] {
      let ran = try ground.scratch.run(Self.nobody + words(line, of: ground))
      #expect(ran.status == 2, "\(ran.output)\(ran.messages)")
      #expect(ran.output.contains("failure: folders        orchestration/ cannot be written to"))
      #expect(ran.output.contains("mend: chmod u+wx orchestration\n"))
      #expect(
        ran.messages.contains("note: could not add 2 lines to .gitattributes: ")
          == line.hasSuffix("--fix"), "\(ran.messages)")
    }
    for line in ["init", "config init"] {
      let ran = try ground.scratch.run(Self.nobody + words(line, of: ground))
      #expect(ran.status == 20 && ran.output == "", "\(line): \(ran.messages)")
      #expect(ran.messages.contains("permission denied"), "\(ran.messages)")
    }
    #expect(try ground.scratch.names("") == before)
  }

  @Test(
    "Who may not write is told which file, with 20, and the record stays",
    .enabled(if: isPossible, "needs the right to mount a tmpfs, and setpriv(1)"),
    arguments: ["nobody", "read-only"])
  func writing(_ reason: String) throws {
    let (ground, disk) = try stage()
    let before = try ground.records()
    if reason == "read-only" { try disk.remount(readOnly: true) }
    let user = reason == "nobody" ? Self.nobody : []
    for line in [
      "gate finish --gate G2", "gate finish --gate G2 --json", "gate fail --gate G2 --reason no",
      "invocation record --gate G2 --agent a", "run complete --status CANCELED",
      "run start --workflow plain --slug t --artifact-path out", "run resume --no-pause",
      "run plain --slug t --artifact-path other --no-pause",
    ] {
      let ran = try ground.scratch.run(user + words(line, of: ground))
      #expect(ran.status == 20, "\(line): \(ran.status) \(ran.output)\(ran.messages)")
      let said = line.contains("--json") ? ran.output : ran.messages
      #expect(said.contains("orchestration/runs"), "\(line): \(said)")
      #expect(
        said.contains(reason == "nobody" ? "permission denied" : "read-only"), "\(line): \(said)")
      #expect(line.contains("--json") || ran.output == "", "\(line)")
      #expect(try ground.records() == before, "\(line)")
    }
  }
}
