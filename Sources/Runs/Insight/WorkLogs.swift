package import Digests
package import Records

/// What the logs of a run tell of its commands, as far as the record bears it out.
///
/// Logs are no record: they may be gone, cut or edited. What is not of an attempt of the record, or contradicts it, is left out
/// and counted.
package struct WorkLogs: Sendable {
  /// How much longer than the record's times the commands of an attempt may take: what a clock that is set right may move.
  private static let tolerance: Int64 = 1000

  private let record: RunRecord
  private var commands: [AttemptKey: [LedgerLine]] = [:]
  private var agents: [AttemptKey: AgentSummary] = [:]
  /// The lines and summaries that were left out.
  package private(set) var leftOut = 0

  /// Begins with logs that are gone.
  package init(of record: RunRecord) { self.record = record }

  /// The commands of an attempt in the order in which they ended.
  package func commands(of key: AttemptKey) -> [LedgerLine] { commands[key] ?? [] }

  /// The workflow.json that named the worker of an attempt; nil where nothing tells it.
  package func workflowDigest(of key: AttemptKey) -> Digest? {
    commands(of: key).last { $0.part == .worker }?.workflowDigest
  }

  /// What an agent did in an attempt; nil where there is nothing about it.
  package func agent(of key: AttemptKey) -> AgentSummary? { agents[key] }

  /// Takes in a file of the ledger; those of earlier days come first.
  package mutating func readLedger(_ bytes: [UInt8]) {
    for line in bytes.split(separator: 0x0A) {
      if let line = LedgerLine(reading: Array(line)), isBorneOut(line) {
        commands[line.attempt, default: []].append(line)
      } else {
        leftOut += 1
      }
    }
  }

  /// Takes in the summary of an attempt of the record.
  package mutating func readSummary(_ bytes: [UInt8], of key: AttemptKey) {
    if let summary = AgentSummary(reading: bytes) { agents[key] = summary } else { leftOut += 1 }
  }

  /// Takes note of a file that could not be read at all.
  package mutating func leaveOut() { leftOut += 1 }

  private func isBorneOut(_ line: LedgerLine) -> Bool {
    let start: Instant
    if let attempt = record.attempts[line.attempt]?.attempt {
      let isPassOfWorker = attempt.status == .pass && attempt.finishedBy.channel == .worker
      guard line.at <= attempt.finishedAt, line.isSuccess || !isPassOfWorker else { return false }
      start = attempt.startedAt
    } else if let open = record.state.openAttempt(of: line.attempt.gate), open.key == line.attempt {
      start = open.at
    } else {
      return false
    }
    let before = commands(of: line.attempt)
    let total = before.reduce(Int64(line.milliseconds)) { $0 + Int64($1.milliseconds) }
    return line.run == record.header.id && line.at >= start
      && !before.contains { $0.part == line.part }
      && total <= line.at.milliseconds - start.milliseconds + Self.tolerance
  }
}
