package import Records
import Text

/// A run with what became of its artifacts since they passed.
package struct RunOverview: Sendable {
  /// An artifact of the index, as it is today.
  package struct ArtifactToday: Sendable {
    /// What became of it.
    package enum State: String, Sendable {
      case same, changed, missing, unreadable
    }

    package let path: String
    package let state: State
    package let attempt: AttemptKey

    /// What became of it, in words that follow the path.
    package var words: String {
      switch state {
      case .same: "is the same since it passed \(attempt.gate)"
      case .changed: "has changed since it passed \(attempt.gate)"
      case .missing: "is missing; it passed \(attempt.gate)"
      case .unreadable: "could not be read; it passed \(attempt.gate)"
      }
    }
  }

  package let record: RunRecord
  package let artifacts: [ArtifactToday]
  package let next: NextStep

  /// `today` are the files of the index as they are now, in its order, with nil for what could not be read.
  package init(
    _ record: RunRecord, today: [FileFact?], uncommitted: Uncommitted, from root: String? = nil
  ) {
    self.record = record
    artifacts = zip(record.state.index, today).map { indexed, now in
      ArtifactToday(
        path: PathTemplate.filed(indexed.file.path, in: record.header.workflow.artifactPath),
        state: .init(now, since: indexed.file),
        attempt: indexed.attempt)
    }
    next = NextStep(record, uncommitted: uncommitted, from: root)
  }
}

extension RunOverview.ArtifactToday.State {
  fileprivate init(_ now: FileFact?, since passed: FileFact) {
    guard let now else {
      self = .unreadable
      return
    }
    self = now.sha256 == nil ? .missing : now.sha256 == passed.sha256 ? .same : .changed
  }
}
