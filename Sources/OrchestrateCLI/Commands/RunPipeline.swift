import CommandGrammar
import Host
import Records
import Reports
import Runs
import Text

/// `run <workflow>`: the whole pipeline, with a pause at each gate.
struct RunPipeline: ChangingCommand {
  static let workflow = Operand<String>.required(
    "<workflow>", kind: .name(of: "workflow"), help: "the name of a folder in workflows/")
  static let noPause = Flag("--no-pause", help: "judge what is on disk without asking")
  static let new = Flag("--new", help: "open another run though one is not finished")
  static let declaration = CommandDeclaration(
    ["run"], group: "Drive a run", abstract: "take an essay through the gates of a workflow",
    discussion: [
      "Each gate writes a packet and waits: Enter validates and records, q stops. Without a terminal it writes the packet, says how to go on and exits 3.",
      "With --open, or 'open' of the configuration, the packet is opened at each pause. The command that 'notify' of your configuration names is run whenever it is your turn; 'orchestrate help configuration' tells more.",
      "A gate with a worker runs its command in place of waiting; 'orchestrate help workers' tells more.",
      "A failed gate stops what needs it, and the run is FAILED; 'orchestrate run resume' opens the next attempt.",
    ],
    arguments: [
      workflow, Shared.slug, Shared.artifactPath, Shared.depth, Shared.promptFile, noPause, new,
      Shared.open, Shared.dryRun, ForcedGates.option, Shared.skipDoctor,
    ],
    examples: [
      Example(
        "orchestrate run visual-essay --slug robot --artifact-path essays/robot",
        "open a run and stop at each gate"),
      Example(
        "orchestrate run visual-essay --slug robot --artifact-path essays/robot --no-pause --new",
        "judge what is there, gate by gate"),
    ],
    exitStatuses: [
      ExitStatusRow(2, meaning: "a gate is not met; the run is FAILED and can be resumed"),
      ExitStatusRow(3, meaning: "waiting for a person; the attempt stays open"),
    ])

  private let request: RunRequest
  private let isUnattended: Bool
  private let opensAnother: Bool
  private let isDry: Bool
  private let forced: ForcedGates
  private let meant: String?

  init(_ arguments: ParsedArguments) {
    let name = arguments[Self.workflow]
    request = RunRequest(
      workflow: name, slug: arguments[Shared.slug], artifactPath: arguments[Shared.artifactPath],
      depth: arguments[Shared.depth], promptFile: arguments[Shared.promptFile])
    isUnattended = arguments[Self.noPause]
    opensAnother = arguments[Self.new]
    isDry = arguments[Shared.dryRun]
    forced = ForcedGates(arguments[ForcedGates.option])
    meant = arguments.command(meantBy: name)
  }

  func run(in session: Session) throws -> Answer {
    let plan = try session.plan(request, command: meant)
    _ = try forced.gates(of: plan.workflow)
    if isDry {
      let record = opensAnother ? nil : try session.unfinishedRun(plan)
      return try session.answer(plan.workflow, record, forced: forced)
    }
    let isRepeat = try session.key.map { try session.recordStarted(withKey: $0) != nil } ?? false
    guard let run = try runToDrive(plan, isRepeat: isRepeat, in: session) else {
      return Answer(.waiting, lines: [])
    }
    var pipeline = Pipeline(
      session: session, run: run, isUnattended: isUnattended, forced: forced)
    return try isRepeat ? pipeline.answerAgain() : pipeline.drive()
  }

  /// A new run, or the one that a person chose to go on with; nil where they chose neither.
  private func runToDrive(_ plan: RunStart, isRepeat: Bool, in session: Session) throws -> RunID? {
    if !opensAnother, !isRepeat, let unfinished = try session.unfinishedRun(plan) {
      let run = unfinished.header.id
      guard let terminal = session.terminal, !isUnattended else {
        throw Refusal.runNotFinal(
          run, workflow: plan.workflow.name, artifactPath: plan.artifactPath)
      }
      switch ask(unfinished, terminal, session.frame) {
      case .resume: return run
      case .new: break
      case .stop:
        session.frame.say("To come back: \(RunCommand.resume(run))")
        return nil
      }
    }
    return try session.start(plan).header.id
  }

  private enum Choice { case resume, new, stop }

  private func ask(_ record: RunRecord, _ terminal: any Terminal, _ frame: Frame) -> Choice {
    let lines = RunText.overview(record) + ["", "This run is not finished."]
    frame.show(report: lines)
    while true {
      terminal.discardTypedAhead()
      frame.show("Enter to resume it, n for a new one, q to stop: ")
      guard let line = terminal.readLine() else {
        frame.show("\n")
        return .stop
      }
      switch line.utf8.filter({ $0 != 0x0D }).map({ (0x41...0x5A).contains($0) ? $0 + 32 : $0 }) {
      case []: return .resume
      case Array("n".utf8): return .new
      case Array("q".utf8): return .stop
      default: frame.show("'\(Visible.line(line))' is none of them.\n")
      }
    }
  }
}
