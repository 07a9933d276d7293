import Host
import JSONDocument
import Records
import Reports
import Runs
import Verification

extension Session {
  /// The most files that a run's ledger may have, one for each day.
  private static let days = 10_000

  /// What a run took: its record, with what its logs tell beside it.
  ///
  /// Logs that cannot be read are as good as gone, which is said; `withAgents` also looks for what agents did.
  func digest(of record: RunRecord, withAgents: Bool = true) -> RunDigest {
    var logs = workLogs(of: record)
    if withAgents {
      let paths = RunPaths(record.header.id)
      for gate in record.state.gates {
        for entry in gate.attempts {
          let key = AttemptKey(gate: gate.id, number: entry.number)
          let bytes = log(paths.summary(key), limit: AgentSummary.sizeLimit, &logs)
          if let bytes { logs.readSummary(bytes, of: key) }
        }
      }
    }
    return RunDigest(record, logs: logs)
  }

  /// What the ledger tells of the commands of a run.
  func workLogs(of record: RunRecord) -> WorkLogs {
    let paths = RunPaths(record.header.id)
    var logs = WorkLogs(of: record)
    for path in ledgers(paths, &logs) {
      if let bytes = log(path, limit: JSONDocument.maximumSize, &logs) { logs.readLedger(bytes) }
    }
    return logs
  }

  /// Writes what a finished run took to its logs.
  ///
  /// The run is finished also where they cannot be written, which is said.
  func keepDigest(of record: RunRecord) {
    let run = record.header.id
    let digest = digest(of: record)
    do {
      try store.writeDerived(RunPaths(run).digest, DigestJSON.file(digest), of: run)
      try store.writeDerived(RunPaths(run).insight, InsightMarkdown(digest).file, of: run)
    } catch {
      frame.say(
        "note: digest and insight were not written: \(Visible.line(Failure(error).line)); "
          + "orchestrate inspect --run \(run) shows them")
    }
  }

  /// The files of the ledger, those of earlier days first.
  private func ledgers(_ paths: RunPaths, _ logs: inout WorkLogs) -> [String] {
    do {
      return try folder.list(paths.ledgers, limit: Self.days).compactMap { entry in
        String(validating: entry.name, as: UTF8.self).flatMap { name in
          name.utf8.reversed().starts(with: ".jsonl".utf8.reversed())
            ? "\(paths.ledgers)/\(name)" : nil
        }
      }
    } catch {
      if error.kind != .missing { leaveOut(error, &logs) }
      return []
    }
  }

  private func log(_ path: String, limit: Int, _ logs: inout WorkLogs) -> [UInt8]? {
    do { return try folder.read(path, limit: limit) } catch {
      if error.kind != .missing { leaveOut(error, &logs) }
      return nil
    }
  }

  private func leaveOut(_ error: FileError, _ logs: inout WorkLogs) {
    logs.leaveOut()
    frame.say("note: \(Visible.line(Failure(error).line))")
  }
}
