import CommandGrammar
import Foundation
@testable import OrchestrateCLI
import TestSupport
import Testing

@Suite("Completions")
struct CompletionTests {
  /// A line up to the cursor, in words, and what is offered there.
  struct Line: Sendable, CustomTestStringConvertible {
    let words: [String]
    let offers: [String]
    /// What is left to readline: `default` for files, `dirnames` for folders.
    let leaves: String?

    init(_ line: String, _ offers: String..., leaves: String? = nil) {
      words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      self.offers = offers
      self.leaves = leaves
    }

    var testDescription: String { words.joined(separator: " ") }
  }

  /// Names that the stand-in for the tool prints; only the last two are harmless.
  private static let names = [
    "$(touch pwned)", "`touch pwned`", ";touch pwned", "a b", "-rf", "--run", "*", "~", "'", "\"",
    "é", "..",
    "G1", "the-word.robot_1",
  ]

  private static func stage(_ shell: String) throws -> Scratch {
    let scratch = try Scratch()
    let script = Stage(scratch: scratch).run("completion \(shell)")
    try #require(script.status == .done)
    try scratch.write("orchestrate.\(shell)", script.output)
    try scratch.write("names", names.map { $0 + "\n" }.joined())
    try scratch.write(
      "bin/orchestrate", "#!/bin/sh\nprintf '%s\\n' \"$@\" >>\"$0.log\"\ncat \"${0%/*}/../names\"\n"
    )
    _ = try scratch.run(["chmod", "+x", "bin/orchestrate"])
    try scratch.write("files/a.md", "")
    return scratch
  }

  private static func environment(_ scratch: Scratch) -> [String: String] {
    ["PATH": "\(scratch.path)/bin:\(Scratch.environment["PATH"] ?? "")", "HOME": scratch.path]
  }

  private static let check = ["bash": ["-n"], "zsh": ["-n"], "fish": ["--no-execute"]]

  static func has(_ tool: String) -> Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
    }
  }

  private func expectSound(_ shell: String) throws {
    let scratch = try Self.stage(shell)
    let ran = try scratch.run([shell] + (Self.check[shell] ?? []) + ["orchestrate.\(shell)"])
    #expect(ran.status == 0 && ran.messages == "", "\(ran.messages)")
  }

  @Test("bash reads its script", .enabled(if: has("bash"), "bash is not installed"))
  func bashSyntax() throws { try expectSound("bash") }

  @Test("zsh reads its script", .enabled(if: has("zsh"), "zsh is not installed"))
  func zshSyntax() throws { try expectSound("zsh") }

  @Test("fish reads its script", .enabled(if: has("fish"), "fish is not installed"))
  func fishSyntax() throws { try expectSound("fish") }

  private static let driver = """
    set -euo pipefail
    source ./orchestrate.bash
    compopt() { printf 'leave to %s\\n' "$2"; }
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _orchestrate
    printf '%s\\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"}

    """

  @Test(
    "bash offers what fits", .enabled(if: has("bash"), "bash is not installed"),
    arguments: [
      Line("orchestrate ru", "run"),
      Line("orchestrate gate st", "start"),
      Line("orchestrate gate ", "start", "check", "finish", "fail", "packet"),
      Line("orchestrate nothing ", ""),
      Line("orchestrate run sh", "show"),
      Line("orchestrate run the", "the-word.robot_1"),
      Line("orchestrate run start the", ""),
      Line("orchestrate --js", "--json"),
      Line("orchestrate gate finish --g", "--gate"),
      Line("orchestrate gate finish --gate G1 --g", ""),
      Line("orchestrate gate finish --gate ", "G1", "the-word.robot_1"),
      Line("orchestrate gate finish --gate = G", "G1"),
      Line("orchestrate gate finish --gate=", "--gate=G1", "--gate=the-word.robot_1"),
      Line("orchestrate gate finish --gate =", "G1", "the-word.robot_1"),
      Line("orchestrate run start --depth ", "quick", "standard", "deep"),
      Line("orchestrate run start --depth = st", "standard"),
      Line("orchestrate invocation record --status ", "SUCCESS", "FAIL"),
      Line("orchestrate run complete --status F", "FAILED"),
      Line("orchestrate run start --prompt-file ", leaves: "default"),
      Line("orchestrate run start --artifact-path es", leaves: "dirnames"),
      Line("orchestrate -C ", leaves: "dirnames"),
      Line("orchestrate -C gate run sta", "start"),
      Line("orchestrate -Cgate run sta", "start"),
      Line("orchestrate --by gate run sta", "start"),
      Line("orchestrate run --slug x sta", "start"),
      Line("orchestrate run -- sta", ""),
      Line("orchestrate run -- the", "the-word.robot_1"),
      Line("orchestrate help gat", "gate"),
      Line("orchestrate help gate fi", "finish"),
      Line("orchestrate completion ", "bash", "zsh", "fish"),
      Line("orchestrate completion bash ", ""),
      Line("orchestrate completion-", ""),
      Line("orchestrate run start --slug $(touch pwned)", ""),
      Line("orchestrate -C $(touch pwned) gate finish --gate $(touch", ""),
      Line("orchestrate '$(touch", ""),
    ])
  func bash(_ line: Line) throws {
    let scratch = try Self.stage("bash")
    try scratch.write("driver", Self.driver)
    let ran = try scratch.run(
      ["bash", "driver"] + line.words, environment: Self.environment(scratch))
    #expect(ran.status == 0 && ran.messages == "", "\(ran.messages)")
    let wanted = line.leaves.map { ["leave to \($0)", ""] } ?? line.offers
    #expect(ran.output == wanted.map { $0 + "\n" }.joined())
    #expect(!scratch.exists("pwned"))
  }

  @Test(
    "bash hands on where to look, and nothing else",
    .enabled(if: has("bash"), "bash is not installed"))
  func context() throws {
    let scratch = try Self.stage("bash")
    try scratch.write("driver", Self.driver)
    _ = try scratch.run(
      [
        "bash", "driver", "orchestrate", "-C", "~/a;b", "gate", "finish", "--run", "=",
        "$(touch pwned)", "--by",
        "me", "--gate", "",
      ], environment: Self.environment(scratch))
    #expect(
      try scratch.text("bin/orchestrate.log")
        == "completion-values\ngate\n-C\(scratch.path)/a;b\n--run=$(touch pwned)\n")
    #expect(!scratch.exists("pwned"))
  }

  @Test(
    "fish offers what fits", .enabled(if: has("fish"), "fish is not installed"),
    arguments: [
      Line("orchestrate ru", "run"),
      Line("orchestrate gate st", "start"),
      Line("orchestrate run the", "the-word.robot_1"),
      Line("orchestrate run start the"),
      Line("orchestrate gate finish --ga", "--gate"),
      Line("orchestrate gate finish --gate ", "G1", "the-word.robot_1"),
      Line("orchestrate gate finish --gate=G", "--gate=G1"),
      Line("orchestrate invocation record --status ", "FAIL", "SUCCESS"),
      Line("orchestrate run start --depth ", "deep", "quick", "standard"),
      Line("orchestrate -C gate run sta", "start"),
      Line("orchestrate -Cgate run sta", "start"),
      Line("orchestrate run --slug x sta", "start"),
      Line("orchestrate help gate fi", "finish"),
      Line("orchestrate completion b", "bash"),
      Line("orchestrate run start --prompt-file fi", "files/"),
      Line("orchestrate -C fi", "files/"),
      Line("orchestrate completion-"),
    ])
  func fish(_ line: Line) throws {
    let scratch = try Self.stage("fish")
    let ran = try scratch.run(
      [
        "fish", "--no-config", "-c", "source orchestrate.fish; complete -C $argv[1]",
        line.words.joined(separator: " "),
      ], environment: Self.environment(scratch))
    let offered = ran.output.split(separator: "\n").map { $0.prefix { $0 != "\t" } }
    #expect(offered.map(String.init) == line.offers, "\(ran.messages)")
    #expect(!scratch.exists("pwned"))
  }

  private static let zshDriver = """
    _describe() { local -a all; all=("${(@P)argv[-1]}"); print -rl -- "${(@)all%%:*}" }
    _wanted() { print -rl -- "${(@P)argv[-1]}" }
    # Stands in for zsh's own: checks the shape of each word, then does the action of the last operand.
    _arguments() {
      local word action
      for word in "$@"; do
        case $word in -s|-S|:|'('*')'-*'['*']'*|[0-9*]:*) ;; *) print -r -- "strange: $word" ;; esac
      done
      action=${argv[-1]#*:*:}
      eval "$action"
    }
    source ./orchestrate.zsh
    words=("$@") CURRENT=$#
    _orchestrate

    """

  @Test(
    "zsh finds the command and its words", .enabled(if: has("zsh"), "zsh is not installed"),
    arguments: [
      Line("orchestrate ", "run", "next", "gate"),
      Line("orchestrate -C dir ", "run", "next", "gate"),
      Line("orchestrate gate ", "start", "check", "finish"),
      Line("orchestrate --by=me run ", "resume", "start", "complete", "list", "show", "diff", "G1"),
      Line("orchestrate help gate ", "start", "check", "finish"),
    ])
  func zsh(_ line: Line) throws {
    let scratch = try Self.stage("zsh")
    try scratch.write("driver", Self.zshDriver)
    let ran = try scratch.run(
      ["zsh", "-f", "driver"] + line.words, environment: Self.environment(scratch))
    let offered = ran.output.split(separator: "\n").map(String.init)
    #expect(!offered.contains { $0.hasPrefix("strange") }, "\(offered)")
    #expect(
      Array(offered.prefix(line.offers.count)) == line.offers, "\(ran.output) \(ran.messages)")
    #expect(ran.messages == "")
    #expect(!offered.contains("a b") && !scratch.exists("pwned"))
  }
}

@Suite("Names for completions")
struct CompletionValuesTests {
  private static let workflow = """
    {
      "name": "two-gates",
      "version": "1",
      "gates": [
        { "gate": "G1", "name": "Intake", "prompt": "prompts/G1.md" },
        { "gate": "G7", "name": "Research", "prompt": "prompts/G1.md" }
      ]
    }

    """

  private func stage() throws -> Stage {
    let scratch = try Scratch()
    try scratch.write("workflows/two-gates/workflow.json", Self.workflow)
    try scratch.write("workflows/two-gates/prompts/G1.md", "Write.\n")
    for gate in ["G1", "G7"] {
      try scratch.write(
        "orchestration/gates/contracts/\(gate).contract.json",
        "{ \"gate\": \"\(gate)\", \"name\": \"N\", \"required_outputs\": [\"{artifact_path}/A.md\"] }\n"
      )
    }
    return Stage(scratch: scratch)
  }

  private func names(_ line: String, _ stage: Stage) -> [String] {
    let answer = stage.run("completion-values \(line)")
    #expect(answer.status == .done && answer.messages == "")
    return answer.output.split(separator: "\n").map(String.init)
  }

  @Test("Every kind of name that an argument takes can be listed")
  func kinds() {
    for command in CommandList.grammar.commands {
      for argument in command.arguments {
        guard case .name(let kind) = argument.kind, kind != "topic" else { continue }
        #expect(CompletionValues.Kind(rawValue: kind) != nil, "\(command.name) \(argument.name)")
      }
    }
  }

  @Test("Runs, gates and workflows are listed, a run's own gates first")
  func lists() throws {
    let stage = try stage()
    #expect(names("workflow", stage) == ["two-gates"])
    #expect(names("gate", stage) == ["G1", "G7"])
    #expect(names("run", stage) == [])
    _ = stage.run("run start --workflow two-gates --slug robot --artifact-path essays/robot")
    #expect(names("run", stage) == ["latest", "robot", stage.run])
    #expect(names("gate --run robot", stage) == ["G1", "G7"])
    #expect(names("gate --run nothing", stage) == [])
  }

  @Test("A hostile repository gives no name that a shell could read")
  func hostile() throws {
    let stage = try stage()
    for name in ["$(touch pwned)", "a b", "-rf", "a\nb", "É", "'", "..."] {
      try stage.scratch.write("workflows/\(name)/workflow.json", Self.workflow)
      try stage.scratch.write(
        "orchestration/runs/run_20260101T000000Z_\(name)_abcdef/record/RUN.json", "{}")
    }
    try stage.scratch.write(
      "orchestration/runs/run_20260101T000000Z_cut_abcdef/record/RUN.json", "{")
    #expect(names("workflow", stage) == ["two-gates"])
    #expect(names("run", stage) == ["latest", "cut", "run_20260101T000000Z_cut_abcdef"])
    #expect(names("gate", stage) == ["G1", "G7"])
    #expect(names("gate --run cut", stage) == [])
  }

  @Test(
    "Without a repository there is nothing, and no error", arguments: ["run", "gate", "workflow"])
  func nowhere(_ kind: String) throws {
    #expect(try names(kind, Stage(scratch: Scratch())) == [])
    #expect(try names("\(kind) -C /nonexistent/folder", Stage(scratch: Scratch())) == [])
  }
}
