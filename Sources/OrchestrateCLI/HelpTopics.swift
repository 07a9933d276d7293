import CommandGrammar

extension HelpTopic {
  /// Where a run is written down, and how to commit it.
  static let records = HelpTopic(
    "records", abstract: "what a run writes down, and where",
    paragraphs: [
      "Each run is a folder orchestration/runs/<run-id>. Its record/ is for git: RUN.json is the run, and gates/<Gx>/attempt-<n>.json is one closed attempt, written once and never changed. Its logs/ hold packets and temporary files; git ignores them.",
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
}
