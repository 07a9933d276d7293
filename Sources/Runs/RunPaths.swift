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

  /// The file of a closed attempt.
  package func attempt(_ key: AttemptKey) -> String { "\(record)/\(key.record)" }
}
