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

  private static let start = "run start --workflow blank --slug s --artifact-path out"

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

  /// Something that is wrong, and what is said of it.
  struct Damage: Sendable, CustomTestStringConvertible {
    let name: String
    /// What does it, in a repository that is well.
    let cause: @Sendable (inout Stage) throws -> Void
    let level: String
    let check: String
    let words: String
    let mend: String
    let isFixable: Bool

    init(
      _ name: String, _ level: String, _ check: String, _ words: String, mend: String,
      isFixable: Bool = false, cause: @escaping @Sendable (inout Stage) throws -> Void
    ) {
      self.name = name
      self.cause = cause
      self.level = level
      self.check = check
      self.words = words
      self.mend = mend
      self.isFixable = isFixable
    }

    var testDescription: String { name }
  }

  private static func write(
    _ path: String, _ text: String
  ) -> @Sendable (inout Stage) throws -> Void {
    { try $0.scratch.write(path, text) }
  }

  private static func mode(_ stage: Stage, _ path: String, _ mode: Int) throws {
    try FileManager.default.setAttributes(
      [.posixPermissions: mode], ofItemAtPath: stage.scratch.absolute(path))
  }

  private static let contract = "orchestration/gates/contracts/blank/G1.contract.json"

  static let damages = [
    Damage("no git program", "failure", "git", "git is not installed", mend: "install git") {
      $0.environment["PATH"] = "/nonexistent"
    },
    Damage(
      "an index that is locked", "warning", "index", "index.lock", mend: "rm .git/index.lock",
      cause: write(".git/index.lock", "")),
    Damage(
      "a folder that is missing", "failure", "folders", "workflows/ is missing",
      mend: "orchestrate init"
    ) {
      try $0.scratch.remove("workflows")
    },
    Damage(
      "a folder that is a file", "failure", "folders", "orchestration/runs is a file",
      mend: "make it a folder",
      cause: write("orchestration/runs", "")),
    Damage(
      "a folder that is a link", "failure", "folders", "is a symbolic link, not a folder",
      mend: "make it a folder"
    ) {
      try $0.scratch.link("orchestration/runs", to: "/tmp")
    },
    Damage(
      "a workflow with an unknown key", "failure", "workflows",
      "workflows/blank/workflow.json:1:2: unknown key 'nme'",
      mend: "did you mean 'name'?",
      cause: write("workflows/blank/workflow.json", #"{"nme": "blank"}"#)),
    Damage(
      "a prompt that is missing", "failure", "workflows",
      "the prompt of G1 'workflows/blank/prompts/G1.md' is missing",
      mend: "write it"
    ) { try $0.scratch.remove("workflows/blank/prompts/G1.md") },
    Damage(
      "a contract that is missing", "failure", "contracts", "the contract of G1", mend: "write it"
    ) {
      try $0.scratch.remove(contract)
    },
    Damage(
      "a contract with an unknown rule", "failure", "contracts", "'word_cont'",
      mend: "did you mean 'word_count'?",
      cause: write(
        contract,
        #"{"gate": "G1", "name": "n", "required_outputs": [], "validations": [{"type": "word_cont", "path": "a"}]}"#
      )),
    Damage(
      "a contract that no workflow names", "failure", "contracts",
      "orchestration/gates/contracts/G9.contract.json:1:1",
      mend: "mend", cause: write("orchestration/gates/contracts/G9.contract.json", "no")),
    Damage(
      "a policy with an unknown key", "failure", "policy",
      "orchestration/policy.json:1:2: unknown key 'default'",
      mend: "did you mean 'defaults'?",
      cause: write("orchestration/policy.json", #"{"default": {}}"#)),
    Damage(
      "a worker whose program is missing", "failure", "programs",
      "workflows/blank/workflow.json: gate G1: the program 'no-such-agent' was not found",
      mend: "install it"
    ) { stage in
      let path = "workflows/blank/workflow.json"
      let text = try stage.scratch.text(path)
      try stage.scratch.write(
        path,
        text.replacing(
          #""prompt": "prompts/G1.md""#,
          with: #""prompt": "prompts/G1.md", "worker": {"command": ["no-such-agent"]}"#))
    },
    Damage(
      "a rule whose program is missing", "warning", "programs",
      "\(contract):1: the program 'no-such-linter' was not found",
      mend: "install it to judge the gate",
      cause: write(
        contract,
        #"{"gate": "G1", "name": "n", "required_outputs": [], "validations": [{"type": "command", "path": "a", "command": ["no-such-linter"]}]}"#
      )),
    Damage(
      "a worker whose program the run fills in is let be", "warning", "waiting", "G1 attempt 1",
      mend: "orchestrate run resume"
    ) { stage in
      let path = "workflows/blank/workflow.json"
      let text = try stage.scratch.text(path)
      stage.done(start)
      stage.done("gate start --gate G1")
      stage.clock = { _ in Instant("2026-01-21T14:30:00.000Z") ?? .epoch }
      try stage.scratch.write(
        path,
        text.replacing(
          #""prompt": "prompts/G1.md""#,
          with: #""prompt": "prompts/G1.md", "worker": {"command": ["{artifact_path}/run"]}"#))
    },
    Damage(
      "a configuration with a command of the repository", "failure", "configuration",
      "'notify' cannot stand",
      mend: "the person's configuration only",
      cause: write(".orchestrate.json", #"{"notify": ["x"]}"#)),
    Damage(
      "a configuration that names a missing program", "warning", "configuration",
      "the program 'no-such-tool' was not found",
      mend: "install it",
      cause: write(".git/home/.config/orchestrate/config.json", #"{"notify": ["no-such-tool"]}"#)),
    Damage(
      "a schema that is missing", "warning", "schemas", "policy.schema.json is missing",
      mend: "orchestrate init", isFixable: true
    ) {
      try $0.scratch.remove("orchestration/schemas/policy.schema.json")
    },
    Damage(
      "a schema of another version", "warning", "schemas",
      "policy.schema.json is of another version",
      mend: "rm orchestration/schemas/policy.schema.json && orchestrate init",
      cause: write("orchestration/schemas/policy.schema.json", "{}")),
    Damage(
      "no line that ignores logs", "warning", "ignore", ".gitignore lacks 1 line",
      mend: "orchestrate doctor --fix",
      isFixable: true, cause: write(".gitignore", "*.o")),
    Damage(
      "no .gitattributes", "warning", "attributes", ".gitattributes lacks 3 lines",
      mend: "orchestrate doctor --fix", isFixable: true
    ) {
      try $0.scratch.remove(".gitattributes")
    },
    Damage(
      "logs that are committed", "failure", "logs", "1 file of logs/ in git",
      mend: "git rm -r --cached --quiet -- 'orchestration/runs/*/logs/*'"
    ) { stage in
      stage.done(start)
      let log = "orchestration/runs/\(stage.run)/logs/a.txt"
      try stage.scratch.write(log, "")
      try stage.scratch.git("add", "-f", log)
    },
    Damage(
      "records that git ignores", "failure", "records", "git is told to ignore",
      mend: "git check-ignore -v"
    ) { stage in
      stage.done(start)
      try stage.scratch.write(".git/info/exclude", "orchestration/runs/\n")
    },
    Damage("a record that cannot be read", "failure", "records", "RUN.json", mend: "git restore") {
      stage in
      stage.done(start)
      try stage.scratch.write("\(stage.record)/RUN.json", "{")
    },
    Damage("a record of a newer schema", "failure", "records", "schema", mend: "newer") { stage in
      stage.done(start)
      let path = "\(stage.record)/RUN.json"
      try stage.scratch.write(
        path, stage.scratch.text(path).replacing(#""schema": 1"#, with: #""schema": 2"#))
    },
    Damage(
      "an attempt that waits long", "warning", "waiting", "G1 attempt 1 of run_",
      mend: "orchestrate run resume --run run_"
    ) { stage in
      stage.done(start)
      stage.done("gate start --gate G1")
      stage.clock = { _ in Instant("2026-01-20T15:30:00.000Z") ?? .epoch }
    },
    Damage(
      "a clock that is behind a record", "warning", "clock",
      "the newest event of a run is of 2026-01-19", mend: "set the clock"
    ) { stage in
      stage.done(start)
      stage.clock = { _ in Instant("2026-01-18T14:30:00.000Z") ?? .epoch }
    },
    Damage(
      "a clock that stands at its beginning", "failure", "clock", "long ago", mend: "set the clock"
    ) {
      $0.clock = { _ in .epoch }
    },
    Damage(
      "a secret that others can read", "warning", "secrets", ".env can be read by others",
      mend: "chmod go= .env", isFixable: true
    ) { stage in
      try stage.scratch.write(".env", "A=1")
      try mode(stage, ".env", 0o644)
    },
    Damage(
      "a configuration that anybody may write", "failure", "secrets", "can be written by anybody",
      mend: "chmod go-w", isFixable: true
    ) { stage in
      try stage.scratch.write(".git/home/.config/orchestrate/config.json", "{}")
      try mode(stage, ".git/home/.config/orchestrate/config.json", 0o646)
    },
  ]

  @Test(
    "Each thing that is wrong is told with the way to mend it, and mended where that is safe",
    arguments: damages)
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
    stage.done(Self.start)
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
    stage.done(Self.start)
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
