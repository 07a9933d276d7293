import Foundation
import Host
import JSONDocument
import OrchestrateCLI
import Records
import TestSupport
import Testing

@Suite("doctor, in a repository of its own")
struct DoctorTests {
  private static let moment = Instant("2026-01-19T14:30:00.000Z") ?? .epoch

  /// A repository as `init` leaves it, with a home of its own and a clock that stands.
  private static func stage() throws -> Stage {
    var stage = Stage(scratch: try Scratch())
    stage.environment["HOME"] = stage.scratch.absolute(".git/home")
    stage.clock = { _ in moment }
    try stage.scratch.git("init", "-q")
    stage.done("init --workflow blank")
    return stage
  }

  @Test("A repository that is well is told line by line")
  func well() throws {
    let stage = try Self.stage()
    let lines = stage.done("doctor").output.split(separator: "\n").map(String.init)
    #expect(
      lines.filter { !$0.hasPrefix("ok disk ") } == [
        "ok git            git answers; there is no commit yet",
        "ok folders        all folders can be written to",
        "ok workflows      1 workflow can be loaded, with all prompts",
        "ok contracts      1 contract can be loaded",
        "ok policy         the policy can be loaded",
        "ok programs       the programs of workers and rules are there",
        "ok configuration  the configuration holds",
        "ok schemas        the schemas are those of this version",
        "ok ignore         .gitignore has the lines that runs need",
        "ok attributes     .gitattributes has the lines that runs need",
        "ok logs           no logs are in git", "ok records        0 runs can be read",
        "ok locks          no run is being written", "ok waiting        no attempt waits long",
        "ok clock          the clock says 2026-01-19T14:30:00.000Z",
        "ok secrets        no secret is open to others", "all is well: 17 checks",
      ])
  }

  @Test(
    "Each thing that is wrong is told with the way to mend it, and mended where that is safe",
    arguments: Damage.all)
  func damaged(_ damage: Damage) throws {
    var stage = try Self.stage()
    try damage.cause(&stage)
    let before = try stage.snapshot()
    let answer = stage.run("doctor")
    let status: OrchestrateCLI.ExitStatus = damage.level == "failure" ? .negative : .done
    #expect(answer.status == status, "\(answer.output)")
    let lines = answer.output.split(separator: "\n").map(String.init)
    let index = try #require(
      lines.firstIndex {
        $0.hasPrefix("\(damage.level): \(damage.check) ") && $0.contains(damage.words)
      },
      "\(answer.output)\(answer.messages)")
    #expect(
      lines[index + 1].hasPrefix("  mend: ") && lines[index + 1].contains(damage.mend),
      "\(lines[index + 1])")
    #expect(
      lines.last?.hasSuffix("1 can be mended with: orchestrate doctor --fix") == damage.isFixable)
    let dry = stage.run("doctor --fix --dry-run")
    #expect(dry.output.hasPrefix("would mend: ") == damage.isFixable)
    #expect(try stage.snapshot() == before, "something was written")
    let fixed = stage.run("doctor --fix")
    #expect(fixed.output.hasPrefix("mended: ") == damage.isFixable)
    if damage.isFixable {
      #expect(fixed.output.hasSuffix("all is well: 17 checks\n"), "\(fixed.output)")
      #expect(stage.done("doctor --fix").output.hasPrefix("ok git "))
    } else {
      #expect(try stage.snapshot() == before, "something was written")
    }
  }

  @Test("Who holds a lock is told, of the run and of its workers")
  func locks() throws {
    let stage = try Self.stage()
    stage.done(Damage.start)
    let store = RunStore(root: try Folder(root: stage.scratch.path))
    let run = try #require(RunID(stage.run))
    let note = Array(#"{"command": "gate finish", "pid": 7, "since": "2026-01-19"}"#.utf8)
    let own = try store.lock(run, holder: note)
    let workers = try store.lockWorkers(of: run, holder: note)
    let held = stage.done("doctor").output
    #expect(
      held.contains("run \(run) is being written by 'gate finish' (process 7, since 2026-01-19)"))
    #expect(held.contains("has its workers in the hands of 'gate finish' (process 7"))
    own.release()
    workers.release()
    #expect(stage.done("doctor").output.contains("ok locks "))
  }

  @Test("How long is long is configured")
  func waitingHours() throws {
    var stage = try Self.stage()
    stage.done(Damage.start)
    stage.done("gate start --gate G1")
    stage.clock = { _ in Instant("2026-01-20T15:30:00.000Z") ?? .epoch }
    #expect(
      stage.done("doctor").output.contains(
        "G1 attempt 1 of \(stage.run) has been open for 25 hours"))
    try stage.scratch.write(".orchestrate.json", #"{"waiting_hours": 26}"#)
    #expect(stage.done("doctor").output.contains("ok waiting "))
  }

  @Test("Without git, or without anything, it says how to begin")
  func bare() throws {
    var stage = Stage(scratch: try Scratch())
    stage.clock = { _ in Self.moment }
    try stage.refuses("doctor", saying: ["is in no repository", "orchestrate init"])
    stage.done("init")
    #expect(stage.done("doctor").output.contains("warning: git "))
    let empty = Stage(scratch: try Scratch())
    try empty.scratch.git("init", "-q")
    let answer = empty.run("doctor")
    #expect(answer.status == .negative)
    #expect(
      answer.output.contains(
        "failure: folders        orchestration/ is missing\n  mend: orchestrate init"))
  }

  @Test("A history that was cut is told with the command that brings it")
  func shallow() throws {
    let stage = try Self.stage()
    try stage.scratch.write("a", "a")
    try stage.scratch.git(
      "-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "a", "--allow-empty")
    let clone = Stage(scratch: try Scratch())
    try stage.scratch.git(
      "-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "b", "--allow-empty")
    try clone.scratch.git("clone", "-q", "--depth", "1", "file://\(stage.scratch.path)", "c")
    let answer = clone.run("doctor -C c")
    #expect(answer.output.contains("warning: history "), "\(answer.output)")
    #expect(answer.output.contains("mend: git fetch --unshallow"))
  }

  @Test("What could not be looked at is no failure: 20")
  func unknown() throws {
    var stage = try Self.stage()
    try stage.scratch.write(".git/bin/git", "#!/bin/false\n")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: stage.scratch.absolute(".git/bin/git"))
    stage.environment["PATH"] = stage.scratch.absolute(".git/bin")
    let answer = stage.run("doctor")
    #expect(answer.status == .unavailable)
    #expect(answer.output.contains("cannot check: git            git failed with status 1"))
    #expect(answer.output.hasSuffix("\n2 could not be looked at\n"), "\(answer.output)")
  }

  @Test("In JSON each check has its level, how to mend it, and whether --fix can")
  func json() throws {
    let stage = try Self.stage()
    try stage.scratch.remove(".gitattributes")
    let object = try stage.run("doctor --json").object()
    let checks = Array(try object.required("checks").array())
    let warned = try checks.map { try $0.object() }.filter {
      try $0.required("level").string() == "warning"
    }
    #expect(warned.count == 1)
    #expect(try warned.first?.required("check").string() == "attributes")
    #expect(try warned.first?.required("fixable").bool() == true)
  }
}
