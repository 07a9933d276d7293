import Digests
import JSONDocument
import Records
import Runs
import Text

/// The contracts and workflows of a trusted revision, for those that records name to be held to.
struct TrustedPolicy: Sendable {
  /// The workflows of the revision and of the merge base, by name.
  let workflows: [String: [Workflow]]
  /// The record files that the revision or the merge base has, from the root.
  private let records: Set<[UInt8]>
  private let search: HistorySearch
  /// The blobs that the merge base has where records name policies.
  private let baseHeads: [RepositoryPath: String]
  private let revision: String
  /// Says whether HEAD has all of the revision already, so that there is nothing to merge.
  private let isMerged: Bool

  /// Asks what a revision and the merge base have of the policies that records name.
  init(
    _ base: VerificationReport.Base, mergeBase: String?, naming references: Set<PolicyReference>,
    in history: some HistorySource
  ) throws(EvidenceError) {
    revision = base.revision
    isMerged = base.commit == mergeBase
    search = HistorySearch(for: [], references, in: history, of: base.commit)
    var heads: [RepositoryPath: String] = [:]
    var records: Set<[UInt8]> = []
    var blobs: [(name: String, blob: String)] = []
    let byPath = Dictionary(grouping: references) { Array($0.path.text.utf8) }
    for commit in Set([base.commit, mergeBase ?? base.commit]).sorted() {
      try history.tree(of: commit, under: []) { path, blob in
        if commit == mergeBase, let reference = byPath[path]?.first {
          heads[reference.path] = blob
        }
        if BaseRecords.recordFile(path) != nil { records.insert(path) }
        if let text = String(validating: path, as: UTF8.self), let path = try? RepositoryPath(text),
          let name = PolicyShelf.workflowName(path)
        {
          blobs.append((name, blob))
        }
      }
    }
    let contents = try history.contents(
      of: blobs.map(\.blob), limit: JSONDocument.maximumSize)
    var workflows: [String: [Workflow]] = [:]
    for ((name, _), bytes) in zip(blobs, contents) {
      // One that cannot be read at the revision vouches for nothing.
      guard let bytes, let path = try? Workflow.path(of: name),
        let workflow = try? Workflow(bytes, name: name, path: path)
      else { continue }
      workflows[name, default: []].append(workflow)
    }
    self.workflows = workflows
    self.records = records
    baseHeads = heads
  }

  /// What a policy that a record names is to the trusted revision.
  private enum Trust {
    case trusted, outdated, untrusted
    case unknown(why: String, cure: String)
  }

  private func trust(in reference: PolicyReference) -> Trust {
    guard let blob = search.policies[reference] else {
      if let cut = search.cut { return .unknown(why: cut.why, cure: cut.cure) }
      return .untrusted
    }
    let isTrusted = blob == search.heads[reference.path] || blob == baseHeads[reference.path]
    return isTrusted ? .trusted : .outdated
  }

  /// Says whether a workflow decides as one of the revision does: what it covers and its prompts judge nothing.
  private func isAsTrusted(_ workflow: Workflow?) -> Bool {
    guard let workflow else { return false }
    return workflows[workflow.name, default: []].contains { trusted in
      trusted.enforcesOrder == workflow.enforcesOrder
        && trusted.gates.elementsEqual(workflow.gates) { a, b in
          a.id == b.id && a.name.utf8.elementsEqual(b.name.utf8) && a.contract == b.contract
            && a.maxAttempts == b.maxAttempts
        }
    }
  }

  /// What of a run was judged by something that the revision does not vouch for.
  ///
  /// `workflow` is the one that the run names, where it is at hand.
  func findings(
    _ run: RunInspection, workflow: Workflow?, isStrict: Bool
  ) -> [VerificationFinding] {
    guard let header = run.header else { return [] }
    let paths = RunPaths(header.id)
    var findings: [VerificationFinding] = []
    if let first = run.contracts.first, let reference = PolicyReference(workflowOf: header),
      !isAsTrusted(workflow)
    {
      findings += self.findings(
        reference, noun: "workflow", path: paths.runFile, run: run.name, attempt: nil,
        redo: run.redo(first.attempt.gate), isStrict: isStrict)
    }
    for (attempt, reference) in run.contracts {
      let path = paths.attempt(attempt)
      let judged = self.findings(
        reference, noun: "contract", path: path, run: run.name, attempt: attempt,
        redo: run.redo(attempt.gate), isStrict: isStrict)
      findings += judged
      let gates = workflows[header.workflow.name, default: []].compactMap { $0.gate(attempt.gate) }
      guard judged.isEmpty, !records.contains(Array(path.utf8)),
        !gates.contains(where: { $0.contract == reference.path })
      else { continue }
      findings.append(
        VerificationFinding(
          .contractUntrusted, path: path, run: run.name, attempt: attempt,
          message: "\(revision) does not have this contract for gate \(attempt.gate)",
          expected: gates.first?.contract.text, found: reference.path.text,
          next: "git diff \(ShellWord.quoted(revision)) -- workflows"))
    }
    return findings
  }

  private func findings(
    _ reference: PolicyReference, noun: String, path: String, run: String, attempt: AttemptKey?,
    redo: String?, isStrict: Bool
  ) -> [VerificationFinding] {
    func finding(_ id: FindingID, _ message: String, next: String?) -> [VerificationFinding] {
      [
        VerificationFinding(
          id, isStrict: isStrict, path: path, run: run, attempt: attempt, message: message,
          expected: "\(reference.path) as \(revision) has it", found: reference.sha256.hex,
          recordedBy: attempt.map { "attempt \($0.number) of \($0.gate)" }
            ?? "the start of the run",
          next: next)
      ]
    }
    switch trust(in: reference) {
    case .trusted: return []
    case .outdated:
      // What was merged with the contract of its time stays as it was.
      guard !records.contains(Array(path.utf8)) else { return [] }
      return finding(
        .contractOutdated, "the \(noun) is an older one than \(revision) has",
        next: isMerged ? redo : "git merge \(ShellWord.quoted(revision))")
    case .untrusted:
      return finding(
        .contractUntrusted, "\(revision) never had this \(noun) '\(reference.path)'",
        next:
          "git diff \(ShellWord.quoted(revision)) -- \(ShellWord.quoted(reference.path.text))")
    case .unknown(let why, let cure):
      return finding(
        .cannotCheck, "whether \(revision) ever had this \(noun) is not known: \(why)", next: cure)
    }
  }
}
