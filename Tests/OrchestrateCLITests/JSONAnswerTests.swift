import CommandGrammar
import JSONDocument
@testable import OrchestrateCLI
import TestSupport
import Testing

@Suite("--json prints exactly one object on every command, on errors too, and never asks")
struct JSONAnswerTests {
  /// A command line with the name and status that its object must have.
  struct Case: Sendable, CustomTestStringConvertible {
    let line: String
    let command: String
    let status: OrchestrateCLI.ExitStatus
    /// The id of the error, or nil for an answer.
    let error: String?
    let members: [String]

    init(
      _ line: String, _ command: String, _ status: OrchestrateCLI.ExitStatus = .done,
      error: String? = nil, members: [String] = []
    ) {
      self.line = line
      self.command = command
      self.status = status
      self.error = error
      self.members = members
    }

    var testDescription: String { line }
  }

  static let cases = [
    Case("run list", "run list", members: ["runs"]),
    Case("verify", "verify", .done, members: ["outcome", "summary", "runs", "counts", "findings"]),
    Case("verify --since nowhere", "verify", .unavailable, error: "git"),
    Case("verify --format junit", "verify", .refused, error: "usage"),
    Case("run show", "run show", members: ["run_id", "gates", "artifacts", "next"]),
    Case("inspect", "inspect", members: ["run_id", "digest", "insight"]),
    Case("inspect --run nothing", "inspect", .refused, error: "unknown-run"),
    Case("run bottlenecks", "run bottlenecks", members: ["workflows", "unread"]),
    Case(
      "run bottlenecks --workflow plane", "run bottlenecks", .refused, error: "unknown-workflow"),
    Case("init --dry-run", "init", members: ["root", "workflow", "files", "next"]),
    Case("init --workflow visual-essay", "init", .refused, error: "occupied"),
    Case("init --workflow visual", "init", .refused, error: "usage"),
    Case("config get dept", "config get", .refused, error: "usage"),
    Case("doctor -C nowhere", "doctor", .refused, error: "no-folder"),
    Case("doctor", "doctor", members: ["mended", "checks"]),
    Case("doctor --fix --dry-run", "doctor", members: ["mended", "dry_run"]),
    Case("config show", "config show", members: ["settings", "person_file"]),
    Case("config get waiting_hours", "config get", members: ["key", "value"]),
    Case("config get by", "config get", .negative, members: ["key", "value"]),
    Case("config validate", "config validate", members: ["problems"]),
    Case("config init --dry-run", "config init", members: ["path", "action", "dry_run"]),
    Case("run list --status RUNNING", "run list", members: ["runs"]),
    Case("run list --workflow plane", "run list", .refused, error: "unknown-workflow"),
    Case("run diff latest s", "run diff", members: ["a", "b", "differs", "gates", "artifacts"]),
    Case("run diff latest", "run diff", .refused, error: "usage"),
    Case("run diff latest nothing", "run diff", .refused, error: "unknown-run"),
    Case("report", "report", members: ["since", "summary", "look_at", "runs", "unreadable"]),
    Case("report --format json", "report", members: ["since", "summary", "look_at", "runs"]),
    Case("report --format markdown", "report", .refused, error: "usage"),
    Case("report --since main", "report", .unavailable, error: "git"),
    Case("next", "next", members: ["run_id", "next", "reason"]),
    Case("run start --workflow plain --slug t --artifact-path t", "run start", members: ["run_id"]),
    Case("run complete --status CANCELED", "run complete", members: ["run_id", "run_status"]),
    Case("run complete", "run complete", .refused, error: "attempt-open"),
    Case("gate start --gate G2", "gate start", members: ["run_id", "gate", "attempt", "packet"]),
    Case("gate start --gate G1", "gate start", .refused, error: "attempt-open"),
    Case("gate check", "gate check", .negative, members: ["gate", "result", "rules", "findings"]),
    Case(
      "gate finish", "gate finish", .negative, members: ["result", "verdict", "record", "next"]),
    Case("gate fail --reason no", "gate fail", members: ["verdict", "record"]),
    Case("gate packet", "gate packet", members: ["packet"]),
    Case("invocation record --gate G1 --agent a", "invocation record", members: ["run_id", "id"]),
    Case("run resume", "run resume", .waiting, members: ["gate", "attempt", "packet", "next"]),
    Case("run resume --no-pause", "run resume", .negative, members: ["run_id", "report"]),
    Case("run plain --slug t --artifact-path t", "run", .waiting, members: ["run_id", "packet"]),
    Case(
      "run plain --slug t --artifact-path t --no-pause", "run", .negative, members: ["report"]),
    Case(Plain.pipeline, "run", .refused, error: "run-not-final"),
    Case("--version", "version", members: ["version"]),
    Case("show-record workflows/plain/workflow.json", "show-record", members: ["kind", "lines"]),
    Case("show-record nothing.json", "show-record", .refused, error: "missing-file"),
    Case("completion fish", "completion", members: ["shell", "script"]),
    Case("completion-values run", "completion-values", members: ["values"]),
    Case("completion tcsh", "completion", .refused, error: "usage"),
    Case("run show --run nothing", "run show", .refused, error: "unknown-run"),
    Case("gate start --gate G9", "gate start", .refused, error: "unknown-gate"),
    Case("run plane", "run", .refused, error: "unknown-workflow"),
    Case("run lsit", "run", .refused, error: "unknown-workflow"),
    Case("run list --nothing", "run list", .refused, error: "usage"),
    Case("gate start", "gate start", .refused, error: "usage"),
    Case("gate", "gate", .refused, error: "usage"),
    Case("run list -C nowhere", "run list", .refused, error: "no-folder"),
    Case(
      "run start --workflow plain --slug t --artifact-path /t", "run start", .refused,
      error: "bad-value"),
  ]

  private func stage() throws -> Stage {
    let stage = try Plain.stage()
    stage.done(Plain.start)
    stage.done("gate start --gate G1")
    return stage
  }

  @Test("A command answers with its name and its exit status", arguments: cases)
  func answer(_ row: Case) throws {
    let stage = try stage()
    // A person at a terminal must not be asked: their answers would change what happens.
    let answer = stage.run(
      row.line + " --json", typed: [Typed("f"), Typed("never"), Typed("q")], numbers: [9])
    #expect(answer.status == row.status, "\(answer.output)\(answer.messages)")
    #expect(answer.output.hasSuffix("}\n"))
    let object = try answer.object()
    #expect(try object.required("command").string() == row.command)
    #expect(try object.required("status").integer() == Int64(row.status.rawValue))
    #expect(Array(object.members.prefix(2).map { try? $0.key.string() }) == ["command", "status"])
    for member in row.members { _ = try object.required(member) }
    if let id = row.error {
      let error = try object.required("error").object(members: ["id", "message", "path", "hint"])
      #expect(try error.required("id").string() == id)
      #expect(try !error.required("message").string().isEmpty)
      #expect(try !error.required("hint").string().isEmpty)
      _ = try error.required("path")
      #expect(answer.messages == "")
    } else {
      #expect(object.optional("error") == nil)
    }
  }

  @Test("Every command is in the table")
  func complete() {
    let tried = Set(Self.cases.filter { $0.error == nil }.map(\.command))
    for command in CommandList.grammar.commands where command.name != "help" {
      #expect(tried.contains(command.name), "\(command.name)")
    }
  }

  @Test("An unreadable contract names its file")
  func badFile() throws {
    let stage = try stage()
    try stage.scratch.write("orchestration/gates/contracts/G1.contract.json", "{,}\n")
    let error = try stage.run("gate finish --json").object().required("error").object()
    #expect(
      try error.required("path").string() == "orchestration/gates/contracts/G1.contract.json")
    #expect(try error.required("id").string() == "bad-file")
  }

  @Test("A rule that could not run")
  func couldNotCheck() throws {
    let stage = try stage()
    try stage.scratch.write("out/one.md", String(repeating: "a", count: (16 << 20) + 1))
    let check = stage.run("gate check --json")
    #expect(check.status == .unavailable)
    #expect(try check.object().required("result").string() == "ERROR")
    let finish = stage.run("gate finish --json")
    #expect(finish.status == .unavailable)
    let error = try finish.object().required("error").object()
    #expect(try error.required("id").string() == "could-not-check")
  }

  @Test("Control characters in a name are escaped in text and data in JSON")
  func control() throws {
    let stage = try stage()
    let words = ["run", "show", "--run", "a\u{1B}[31m\u{202E}b"]
    let text = stage.run(words).messages
    #expect(text.contains("'a\\u{1b}[31m\\u{202e}b'"))
    let error = try stage.run(words + ["--json"]).object().required("error").object()
    #expect(try error.required("message").string().contains("a\u{1B}[31m"))
  }

  @Test("--quiet leaves out the talk, never the answer or an error")
  func quiet() throws {
    let stage = try stage()
    let answer = stage.run("next --quiet")
    #expect(answer.output.hasPrefix("orchestrate run resume"))
    #expect(answer.messages == "")
    #expect(stage.run("run show --run nothing -q").messages.hasPrefix("orchestrate: error: "))
  }
}
