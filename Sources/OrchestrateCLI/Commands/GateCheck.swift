import CommandGrammar
import Contracts
import Digests
import Host
import Records
import Reports
import Runs

/// `gate check`: the rules against the files as they are; nothing is recorded.
struct GateCheck: OrchestrateCommand {
  static let watch = Flag("--watch", help: "check again when a file changes, until all is met")
  static let hook = Flag(
    "--hook", help: "answer an agent's stop hook: 2 and the reasons on stderr")
  static let declaration = CommandDeclaration(
    ["gate", "check"], group: "By hand", abstract: "check a gate's rules; nothing is recorded",
    discussion: [
      "With --hook, nothing is printed on standard output. Status 2 tells the agent to go on, with the reasons on standard error. Where no attempt is open, or no file has changed since the hook last said so, it answers 0 and lets the agent stop, so that a hook never loops."
    ],
    arguments: [Shared.run, Shared.gate, watch, hook],
    examples: [
      Example("orchestrate gate check --gate G2", "see what G2 still lacks"),
      Example("orchestrate gate check --gate G2 --json", "the same for a program"),
    ],
    exitStatuses: [
      ExitStatusRow(2, meaning: "a rule is not met"),
      ExitStatusRow(20, meaning: "nothing fails, and a rule could not run"),
    ])

  private let run: String?
  private let gate: String?
  private let mode: Mode

  private enum Mode { case once, watch, hook }

  init(_ arguments: ParsedArguments) throws(UsageError) {
    run = arguments[Shared.run]
    gate = arguments[Shared.gate]
    let others = [Self.watch, Self.hook, Common.json].filter { arguments[$0] }
    if others.count > 1 {
      throw arguments.refused(
        "--watch, --hook and --json exclude each other", hint: "leave all but one out")
    }
    mode = arguments[Self.watch] ? .watch : arguments[Self.hook] ? .hook : .once
  }

  func run(in session: Session) throws -> Answer {
    switch mode {
    case .once:
      let record = try session.load(session.selectRun(run))
      return try session.check(record.gate(named: gate), in: record)
    case .watch:
      let record = try session.load(session.selectRun(run))
      return try Watch(session: session, gate: record.gate(named: gate), record: record).run()
    case .hook: return try StopHook(session: session, run: run, gate: gate).answer()
    }
  }
}

extension Session {
  /// What a check of a gate says.
  func check(_ gate: GateID, in record: RunRecord) throws -> Answer {
    let contract = try contract(of: gate, in: record)
    let evaluation = judgement(of: contract, gate: gate, in: record)
    let open = record.state.openAttempt(of: gate)
    let change = open.flatMap { contractChange(contract, since: $0, in: record) }
    let report = GateReport(
      check: evaluation, of: gate, in: record, contract: contract, contractChange: change)
    let next = report.passes && open != nil ? RunCommand.finish(record.header.id, gate) : nil
    return Answer(
      evaluation.isMet ? .done : evaluation.fails ? .negative : .unavailable,
      report: GateText(report, commit: nil, next: next).lines,
      Members.report(report, next: next, commit: nil))
  }
}
