import CommandGrammar
import Records
import Runs

/// `run resume`: goes on where a run stopped.
struct RunResume: ChangingCommand {
  static let declaration = CommandDeclaration(
    ["run", "resume"], group: "Drive a run", abstract: "go on with a run where it stopped",
    discussion: [
      "An open attempt goes back to its pause; else the first gate that does not pass is opened; where all pass, the run is completed.",
      "A gate of a worker that has passed is run again where its contract, its outputs or what it was given have changed since.",
    ],
    arguments: [
      Shared.run, RunPipeline.noPause, Shared.open, Shared.dryRun, ForcedGates.option,
      Shared.skipDoctor,
    ],
    examples: [Example("orchestrate run resume", "go on with the open run")],
    exitStatuses: [
      ExitStatusRow(2, meaning: "a gate is not met; the run is FAILED and can be resumed"),
      ExitStatusRow(3, meaning: "waiting for a person; the attempt stays open"),
    ])

  private let run: String?
  private let isUnattended: Bool
  private let isDry: Bool
  private let forced: ForcedGates

  init(_ arguments: ParsedArguments) {
    run = arguments[Shared.run]
    isUnattended = arguments[RunPipeline.noPause]
    isDry = arguments[Shared.dryRun]
    forced = ForcedGates(arguments[ForcedGates.option])
  }

  func run(in session: Session) throws -> Answer {
    let run = try session.selectRun(run)
    let record = try session.load(run)
    let workflow = try session.workflow(record.header.workflow.name)
    _ = try forced.gates(of: workflow)
    if isDry {
      if record.state.status.isFinal { throw Refusal.runFinal(run, record.state.status) }
      return try session.answer(workflow, record, forced: forced)
    }
    var pipeline = Pipeline(
      session: session, run: run, isUnattended: isUnattended, forced: forced)
    if let key = session.key, let event = try session.eventOfRepeat(key, in: record) {
      switch event.fact {
      case .gateStarted, .gateFinished, .runFinished: return try pipeline.answerAgain()
      case .runStarted, .invocationRecorded: throw Refusal.keyUsed(key, for: event.fact.type)
      }
    }
    if record.state.status.isFinal { throw Refusal.runFinal(run, record.state.status) }
    pipeline.key = session.key
    return try pipeline.drive()
  }
}
