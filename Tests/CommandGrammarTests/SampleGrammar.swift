import CommandGrammar

/// A command line like the real one, declared as commands are meant to be declared.
enum Sample {
  /// The options that every command takes.
  enum Common {
    static let folder = Option<String>.optional(
      "-C", "DIR", otherwise: "the working directory", kind: .folder,
      help: "look for the project from this folder upwards")
    static let json = Flag("--json", help: "print the answer as one JSON object")
    static let by = Option<String>.optional(
      "--by", "NAME", otherwise: "git's user.name", environment: "ORCHESTRATE_BY",
      help: "who is deciding")
    static let key = Option<String>.optional(
      "--key", "K", help: "make a repeat of the same command do nothing")
    static let quiet = Flag("--quiet", short: "-q", help: "leave out messages, never the answer")
    static let verbose = Flag("--verbose", short: "-v", help: "say more about what happens")
    static let noColor = Flag("--no-color", help: "use no colour")
    static let noInput = Flag("--no-input", help: "never ask")
    static let all: [any DeclaredArgument] = [
      folder, json, by, key, quiet, verbose, noColor, noInput,
    ]
  }

  enum Depth: String, CaseIterable, ArgumentValue { case quick, standard, deep }
  enum Outcome: String, CaseIterable, ArgumentValue { case success = "SUCCESS", fail = "FAIL" }

  /// A name as the domain would have it: parsed at the edge, passed as a type within.
  struct Slug: ArgumentValue, Equatable {
    let argumentText: String

    init(argument: String) throws(ValueRefusal) {
      let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-".utf8)
      guard argument.utf8.allSatisfy(allowed.contains), argument.utf8.count <= 64 else {
        throw ValueRefusal(
          needs: "lower-case letters, digits and '-', at most 64",
          nearest: argument.utf8.allSatisfy { $0 < 128 } ? argument.lowercased() : nil)
      }
      argumentText = argument
    }
  }

  enum Shared {
    static let slug = Option<Slug>.required("--slug", "S", help: "the short name of the artifact")
    static let artifactPath = Option<String>.required(
      "--artifact-path", "PATH", kind: .folder, help: "the folder of the artifact")
    static let depth = Option<Depth>(
      "--depth", "DEPTH", default: .standard, help: "how much the gates ask for")
    static let promptFile = Option<String>.optional(
      "--prompt-file", "FILE", kind: .file, help: "the words that began the work")
    static let run = Option<String>.optional(
      "--run", "RUN", otherwise: "the only open run", kind: .name(of: "run"),
      environment: "ORCHESTRATE_RUN", help: "a run's id, a unique part of it, a slug or 'latest'")
    static let gate = Option<String>.required(
      "--gate", "GATE", kind: .name(of: "gate"), help: "the gate, such as G2")
  }

  struct Run: Command {
    static let workflow = Operand<String>.required(
      "<workflow>", kind: .name(of: "workflow"), help: "the name of a folder in workflows/")
    static let noPause = Flag("--no-pause", help: "check what is there without asking")
    static let declaration = CommandDeclaration(
      ["run"], group: "Drive a run", abstract: "take a workflow through all its gates",
      discussion: [
        "Each gate writes a packet and waits. Ctrl-C and the end of input decide nothing: 'run resume' goes on from any shell, any day."
      ],
      arguments: [
        workflow, Shared.slug, Shared.artifactPath, Shared.depth, Shared.promptFile, noPause,
      ],
      examples: [
        Example(
          "orchestrate run visual-essay --slug the-word-robot --artifact-path essays/robots/the-word-robot",
          "open a run and stop at each gate")
      ],
      exitStatuses: [
        ExitStatusRow(2, meaning: "a gate is not met"),
        ExitStatusRow(3, meaning: "waiting for a person"),
      ])

    let workflow: String
    let slug: Slug
    let pauses: Bool

    init(_ arguments: ParsedArguments) {
      workflow = arguments[Self.workflow]
      slug = arguments[Shared.slug]
      pauses = !arguments[Self.noPause]
    }
  }

  struct RunStart: Command {
    static let workflow = Option<String>.required(
      "--workflow", "NAME", kind: .name(of: "workflow"), help: "the name of a folder in workflows/")
    static let declaration = CommandDeclaration(
      ["run", "start"], group: "Drive a run", abstract: "open a run",
      arguments: [
        workflow, Shared.slug, Shared.artifactPath, Shared.depth, Shared.promptFile,
      ],
      examples: [
        Example(
          "orchestrate run start --workflow visual-essay --slug the-word-robot --artifact-path essays/robots/the-word-robot --depth quick",
          "open a run; its id is printed")
      ])

    let workflow: String
    let slug: Slug
    let artifactPath: String
    let depth: Depth
    let promptFile: String?

    init(_ arguments: ParsedArguments) {
      workflow = arguments[Self.workflow]
      slug = arguments[Shared.slug]
      artifactPath = arguments[Shared.artifactPath]
      depth = arguments[Shared.depth]
      promptFile = arguments[Shared.promptFile]
    }
  }

  struct RunList: Command {
    static let declaration = CommandDeclaration(
      ["run", "list"], group: "Look", abstract: "list all runs",
      examples: [Example("orchestrate run list --json", "list them for a program")])

    init(_ arguments: ParsedArguments) {}
  }

  struct RunDiff: Command {
    static let before = Operand<String>.required("A", kind: .name(of: "run"), help: "a run")
    static let after = Operand<String>.required("B", kind: .name(of: "run"), help: "another run")
    static let declaration = CommandDeclaration(
      ["run", "diff"], group: "Look", abstract: "compare two runs",
      arguments: [before, after],
      examples: [Example("orchestrate run diff first latest", "what the newer run did otherwise")])

    let runs: [String]

    init(_ arguments: ParsedArguments) throws(UsageError) {
      runs = [arguments[Self.before], arguments[Self.after]]
      guard runs[0] != runs[1] else {
        throw arguments.refused("both runs are '\(runs[0])'", hint: "name two different runs")
      }
    }
  }

  struct GateFinish: Command {
    static let declaration = CommandDeclaration(
      ["gate", "finish"], group: "Drive a run", abstract: "check the outputs and close the attempt",
      arguments: [Shared.run, Shared.gate],
      examples: [Example("orchestrate gate finish --gate G2", "judge the second gate")],
      exitStatuses: [
        ExitStatusRow(2, meaning: "the gate is not met; the attempt is closed as FAIL")
      ])

    let run: String?
    let gate: String

    init(_ arguments: ParsedArguments) {
      run = arguments[Shared.run]
      gate = arguments[Shared.gate]
    }
  }

  struct GateFail: Command {
    static let reason = Option<String>.required("--reason", "T", help: "why, in a person's words")
    static let declaration = CommandDeclaration(
      ["gate", "fail"], group: "Drive a run", abstract: "close the attempt as failed",
      arguments: [Shared.run, Shared.gate, reason],
      examples: [
        Example("orchestrate gate fail --gate G2 --reason 'two sources are gone'", "give up a try")
      ])

    let reason: String

    init(_ arguments: ParsedArguments) { reason = arguments[Self.reason] }
  }

  struct InvocationRecord: Command {
    static let agent = Option<String>.required("--agent", "NAME", help: "who was called")
    static let status = Option<Outcome>(
      "--status", "STATUS", default: .success, help: "how the call ended")
    static let declaration = CommandDeclaration(
      ["invocation", "record"], group: "Drive a run", abstract: "write down one call of an agent",
      arguments: [Shared.run, Shared.gate, agent, status],
      examples: [
        Example("orchestrate invocation record --gate G2 --agent researcher", "one that worked")
      ])

    let status: Outcome

    init(_ arguments: ParsedArguments) { status = arguments[Self.status] }
  }

  struct Completion: Command {
    static let shell = Operand<Shell>.required("<shell>", help: "the shell to print it for")
    static let declaration = CommandDeclaration(
      ["completion"], group: "Set up", abstract: "print a shell's completions",
      arguments: [shell],
      examples: [
        Example("orchestrate completion bash", "print it; the shell's manual says where to")
      ])

    let shell: Shell

    init(_ arguments: ParsedArguments) { shell = arguments[Self.shell] }
  }

  struct CompletionValues: Command {
    enum Kind: String, CaseIterable, ArgumentValue { case run, gate, workflow }
    static let kind = Operand<Kind>.required("<kind>", help: "which names to list")
    static let declaration = CommandDeclaration(
      ["completion-values"], group: "Set up", abstract: "list names for a completion script",
      arguments: [kind, Shared.run],
      examples: [Example("orchestrate completion-values run", "list the runs")], isHidden: true)

    init(_ arguments: ParsedArguments) {}
  }

  static let commands: [any Command.Type] = [
    Run.self, RunStart.self, GateFinish.self, GateFail.self, InvocationRecord.self, RunList.self,
    RunDiff.self, Completion.self, CompletionValues.self,
  ]

  static let grammar = Grammar(
    program: "orchestrate", abstract: "record gated workflow runs as plain files in git",
    commands: commands.map { $0.declaration } + [
      Grammar.helpCommand(
        group: "Set up",
        examples: [Example("orchestrate help run start", "explain 'run start'")])
    ],
    nouns: [
      Noun(["gate"], abstract: "work on one gate"),
      Noun(["invocation"], abstract: "write down calls of agents"),
    ],
    groups: ["Drive a run", "Look", "Set up"],
    common: Common.all,
    examples: [Example("orchestrate run list", "see what is there")],
    exitStatuses: [
      ExitStatusRow(0, meaning: "done, or passed"),
      ExitStatusRow(2, meaning: "a negative answer: a gate not met, records that do not verify"),
      ExitStatusRow(3, meaning: "waiting for a person"),
      ExitStatusRow(10, meaning: "refused, nothing was written"),
      ExitStatusRow(20, meaning: "could not be done now; nothing was lost, try again"),
      ExitStatusRow(30, meaning: "a defect in orchestrate"),
      ExitStatusRow(129, 130, 143, meaning: "ended by a signal"),
    ],
    topics: [
      HelpTopic(
        "records", abstract: "what a run writes down",
        paragraphs: ["A run is one folder of plain files that git keeps."])
    ],
    manual: Manual(
      version: "1.0.0", date: "January 19, 2026",
      description: [
        "Each gate of a workflow writes a packet, and waits. A reviewer reads what was recorded.",
        "Nothing is hidden in a database.",
      ],
      environment: [Manual.Row("NO_COLOR", "leaves colours out when it is not empty")],
      files: [Manual.Row("orchestration/runs/", "a folder for each run")], seeAlso: ["git"]))
}
