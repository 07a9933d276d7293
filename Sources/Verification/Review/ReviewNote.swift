package import Records

/// One thing that a reviewer should look at.
package struct ReviewNote: Sendable {
  /// What it is about, the gravest first.
  package enum Kind: String, Sendable, CaseIterable {
    /// A run of the base is not there any more.
    case runGone = "run-gone"
    case recordUnreadable = "record-unreadable"
    /// The history at the base is not the beginning of the history now.
    case recordRewritten = "record-rewritten"
    /// A gate passed, after failing, under another contract.
    case contractChangedAfterFailure = "contract-changed-after-failure"
    /// The contract that judged is not the one at the base.
    case contractNotOfBase = "contract-not-of-base"
    case artifactMissing = "artifact-missing"
    case artifactChanged = "artifact-changed"
    /// The contract was edited after it judged.
    case contractChanged = "contract-changed"
    /// Gates were closed without anybody being asked.
    case nobodyLooked = "nobody-looked"
    case outOfOrder = "out-of-order"
    /// An input changed after the gate passed.
    case gateStale = "gate-stale"
    case warningStands = "warning-stands"
  }

  package let kind: Kind
  /// The name of the run's folder.
  package let run: String
  package let gate: GateID?
  /// The file to look at, in the repository.
  package let path: String?
  package let line: Int?
  /// What to know, to stand behind the path or alone, without a full stop; may hold text of the record.
  package let message: String
  /// The command to type, or nil.
  package let next: String?

  package init(
    _ kind: Kind, run: String, gate: GateID? = nil, path: String? = nil, line: Int? = nil,
    _ message: String, next: String? = nil
  ) {
    self.kind = kind
    self.run = run
    self.gate = gate
    self.path = path
    self.line = line
    self.message = message
    self.next = next
  }
}

extension ReviewNote {
  /// The same note with another command to type.
  func advising(_ next: String?) -> ReviewNote {
    ReviewNote(kind, run: run, gate: gate, path: path, line: line, message, next: next)
  }
}
