import CommandGrammar
import Records
import Runs

extension HelpTopic {
  /// Where a run is written down, and how to commit it.
  static let records = HelpTopic(
    "records", abstract: "what a run writes down, and where",
    paragraphs: [
      "Each run is a folder orchestration/runs/<run-id>. Its record/ is for git: RUN.json is the run, and gates/<Gx>/attempt-<n>.json is one closed attempt, written once and never changed. Its logs/ hold packets, the output of workers, and what a finished run took, in digest.json and insight.md; git ignores them.",
      "The events in RUN.json and the attempts are the truth. All else in RUN.json follows from them; whoever edits it by hand is told so by the next command that reads it.",
      "After a PASS, 'gate finish' prints the two lines that commit the attempt with its outputs. Nothing is ever committed for you.",
    ])

  /// Where a contract stands, and how to see what it demands.
  static let contracts = HelpTopic(
    "contracts", abstract: "what a gate demands, and where it is written",
    paragraphs: [
      "The contract of gate G2 is orchestration/gates/contracts/G2.contract.json, unless workflow.json names another file. It lists required_outputs, files that must be there, and validations, rules that are checked on files. orchestration/gates/README.md explains every rule with an example.",
      "A rule passes, fails, or could not run. One of severity warn is shown and fails nothing. A rule that could not run is never a pass: 'gate finish' then exits with 20, and the attempt stays open.",
      "'orchestrate gate check' tries the contract on the files as they are and writes nothing; the last line of each finding names the rule's own line in the contract.",
    ])

  /// How gates run themselves.
  static let workers = HelpTopic(
    "workers", abstract: "gates that commands work on, and what their failures mean",
    paragraphs: [
      "A gate of workflow.json with a worker runs its command in place of waiting for a person: in a process group of its own, without a shell, with the packet on standard input. Its outputs go to logs/gates/<Gx>/attempt-<n>/. A status of 0 has the rules of the contract judge as always; anything else closes the attempt as FAIL. 'needs' says which gates must have passed before; gates that need nothing of each other go on at the same time, as many as 'concurrency' allows.",
      "orchestration/policy.json says how often a gate is tried, after which reasons, how long apart, and which failures are known. orchestration/README.md explains every member.",
      "Reasons of a worker: "
        + Verdict.ReasonCode.allCases.filter(\.isOfWorker).map(\.rawValue).joined(separator: ", ")
        + ". Other reasons: "
        + Verdict.ReasonCode.allCases.filter { !$0.isOfWorker }.map(\.rawValue)
        .joined(separator: ", ") + ".",
    ])

  /// What a workflow is made of, and how to begin one.
  static let workflows = HelpTopic(
    "workflows", abstract: "gates in order, and how to write your own",
    paragraphs: [
      "A workflow is a folder workflows/<name>. Its workflow.json names the gates in order: each has a name, a contract, a prompt with the task of its packet, and perhaps an agent. 'orchestrate init --workflow blank' writes one gate to begin with, 'visual-essay' three that take an essay from its brief to its spec.",
      "To write your own, copy workflows/blank, give folder and 'name' the same new name, and list your gates. 'contract' and 'prompt' are paths, the one from the root, the other from the folder; two workflows may share a contract, and need not. 'covers' lists patterns of folders that must have a passed run; 'defaults' spares options; 'enforce_order' refuses a gate before those above it; 'max_attempts' asks for a person after so many failures.",
      "The first line of each file links its schema in orchestration/schemas, by which an editor completes and checks. 'orchestrate doctor' loads all of it and names file, line and column of what is wrong; an unknown key is an error with what was meant.",
      "'orchestrate run <name>' takes a piece of work through all gates, with a pause at each; 'orchestrate run list' shows what waits, and 'orchestrate next' the one thing to do.",
    ])

  /// How a pull request is held to its records.
  static let ci = HelpTopic(
    "ci", abstract: "how every push is verified",
    paragraphs: [
      "One command judges a pull request: orchestrate verify --strict --since origin/main --contracts-from origin/main. It reads only, needs no network, starts no program but git, and reads no configuration, so that nothing in the change can bend it.",
      "--since holds the records to what was recorded where the branch left main, which it believes: verify the default branch without it after each push; --contracts-from trusts only the contracts and workflows of main; --strict fails on what otherwise warns. The history must be whole: fetch with depth 0, or the answer is 20.",
      "Statuses: 0 all verifies; 2 something does not; 10 the question was wrong, such as an unknown revision; 20 nothing fails and something could not be checked. A job should fail on each but 0.",
      "--format github, gitlab, sarif and junit put findings where hosts show them; 'orchestrate report --since origin/main --format markdown' is a comment for the pull request. Recipes to copy for GitHub Actions, GitLab and a pre-commit hook stand in orchestration/ci of the repository of orchestrate.",
    ])

  /// Every key of the configuration.
  static let config = HelpTopic(
    "configuration", abstract: "what can be configured, and where",
    paragraphs: [
      "An option wins over the environment, the environment over .orchestrate.json in the root of the repository, that over the person's own orchestrate/config.json below XDG_CONFIG_HOME or ~/.config, and all over the defaults. 'orchestrate config show --origin' tells what holds and why, 'orchestrate config validate' what is wrong, 'orchestrate config init' begins a file.",
      "Both files are JSON objects of these keys. An unknown key is an error. A repository's file comes with a pull request from anyone, so it may neither start a program nor speak for a person: such keys stand in the person's file only. Commands are lists of a program and its arguments, which no shell reads.",
    ]
      + Setting.allCases.map { setting in
        "\(setting.rawValue): \(setting.help). Default: \(setting.otherwise). Environment: \(setting.variable)."
          + (setting.isPersonal ? " In the person's file only." : "")
      } + [
        "'verify' and the other commands that only look read no configuration; 'doctor' and 'config' do."
      ])
}
