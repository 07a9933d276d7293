import CommandGrammar
import Records
import Runs

extension Manual {
  /// What the manual page of the tool says beyond its commands.
  static let orchestrate = Manual(
    version: Recorder.current.version,
    // The day of the release, to be changed with the version.
    date: "November 21, 2026",
    description: [
      "A workflow is a list of gates. For each gate, orchestrate writes a prompt packet, waits while a person and a coding agent work, checks what was written against the gate's contract, and records what it saw: which bytes, which rules, which verdict, who said so.",
      "The record is plain files below orchestration/runs, to be committed to git and read in a pull request. Nothing else is kept: no database, no server.",
      "The repository is the nearest folder upwards that holds .git, or without git the nearest that holds orchestration/. Paths are written from there.",
    ],
    environment: [
      Manual.Row("NO_COLOR", "leaves colours out when it is not empty"),
      Manual.Row(
        "CLICOLOR_FORCE", "asks for colours also where there is no terminal, unless it is 0"),
      Manual.Row("CLICOLOR", "leaves colours out when it is 0"),
      Manual.Row("TERM", "leaves colours out when it is dumb"),
      Manual.Row(
        "XDG_CONFIG_HOME", "the folder of the person's configuration in place of ~/.config"),
      Manual.Row("VISUAL, EDITOR", "opens the packet when a person asks for it at a pause"),
    ]
      + Setting.allCases.filter { ![.by, .depth].contains($0) }.map {
        Manual.Row($0.variable, "the value of the key \($0.rawValue): \($0.help)")
      },
    files: [
      Manual.Row(
        ".orchestrate.json", "the configuration of the repository, which starts no program"),
      Manual.Row(
        "~/.config/orchestrate/config.json", "the configuration of the person"),
      Manual.Row("workflows/<name>/workflow.json", "the gates of a workflow, in order"),
      Manual.Row("workflows/<name>/prompts/<Gx>.md", "the task of each packet"),
      Manual.Row("orchestration/gates/contracts/<Gx>.contract.json", "what a gate demands"),
      Manual.Row(
        "orchestration/runs/<run-id>/record/", "the record of a run, to be committed to git"),
      Manual.Row(
        "orchestration/runs/<run-id>/logs/",
        "packets, worker output, digest.json and insight.md; not for git"),
    ],
    seeAlso: ["git"])
}
