import Contracts
import Records
import Runs
import Text

/// Files that the pattern of a rule matches now and that no standing attempt has judged.
///
/// They were left out of the record, or came after the gate had passed. Only passed runs are asked, and for the same gate of the
/// same work only the newest: while a run goes on, the files of its later gates come one by one.
struct NotJudged {
  /// A standing attempt whose contract judges every file of a pattern.
  ///
  /// The run is named by its place: there may be very many.
  private struct Standing {
    let run: Int
    let attempt: AttemptKey
    let contract: Contract
  }

  /// The same gate of the same work.
  private struct Work: Hashable {
    let workflow: String
    let artifactPath: RepositoryPath
    let gate: GateID
  }

  private typealias Match = (standing: Standing, pattern: String, path: RepositoryPath)

  private let runs: [RunInspection]
  /// Of each gate of each work the newest.
  private let newest: [Standing]

  init(_ runs: [RunInspection], _ shelf: PolicyShelf) {
    self.runs = runs
    var newest: [Work: Int] = [:]
    var standing: [Standing] = []
    for (place, run) in runs.enumerated()
    where run.summary.status == .passed && run.recordHolds {
      guard let header = run.header else { continue }
      for (attempt, reference) in run.contracts {
        guard case .contract(let contract)? = shelf.policy(reference),
          contract.rules.contains(where: \.path.isGlob)
        else { continue }
        let work = Work(
          workflow: header.workflow.name, artifactPath: header.workflow.artifactPath,
          gate: attempt.gate)
        newest[work] = standing.count
        standing.append(Standing(run: place, attempt: attempt, contract: contract))
      }
    }
    self.newest = newest.values.sorted().map { standing[$0] }
  }

  /// What is to be said of the runs that are reported; of one that has not changed since `bases` only where a file that has changed
  /// matches.
  func findings<Source: EvidenceSource>(
    isStrict: Bool, since bases: [BaseRecords], in source: Source, _ history: some HistorySource,
    _ unasked: UnaskedRuns<Source>, isReported: (RunInspection) -> Bool
  ) throws(EvidenceError) -> [VerificationFinding] {
    var found: [Match] = []
    var unknown: [VerificationFinding] = []
    for standing in newest where isReported(runs[standing.run]) {
      var told: Set<RepositoryPath> = []
      for pattern in patterns(of: standing) {
        let glob = Glob(pattern)
        if !runs[standing.run].isAsked,
          !bases.contains(where: { $0.hasChange(in: glob) })
        {
          continue
        }
        do throws(EvidenceError) {
          for path in try source.files(matching: pattern)
          where !RecordsFolder.holds(path.text) && told.insert(path).inserted {
            found.append((standing, pattern, path))
          }
        } catch { unknown.append(self.unknown(standing, error)) }
      }
    }
    found = withoutVouchedFor(found, unasked)
    guard !found.isEmpty else { return unknown }
    let paths = Set(found.map(\.path)).sorted()
    let ignored = (try? history.ignored(among: paths.map(\.text))) ?? []
    // What git ignores is no part of the repository, unless it is tracked all the same.
    let tracked =
      ignored.isEmpty ? [] : (try? history.files(under: FewFolders.holding(paths))).map(Set.init)
    return unknown
      + found.compactMap { standing, pattern, path in
        let bytes = Array(path.text.utf8)
        let isLeftOut = ignored.contains(bytes) && tracked?.contains(bytes) == false
        return isLeftOut ? nil : finding(path, pattern, standing, isStrict: isStrict)
      }
  }

  /// Says that the files of a pattern cannot be told, which is no reason to tell nothing of the rest.
  private func unknown(_ standing: Standing, _ error: EvidenceError) -> VerificationFinding {
    let (run, attempt) = (runs[standing.run], standing.attempt)
    return VerificationFinding(
      .cannotCheck, path: run.header?.workflow.artifactPath.text ?? run.name, run: run.name,
      attempt: attempt,
      message: "which files the rules of \(attempt.gate) judge is not known: \(error.what)",
      next: error.cure)
  }

  /// Leaves out the files for which a standing attempt vouches.
  private func withoutVouchedFor(
    _ found: [Match], _ unasked: UnaskedRuns<some EvidenceSource>
  ) -> [Match] {
    var others = Set(found.map(\.path))
    for run in runs where !others.isEmpty {
      for claim in run.claims { others.remove(claim.file.path) }
    }
    others.subtract(unasked.recorded(on: others).map(\.file.path))
    return found.filter { others.contains($0.path) }
  }

  /// The patterns of the rules, each once.
  private func patterns(of standing: Standing) -> [String] {
    guard let values = runs[standing.run].header?.values(for: standing.attempt.gate) else {
      return []
    }
    var seen: Set<String> = []
    return standing.contract.rules.filter(\.path.isGlob).compactMap { try? $0.path.filled(values) }
      .filter { seen.insert($0).inserted }
  }

  private func finding(
    _ path: RepositoryPath, _ pattern: String, _ standing: Standing, isStrict: Bool
  ) -> VerificationFinding {
    let (run, attempt) = (runs[standing.run], standing.attempt)
    return VerificationFinding(
      .notJudged, isStrict: isStrict, path: path.text, run: run.name, attempt: attempt,
      message: "a rule of \(attempt.gate) judges every file like it, and has not judged this one",
      expected: "no other file that matches '\(pattern)'", found: "this file",
      recordedBy: "attempt \(attempt.number) of \(attempt.gate)", next: run.redo(attempt.gate)
    ).unlessAnotherRunVouches
  }
}
