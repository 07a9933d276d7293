@testable import CommandGrammar
import Testing

@Suite("Parsing a command line")
struct ParsingTests {
  /// A command line, and a line that sums up what was understood or refused.
  struct Case: Sendable, CustomTestStringConvertible {
    let typed: [String]
    let understood: String
    var testDescription: String { "'\(typed.joined(separator: " "))' is \(understood)" }

    init(_ typed: String..., is understood: String) {
      self.typed = typed
      self.understood = understood
    }
  }

  /// Sums up a request: the command, then every argument that was given.
  static func summary(_ typed: [String], environment: [String: String] = [:]) -> String {
    do throws(UsageError) {
      switch try Sample.grammar.parse(typed, environment: environment) {
      case .help(let text): return "help: \(text.prefix { $0 != "\n" })"
      case .version: return "version"
      case .command(let index, let arguments):
        let command = Sample.grammar.commands[index]
        let declared = command.arguments + Sample.grammar.common
        let given = declared.flatMap { argument in
          (arguments.texts[argument.name] ?? []).map { text in
            argument.form == .flag ? argument.name : "\(argument.name)=\(text)"
          }
        }
        return ([command.name + ":"] + given).joined(separator: " ")
      }
    } catch {
      return "error: \(error.message)"
    }
  }

  @Test(
    "GNU syntax is understood, and nothing is guessed",
    arguments: [
      Case("run", "list", is: "run list:"),
      Case("gate", "finish", "--gate", "G1", is: "gate finish: --gate=G1"),
      Case("gate", "finish", "--gate=G1", is: "gate finish: --gate=G1"),
      Case("gate", "finish", "--gate=a=b", is: "gate finish: --gate=a=b"),
      Case("gate", "--gate", "G1", "finish", is: "gate finish: --gate=G1"),
      Case("--gate", "G1", "gate", "finish", is: "gate finish: --gate=G1"),
      Case("-C", "sub", "run", "list", is: "run list: -C=sub"),
      Case("-Csub", "run", "list", is: "run list: -C=sub"),
      Case("run", "-C", "sub", "list", is: "run list: -C=sub"),
      Case("run", "list", "-C", "-", is: "run list: -C=-"),
      Case("run", "list", "-C=sub", is: "run list: -C==sub"),
      Case("run", "list", "-qv", is: "run list: --quiet --verbose"),
      Case("run", "list", "-qCsub", is: "run list: -C=sub --quiet"),
      Case("run", "list", "-qC", "sub", is: "run list: -C=sub --quiet"),
      Case("run", "list", "-q", "--quiet", is: "run list: --quiet"),
      Case("run", "diff", "a", "-", is: "run diff: A=a B=-"),
      Case("run", "diff", "a", "--", "-rf", is: "run diff: A=a B=-rf"),
      Case("run", "diff", "--", "a", "--json", is: "run diff: A=a B=--json"),
      Case("run", "diff", "--", "--", "--", is: "run diff: A=-- B=--"),
      Case("completion", "--", "bash", is: "completion: <shell>=bash"),
      Case(
        "run", "lsit", "--slug=s", "--artifact-path=p",
        is: "run: <workflow>=lsit --slug=s --artifact-path=p"),
      Case(
        "run", "--slug=s", "--artifact-path=p", "--", "list",
        is: "run: <workflow>=list --slug=s --artifact-path=p"),
      Case(
        "gate", "fail", "--gate=G1", "--reason", "-1 of 2",
        is: "gate fail: --gate=G1 --reason=-1 of 2"),
      Case(
        "gate", "fail", "--gate=G1", "--reason=--json", is: "gate fail: --gate=G1 --reason=--json"),
      Case("--version", is: "version"),
      Case("--version", "--json", is: "version"),
      Case("--help", is: "help: orchestrate - record gated workflow runs as plain files in git"),
      Case("-h", is: "help: orchestrate - record gated workflow runs as plain files in git"),
      Case(
        "--version", "-h",
        is: "help: orchestrate - record gated workflow runs as plain files in git"),
      Case("run", "start", "--bogus", "--help", is: "help: orchestrate run start - open a run"),
      Case("run", "start", "--slug", "--help", is: "help: orchestrate run start - open a run"),
      Case("run", "start", "--slug", "-h", is: "help: orchestrate run start - open a run"),
      Case("-qh", "run", "start", is: "help: orchestrate run start - open a run"),
      Case("gate", "--help", is: "help: orchestrate gate - work on one gate"),
      Case("gate", "strat", "--help", is: "help: orchestrate gate - work on one gate"),
      Case("run", "--help", "list", is: "help: orchestrate run list - list all runs"),
      Case("help", is: "help: orchestrate - record gated workflow runs as plain files in git"),
      Case("help", "run", "start", is: "help: orchestrate run start - open a run"),
      Case("help", "gate", is: "help: orchestrate gate - work on one gate"),
      Case("help", "records", is: "help: records - what a run writes down"),
      Case("help", "--help", is: "help: orchestrate help - explain a command or a topic"),
      Case("run", "diff", "--", "a", "--help", is: "run diff: A=a B=--help"),
    ])
  func understood(_ example: Case) {
    #expect(Self.summary(example.typed) == example.understood)
  }

  @Test("A command receives typed values, and nothing optional that must be there")
  func typedValues() throws {
    let line = [
      "run", "start", "--workflow", "visual-essay", "--slug", "robot", "--artifact-path",
      "essays/r",
    ]
    guard case .command(let index, let arguments) = try Sample.grammar.parse(line) else {
      Issue.record("no command")
      return
    }
    #expect(index == 1)
    let command = Sample.RunStart(arguments)
    #expect(command.workflow == "visual-essay")
    #expect(command.slug.argumentText == "robot")
    #expect(command.artifactPath == "essays/r")
    #expect(command.depth == .standard)
    #expect(command.promptFile == nil)
  }

  @Test("A command can refuse arguments that do not fit together")
  func refusedTogether() throws {
    guard case .command(_, let arguments) = try Sample.grammar.parse(["run", "diff", "a", "a"])
    else {
      Issue.record("no command")
      return
    }
    let error = try #require(throws: UsageError.self) { try Sample.RunDiff(arguments) }
    #expect(error.message == "both runs are 'a'")
    #expect(error.hint == "name two different runs")
  }

  @Test("What is typed wins over the environment, which wins over the default")
  func environment() throws {
    let environment = ["ORCHESTRATE_RUN": "latest", "ORCHESTRATE_BY": ""]
    let line = ["gate", "finish", "--gate", "G1"]
    guard
      case .command(_, let left) = try Sample.grammar.parse(line, environment: environment),
      case .command(_, let typed) = try Sample.grammar.parse(
        line + ["--run=robot"], environment: environment)
    else {
      Issue.record("no command")
      return
    }
    #expect(left[Sample.Shared.run] == "latest")
    #expect(left.source(of: Sample.Shared.run) == .environment)
    #expect(left[Sample.Common.by] == nil, "an empty variable counts as unset")
    #expect(left.source(of: Sample.Common.by) == .absent)
    #expect(typed[Sample.Shared.run] == "robot")
    #expect(typed.source(of: Sample.Shared.run) == .commandLine)
  }

  @Test("The verb that was meant by an unknown workflow can be named")
  func meantVerb() throws {
    let line = ["run", "lsit", "--slug=s", "--artifact-path=p"]
    guard case .command(_, let arguments) = try Sample.grammar.parse(line) else {
      Issue.record("no command")
      return
    }
    #expect(arguments.verbs == ["run start", "run list", "run diff"])
    #expect(arguments.command(meantBy: arguments[Sample.Run.workflow]) == "run list")
    #expect(arguments.command(meantBy: "visual-essay") == nil)
  }
}
