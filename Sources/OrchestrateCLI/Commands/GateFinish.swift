import CommandGrammar
import Records
import Reports
import Runs

/// `gate finish`: checks the outputs, hashes them and closes the attempt.
struct GateFinish: ChangingCommand {
  static let declaration = CommandDeclaration(
    ["gate", "finish"], group: "By hand", abstract: "check the outputs and close the attempt",
    arguments: [Shared.run, Shared.gate, Shared.skipDoctor],
    examples: [Example("orchestrate gate finish --gate G1", "judge G1; PASS or FAIL is printed")],
    exitStatuses: [
      ExitStatusRow(2, meaning: "the gate is not met; the attempt is closed as FAIL"),
      ExitStatusRow(20, meaning: "a rule could not run; the attempt stays open"),
    ])

  private let run: String?
  private let gate: String?

  init(_ arguments: ParsedArguments) {
    run = arguments[Shared.run]
    gate = arguments[Shared.gate]
  }

  func run(in session: Session) throws -> Answer {
    let run = try session.selectRun(run)
    let gate = try session.selectGate(gate, in: session.load(run))
    let closed = try session.finishGate(gate, of: run, channel: .command, key: session.key)
    return session.answer(closed, closed.report.passes ? .done : .negative)
  }
}

extension Session {
  /// Says which gates must pass again because another one passed with other outputs.
  func sayWhatIsStale(_ closed: ClosedGate) {
    for gate in closed.record.state.gates where gate.status == .stale && closed.report.passes {
      frame.say("note: \(gate.id) is STALE: it passed on other inputs, and must pass again")
    }
  }

  /// What closing an attempt answers.
  func answer(_ closed: ClosedGate, _ status: ExitStatus) -> Answer {
    let commit = closed.report.passes ? commitLines(closed.attempt, in: closed.record) : nil
    sayWhatIsStale(closed)
    let next = nextCommand(closed.record)
    return Answer(
      status, report: GateText(closed.report, commit: commit, next: next).lines,
      Members.report(closed.report, next: next, commit: commit))
  }
}
