import Records
import Text

/// How far one look at a run came.
private enum RunLook: Sendable {
  case inspected(RunInspection)
  /// Its contracts and workflow are still to be read.
  case waiting(CheckedRecord)
  /// The folder holds no record.
  case empty
}

/// Verifies the records of a repository: each against itself, against the files and the history, and against what is trusted.
///
/// A fold over the runs: of each only what later questions need is kept.
package struct Verifier<Source: EvidenceSource, History: HistorySource> {
  /// How many runs are read before what they say is folded in.
  static var chunk: Int { 128 }

  let source: Source
  let history: History
  let request: VerificationRequest
  var shelf = PolicyShelf()
  var runs: [RunInspection] = []
  var findings: [VerificationFinding] = []
  /// The records where HEAD parted from the revision of `--since`; none without one.
  var bases: [BaseRecords] = []

  package init(_ request: VerificationRequest, source: Source, history: History) {
    self.request = request
    self.source = source
    self.history = history
  }

  /// Verifies everything that was asked for, and reports all of it at once.
  ///
  /// Throws where a question that the request itself asks has no answer: a revision that git cannot compare with.
  package mutating func verify() throws(EvidenceError) -> VerificationReport {
    if let since = request.since {
      for commit in [since.commit] + request.otherBases {
        bases.append(try BaseRecords(of: commit, in: history, and: source))
      }
    }
    try inspectRuns()
    let others = unasked.claims(on: Evidence.undecided(runs).map(\.path))
    let (files, policies, claimed) = wanted(beside: others)
    let found = HistorySearch(for: files, policies, claimed: claimed, in: history)
    if let failure = found.failure {
      findings.append(
        VerificationFinding(
          .cannotCheck, path: ".git", run: nil, message: failure.what, next: failure.cure))
    }
    try takeIn(found, policies)
    try replayPending(found)
    let evidence = try evidence(found, others)
    try checkTrust(evidence)
    return report(evidence)
  }
}

extension Verifier {
  private mutating func inspectRuns() throws(EvidenceError) {
    var rest = try source.runs()[...]
    while !rest.isEmpty {
      let names = Array(rest.prefix(Self.chunk))
      rest = rest.dropFirst(Self.chunk)
      let (source, known) = (source, inspector)
      // Most runs name the contracts of the runs before them, which are at hand by then.
      let looks = source.concurrently(names.count) { index -> RunLook in
        let folder = source.folder(of: names[index])
        if let unasked = known.unasked(folder) { return .inspected(unasked) }
        let checked = RecordCheck.check(folder)
        if checked.isEmpty { return .empty }
        guard known.shelf.hasLooked(for: checked.record?.policies ?? []) else {
          return .waiting(checked)
        }
        return .inspected(known.inspect(checked))
      }
      for look in looks {
        switch look {
        case .inspected(let run): shelf.look(for: run.policies, in: source)
        case .waiting(let checked): shelf.look(for: checked.record?.policies ?? [], in: source)
        case .empty: break
        }
      }
      let informed = inspector
      runs += source.concurrently(looks.count) { index -> RunInspection? in
        switch looks[index] {
        case .empty: nil
        case .inspected(let inspection): inspection
        case .waiting(let checked): informed.inspect(checked)
        }
      }.compactMap(\.self)
    }
    // What judged a run that is not asked may still be asked for what it covers.
    for run in runs.indices where !runs[run].isAsked {
      runs[run].wantedPolicies.formUnion(runs[run].policies.filter { shelf.policy($0) == nil })
    }
  }

  private var inspector: RunInspector<Source> {
    RunInspector(source: source, shelf: shelf, bases: bases, request: request)
  }

  /// The runs that were not asked, of which there may be a question after all.
  var unasked: UnaskedRuns<Source> {
    UnaskedRuns(among: runs, since: bases, request, in: source)
  }

  /// Says whether a run is one that the report tells of.
  func isReported(_ name: String) -> Bool { request.isReported(name) }

  private func wanted(
    beside others: [Claim]
  ) -> (
    files: Set<RecordedFile>, policies: Set<PolicyReference>, claimed: Set<RecordedFile>
  ) {
    let claimed = Evidence.undecided(runs, beside: others)
    var files = claimed
    var policies: Set<PolicyReference> = []
    for run in runs {
      files.formUnion(run.wanted)
      policies.formUnion(run.wantedPolicies)
    }
    return (files, policies, claimed)
  }
}

extension RunRecord {
  /// The contracts and the workflow that the run names.
  fileprivate var policies: [PolicyReference] {
    closedAttempts.compactMap(\.attempt.contractReference)
      + (PolicyReference(workflowOf: header).map { [$0] } ?? [])
  }
}
