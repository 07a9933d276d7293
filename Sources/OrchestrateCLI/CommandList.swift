import CommandGrammar

/// Every command of the tool, in the order of the help.
enum CommandList {
  static let commands: [any ToolCommand.Type] = [
    RunPipeline.self, RunResume.self, Next.self, RunStartCommand.self, RunComplete.self,
    GateStart.self,
    GateCheck.self, GateFinish.self, GateFail.self, GatePacket.self, InvocationRecord.self,
    RunList.self, RunShow.self, Inspect.self, RunDiff.self, RunBottlenecks.self, Report.self,
    ShowRecord.self, Verify.self,
    Init.self, DoctorCommand.self, ConfigShow.self, ConfigGet.self, ConfigValidate.self,
    ConfigInit.self,
    Completion.self, CompletionValues.self,
  ]

  static let grammar = Grammar(
    program: "orchestrate", abstract: "record gated workflow runs as plain files in git",
    commands: commands.map { $0.declaration } + [
      Grammar.helpCommand(
        group: "Learn",
        examples: [
          Example("orchestrate help gate finish", "explain 'gate finish'"),
          Example("orchestrate help --man", "print the manual page, to be kept as orchestrate.1"),
        ])
    ],
    nouns: [
      Noun(["gate"], abstract: "work on one gate by hand"),
      Noun(["invocation"], abstract: "write down calls of agents"),
      Noun(["config"], abstract: "show and check the configuration"),
    ],
    groups: ["Drive a run", "By hand", "Look", "Set up", "Learn"],
    common: Common.all,
    examples: [
      Example("orchestrate init", "set a repository up"),
      Example(
        "orchestrate run visual-essay --slug robot --artifact-path essays/robot",
        "take an essay through its gates"),
      Example("orchestrate next", "see the one thing to do now"),
    ],
    exitStatuses: ExitStatus.allCases.map { ExitStatusRow(Int($0.rawValue), meaning: $0.meaning) }
      + [
        ExitStatusRow(129, 130, 143, meaning: "ended by a signal")
      ],
    topics: [.workflows, .contracts, .records, .workers, .config, .ci],
    manual: .orchestrate)
}
