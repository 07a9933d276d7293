import OrchestrateCLI
import TestSupport
import Testing

@Suite("Colours")
struct ColorTests {
  /// What bears on colours, and whether the streams get them.
  struct Case: Sendable, CustomTestStringConvertible {
    var flag = false
    var noColor: String?
    var force: String?
    var color: String?
    var term: String?
    var terminal = true
    let isColored: Bool

    var testDescription: String {
      "\(flag ? "--no-color " : "")NO_COLOR=\(noColor ?? "-") CLICOLOR_FORCE=\(force ?? "-") "
        + "CLICOLOR=\(color ?? "-") TERM=\(term ?? "-") \(terminal ? "terminal" : "pipe")"
    }

    var environment: [String: String] {
      let all = [
        "NO_COLOR": noColor, "CLICOLOR_FORCE": force, "CLICOLOR": color, "TERM": term,
      ]
      return Scratch.environment.merging(all.compactMapValues(\.self)) { $1 }
    }
  }

  /// Every mix of on and off: the first in the order of precedence that speaks decides.
  private static let matrix: [Case] = (0..<64).map { bits in
    func has(_ bit: Int) -> Bool { bits & (1 << bit) != 0 }
    let (flag, no, force, off, dumb, terminal) = (has(0), has(1), has(2), has(3), has(4), has(5))
    let isColored = flag || no ? false : force ? true : off ? false : terminal && !dumb
    return Case(
      flag: flag, noColor: no ? "1" : nil, force: force ? "1" : nil, color: off ? "0" : nil,
      term: dumb ? "dumb" : "xterm", terminal: terminal, isColored: isColored)
  }

  private static let values = [
    Case(isColored: true), Case(terminal: false, isColored: false),
    Case(noColor: "", isColored: true), Case(noColor: "0", isColored: false),
    Case(force: "0", terminal: false, isColored: false),
    Case(force: "", terminal: false, isColored: false),
    Case(force: "0", isColored: true), Case(force: "yes", terminal: false, isColored: true),
    Case(color: "1", terminal: false, isColored: false), Case(color: "", isColored: true),
    Case(term: "", isColored: true), Case(term: "DUMB", isColored: true),
  ]

  @Test(
    "Each stream gets them by flag, variables and terminal, in this order",
    arguments: matrix + values)
  func precedence(_ row: Case) throws {
    var stage = Stage(scratch: try Scratch())
    stage.environment = row.environment
    let line = "run list\(row.flag ? " --no-color" : "") -C /nonexistent"
    stage.terminals = (output: row.terminal, messages: row.terminal)
    #expect(stage.run(line).messages.contains("\u{1B}") == row.isColored)
    // The other stream's terminal does not count.
    stage.terminals = (output: row.terminal, messages: false)
    let other = row.isColored && row.force != nil && row.force != "0" && row.force != ""
    #expect(stage.run(line).messages.contains("\u{1B}") == other)
  }

  private func stage() throws -> Stage {
    let scratch = try Scratch()
    try scratch.write(
      "workflows/one/workflow.json",
      """
      {
        "name": "one",
        "version": "1",
        "gates": [{ "gate": "G1", "name": "PASS", "prompt": "prompts/G1.md" }]
      }

      """)
    try scratch.write("workflows/one/prompts/G1.md", "PASS this\n: fail[on purpose]\n")
    try scratch.write(
      "orchestration/gates/contracts/G1.contract.json",
      """
      {
        "gate": "G1",
        "name": "N",
        "required_outputs": ["{artifact_path}/A.md"],
        "validations": [
          { "type": "not_contains", "path": "{artifact_path}/A.md", "phrases": ["x"], "severity": "warn" }
        ]
      }

      """)
    return Stage(scratch: scratch)
  }

  private static func plain(_ text: String) -> String {
    ["31", "32", "33", "0"].reduce(text) { $0.replacing("\u{1B}[\($1)m", with: "") }
  }

  @Test("A report has its statuses and levels coloured, and is otherwise the same text")
  func report() throws {
    var stage = try stage()
    stage.environment["TERM"] = "xterm"
    let scratch = stage.scratch
    #expect(
      stage.run("run start --workflow one --slug robot --artifact-path essays/robot").status
        == .done)
    #expect(stage.run("gate start --gate G1").status == .done)
    for text in ["", "x\n"] {
      if !text.isEmpty { try scratch.write("essays/robot/A.md", text) }
      for line in ["gate check", "run list", "run show"] {
        stage.terminals = (false, false)
        let plain = stage.run(line)
        stage.terminals = (true, true)
        let colored = stage.run(line)
        #expect(Self.plain(colored.output) == plain.output)
        #expect(!plain.output.contains("\u{1B}"))
        #expect(stage.run(line + " --no-color").output == plain.output)
        #expect(stage.run(line + " --json").output.contains("\u{1B}") == false)
      }
    }
    let checked = stage.run("gate check").output
    #expect(checked.hasPrefix("\u{1B}[32mPASS\u{1B}[0m G1 PASS, check only"))
    #expect(checked.contains("essays/robot/A.md:1:1: \u{1B}[33mwarn\u{1B}[0m[G1/R2 not_contains]"))
    try scratch.remove("essays/robot/A.md")
    let failed = stage.run("gate finish").output
    #expect(failed.hasPrefix("\u{1B}[31mFAIL\u{1B}[0m G1 PASS, attempt 1"))
    #expect(failed.contains("essays/robot/A.md: \u{1B}[31mfail\u{1B}[0m[G1/R1 file_exists]"))
    #expect(stage.run("run show").output.contains("  \u{1B}[31mFAIL\u{1B}[0m  attempt 1"))
  }

  @Test("Packets, paths, ids, help and scripts are never coloured")
  func verbatim() throws {
    var stage = try stage()
    stage.environment["CLICOLOR_FORCE"] = "1"
    for line in [
      "run start --workflow one --slug robot --artifact-path essays/robot", "gate start --gate G1",
      "gate packet", "next", "help", "help --man", "completion bash", "--version",
    ] {
      let answer = stage.run(line)
      #expect(answer.status == .done && !answer.output.contains("\u{1B}"), "\(line)")
    }
    let prompt = try stage.scratch.text("orchestration/runs/\(stage.run)/logs/gates/G1/prompt.txt")
    #expect(prompt.contains("PASS this") && !prompt.contains("\u{1B}"))
    let pause = stage.run("run resume", typed: [Typed("q")])
    #expect(Self.plain(pause.messages) != "")
    #expect(!pause.messages.split(separator: "Packet:")[1].contains("\u{1B}"))
    let error = stage.run("gate start --gate G7")
    #expect(error.messages.hasPrefix("orchestrate: \u{1B}[31merror:\u{1B}[0m "))
  }

  @Test("--verbose says what happens, on standard error, and --quiet silences it")
  func verbose() throws {
    let stage = try stage()
    let started = stage.run(
      "run start --workflow one --slug robot --artifact-path essays/robot --verbose")
    #expect(started.output == stage.run + "\n")
    #expect(
      started.messages.hasPrefix(
        "repository: \(stage.scratch.path)\nwrote: \(stage.record)/RUN.json\n"))
    #expect(stage.run("gate start --gate G1 -v").messages.contains("run: \(stage.run)\n"))
    #expect(stage.run("gate check -qv").messages == "")
    let closed = stage.run("gate finish -v")
    #expect(
      closed.messages.contains(
        "wrote: \(stage.record)/gates/G1/attempt-1.json\nwrote: \(stage.record)/RUN.json\n"))
  }
}
