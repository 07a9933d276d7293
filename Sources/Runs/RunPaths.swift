package import Records

/// Where the files of a run stand in the repository.
package struct RunPaths: Sendable {
  /// The folder of all runs.
  package static let runs = "orchestration/runs"

  package let run: RunID

  package init(_ run: RunID) { self.run = run }

  package var folder: String { "\(Self.runs)/\(run)" }
  package var record: String { "\(folder)/record" }
  package var runFile: String { "\(record)/RUN.json" }
  package var logs: String { "\(folder)/logs" }
  package var temporary: String { "\(logs)/tmp" }
  package var holder: String { "\(logs)/holder.json" }

  /// The packet of a gate's newest attempt.
  package func packet(_ gate: GateID) -> String { "\(logs)/gates/\(gate)/prompt.txt" }

  /// The contract as it was when the gate's newest attempt opened, to say later which rules differ.
  package func contractCopy(_ gate: GateID) -> String { "\(logs)/gates/\(gate)/contract.json" }

  /// The digests of the outputs as they were when the gate's newest attempt opened, to say later what has changed.
  package func outputsSeen(_ gate: GateID) -> String { "\(logs)/gates/\(gate)/outputs.txt" }

  /// The folder of what the commands of an attempt wrote.
  package func work(_ key: AttemptKey) -> String {
    "\(logs)/gates/\(key.gate)/attempt-\(key.number)"
  }

  /// Where the outputs of one command of an attempt are kept.
  package func workerLogs(_ key: AttemptKey, _ part: WorkerPart) -> WorkerLogs {
    let prefix = part == .worker ? "" : "\(part.rawValue)-"
    return WorkerLogs(
      output: "\(work(key))/\(prefix)stdout", messages: "\(work(key))/\(prefix)stderr")
  }

  /// What the stream of an agent's events told.
  package func summary(_ key: AttemptKey) -> String { "\(work(key))/summary.json" }

  /// Says that all commands of an attempt have ended well, so that only its rules are left.
  package func workDone(_ key: AttemptKey) -> String { "\(work(key))/done" }

  /// One line for each command that was run, in a file for each day.
  package func ledger(_ instant: Instant) -> String {
    "\(ledgers)/\(instant.description.prefix(10)).jsonl"
  }

  /// The folder of the files of all days.
  package var ledgers: String { "\(logs)/ledger" }

  /// What the run took, made when it is finished.
  package var digest: String { "\(logs)/digest.json" }

  /// The digest as a page for a person.
  package var insight: String { "\(logs)/insight.md" }

  /// Names who has the run's workers in hand.
  package var driver: String { "\(logs)/driver.json" }

  /// The file of a closed attempt.
  package func attempt(_ key: AttemptKey) -> String { "\(record)/\(key.record)" }
}
