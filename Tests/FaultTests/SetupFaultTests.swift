import TestSupport
import Testing

/// A command that sets a repository up, and what was changed in one that is set up before it is typed.
struct SettingUp: Sendable, CustomTestStringConvertible {
  let line: String
  let before: String

  var testDescription: String { line }

  static let all = [
    SettingUp(line: "init --workflow blank", before: "printf 'build/\\n*.log' > .gitignore"),
    SettingUp(line: "config init", before: "orchestrate init --workflow blank"),
    SettingUp(
      line: "doctor --fix",
      before: """
        orchestrate init --workflow blank
        printf '*.log\\n' > .gitignore
        rm .gitattributes orchestration/schemas/workflow.schema.json
        """),
  ]
}

@Suite(
  "Setting up, killed or cut off", .enabled(if: Strace.isPossible, "needs strace(1)"),
  .timeLimit(.minutes(60)))
struct SetupFaultTests {
  /// A repository with the state before a command committed.
  private func repository(before command: SettingUp) throws -> Scratch {
    let scratch = try Scratch()
    let ran = try scratch.shell(command.before)
    try #require(ran.status == 0, "\(ran.messages)")
    try scratch.makeRepository()
    return scratch
  }

  /// All files but git's own.
  private func files(_ scratch: Scratch) throws -> [String: String] {
    try scratch.tree("").filter { !$0.key.hasPrefix(".git/") }
  }

  private func words(_ command: SettingUp) -> [String] { Changing.words(command.line) }

  /// Does something at each chosen call, and sees that each file is as before or as after, and that a repeat does the rest.
  private func sweep(
    _ command: SettingUp, _ injections: [String], at names: Set<String>? = nil,
    _ check: (_ ran: Ran, _ clean: Ran, _ isDone: Bool, _ when: String) -> Void
  ) throws {
    let scratch = try repository(before: command)
    let before = try files(scratch)
    let traced = try scratch.traced(words(command), calls: "%file,%desc")
    #expect(traced.ran.status == 0, "\(traced.ran.messages)")
    let after = try files(scratch)
    #expect(after != before)
    let points = Point.all(in: traced.calls, of: scratch).filter { point in
      point.changes && point.isForFile && names?.contains(point.name) != false
    }
    #expect(!points.isEmpty)
    for (index, point) in Sweep.chosen(points, atMost: 8).enumerated() {
      let injection = injections[index % injections.count]
      let when = "\(injection) at \(point.name) \(point.call.number), \(point.call.arguments)"
      try scratch.git("clean", "-qfdx")
      try scratch.git("reset", "-q", "--hard")
      let ran = try scratch.injected(words(command), point.injection(injection))
      let now = try files(scratch)
      for (path, text) in now {
        #expect(text == before[path] || text == after[path], "\(when): \(path)")
      }
      for path in before.keys { #expect(now[path] != nil, "\(when): \(path)") }
      check(ran, traced.ran, now == after, when)
      let again = try scratch.run(words(command))
      #expect(again.status == 0, "\(when): \(again.messages)")
      let isSame = try files(scratch) == after
      #expect(isSame, "\(when)")
    }
  }

  @Test(
    "Killed at any call, it leaves each file old or new, none that git shows beside them, and a repeat does the rest",
    arguments: SettingUp.all)
  func killed(_ command: SettingUp) throws {
    try sweep(command, ["signal=SIGKILL"]) { ran, _, _, when in
      #expect(ran.status == 137, "\(when): \(ran.messages)")
    }
  }

  @Test(
    "Where the folder of git is on another disk, or can only be read, it is done all the same",
    .enabled(if: SmallDisk.isPossible, "needs the right to mount a tmpfs"),
    arguments: [false, true]
  )
  func gitElsewhere(isReadOnly: Bool) throws {
    let scratch = try repository(before: SettingUp.all[0])
    let disk = try SmallDisk(options: "size=8m")
    let ran = try scratch.shell(
      """
      cp -R .git/. '\(disk.path)/' && mount --bind '\(disk.path)' .git
      \(isReadOnly ? "mount -o remount,bind,ro .git" : "")
      orchestrate init --workflow blank; status=$?
      umount -l .git
      exit $status
      """)
    #expect(ran.status == 0, "\(ran.output)\(ran.messages)")
    #expect(try !files(scratch).keys.contains { $0.contains(".tmp-") })
    #expect(scratch.exists("workflows/blank/workflow.json"))
  }

  @Test(
    "A call that fails is 20 with the file named, and a repeat does the rest",
    arguments: SettingUp.all)
  func failing(_ command: SettingUp) throws {
    let errors = ["ENOSPC", "EDQUOT", "EIO"].map { "error=\($0)" }
    try sweep(command, errors, at: ["write", "openat", "mkdirat", "renameat", "linkat"]) {
      ran, clean, isDone, when in
      // What doctor could not mend it says, and finds again.
      let isToldByDoctor =
        command.line.hasPrefix("doctor") && ran.messages.contains("note: could not")
      #expect(
        ran.status == 20 || isToldByDoctor || (isDone && ran.status == clean.status),
        "\(when): \(ran.status) \(ran.messages)")
    }
  }
}
