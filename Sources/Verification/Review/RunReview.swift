package import Records
import Runs

/// One run as a reviewer needs to see it: what moved, how, and what is not as it was when it passed.
package struct RunReview: Sendable {
  /// What happened to the record since the revision that is compared with.
  package enum Change: String, Sendable {
    case new, changed
    /// The record is the same; files that it made a claim about are not.
    case overtaken
  }

  /// A gate with where it stood before.
  package struct Gate: Sendable {
    /// Where a gate stood.
    package struct Before: Sendable, Equatable {
      package let status: GateStatus
      package let attempts: Int
    }

    package let story: GateStory
    /// Nil where the base has no readable record of the run.
    package let before: Before?

    /// Says whether anything happened at the gate since then.
    package var moved: Bool {
      before != Before(status: story.status, attempts: story.attempts)
    }
  }

  /// An attempt on the axis of time.
  package struct Span: Sendable {
    package let key: AttemptKey
    package let gateName: String
    /// Nil while it is open.
    package let status: AttemptStatus?
    package let start: Instant
    /// Of an open one, the moment of the run's newest event.
    package let end: Instant
  }

  package let header: RunHeader
  package let status: RunStatus
  /// Nil where nothing is compared with.
  package let change: Change?
  /// Where the run stood at the base, or nil.
  package let statusBefore: RunStatus?
  /// Why the record at the base cannot be read, or nil.
  package let baseProblem: String?
  /// Says whether the history at the base is the beginning of the history now.
  package let continuesBase: Bool
  package let gates: [Gate]
  package let evidence: EvidenceToday
  package let startedAt: Instant
  /// Who finished the run, where it is finished.
  package let finished: (status: RunStatus, by: Actor, reason: String?, at: Instant)?
  /// The gate that is worked on or comes next, where the run is not final.
  package let waitingAt: GateID?
  package let spans: [Span]

  /// How the record of a run at the base is known.
  package enum Base: Sendable {
    /// Nothing is compared with.
    case none
    /// The run is not there.
    case absent
    case same
    case record(RunRecord)
    /// It cannot be read; in a few words.
    case unreadable(String)
  }

  package init(_ record: RunRecord, base: Base, evidence: EvidenceToday) {
    header = record.header
    status = record.state.status
    self.evidence = evidence
    startedAt = record.state.startedAt
    var before: RunRecord?
    var problem: String?
    switch base {
    case .none: change = nil
    case .absent: change = .new
    case .same:
      change = .overtaken
      before = record
    case .record(let old):
      change = .changed
      before = old
    case .unreadable(let what):
      change = .changed
      problem = what
    }
    baseProblem = problem
    statusBefore = before?.state.status
    continuesBase = before.map { Self.continues($0, record) } ?? true
    gates = GateStory.all(of: record).map { story in
      let old = before?.state.gate(story.gate)
      return Gate(
        story: story,
        before: old.map { Gate.Before(status: $0.status, attempts: $0.attempts.count) })
    }
    finished =
      record.state.finishedAt == nil
      ? nil : record.runFinished.map { ($0.fact.status, $0.fact.by, $0.fact.reason, $0.at) }
    waitingAt = record.waitingAt
    spans = Self.spans(of: record)
  }

  private static func continues(_ old: RunRecord, _ new: RunRecord) -> Bool {
    old.header == new.header && new.events.starts(with: old.events)
      && old.attempts.allSatisfy { new.attempts[$0.key]?.sha256 == $0.value.sha256 }
  }

  private static func spans(of record: RunRecord) -> [Span] {
    let last = record.events.map(\.at).max() ?? record.state.startedAt
    let spans = record.state.gates.flatMap { gate in
      gate.attempts.compactMap { entry -> Span? in
        let key = AttemptKey(gate: gate.id, number: entry.number)
        if let attempt = record.attempts[key]?.attempt {
          return Span(
            key: key, gateName: gate.name, status: attempt.status, start: attempt.startedAt,
            end: max(attempt.startedAt, attempt.finishedAt))
        }
        guard let open = record.state.openAttempt(of: gate.id) else { return nil }
        return Span(
          key: key, gateName: gate.name, status: nil, start: open.at, end: max(open.at, last))
      }
    }
    return spans.enumerated().sorted {
      ($0.element.start, $0.offset) < ($1.element.start, $1.offset)
    }
    .map(\.element)
  }
}

extension RunReview {
  /// The gates at which something happened since the base, or all of them where nothing is compared with.
  package var movedGates: [Gate] {
    switch change {
    case nil, .new: gates
    case .changed: gates.filter(\.moved)
    case .overtaken: []
    }
  }

  /// What a reviewer should look at.
  package var notes: [ReviewNote] {
    recordNotes + evidenceNotes + movedGates.flatMap(notes) + nobodyLooked
  }

  private var id: String { header.id.description }

  private var recordNotes: [ReviewNote] {
    let paths = RunPaths(header.id)
    if let baseProblem {
      return [
        ReviewNote(
          .recordUnreadable, run: id, path: paths.runFile,
          "the record at the base cannot be read: \(baseProblem)")
      ]
    }
    guard !continuesBase else { return [] }
    return [
      ReviewNote(
        .recordRewritten, run: id, path: paths.runFile,
        "what was recorded at the base is not the beginning of what is recorded now")
    ]
  }

  private var evidenceNotes: [ReviewNote] {
    let artifacts = evidence.artifacts.compactMap { artifact -> ReviewNote? in
      let (gate, number) = (artifact.attempt.gate, artifact.attempt.number)
      switch artifact.state {
      case .same, .superseded: return nil
      case .changed:
        return ReviewNote(
          .artifactChanged, run: id, gate: gate, path: artifact.path,
          "changed since it passed \(gate), attempt \(number)")
      case .missing:
        return ReviewNote(
          .artifactMissing, run: id, gate: gate, path: artifact.path,
          "missing; it passed \(gate), attempt \(number)")
      }
    }
    let moved = Set(movedGates.map(\.story.gate))
    let contracts = evidence.contracts.filter { evidence.isClaimed($0.gate) }.flatMap { contract in
      [
        contract.today == .same
          ? nil
          : ReviewNote(
            .contractChanged, run: id, gate: contract.gate, path: contract.path,
            contract.today == .missing
              ? "missing; it judged \(contract.gate)"
              : "changed since it judged \(contract.gate)"),
        contract.atBase == .changed && moved.contains(contract.gate)
          ? ReviewNote(
            .contractNotOfBase, run: id, gate: contract.gate, path: contract.path,
            "judged \(contract.gate) with other bytes than it has at the base") : nil,
      ].compactMap(\.self)
    }
    return artifacts + contracts
  }

  private func notes(_ gate: Gate) -> [ReviewNote] {
    let story = gate.story
    var notes: [ReviewNote] = []
    if let failure = story.firstFailure, let passed = failure.passedIn, failure.isContractChanged {
      notes.append(
        ReviewNote(
          .contractChangedAfterFailure, run: id, gate: story.gate, path: story.contract?.path,
          "\(story.gate) failed in attempt \(failure.attempt), and passed in attempt \(passed) "
            + "under another contract"))
    }
    notes += story.outOfOrder.map { opened in
      let earlier = opened.before.map(\.description).joined(separator: ", ")
      return ReviewNote(
        .outOfOrder, run: id, gate: story.gate,
        "\(story.gate), attempt \(opened.attempt), was opened before \(earlier) had passed")
    }
    if story.status == .stale {
      notes.append(
        ReviewNote(
          .gateStale, run: id, gate: story.gate,
          "\(story.gate) passed on inputs that have changed since"))
    }
    notes += story.warnings.map { rule in
      ReviewNote(
        .warningStands, run: id, gate: story.gate, path: rule.place?.path ?? rule.path,
        line: rule.place?.line,
        "\(story.gate) passed with a warning: \(rule.id) \(rule.type)"
          + (rule.place.map { ", \($0.message)" } ?? rule.found.map { ", \($0)" } ?? ""))
    }
    return notes
  }

  private var nobodyLooked: [ReviewNote] {
    let silent = movedGates.filter {
      $0.story.status == .pass
        && ($0.story.closed?.by.channel == .noPause || $0.story.closed?.by.channel == .worker)
    }
    guard !silent.isEmpty else { return [] }
    let gates = silent.map(\.story.gate.description).joined(separator: ", ")
    return [
      ReviewNote(
        .nobodyLooked, run: id, gate: silent.count == 1 ? silent[0].story.gate : nil,
        "\(gates) passed with nobody asked")
    ]
  }
}
