import CommandGrammar
import Records

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
}
