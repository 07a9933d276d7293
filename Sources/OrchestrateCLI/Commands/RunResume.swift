import CommandGrammar
import Records
import Runs

/// `run resume`: goes on where a run stopped.
struct RunResume: OrchestrateCommand {
  static let declaration = CommandDeclaration(
    ["run", "resume"], group: "Drive a run", abstract: "go on with a run where it stopped",
    discussion: [
      "An open attempt goes back to its pause; else the first gate that does not pass is opened; where all pass, the run is completed."
    ],
    arguments: [Shared.run, RunPipeline.noPause],
    examples: [Example("orchestrate run resume", "go on with the open run")],
    exitStatuses: [
      ExitStatusRow(2, meaning: "a gate is not met; the run is FAILED and can be resumed"),
      ExitStatusRow(3, meaning: "waiting for a person; the attempt stays open"),
    ])

  private let run: String?
  private let isUnattended: Bool

  init(_ arguments: ParsedArguments) {
    run = arguments[Shared.run]
    isUnattended = arguments[RunPipeline.noPause]
  }

  func run(in session: Session) throws -> Answer {
    let run = try session.selectRun(run)
    let record = try session.load(run)
    var pipeline = Pipeline(session: session, run: run, isUnattended: isUnattended)
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
