import Foundation
import OrchestrateCLI
import Records
import TestSupport
import Testing

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

extension Damage {
  static let start = "run start --workflow blank --slug s --artifact-path out"

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

  static let all = [
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
}
