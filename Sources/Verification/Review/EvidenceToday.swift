package import Digests
package import Records
import Text

/// What became of the files of a run's standing attempts since those passed.
package struct EvidenceToday: Sendable {
  /// A required output of a standing attempt.
  package struct Artifact: Sendable {
    /// What became of it.
    package enum State: Sendable, Equatable {
      case same, changed, missing
      /// Changed, and a later run passed it as it is now.
      case superseded(by: RunID)
    }

    /// In the repository.
    package let path: String
    package let attempt: AttemptKey
    package let state: State
  }

  /// A contract that judged a standing attempt.
  package struct Contract: Sendable {
    /// How its bytes elsewhere compare with those that judged.
    package enum State: String, Sendable {
      case same, changed, missing
    }

    package let gate: GateID
    package let path: String
    package let today: State
    /// At the revision that is compared with; nil where there is none.
    package let atBase: State?
  }

  package let artifacts: [Artifact]
  package let contracts: [Contract]

  /// Compares what a run recorded with what is there now.
  ///
  /// - Parameters:
  ///   - record: The run.
  ///   - files: The files of its index as they are now, in the index's order.
  ///   - standing: What stands in all runs.
  ///   - contract: The digest of a file in the working tree, or nil where there is none.
  ///   - contractAtBase: The same at the revision that is compared with; nil where there is no such revision.
  package init(
    _ record: RunRecord, files: [FileFact], standing: StandingOutputs,
    contract: (String) -> Digest?, contractAtBase: ((String) -> Digest?)? = nil
  ) {
    artifacts = zip(record.state.index, files).map { indexed, now in
      let path = PathTemplate.filed(indexed.file.path, in: record.header.workflow.artifactPath)
      return Artifact(
        path: path, attempt: indexed.attempt,
        state: Self.state(of: indexed, now: now.sha256, path: path, in: record, standing))
    }
    contracts = record.state.gates.compactMap { gate in
      guard let judge = record.standing(of: gate.id)?.attempt.contract else { return nil }
      func state(_ digest: Digest?) -> Contract.State {
        digest == nil ? .missing : digest == judge.sha256 ? .same : .changed
      }
      return Contract(
        gate: gate.id, path: judge.path, today: state(contract(judge.path)),
        atBase: contractAtBase.map { state($0(judge.path)) })
    }
  }

  private static func state(
    of indexed: RunState.Indexed, now: Digest?, path: String, in record: RunRecord,
    _ standing: StandingOutputs
  ) -> Artifact.State {
    guard let now else { return .missing }
    if now == indexed.file.sha256 { return .same }
    guard let successor = standing.successor(of: record.header.id, path: path, sha256: now) else {
      return .changed
    }
    return .superseded(by: successor)
  }
}

extension EvidenceToday {
  /// Says whether something of it is not as it was judged, and no later run has judged it since.
  package var isOvertaken: Bool {
    artifacts.contains { $0.state == .changed || $0.state == .missing }
  }

  /// Says whether a gate's outputs are still the ones that its standing attempt is about; a gate without outputs always is.
  func isClaimed(_ gate: GateID) -> Bool {
    let own = artifacts.filter { $0.attempt.gate == gate }
    return own.isEmpty
      || !own.allSatisfy { if case .superseded = $0.state { true } else { false } }
  }
}
