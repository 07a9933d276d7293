package import Records

/// What `verify` found in a repository, in one order whatever the machine.
package struct VerificationReport: Sendable {
  /// The three answers.
  package enum Outcome: String, Sendable, CaseIterable {
    /// Nothing failed, and all could be checked.
    case verified
    case failed
    /// Nothing failed, and something could not be checked.
    case cannotCheck = "cannot-check"
  }

  /// A run, in the order of the folders' names.
  package struct Run: Sendable {
    /// The name of its folder.
    package let id: String
    /// Nil where its record cannot be read.
    package let status: RunStatus?
    package let workflow: String?
    package let artifactPath: String?
    /// The gate that is worked on or comes next, where the run is not final.
    package let waitingAt: GateID?
    /// Says whether nothing of it has changed since the revision of `--since`, so that only its seal and digests were checked.
    package let isUnchanged: Bool

    package init(
      id: String, status: RunStatus?, workflow: String?, artifactPath: String?, waitingAt: GateID?,
      isUnchanged: Bool = false
    ) {
      self.id = id
      self.status = status
      self.workflow = workflow
      self.artifactPath = artifactPath
      self.waitingAt = waitingAt
      self.isUnchanged = isUnchanged
    }
  }

  /// How many claims had which answer.
  package struct Counts: Sendable, Equatable {
    package var reproduced = 0
    package var superseded = 0
    package var changed = 0
    package var moved = 0
    package var unwitnessed = 0
    package var cannotCheck = 0
    /// Rules that were run again.
    package var rulesReplayed = 0
    /// Rules whose bytes were not found.
    package var rulesNotReplayed = 0
    /// Rules whose answers are the word of whoever ran a program.
    package var rulesClaimed = 0

    package init() {}
  }

  /// What was trusted: a revision as it was typed, and the commit that was compared with.
  package struct Base: Sendable {
    package let revision: String
    package let commit: String

    package init(revision: String, commit: String) {
      self.revision = revision
      self.commit = commit
    }
  }

  package let runs: [Run]
  package let counts: Counts
  /// Sorted.
  package let findings: [VerificationFinding]
  package let since: Base?
  package let contractsFrom: Base?
  package let isStrict: Bool

  package init(
    runs: [Run], counts: Counts, findings: [VerificationFinding], since: Base?,
    contractsFrom: Base?, isStrict: Bool
  ) {
    self.runs = runs
    self.counts = counts
    self.findings = findings.sorted()
    self.since = since
    self.contractsFrom = contractsFrom
    self.isStrict = isStrict
  }

  package var outcome: Outcome {
    switch findings.first?.level {
    case .failure: .failed
    case .cannotCheck: .cannotCheck
    default: .verified
    }
  }

  /// The number of findings of a level.
  package func count(_ level: FindingID.Level) -> Int { findings.count { $0.level == level } }

  /// "12 runs: 10 passed, 1 failed, 1 waiting at G2".
  package var summary: String {
    guard !runs.isEmpty else { return "no runs" }
    var parts: [String] = []
    func add(_ count: Int, _ words: String) { if count > 0 { parts.append("\(count) \(words)") } }
    add(runs.count { $0.status == .passed }, "passed")
    add(runs.count { $0.status == .failed }, "failed")
    add(runs.count { $0.status == .canceled }, "canceled")
    var waiting: [(gate: String, count: Int)] = []
    for run in runs where run.status == .running {
      let gate = run.waitingAt.map { "waiting at \($0)" } ?? "ready to complete"
      if let index = waiting.firstIndex(where: { $0.gate.utf8.elementsEqual(gate.utf8) }) {
        waiting[index].count += 1
      } else {
        waiting.append((gate, 1))
      }
    }
    for entry in waiting.sorted(by: { $0.gate.utf8.lexicographicallyPrecedes($1.gate.utf8) }) {
      add(entry.count, entry.gate)
    }
    add(runs.count { $0.status == nil }, "not readable")
    return "\(runs.count) \(runs.count == 1 ? "run" : "runs"): \(parts.joined(separator: ", "))"
  }
}
