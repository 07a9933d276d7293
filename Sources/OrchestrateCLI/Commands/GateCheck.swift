import CommandGrammar
import Records
import Reports
import Runs

/// `gate check`: the rules against the files as they are; nothing is written.
struct GateCheck: OrchestrateCommand {
  static let declaration = CommandDeclaration(
    ["gate", "check"], group: "By hand", abstract: "check a gate's rules; nothing is recorded",
    arguments: [Shared.run, Shared.gate],
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

  init(_ arguments: ParsedArguments) {
    run = arguments[Shared.run]
    gate = arguments[Shared.gate]
  }

  func run(in session: Session) throws -> Answer {
    let record = try session.load(session.selectRun(run))
    return try session.check(record.gate(named: gate), in: record)
  }
}

extension Session {
  /// What a check of a gate says.
  func check(_ gate: GateID, in record: RunRecord) throws -> Answer {
    let contract = try contract(of: gate, in: record)
    let evaluation = evaluation(of: contract, gate: gate, in: record)
    let change = record.state.openAttempt(of: gate).flatMap {
      contractChange(contract, since: $0, in: record)
    }
    let report = GateReport(
      check: evaluation, of: gate, in: record, contract: contract, contractChange: change)
    let isOpen = record.state.openAttempt(of: gate) != nil
    let run = record.header.id
    let next = report.passes && isOpen ? RunCommand.finish(run, gate) : nil
    let status: ExitStatus = report.passes ? .done : evaluation.fails ? .negative : .unavailable
    return Answer(
      status, lines: GateText(report, commit: nil, next: next).lines,
      Members.report(report, next: next, commit: nil))
  }
}
