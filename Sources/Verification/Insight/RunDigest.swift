package import Records
package import Runs

/// What a run took: its gates with their attempts, how long each was, and why some were done again.
///
/// All but the durations of commands and the words of agents comes from the record.
package struct RunDigest: Sendable {
  /// What a duration was measured by.
  package enum TimeSource: String, Sendable {
    /// The ledger's, which only goes forward; it tells the work of commands alone.
    case monotonic
    /// The times of the record, in which waiting is counted too.
    case record
  }

  /// One attempt.
  package struct Try: Sendable {
    package let key: AttemptKey
    /// Nil while it is open.
    package let attempt: Attempt?
    package let startedAt: Instant
    /// Nil while it is open.
    package let duration: (milliseconds: Int, clock: TimeSource)?
    /// The commands that were run for it, as the ledger tells.
    package let commands: [LedgerLine]
    /// What an agent's events told.
    package let agent: AgentSummary?

    package var reason: Verdict.ReasonCode? { attempt?.verdict.reasonCode }

    package var isKnownFailure: Bool { attempt.map(KnownFailure.isNamed) ?? false }
  }

  /// A gate with its attempts.
  package struct Stage: Sendable {
    package let story: GateStory
    package let tries: [Try]

    /// The tries after the first.
    package var retries: Int { max(0, tries.count - 1) }
    package var milliseconds: Int { tries.total }
  }

  package let header: RunHeader
  package let status: RunStatus
  package let startedAt: Instant
  /// Nil while the run goes on.
  package let finishedAt: Instant?
  /// In the order of the workflow.
  package let stages: [Stage]
  /// What of the logs is not used, as it cannot be read or contradicts the record.
  package let leftOut: Int

  package init(_ record: RunRecord, logs: WorkLogs) {
    header = record.header
    status = record.state.status
    startedAt = record.state.startedAt
    finishedAt = record.state.finishedAt
    leftOut = logs.leftOut
    let stories = GateStory.all(of: record)
    stages = zip(record.state.gates, stories).map { gate, story in
      let tries = gate.attempts.compactMap { entry -> Try? in
        let key = AttemptKey(gate: gate.id, number: entry.number)
        let attempt = record.attempts[key]?.attempt
        let open = record.state.openAttempt(of: gate.id)
        guard let start = attempt?.startedAt ?? open?.at else { return nil }
        let commands = logs.commands(of: key)
        return Try(
          key: key, attempt: attempt, startedAt: start,
          duration: attempt.map { Self.duration($0, commands) }, commands: commands,
          agent: logs.agent(of: key))
      }
      return Stage(story: story, tries: tries)
    }
  }

  private static func duration(
    _ attempt: Attempt, _ commands: [LedgerLine]
  ) -> (milliseconds: Int, clock: TimeSource) {
    guard commands.isEmpty else {
      return (commands.reduce(0) { $0.adding($1.milliseconds) }, .monotonic)
    }
    let span = attempt.finishedAt.milliseconds - attempt.startedAt.milliseconds
    return (max(0, Int(span)), .record)
  }
}

extension RunDigest {
  /// From the start of the run to its end, by the times of the record; nil while it goes on.
  package var milliseconds: Int? {
    finishedAt.map { max(0, Int($0.milliseconds - startedAt.milliseconds)) }
  }

  /// All attempts, gate by gate.
  package var tries: [Try] { stages.flatMap(\.tries) }

  /// The attempts that took longest, the longest first; of equal ones the earlier gate's.
  package var longest: [Try] {
    let closed = tries.filter { ($0.duration?.milliseconds ?? 0) > 0 }
    return closed.enumerated().sorted { a, b in
      let (first, second) = (
        a.element.duration?.milliseconds ?? 0, b.element.duration?.milliseconds ?? 0
      )
      return first == second ? a.offset < b.offset : first > second
    }.map(\.element)
  }

  /// How often each verdict was given, in the order of the list of reasons.
  package var verdicts: [(reason: Verdict.ReasonCode, count: Int)] {
    tries.compactMap(\.reason).counted
  }
}

extension RunDigest.Try {
  /// The command that took longest, where more than one was run.
  package var slowestCommand: LedgerLine? {
    commands.count > 1 ? commands.max { $0.milliseconds < $1.milliseconds } : nil
  }
}

extension [RunDigest.Try] {
  /// How long all took together.
  var total: Int { reduce(0) { $0.adding($1.duration?.milliseconds ?? 0) } }
}

extension [Verdict.ReasonCode] {
  /// Each reason that is there with its number, in the order of the list of reasons.
  var counted: [(reason: Verdict.ReasonCode, count: Int)] {
    Verdict.ReasonCode.allCases.compactMap { reason in
      let count = count { $0 == reason }
      return count > 0 ? (reason, count) : nil
    }
  }
}

extension Int {
  /// The sum, or the greatest number where there is none: hostile times must end no program.
  func adding(_ other: Int) -> Int {
    let (sum, isTooGreat) = addingReportingOverflow(other)
    return isTooGreat ? .max : sum
  }
}
