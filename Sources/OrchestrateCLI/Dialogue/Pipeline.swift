import JSONDocument
import Records
import Reports
import Runs

/// Takes one run through its gates: a loop of steps, each under the run's lock, none held across a pause.
struct Pipeline {
  let session: Session
  let run: RunID
  /// Judges what is on disk without asking anybody.
  let isUnattended: Bool
  /// The caller's `--key`, until the first event that is written has it.
  var key: String?

  private var channel: Actor.Channel { isUnattended ? .noPause : .terminal }

  /// Answers a repeated request: a run that failed is not tried again, any other goes on from where it stands.
  mutating func answerAgain() throws -> Answer {
    let record = try session.load(run)
    if record.state.status == .failed, record.state.open.isEmpty {
      return try end(record, .negative)
    }
    guard let failed = failureWithoutEnd(record) else { return try drive() }
    return try end(finishAsFailed(failed), .negative)
  }

  /// The attempt that a pipeline closed as FAIL before it was killed, and so could not finish the run.
  private func failureWithoutEnd(_ record: RunRecord) -> Attempt? {
    guard case .gateFinished(let finished)? = record.events.last?.fact, finished.status == .fail,
      record.state.status == .running, record.state.open.isEmpty,
      let attempt = record.newestClosed(of: finished.gate)?.attempt,
      [.noPause, .terminal].contains(attempt.finishedBy.channel)
    else { return nil }
    return attempt
  }

  /// Finishes the run after a failed attempt, with a person's words where there are any.
  private func finishAsFailed(_ attempt: Attempt) throws -> RunRecord {
    let words = attempt.verdict.reasonCode == .failedByPerson ? attempt.failureReason : nil
    return try session.finishRun(run, .failed, channel: channel, reason: words, key: nil)
  }

  /// Goes on until the run is finished, a gate fails, or a person is needed.
  mutating func drive() throws -> Answer {
    while true {
      let record = try session.load(run)
      if record.state.status.isFinal { return try end(record, .done) }
      if record.state.open.isEmpty, record.state.allGatesPass { return try complete(record) }
      if let stop = reviewStop(record) { return stop }
      let opened = try openOrReturn(record)
      if isUnattended {
        if let answer = try close(opened.key) { return answer }
        continue
      }
      guard let terminal = session.terminal else { return try waitElsewhere(opened) }
      let pause = Pause(session: session, terminal: terminal, opened: opened, key: key)
      switch try pause.ask() {
      case .stop: return try stop(opened)
      case .closed(let closed):
        key = nil
        if let answer = try goOn(after: closed) { return answer }
      case .closedElsewhere(let closed):
        if let answer = try goOnElsewhere(closed) { return answer }
      }
    }
  }

  /// The attempt to work on: an open one, else the next of the first gate that does not pass.
  private mutating func openOrReturn(_ record: RunRecord) throws -> OpenedGate {
    let open = record.state.gates.lazy.compactMap { record.state.openAttempt(of: $0.id) }.first
    if let open { return try session.packetOfOpenAttempt(open, in: record) }
    guard let gate = record.state.gates.first(where: { $0.status != .pass })?.id else {
      throw Refusal.gatesNotPassed([], in: run)
    }
    let opened = try session.openGate(gate, of: run, agent: nil, key: takeKey())
    for warning in opened.warnings { session.frame.say(warning) }
    return opened
  }

  private mutating func takeKey() -> String? {
    defer { key = nil }
    return key
  }

  /// Judges an open attempt without asking.
  private mutating func close(_ attempt: AttemptKey) throws -> Answer? {
    try goOn(after: session.finishGate(attempt.gate, of: run, channel: channel, key: takeKey()))
  }

  /// Shows a closed attempt; a failure finishes the run as FAILED.
  private func goOn(after closed: ClosedGate) throws -> Answer? {
    guard closed.report.passes else {
      let record = try finishAsFailed(closed.attempt)
      let lines = GateText(closed.report, commit: nil, next: session.nextCommand(record)).lines
      return Answer(
        .negative, report: lines,
        Members.joined(
          Members.run(record),
          ["report": Members.report(closed.report, next: session.nextCommand(record), commit: nil)])
      )
    }
    session.sayWhatIsStale(closed)
    let commit = session.commitLines(closed.attempt, in: closed.record)
    try session.frame.print(GateText(closed.report, commit: commit, next: nil).lines + [""])
    return nil
  }

  /// Goes on where the attempt was closed from another shell while this one waited.
  private func goOnElsewhere(_ closed: Attempt) throws -> Answer? {
    session.frame.say(
      "Attempt \(closed.key.number) of \(closed.key.gate) was closed from another shell: \(closed.status.rawValue)."
    )
    guard closed.status == .fail else { return nil }
    let record = try session.load(run)
    if let contract = try? session.contract(of: closed.key.gate, in: record) {
      let report = GateReport(closed: closed, in: record, contract: contract)
      session.frame.show(
        GateText(report, commit: nil, next: nil).lines.joined(separator: "\n") + "\n\n")
    }
    let isWaiting = record.state.status == .running && record.state.open.isEmpty
    let finished =
      isWaiting
      ? try session.finishRun(run, .failed, channel: channel, reason: nil, key: nil) : record
    return try end(finished, .negative)
  }

  private mutating func complete(_ record: RunRecord) throws -> Answer {
    let finished = try session.finishRun(
      run, .passed, channel: channel, reason: nil, key: takeKey())
    return try end(finished, .done)
  }

  private func end(_ record: RunRecord, _ status: ExitStatus) throws -> Answer {
    let overview = session.overview(record)
    for artifact in overview.artifacts where artifact.state != .same && status == .done {
      session.frame.say("note: \(artifact.path) \(artifact.words)")
    }
    let lines = RunText.overview(record) + ["", "\(record.state.status.rawValue) \(run)"]
    return Answer(
      status, report: lines + ["next: \(overview.next.command)"], Members.overview(overview))
  }

  /// Without a terminal: the packet is written, the way on shown.
  private func waitElsewhere(_ opened: OpenedGate) throws -> Answer {
    let gate = opened.key.gate
    let lines = [
      "waiting: \(gate) attempt \(opened.key.number) is open, for a person",
      "packet: \(opened.packetPath)",
      "check: \(RunCommand.check(run, gate))",
      "done: \(RunCommand.finish(run, gate))",
      "next: \(RunCommand.resume(run))",
    ]
    return Answer(.waiting, lines: lines, waitingMembers(opened))
  }

  private func stop(_ opened: OpenedGate) throws -> Answer {
    session.frame.say(
      "Stopped. Attempt \(opened.key.number) of \(opened.key.gate) stays open. To come back: \(RunCommand.resume(run))"
    )
    return Answer(.waiting, lines: [], waitingMembers(opened))
  }

  /// A verdict that asks for a person stops a run without one.
  private func reviewStop(_ record: RunRecord) -> Answer? {
    guard isUnattended, record.state.open.isEmpty,
      let gate = record.state.gates.first(where: { $0.status != .pass }), gate.status == .fail,
      let last = record.newestClosed(of: gate.id)?.attempt,
      last.verdict.reasonCode.verdict == .humanReview
    else { return nil }
    let line = "waiting: \(gate.id) needs a person: \(last.verdict.reasonCode.rawValue)"
    return Answer(
      .waiting, lines: [line, "next: \(RunCommand.resume(run))"],
      Members.joined(Members.run(record), ["next": .string(RunCommand.resume(run))]))
  }

  private func waitingMembers(_ opened: OpenedGate) -> JSONValue {
    Members.joined(
      Members.run(opened.record),
      [
        "gate": .string(opened.key.gate.description),
        "attempt": .integer(Int64(opened.key.number)), "packet": .string(opened.packetPath),
        "next": .string(RunCommand.resume(run)),
      ])
  }
}
