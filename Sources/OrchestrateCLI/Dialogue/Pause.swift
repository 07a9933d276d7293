import Host
import Records
import Reports
import Runs

/// The pause at an open attempt, in a terminal: what is asked, and what each answer does.
struct Pause {
  /// How a pause ended.
  enum End {
    case stop
    case closed(ClosedGate)
    case closedElsewhere(Attempt)
  }

  let session: Session
  let terminal: any Terminal
  let opened: OpenedGate
  /// The caller's `--key`, for the event that closes the attempt.
  let key: String?

  private var run: RunID { opened.record.header.id }
  private var gate: GateID { opened.key.gate }

  /// Shows where the run stands, and asks until an answer ends the pause.
  func ask() throws -> End {
    let page = PauseText.page(
      opened.record, opened.key, packetPath: opened.packetPath, packet: opened.packet,
      recap: try recap())
    // The packet below is shown as it is.
    let overview = opened.record.state.gates.count + 1
    session.frame.show(report: Array(page.prefix(overview)))
    session.frame.show(page.dropFirst(overview).joined(separator: "\n") + "\n\n")
    session.frame.show(
      PauseText.menu(gateName: opened.record.state.gate(gate)?.name ?? "", opened.key))
    if session.configuration.opensPackets { open() }
    while true {
      // Before the question stands there: whatever is typed behind it counts.
      terminal.discardTypedAhead()
      session.frame.show(PauseText.question)
      guard let line = terminal.readLine() else {
        session.frame.show("\n")
        return .stop
      }
      if let closed = try closedElsewhere() { return .closedElsewhere(closed) }
      switch Letter(line) {
      case .enter: if let closed = try finish() { return .closed(closed) }
      case .check: try check()
      case .open: open()
      case .fail: if let closed = try fail() { return .closed(closed) }
      case .quit: return .stop
      case nil: session.frame.show("'\(Visible.line(line))' is none of them.\n\n")
      }
    }
  }

  private enum Letter {
    case enter, check, open, fail, quit

    init?(_ line: String) {
      let word = line.utf8.filter { $0 != 0x0D }.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
      switch word {
      case []: self = .enter
      case Array("c".utf8): self = .check
      case Array("o".utf8): self = .open
      case Array("f".utf8): self = .fail
      case Array("q".utf8): self = .quit
      default: return nil
      }
    }
  }

  /// The attempt, where another shell has closed it meanwhile.
  private func closedElsewhere() throws -> Attempt? {
    let record = try session.load(run)
    return record.attempts[opened.key]?.attempt
  }

  /// Judges and records; nil where a rule could not run or something else stood in the way, and the pause goes on.
  private func finish() throws -> ClosedGate? {
    do { return try session.finishGate(gate, of: run, channel: .terminal, key: key) } catch {
      try explain(error)
      return nil
    }
  }

  private func check() throws {
    do {
      let answer = try session.check(gate, in: session.load(run))
      session.frame.show(report: answer.lines + [""])
    } catch { try explain(error) }
  }

  private func open() {
    // The logs may have been cleaned while the pause stood there.
    if let record = try? session.load(run), let attempt = record.state.openAttempt(of: gate) {
      _ = try? session.packetOfOpenAttempt(attempt, in: record)
    }
    let path = session.root.path + "/" + opened.packetPath
    if let problem = terminal.open(path, with: session.configuration.editor) {
      session.frame.show("\(Visible.line(problem)). The packet is \(opened.packetPath)\n")
    }
    session.frame.show("\n")
  }

  private func fail() throws -> ClosedGate? {
    session.frame.show("Why? One line, or Enter to go back: ")
    guard let line = terminal.readLine() else {
      session.frame.show("\nNothing was recorded.\n\n")
      return nil
    }
    guard let reason = Reason(line) else {
      session.frame.show("Nothing was recorded.\n\n")
      return nil
    }
    do {
      return try session.failGate(gate, of: run, reason: reason.text, channel: .terminal, key: key)
    } catch {
      session.frame.show("Your reason was not recorded: \(Visible.line(reason.text))\n")
      try explain(error)
      return nil
    }
  }

  /// Shows what stood in the way and stays in the pause: the attempt is open, and the person can mend it and try again.
  private func explain(_ error: any Error) throws {
    let failure = Failure(error)
    if failure.status == .defect || failure.isReaderGone { throw error }
    let lines = failure.details + ["error: \(failure.line)", "hint: \(failure.hint)"]
    session.frame.show(report: lines.map(Visible.line) + [""])
  }

  /// One line on what changed since the last attempt, or, on a return to an open one, since it opened.
  private func recap() throws -> String? {
    if opened.isReturn, let open = opened.record.state.openAttempt(of: gate) {
      return PauseText.recap(
        open, now: session.now(),
        changed: try session.changedSinceOpening(open, in: opened.record))
    }
    guard let last = opened.record.newestClosed(of: gate)?.attempt else { return nil }
    let header = opened.record.header
    let before = last.outputs(in: header)
    let changed = zip(before, session.glance(at: before, in: header)).filter { $0 != $1 }
      .map(\.0.path)
    return PauseText.recap(last, changed: changed, in: header)
  }
}
