import Foundation
import OrchestrateCLI
import TestSupport
import Testing

@Suite("Bad input is refused with 10, says where and how to mend it, and writes nothing")
struct BadInputTests {
  /// A command line with words that its refusal must have.
  struct Case: Sendable, CustomTestStringConvertible {
    let line: String
    let parts: [String]

    init(_ line: String, _ parts: String...) {
      self.line = line
      self.parts = parts
    }

    var testDescription: String { line }
  }

  @Test(
    "In a repository with one open run",
    arguments: [
      Case("rnu", "unknown command 'rnu'", "did you mean 'run'?"),
      Case("gate strat --gate G1", "unknown command 'gate strat'", "did you mean 'gate start'?"),
      Case("", "no command was given", "orchestrate --help"),
      Case("gate", "'gate' needs a verb"),
      Case("help gate finsh", "no help for 'gate finsh'"),
      Case("run list --jsno", "unknown option '--jsno'", "did you mean '--json'?"),
      Case(
        "run start --workflow plain --slugg s", "unknown option '--slugg'", "did you mean '--slug'?"
      ),
      Case("run start --workflow plain --path out", "did you mean '--artifact-path'?"),
      Case("run show --run nothing", "unknown run 'nothing'", "orchestrate run list"),
      Case("run show --run ss", "unknown run 'ss'", "did you mean 's'?"),
      Case("run show --run ../../etc", "unknown run '../../etc'"),
      Case("gate start --gate G3", "unknown gate 'G3'", "its gates are G1, G2"),
      Case("gate start --gate g1", "unknown gate 'g1'", "its gates are G1, G2"),
      Case("gate check --gate G9", "unknown gate 'G9'"),
      Case("gate finish --gate ../G1", "unknown gate '../G1'"),
      Case("gate fail --gate G9 --reason no", "unknown gate 'G9'"),
      Case("gate packet --gate G9", "unknown gate 'G9'"),
      Case("invocation record --gate G9 --agent a", "unknown gate 'G9'", "its gates are G1, G2"),
      Case("gate finish", "no attempt is open, so the gate must be named", "--gate: G1, G2"),
      Case("run plian --slug s --artifact-path o", "unknown workflow 'plian'", "'plain'"),
      Case(
        "run lsit", "unknown workflow 'lsit'", "did you mean the command 'orchestrate run list'?"),
      Case("run ../plain --slug s --artifact-path o", "unknown workflow '../plain'"),
      Case("run start --workflow nothing --slug s --artifact-path o", "unknown workflow 'nothing'"),
      Case("run start", "--workflow", "add: "),
      Case("run start --workflow plain --artifact-path o", "--slug: it is missing", "add --slug S"),
      Case("run start --workflow plain --slug s", "--artifact-path: it is missing"),
      Case("gate start", "needs --gate", "add: --gate Gx"),
      Case("gate fail --gate G1", "needs --reason", "add: --reason T"),
      Case("invocation record --gate G1", "needs --agent"),
      Case("gate start --gate", "option '--gate' needs a value"),
      Case("gate start --gate G1 --gate G2", "given more than once"),
      Case("run list --json=yes", "option '--json' takes no value"),
      Case("run list more", "unexpected argument 'more'"),
      Case("run complete --status DONE", "--status", "PASSED"),
      Case("run complete --status passed", "--status"),
      Case("invocation record --gate G1 --agent a --status OK", "--status"),
      Case("run start --workflow plain --slug S --artifact-path o", "'--slug' needs lower-case"),
      Case("run start --workflow plain --slug -s --artifact-path o", "--slug"),
      Case("run start --workflow plain --slug a/b --artifact-path o", "'--slug' needs", "'a/b'"),
      Case("run start --workflow plain --slug s --artifact-path o --depth high", "--depth"),
      Case("run start --workflow plain --slug s --artifact-path /etc", "'/etc' is absolute"),
      Case("run start --workflow plain --slug s --artifact-path ../o", "has a '..' segment"),
      Case("run start --workflow plain --slug s --artifact-path o/../../p", "has a '..' segment"),
      Case("run start --workflow plain --slug s --artifact-path ./o", "has a '.' segment"),
      Case("run start --workflow plain --slug s --artifact-path o//p", "has an empty segment"),
      Case("run start --workflow plain --slug s --artifact-path o\u{7}p", "control character"),
      Case("run start --workflow plain --slug s --artifact-path o\u{1B}[2J", "o\\u{1b}[2J"),
      Case("run start --workflow plain --slug s --artifact-path .git/hooks", "git's own folder"),
      Case("run start --workflow plain --slug s --artifact-path .GIT/hooks", "git's own folder"),
      Case("run start --workflow plain --slug s --artifact-path o\\p", "has a backslash"),
      Case("run start --workflow plain --slug s --artifact-path c:o", "has a colon"),
      Case("run start --workflow plain --slug s --artifact-path con", "Windows"),
      Case("run start --workflow plain --slug s --artifact-path e\u{301}", "composed form"),
      Case("run start --workflow plain --slug s --artifact-path {slug}", "'{'"),
      Case("run start --workflow plain --slug s --artifact-path o*", "'*'"),
      Case("run start --workflow plain --slug s --artifact-path orchestration/runs", "records"),
      Case("run start --workflow plain --slug s --artifact-path ORCHESTRATION/x", "records"),
      Case("run start --workflow plain --slug s --artifact-path a-file", "'a-file' is a file"),
      Case("run start --workflow plain --slug s --artifact-path a-file/sub", "not a folder"),
      Case("run start --workflow plain --slug s --artifact-path a-file/sub/more", "not a folder"),
      Case("run start --workflow plain --slug s --artifact-path link", "link"),
      Case("run start --workflow plain --slug s --artifact-path link/sub", "link"),
      Case("run start --workflow plain --slug s --artifact-path link/no/sub", "link"),
      Case("run start --workflow plain --slug s --artifact-path dangling", "link"),
      Case("run start --workflow plain --slug s --artifact-path dangling/sub", "link"),
      Case("run start --workflow plain --slug s --artifact-path file-link", "link"),
      Case("run start --workflow plain --slug s --artifact-path o --prompt-file no.md", "'no.md'"),
      Case("run start --workflow plain --slug s --artifact-path o --prompt-file folder", "folder"),
      Case("run start --workflow plain --slug s --artifact-path o --prompt-file file-link", "link"),
      Case("run start --workflow plain --slug s --artifact-path o --prompt-file link/x", "link"),
      Case(
        "run start --workflow plain --slug s --artifact-path o --prompt-file /etc/passwd",
        "absolute"),
      Case(
        "run start --workflow plain --slug s --artifact-path o --prompt-file latin1.md",
        "latin1.md:2:3: the text is not UTF-8"),
      Case("run list -C no/such/folder", "no/such/folder"),
      Case("run list -C a-file", "a-file"),
      Case("run list --by", "--by"),
      Case("--version run list", "--version"),
      Case(Plain.pipeline, "is not finished", "orchestrate run resume --run run_", "--new"),
      Case("run complete", "G1, G2 have not passed", "orchestrate run resume --run run_"),
      Case("gate finish --gate G1", "no attempt of G1 is open", "orchestrate gate start"),
    ])
  func oneLine(_ row: Case) throws {
    let stage = try Self.withRun()
    try stage.refuses(row.line, saying: row.parts)
  }

  private static func withRun() throws -> Stage {
    let stage = try Plain.stage()
    stage.done(Plain.start)
    let scratch = stage.scratch
    try scratch.write("a-file", "text\n")
    try scratch.write("folder/file.md", "text\n")
    try scratch.write("latin1.md", Data("one\nan".utf8 + [0xE9, 0x0A]))
    try scratch.link("link", to: "folder")
    try scratch.link("dangling", to: "nowhere")
    try scratch.link("file-link", to: "a-file")
    return stage
  }

  @Test(
    "A person's words have bounds",
    arguments: [
      ["gate", "fail", "--gate", "G1", "--reason", ""],
      ["gate", "fail", "--gate", "G1", "--reason", " \n "],
      ["gate", "fail", "--gate", "G1", "--reason", "a\u{1B}b"],
      ["gate", "fail", "--gate", "G1", "--reason", "a\u{2028}b"],
      ["gate", "fail", "--gate", "G1", "--reason", String(repeating: "a", count: 4097)],
      ["run", "complete", "--status", "CANCELED", "--reason", "a\tb"],
      ["gate", "finish", "--gate", "G1", "--by", "two\nlines"],
      ["gate", "finish", "--gate", "G1", "--by", String(repeating: "ä", count: 129)],
      ["gate", "finish", "--gate", "G1", "--by", ""],
      ["gate", "finish", "--gate", "G1", "--key", "two\nlines"],
      ["gate", "finish", "--gate", "G1", "--key", String(repeating: "k", count: 129)],
      ["gate", "start", "--gate", "G2", "--agent", "a\rb"],
      ["invocation", "record", "--gate", "G1", "--agent", String(repeating: "a", count: 129)],
      ["invocation", "record", "--gate", "G1", "--agent", ""],
    ])
  func bounds(_ words: [String]) throws {
    let stage = try Self.withAttempt()
    try stage.refuses(words)
  }

  private static func withAttempt() throws -> Stage {
    let stage = try Plain.stage()
    stage.done(Plain.start)
    stage.done("gate start --gate G1")
    return stage
  }

  @Test("The longest words that are allowed are recorded as they are")
  func longestWords() throws {
    let stage = try Plain.stage()
    stage.done(Plain.start)
    stage.done("gate start --gate G1")
    let reason = String(repeating: "é", count: 2000) + "\nand more"
    let by = String(repeating: "ä", count: 128)
    let answer = stage.run(["gate", "fail", "--gate", "G1", "--reason", reason, "--by", by])
    #expect(answer.status == .done, "\(answer.messages)")
    let attempt = try stage.scratch.text("\(stage.record)/gates/G1/attempt-1.json")
    #expect(attempt.contains(reason.replacing("\n", with: "\\n")))
    #expect(attempt.contains("\"\(by)\""))
  }

  @Test("A path typed from the working directory gets the right spelling in the hint")
  func spelling() throws {
    let stage = try Plain.stage()
    try stage.scratch.write("essays/robot/a.md", "text\n")
    let start = "run start --workflow plain --slug s --artifact-path"
    try stage.refuses("\(start) robot", saying: ["write essays/robot"], in: "essays")
    try stage.refuses("\(start) ../essays/robot", saying: ["write essays/robot"], in: "essays")
    try stage.refuses(
      "\(start) \(stage.scratch.path)/essays/robot", saying: ["write essays/robot"])
    #expect(stage.run("\(start) essays/robot/", in: "essays").status == .done)
  }

  @Test("Outside of any repository, and in one that is not set up")
  func places() throws {
    let bare = Stage(scratch: try Scratch())
    try bare.refuses("run list", saying: ["is in no repository", "-C DIR"])
    try bare.scratch.write("a.md", "text\n")
    try bare.scratch.makeRepository(message: "Begin")
    try bare.refuses(
      "run list", saying: ["has no orchestration/ folder", "orchestrate init"])
    try bare.scratch.write("orchestration", "a file\n")
    try bare.refuses("run list", saying: ["has no orchestration/ folder"])
    try bare.scratch.remove("orchestration")
    try bare.scratch.write("real/x", "")
    try bare.scratch.link("orchestration", to: "real")
    try bare.refuses("run list", saying: ["has no orchestration/ folder"])
  }

  @Test(
    "Without a run there is nothing to go on with",
    arguments: [
      "run show", "run resume", "run complete", "next", "gate start --gate G1", "gate check",
      "gate packet", "gate finish", "invocation record --gate G1 --agent a",
      "run show --run latest", "run show --run s",
    ])
  func noRun(_ line: String) throws {
    try Plain.stage().refuses(line, saying: ["there is no run yet", "hint: orchestrate run "])
  }
}

@Suite("Bad contracts and workflows are refused with their place, and no run is opened")
struct BadFileTests {
  /// A file with its bad content and the words of the refusal.
  struct Case: Sendable, CustomTestStringConvertible {
    let path: String
    let text: String?
    let parts: [String]

    var testDescription: String { parts.first ?? path }

    static func workflow(_ old: String, _ new: String, _ parts: String...) -> Case {
      Case(
        path: "workflows/plain/workflow.json", text: Plain.workflow.replacing(old, with: new),
        parts: parts)
    }

    static func contract(_ old: String, _ new: String, _ parts: String...) -> Case {
      Case(
        path: Plain.contractPath,
        text: Plain.contract("G2", "two.md").replacing(old, with: new), parts: parts)
    }
  }

  static let cases: [Case] = [
    .workflow("\"version\"", "\"versoin\"", "workflows/plain/workflow.json:3:3", "'version'"),
    .workflow("\"agent\"", "\"agnet\"", "workflow.json:5:", "did you mean 'agent'?"),
    .workflow("}\n  ]", "},\n  ]", "workflow.json:6:", "remove the comma"),
    .workflow("\"plain\"", "\"other\"", "workflow.json:2:11", "write \"name\": \"plain\""),
    .workflow("\"gate\": \"G2\"", "\"gate\": \"g2\"", "workflow.json:6:", "a capital letter"),
    .workflow("\"gate\": \"G2\"", "\"gate\": \"G1\"", "gate G1 is listed twice"),
    .workflow("prompts/G2.md", "../G2.md", "workflow.json:6:", "'..'"),
    .workflow("prompts/G2.md", "/etc/passwd", "workflow.json:6:", "absolute"),
    .workflow("prompts/G2.md", "prompts/G7.md", "workflows/plain/prompts/G7.md' is missing"),
    .workflow(
      "\"prompt\": \"prompts/G2.md\"",
      "\"prompt\": \"prompts/G2.md\", \"contract\": \"orchestration/gates/contracts/G7.json\"",
      "the contract of G2 'orchestration/gates/contracts/G7.json' is missing"),
    .workflow(
      "\"prompt\": \"prompts/G2.md\"",
      "\"prompt\": \"prompts/G2.md\", "
        + "\"contract\": \"orchestration/gates/contracts/G1.contract.json\"",
      "orchestration/gates/contracts/G1.contract.json:2", "is for gate 'G1'"),
    .workflow(
      "\"prompt\": \"prompts/G2.md\"", "\"prompt\": \"prompts/G2.md\", \"max_attempts\": 0",
      "workflow.json:6:"),
    Case(path: "workflows/plain/workflow.json", text: "", parts: ["workflow.json:1:1"]),
    Case(path: "workflows/plain/workflow.json", text: "[]\n", parts: ["workflow.json:1:1"]),
    Case(
      path: "workflows/plain/workflow.json", text: "\u{FEFF}" + Plain.workflow,
      parts: ["workflow.json:1:1"]),
    Case(
      path: "workflows/plain/workflow.json", text: String(repeating: "[", count: 100_000),
      parts: ["workflow.json:1:"]),
    .contract("\"validations\"", "\"validation\"", "G2.contract.json:5:3", "'validations'"),
    .contract("\"pattern\"", "\"pattren\"", "G2.contract.json:6:", "did you mean 'pattern'?"),
    .contract("not_contains", "not_contain", "G2.contract.json:6:", "'not_contains'"),
    .contract("\"TODO\"", "\"TODO(\"", "G2.contract.json:6:"),
    .contract("\"TODO\"", "\"(?=a)\"", "G2.contract.json:6:"),
    .contract("\"TODO\"", "\"TODO\", \"pattern\": \"x\"", "G2.contract.json:6:"),
    .contract("\"TODO\"", "7", "G2.contract.json:6:"),
    .contract("{artifact_path}/two.md\"]", "{artefact_path}/two.md\"]", "'artifact_path'"),
    .contract("{artifact_path}/two.md\"]", "../two.md\"]", "G2.contract.json:4:", "'..'"),
    .contract("{artifact_path}/two.md\"]", "/etc/passwd\"]", "G2.contract.json:4:", "absolute"),
    .contract("{artifact_path}/two.md\"]", "a/*.md\"]", "G2.contract.json:4:"),
    .contract("{artifact_path}/two.md\"]", "orchestration/runs/x\"]", "records"),
    .contract("\"gate\": \"G2\"", "\"gate\": \"G1\"", "G2.contract.json:2", "is for gate 'G1'"),
    .contract("\"TODO\" }", "\"TODO\", \"severity\": \"wran\" }", "did you mean 'warn'?"),
    Case(path: Plain.contractPath, text: "{\n", parts: ["G2.contract.json:2:1"]),
    Case(path: Plain.contractPath, text: nil, parts: ["the contract of G2", "is missing"]),
    Case(
      path: "workflows/plain/prompts/G2.md", text: nil, parts: ["the prompt of G2", "is missing"]),
  ]

  private func breakFile(_ row: Case, in stage: Stage) throws {
    if let text = row.text {
      try stage.scratch.write(row.path, text)
    } else {
      try stage.scratch.remove(row.path)
    }
  }

  @Test("Before a run is opened", arguments: cases)
  func opening(_ row: Case) throws {
    let stage = try Plain.stage()
    try breakFile(row, in: stage)
    try stage.refuses(Plain.start, saying: row.parts)
    try stage.refuses(Plain.pipeline, saying: row.parts)
    #expect(!stage.scratch.exists("orchestration/runs"))
  }

  @Test("While an attempt of that gate is open", arguments: cases)
  func finishing(_ row: Case) throws {
    let stage = try Plain.stage()
    stage.done(Plain.start)
    stage.done("gate start --gate G2")
    try stage.scratch.write("out/two.md", "two\n")
    try breakFile(row, in: stage)
    if !row.path.hasSuffix("G2.md"), !row.parts.contains(where: { $0.contains("G7.md") }) {
      try stage.refuses("gate finish --gate G2", saying: row.parts)
      try stage.refuses("gate check --gate G2", saying: row.parts)
    }
    try stage.refuses("gate packet --gate G2", saying: row.parts)
    try stage.refuses("run resume", saying: row.parts)
  }

  @Test("A file that is not UTF-8 is refused with its place")
  func encoding() throws {
    let stage = try Plain.stage()
    try stage.scratch.write(
      Plain.contractPath, Data("{\n  \"gate\": \"".utf8 + [0xFF] + "\"\n}\n".utf8))
    try stage.refuses(Plain.start, saying: ["G2.contract.json:2:12"])
    try stage.scratch.write(Plain.contractPath, Plain.contract("G2", "two.md"))
    try stage.scratch.write("workflows/plain/prompts/G2.md", Data("ok\n".utf8 + [0xFF]))
    try stage.refuses(Plain.start, saying: ["prompts/G2.md:2:1: the text is not UTF-8"])
  }

  @Test("A workflow, contract or prompt behind a link is refused")
  func links() throws {
    for path in [
      "workflows/plain/workflow.json", "workflows/plain/prompts", Plain.contractPath,
      "workflows/plain", "orchestration/gates",
    ] {
      let stage = try Plain.stage()
      let real = stage.scratch.absolute("real")
      try FileManager.default.moveItem(atPath: stage.scratch.absolute(path), toPath: real)
      try stage.scratch.link(path, to: real)
      try stage.refuses(Plain.start, saying: ["link"])
    }
  }
}
