import Contracts
import Digests
import JSONDocument
import Records
import Runs
import Text

extension Verifier {
  mutating func checkTrust(_ evidence: Evidence) throws(EvidenceError) {
    for base in bases {
      for finding in try base.findings(in: source, history, only: request.run)
      where !findings.contains(finding) {
        findings.append(finding)
      }
    }
    var workflows = try workflowsOfTheTree()
    if let trusted = request.contractsFrom {
      let policies = Set(runs.flatMap(\.policies))
      let policy = try TrustedPolicy(
        trusted, mergeBase: request.mergeBase, naming: policies, in: history)
      for run in runs where isReported(run.name) {
        let reference = run.header.flatMap { PolicyReference(workflowOf: $0) }
        var workflow: Workflow?
        if let reference, case .workflow(let named)? = shelf.policy(reference) { workflow = named }
        findings += policy.findings(run, workflow: workflow, isStrict: request.isStrict)
      }
      workflows.merge(policy.workflows) { $0 + $1 }
    } else {
      noteChangedContracts()
    }
    if request.run == nil {
      let uncovered = Coverage(runs, evidence).findings(workflows, in: source)
      findings += uncovered.isEmpty ? [] : withoutEmptyFolders(uncovered)
    }
    findings += try NotJudged(runs, shelf).findings(
      isStrict: request.isStrict, since: bases, in: source, history, unasked
    ) { isReported($0.name) }
    findings += try NotCommitted(runs).findings(in: history)
    let ignored =
      evidence.unwitnessedPaths.isEmpty
      ? [] : (try? history.ignored(among: evidence.unwitnessedPaths)) ?? []
    let places = Dictionary(runs.enumerated().map { ($1.name, $0) }) { first, _ in first }
    findings += evidence.findings(isStrict: request.isStrict, ignored: ignored) { claim in
      places[claim.run].flatMap { runs[$0].redo(claim.attempt.gate) }
    }
  }

  /// Leaves out the folders in which git sees no file, tracked or new: what it ignores is never part of the repository.
  private func withoutEmptyFolders(_ uncovered: [VerificationFinding]) -> [VerificationFinding] {
    guard
      let files = try? history.files(
        under: FewFolders.holding(uncovered.compactMap { try? RepositoryPath($0.path) }))
    else {
      return uncovered
    }
    let wanted = Set(uncovered.map { Array($0.path.utf8) })
    var full: Set<[UInt8]> = []
    for file in files {
      // A submodule is one entry, without what is in it.
      if wanted.contains(file) { full.insert(file) }
      for (place, byte) in file.enumerated() where byte == 0x2F {
        let folder = Array(file[..<place])
        if wanted.contains(folder) { full.insert(folder) }
      }
    }
    return uncovered.filter { finding in
      finding.id != .uncovered || (try? RepositoryPath(finding.path)) == nil
        || full.contains(Array(finding.path.utf8))
    }
  }

  private mutating func workflowsOfTheTree() throws(EvidenceError) -> [String: [Workflow]] {
    var workflows: [String: [Workflow]] = [:]
    for folder in try source.folders(matching: "workflows/*").compactMap(\.path) {
      guard let name = folder.segments.last, let path = try? Workflow.path(of: name),
        case .file(let file) = source.file(at: path)
      else { continue }
      do {
        workflows[name] = [try Workflow(file.contents ?? [], name: name, path: path)]
      } catch {
        findings.append(
          VerificationFinding(
            .unreadableWorkflow, path: path.text, line: error.error.line, run: nil,
            message: error.error.what))
      }
    }
    return workflows
  }

  /// Notes the standing attempts whose contract reads otherwise today.
  private mutating func noteChangedContracts() {
    for run in runs where run.isAsked {
      for (attempt, reference) in run.contracts {
        guard let today = shelf.digestToday(of: reference.path), shelf.isOtherToday(reference)
        else { continue }
        findings.append(
          VerificationFinding(
            .contractChanged, path: reference.path.text, run: run.name, attempt: attempt,
            message: "it has been edited since \(attempt.gate) passed by it",
            expected: reference.sha256.hex, found: today.hex,
            recordedBy: "attempt \(attempt.number) of \(attempt.gate)",
            next: run.redo(attempt.gate)))
      }
    }
  }

  /// Adds what could not be read, unless that is told; from a run that was not seen no failure follows.
  ///
  /// The record of a run beside the one that was asked for counts only where it may explain something.
  private func withUnread(_ findings: [VerificationFinding]) -> [VerificationFinding] {
    var unread = source.unread()
    guard !unread.isEmpty else { return findings }
    let runs = unread.map { BaseRecords.recordFile(Array($0.path.utf8))?.run }
    let doubted = runs.contains { $0 != nil } ? findings.map(\.doubted) : findings
    if doubted == findings {
      unread = zip(unread, runs).filter { $1.map(isReported) ?? true }.map(\.0)
    }
    let told = Set(doubted.filter { $0.id == .cannotCheck }.map(\.path))
    return doubted
      + unread.filter { !told.contains($0.path) }.map { .unreadable($0.path, $0.why, run: nil) }
  }

  func report(_ evidence: Evidence) -> VerificationReport {
    var counts = evidence.counts
    var all = findings
    for run in runs where isReported(run.name) {
      counts.rulesReplayed += run.rulesReplayed
      counts.rulesNotReplayed += run.rulesNotReplayed
      counts.rulesClaimed += run.rulesClaimed
      all += run.findings
    }
    all = withUnread(all)
    // What was committed is not put back by restoring the commit.
    if all.contains(where: \.isRestorable), let head = try? history.facts().head,
      let changes = try? history.changes(since: head)
    {
      let changed = Set(changes.compactMap { BaseRecords.recordFile($0)?.run })
      all = all.map { finding in
        guard finding.isRestorable, let run = finding.run, !changed.contains(run) else {
          return finding
        }
        return finding.next("git log -p -- \(ShellWord.quoted(finding.path))")
      }
    }
    return VerificationReport(
      runs: runs.filter { isReported($0.name) }.map(\.summary), counts: counts, findings: all,
      since: request.since, contractsFrom: request.contractsFrom, isStrict: request.isStrict)
  }
}
