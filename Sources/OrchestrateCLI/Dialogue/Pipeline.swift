import Host
import JSONDocument
import Records
import Reports
import Runs

/// Takes one run through its gates: a loop of steps, each under the run's lock, none held across a pause or a worker.
struct Pipeline {
  let session: Session
  let run: RunID
  /// Judges what is on disk without asking anybody.
  let isUnattended: Bool
  /// Gates that a person wants done though they pass, or though they wait for a person.
  let forced: ForcedGates
  /// The caller's `--key`, until the first event that is written has it.
  var key: String?
  private var tally = WorkTally()

  init(session: Session, run: RunID, isUnattended: Bool, forced: ForcedGates = .none) {
    self.session = session
    self.run = run
    self.isUnattended = isUnattended
    self.forced = forced
  }

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
    // The words of another shell are in the attempt; here only those count that were said at the pause.
    let isSaid =
      attempt.verdict.reasonCode == .failedByPerson && attempt.finishedBy.channel == .terminal
    let words = isSaid ? attempt.failureReason : nil
    return try session.finishRun(
      run, .failed, channel: attempt.finishedBy.channel, reason: words, key: nil)
  }

  /// Goes on until the run is finished, a gate fails, or a person is needed.
  mutating func drive() throws -> Answer {
    try look()
    while true {
      let record = try session.load(run)
      if record.state.status.isFinal { return try end(record, .done) }
      let workflow = try session.workflow(record.header.workflow.name)
      if record.state.open.isEmpty, record.state.allGatesPass, tally.again.isEmpty {
        return try complete(record)
      }
      if try work(workflow, record) { continue }
      guard let gate = personsGate(record, workflow) else { return try stopped(record, workflow) }
      if let stop = reviewStop(record, gate) { return stop }
      if let answer = try wait(at: gate, record) { return answer }
    }
  }

  /// Finds what must be done again though it passed.
  private mutating func look() throws {
    let record = try session.load(run)
    guard !record.state.status.isFinal else { return }
    let workflow = try session.workflow(record.header.workflow.name)
    tally.forced = try forced.gates(of: workflow)
    tally.again = session.changedSincePass(record, workflow)
    for gate in record.state.gates where tally.forced.contains(gate.id) && gate.status == .pass {
      tally.again[gate.id] = "it is forced"
    }
  }

  /// Lets workers go on as far as they can; says whether anything was done.
  private mutating func work(_ workflow: Workflow, _ record: RunRecord) throws -> Bool {
    guard workflow.gates.contains(where: { $0.worker != nil }) else { return false }
    var drive = WorkerDrive(
      session: session, run: run, workflow: workflow, policy: try session.policy())
    guard drive.canGoOn(record, tally) else { return false }
    if let signal = try drive.drive(&tally, key: &key) {
      session.frame.say("Stopped. To go on: \(RunCommand.resume(run))")
      session.surroundings.die?(signal)
      throw SessionError.interrupted(run)
    }
    return true
  }

  /// The gate that a person can work on: an open one, else the first that has yet to pass and has all that it needs.
  private func personsGate(_ record: RunRecord, _ workflow: Workflow) -> GateID? {
    let gates = record.state.gates
    func isPersons(_ gate: RunState.Gate) -> Bool {
      !tally.isOver(gate.id) && workflow.gate(gate.id)?.worker == nil
    }
    let open = gates.first { record.state.openAttempt(of: $0.id) != nil && isPersons($0) }
    if let open { return open.id }
    return gates.first { gate in
      guard gate.status != .pass, isPersons(gate) else { return false }
      return workflow.gate(gate.id)?.needs.allSatisfy { need in
        record.state.gate(need).map { $0.status == .pass && tally.again[need] == nil } ?? true
      } ?? true
    }?.id
  }

  /// Waits for a person at a gate, or judges it where nobody is to be asked; an answer where that is all for now.
  private mutating func wait(at gate: GateID, _ record: RunRecord) throws -> Answer? {
    let opened = try openOrReturn(gate, record)
    if isUnattended {
      try take(session.finishGate(gate, of: run, channel: channel, key: takeKey()))
      return nil
    }
    session.tellPerson(opened.record, gate: gate, packet: opened.packetPath)
    guard let terminal = session.terminal else { return try waitElsewhere(opened) }
    let pause = Pause(session: session, terminal: terminal, opened: opened, key: key)
    switch try pause.ask() {
    case .stop: return try stop(opened)
    case .closed(let closed):
      key = nil
      try take(closed)
      return nil
    case .closedElsewhere(let closed): return try goOnElsewhere(closed)
    }
  }

  /// The attempt to work on: the open one, else the next.
  private mutating func openOrReturn(_ gate: GateID, _ record: RunRecord) throws -> OpenedGate {
    if let open = record.state.openAttempt(of: gate) {
      return try session.packetOfOpenAttempt(open, in: record)
    }
    let opened = try session.openGate(gate, of: run, agent: nil, key: takeKey())
    for warning in opened.warnings { session.frame.say(warning) }
    return opened
  }

  private mutating func takeKey() -> String? {
    defer { key = nil }
    return key
  }

  /// Takes note of a gate that a person closed, and shows it where it passed.
  private mutating func take(_ closed: ClosedGate) throws {
    guard closed.report.passes else {
      if let earlier = tally.fail(closed) {
        try session.frame.print(GateText(earlier.report, commit: nil, next: nil).lines + [""])
      }
      return
    }
    tally.pass(closed.attempt.key.gate)
    session.sayWhatIsStale(closed)
    let commit = session.commitLines(closed.attempt, in: closed.record)
    try session.frame.print(GateText(closed.report, commit: commit, next: nil).lines + [""])
  }

  /// Ends where nothing more can be done: what failed finishes the run as FAILED, else a person must look.
  private func stopped(_ record: RunRecord, _ workflow: Workflow) throws -> Answer {
    if let obstacle = tally.obstacle { throw obstacle }
    guard let closed = tally.lastFailure else { return try waitForWord(record, workflow) }
    let attempt = closed.attempt
    let isOpen = record.state.status == .running && record.state.open.isEmpty
    let finished = isOpen ? try finishAsFailed(attempt) : record
    let next = session.nextCommand(finished)
    // Whoever is at the pause knows it.
    if attempt.finishedBy.channel == .worker {
      session.tellPerson(finished, gate: attempt.key.gate)
    }
    let failed = JSONValue.array(tally.failed.map { .string($0.description) })
    return Answer(
      .negative, report: GateText(closed.report, commit: nil, next: next).lines,
      Members.joined(
        Members.run(finished),
        ["failed": failed, "report": Members.report(closed.report, next: next, commit: nil)]))
  }

  /// Ends where workers wait for a person's word.
  private func waitForWord(_ record: RunRecord, _ workflow: Workflow) throws -> Answer {
    let waiting = tally.waitingForPerson(in: record, of: workflow)
    guard let first = waiting.first else {
      throw Refusal.gatesNotPassed(
        record.state.gates.filter { $0.status != .pass }.map(\.id), in: run)
    }
    let next = "\(RunCommand.resume(run)) --force \(first.gate)"
    session.tellPerson(record, gate: first.gate)
    return Answer(
      .waiting,
      lines: waiting.map { "waiting: \($0.gate) needs a person: \($0.reason.rawValue)" }
        + ["next: \(next)"],
      Members.joined(Members.run(record), ["next": .string(next)]))
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
  private func reviewStop(_ record: RunRecord, _ id: GateID) -> Answer? {
    guard isUnattended, let reason = record.reviewReason(of: id) else { return nil }
    session.tellPerson(record, gate: id)
    let line = "waiting: \(id) needs a person: \(reason.rawValue)"
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
