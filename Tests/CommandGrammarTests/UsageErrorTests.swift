import CommandGrammar
import Testing

@Suite("Errors of usage")
struct UsageErrorTests {
  /// A command line, what is wrong with it, and what to type instead.
  struct Case: Sendable, CustomTestStringConvertible {
    let typed: [String]
    let message: String
    let hint: String
    var testDescription: String { "'\(typed.joined(separator: " "))': \(message)" }

    init(_ typed: String..., says message: String, hint: String) {
      self.typed = typed
      self.message = message
      self.hint = hint
    }
  }

  static func error(_ typed: [String], environment: [String: String] = [:]) -> UsageError? {
    do throws(UsageError) {
      _ = try Sample.grammar.parse(typed, environment: environment)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "What was meant is offered, never run",
    arguments: [
      Case(
        "gat", says: "unknown command 'gat'", hint: "did you mean 'gate'? see: orchestrate --help"),
      Case(
        "gat", "--help", says: "unknown command 'gat'",
        hint: "did you mean 'gate'? see: orchestrate --help"),
      Case("zebra", says: "unknown command 'zebra'", hint: "see: orchestrate --help"),
      Case(
        "list", says: "unknown command 'list'",
        hint: "did you mean 'run list'? see: orchestrate --help"),
      Case(
        "gate", "finsh", says: "unknown command 'gate finsh'",
        hint: "did you mean 'gate finish'? see: orchestrate gate --help"),
      Case("gate", "G1", says: "unknown command 'gate G1'", hint: "see: orchestrate gate --help"),
      Case(
        "gate", "--", "finish", says: "'gate' needs a verb: finish or fail",
        hint: "see: orchestrate gate --help"),
      Case(
        "gate", says: "'gate' needs a verb: finish or fail", hint: "see: orchestrate gate --help"),
      Case(
        "gate", "--gate", "G1", says: "'gate' needs a verb: finish or fail",
        hint: "see: orchestrate gate --help"),
      Case(says: "no command was given", hint: "see: orchestrate --help"),
      Case("-C", "sub", says: "no command was given", hint: "see: orchestrate --help"),
      Case("--", "run", "list", says: "no command was given", hint: "see: orchestrate --help"),
      Case(
        "run", "start", "--slugg", "x", says: "unknown option '--slugg'",
        hint: "did you mean '--slug'? see: orchestrate run start --help"),
      Case(
        "run", "start", "--slugg=x", says: "unknown option '--slugg'",
        hint: "did you mean '--slug'? see: orchestrate run start --help"),
      Case(
        "run", "start", "--path=x", says: "unknown option '--path'",
        hint: "did you mean '--artifact-path'? see: orchestrate run start --help"),
      Case(
        "run", "list", "-json", says: "unknown option '-j' in '-json'",
        hint: "did you mean '--json'? see: orchestrate run list --help"),
      Case(
        "run", "list", "--JSON", says: "unknown option '--JSON'",
        hint: "did you mean '--json'? see: orchestrate run list --help"),
      Case(
        "run", "list", "-x", says: "unknown option '-x'", hint: "see: orchestrate run list --help"),
      Case(
        "run", "list", "-qx", says: "unknown option '-x' in '-qx'",
        hint: "see: orchestrate run list --help"),
      Case(
        "run", "list", "\u{2014}json", says: "unexpected argument '\u{2014}json'",
        hint: "options begin with '--': write --json; see: orchestrate run list --help"),
      Case(
        "run", "list", "--depth", "quick", says: "unknown option '--depth'",
        hint: "see: orchestrate run list --help"),
      Case(
        "run", "diff", "a", "-rf", says: "unknown option '-r' in '-rf'",
        hint: "put -- before a value of A that begins with '-'; see: orchestrate run diff --help"),
      Case(
        "run", "list", "--jso", says: "unknown option '--jso'",
        hint: "did you mean '--json'? see: orchestrate run list --help"),
      Case(
        "run", "list", "--version", says: "option '--version' stands without a command",
        hint: "write: orchestrate --version"),
      Case("--bogus", "gat", says: "unknown option '--bogus'", hint: "see: orchestrate --help"),
      Case(
        "gat", "--bogus", says: "unknown command 'gat'",
        hint: "did you mean 'gate'? see: orchestrate --help"),
      Case(
        "run", "dif", "a", "b", says: "unexpected argument 'a'",
        hint: "did you mean 'orchestrate run diff'? see: orchestrate run --help"),
      Case(
        "run", "list", "all", says: "unexpected argument 'all'",
        hint: "see: orchestrate run list --help"),
      Case(
        "help", "run", "lsit", says: "no help for 'run lsit'",
        hint: "did you mean 'run list'? see: orchestrate help"),
      Case("help", "zebra", says: "no help for 'zebra'", hint: "see: orchestrate help"),
    ])
  func typos(_ example: Case) throws {
    let error = try #require(Self.error(example.typed))
    #expect(error.message == example.message)
    #expect(error.hint == example.hint)
  }

  @Test(
    "A value that is missing, doubled, empty or no value is refused",
    arguments: [
      Case(
        "run", "start", "--slug", says: "option '--slug' needs a value", hint: "write: --slug S"),
      Case("run", "list", "-C", says: "option '-C' needs a value", hint: "write: -C DIR"),
      Case(
        "run", "start", "--slug", "--json",
        says: "option '--slug' needs a value, but '--json' follows",
        hint: "write: --slug S; or --slug=--json if that is the value"),
      Case(
        "run", "start", "--slug", "-q", says: "option '--slug' needs a value, but '-q' follows",
        hint: "write: --slug S; or --slug=-q if that is the value"),
      Case(
        "run", "list", "-C", "--json", says: "option '-C' needs a value, but '--json' follows",
        hint: "write: -C DIR; or -C--json if that is the value"),
      Case(
        "run", "start", "--slug", "--", "x",
        says: "option '--slug' needs a value, but '--' follows",
        hint: "write: --slug S; or --slug=-- if that is the value"),
      Case(
        "run", "list", "--json=yes", says: "option '--json' takes no value", hint: "write: --json"),
      Case(
        "run", "list", "--help=run", says: "option '--help' takes no value", hint: "write: --help"),
      Case(
        "run", "start", "--slug", "a", "--slug=b", says: "option '--slug' is given more than once",
        hint: "keep one: --slug S"),
      Case(
        "run", "list", "-Ca", "-C", "b", says: "option '-C' is given more than once",
        hint: "keep one: -C DIR"),
      Case(
        "run", "start", "--slug=", says: "option '--slug' has an empty value",
        hint: "write: --slug S"),
      Case("run", "diff", "a", "", says: "B has an empty value", hint: "write: B"),
      Case(
        "run", "start", "--depth", "quik",
        says: "option '--depth' needs quick, standard or deep, not 'quik'",
        hint: "did you mean 'quick'? see: orchestrate run start --help"),
      Case(
        "run", "start", "--slug", "Robot",
        says: "option '--slug' needs lower-case letters, digits and '-', at most 64, not 'Robot'",
        hint: "did you mean 'robot'? see: orchestrate run start --help"),
      Case(
        "completion", "tcsh", says: "<shell> needs bash, zsh or fish, not 'tcsh'",
        hint: "see: orchestrate completion --help"),
      Case(
        "run", "start", "--slug", "s", says: "'run start' needs --workflow and --artifact-path",
        hint: "add: --workflow NAME --artifact-path PATH"),
      Case(
        "run",
        says: "'run' needs <workflow>, --slug and --artifact-path, or a verb: start, list or diff",
        hint: "add: <workflow> --slug S --artifact-path PATH"),
      Case(
        "run", "essay", says: "'run' needs --slug and --artifact-path",
        hint: "add: --slug S --artifact-path PATH"),
      Case(
        "run", "lsit", says: "'run' needs --slug and --artifact-path",
        hint: "did you mean 'orchestrate run list'? else add: --slug S --artifact-path PATH"),
      Case("completion", says: "'completion' needs <shell>", hint: "add: <shell>"),
      Case(
        "run", "list", "--zebra", "--json=1", "-x", says: "unknown option '--zebra'",
        hint: "see: orchestrate run list --help"),
    ])
  func values(_ example: Case) throws {
    let error = try #require(Self.error(example.typed))
    #expect(error.message == example.message)
    #expect(error.hint == example.hint)
  }

  @Test("A bad value from the environment is blamed on the environment")
  func environment() throws {
    let grammar = Grammar(
      program: "tool", abstract: "do",
      commands: [
        CommandDeclaration(
          ["go"], group: "All", abstract: "go",
          arguments: [
            Option<Sample.Depth>(
              "--depth", "DEPTH", default: .quick, environment: "TOOL_DEPTH", help: "how deep")
          ], examples: [])
      ], groups: ["All"])
    let error = try #require(throws: UsageError.self) {
      try grammar.parse(["go"], environment: ["TOOL_DEPTH": "abyss"])
    }
    #expect(
      error.message == "the environment's TOOL_DEPTH needs quick, standard or deep, not 'abyss'")
    #expect(error.hint == "write --depth DEPTH, or unset TOOL_DEPTH")
  }

  @Test("Missing arguments come with the whole usage line, a missing verb with the verbs")
  func usage() throws {
    let missing = try #require(Self.error(["run", "start"]))
    #expect(
      missing.usage == """
        usage: orchestrate run start --workflow NAME --slug S --artifact-path PATH
                   [--depth DEPTH] [--prompt-file FILE]

        """)
    let verb = try #require(Self.error(["gate"]))
    #expect(
      verb.usage == """
        Verbs:
          gate finish  check the outputs and close the attempt
          gate fail    close the attempt as failed

        """)
  }

  @Test("An error still knows the common options, so that it can be printed as they ask")
  func common() throws {
    let typed = ["-C", "sub", "gate", "--bogus", "--json", "--by="]
    let error = try #require(Self.error(typed, environment: ["ORCHESTRATE_BY": "Ada"]))
    #expect(error.common[Sample.Common.json])
    #expect(error.common[Sample.Common.folder] == "sub")
    #expect(!error.common[Sample.Common.noColor])
    #expect(error.common[Sample.Common.by] == "Ada", "what is wrong counts as left out")
  }

  enum Unit: String, CaseIterable, ArgumentValue { case kelvin = "K" }

  @Test("Names and choices are compared as bytes, so another spelling of a letter is another name")
  func bytes() throws {
    let grammar = Grammar(
      program: "tool", abstract: "do",
      commands: [
        CommandDeclaration(
          ["go"], group: "All", abstract: "go",
          arguments: [
            Flag("-K", help: "keep"), Option<Unit>("--unit", "U", default: .kelvin, help: "unit"),
          ], examples: [])
      ], groups: ["All"])
    // Swift's `==` says that U+212A, the Kelvin sign, is K.
    for line in [["go", "-\u{212A}"], ["go", "--unit=\u{212A}"]] {
      #expect(throws: UsageError.self, "\(line)") { try grammar.parse(line) }
    }
    #expect(throws: Never.self) { try grammar.parse(["go", "-K", "--unit=K"]) }
  }
}
