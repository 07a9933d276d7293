import Contracts
import Digests
import JSONDocument
import Records
import Runs
import Text

/// What is to be verified, and against what.
package struct VerificationRequest: Sendable {
  /// The folder name of the one run to speak of; nil for all.
  package let run: String?
  package let isStrict: Bool
  /// The merge base to compare the records with.
  package let since: VerificationReport.Base?
  /// More merge bases, where branches were merged crosswise; what each has must still be there.
  package let otherBases: [String]
  /// The revision whose contracts and workflows are trusted, and its merge base with HEAD.
  package let contractsFrom: VerificationReport.Base?
  package let mergeBase: String?
  /// The number of this tool's rules.
  package let rules: Int

  package init(
    run: String? = nil, isStrict: Bool = false, since: VerificationReport.Base? = nil,
    otherBases: [String] = [],
    contractsFrom: VerificationReport.Base? = nil, mergeBase: String? = nil,
    rules: Int = Recorder.rules
  ) {
    self.run = run
    self.rules = rules
    self.isStrict = isStrict
    self.since = since
    self.otherBases = otherBases
    self.contractsFrom = contractsFrom
    self.mergeBase = mergeBase
  }

  /// Says whether a run is one that the report speaks of.
  func speaks(of name: String) -> Bool {
    run.map { $0.utf8.elementsEqual(name.utf8) } ?? true
  }
}

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
  private static var chunk: Int { 128 }

  private let source: Source
  private let history: History
  private let request: VerificationRequest
  private var shelf = PolicyShelf()
  private var runs: [RunInspection] = []
  private var findings: [VerificationFinding] = []

  package init(_ request: VerificationRequest, source: Source, history: History) {
    self.request = request
    self.source = source
    self.history = history
  }

  /// Verifies everything that was asked for, and reports all of it at once.
  ///
  /// Throws where a question that the request itself asks has no answer: a revision that git cannot compare with.
  package mutating func verify() throws(EvidenceError) -> VerificationReport {
    var bases: [BaseRecords] = []
    if let since = request.since {
      for commit in [since.commit] + request.otherBases {
        bases.append(try BaseRecords(of: commit, in: history))
      }
    }
    try inspectRuns(since: bases)
    askTheUnasked()
    let (files, policies, claimed) = wanted()
    let found = HistorySearch(for: files, policies, claimed: claimed, in: history)
    try takeIn(found, policies)
    try replayPending(found)
    let evidence = try evidence(found)
    try checkTrust(evidence, bases)
    return report(evidence)
  }
}

// MARK: The runs

extension Verifier {
  private mutating func inspectRuns(since bases: [BaseRecords]) throws(EvidenceError) {
    var rest = try source.runs()[...]
    while !rest.isEmpty {
      let names = Array(rest.prefix(Self.chunk))
      rest = rest.dropFirst(Self.chunk)
      let (source, known) = (source, inspector(since: bases))
      // Most runs name the contracts of the runs before them, which are at hand by then.
      let looks = source.concurrently(names.count) { index -> RunLook in
        let checked = RecordCheck.check(source.folder(of: names[index]))
        if checked.isEmpty { return .empty }
        guard known.shelf.hasLooked(for: checked.record?.policies ?? []) else {
          return .waiting(checked)
        }
        return .inspected(known.inspect(checked))
      }
      for case .waiting(let checked) in looks {
        shelf.look(for: checked.record?.policies ?? [], in: source)
      }
      let informed = inspector(since: bases)
      runs += source.concurrently(looks.count) { index -> RunInspection? in
        switch looks[index] {
        case .empty: nil
        case .inspected(let inspection): inspection
        case .waiting(let checked): informed.inspect(checked)
        }
      }.compactMap(\.self)
    }
  }

  private func inspector(since bases: [BaseRecords]) -> RunInspector<Source> {
    RunInspector(source: source, shelf: shelf, bases: bases, request: request)
  }

  /// Says whether a run is one that the report speaks of.
  private func isSpokenOf(_ name: String) -> Bool { request.speaks(of: name) }

  /// Looks at the files of runs that were not asked, where another run's claim hangs on them.
  private mutating func askTheUnasked() {
    let undecided = Set(Evidence.undecided(runs.flatMap(\.claims)).map(\.path))
    guard !undecided.isEmpty else { return }
    for run in runs.indices {
      for claim in runs[run].claims.indices where runs[run].claims[claim].today == .unasked {
        let file = runs[run].claims[claim].file
        guard undecided.contains(file.path) else { continue }
        runs[run].claims[claim].today = RunInspector<Source>.today(
          file, source.file(at: file.path))
      }
    }
  }

  private func wanted() -> (
    files: Set<RecordedFile>, policies: Set<PolicyReference>, claimed: Set<RecordedFile>
  ) {
    let claimed = Evidence.undecided(runs.filter { isSpokenOf($0.name) }.flatMap(\.claims))
    var files = claimed
    var policies: Set<PolicyReference> = []
    for run in runs {
      files.formUnion(run.wanted)
      policies.formUnion(run.wantedPolicies)
    }
    return (files, policies, claimed)
  }
}

// MARK: The history

extension Verifier {
  /// Reads the contracts and workflows that were found in the history, and says which were not.
  private mutating func takeIn(
    _ found: HistorySearch, _ wanted: Set<PolicyReference>
  ) throws(EvidenceError) {
    let located = wanted.filter { found.policies[$0] != nil }.sorted { $0.path < $1.path }
    let contents = try history.contents(
      of: located.map { found.policies[$0] ?? "" }, limit: JSONDocument.maximumSize)
    for (reference, bytes) in zip(located, contents) {
      let isConverted = found.convertedPolicies.contains(reference)
      if let bytes = isConverted ? bytes.flatMap(LineEndings.withCRLF) : bytes {
        shelf.add(bytes, as: reference)
      }
    }
    for index in runs.indices {
      guard let header = runs[index].header,
        let workflow = PolicyReference(workflowOf: header),
        runs[index].wantedPolicies.contains(workflow)
      else { continue }
      if let policy = shelf.policy(workflow) {
        runs[index].findings += header.gateFindings(
          by: policy, run: runs[index].name, outOfOrder: runs[index].outOfOrder)
      } else if runs[index].summary.status == .passed {
        // Without its bytes nobody knows which gates the run had to pass.
        runs[index].findings.append(
          unwitnessed(
            workflow, "workflow", found, path: RunPaths(header.id).runFile, run: runs[index].name,
            attempt: nil))
      }
    }
    for index in runs.indices {
      guard let header = runs[index].header else { continue }
      for (attempt, reference) in runs[index].contracts
      where runs[index].wantedPolicies.contains(reference) && shelf.policy(reference) == nil {
        runs[index].findings.append(
          unwitnessed(
            reference, "contract", found, path: RunPaths(header.id).attempt(attempt),
            run: runs[index].name, attempt: attempt))
      }
    }
  }

  private func unwitnessed(
    _ reference: PolicyReference, _ noun: String, _ found: HistorySearch, path: String, run: String,
    attempt: AttemptKey?
  ) -> VerificationFinding {
    let cut = found.cut
    return VerificationFinding(
      cut == nil ? .unwitnessed : .cannotCheck, path: path, run: run, attempt: attempt,
      message: cut.map { "the \(noun) '\(reference.path)' is not here, and \($0.why)" }
        ?? "the \(noun) '\(reference.path)' was never committed as it judged, and is not here",
      expected: reference.sha256.hex,
      found: shelf.digestToday(of: reference.path)?.hex ?? "no file",
      recordedBy: attempt.map { "attempt \($0.number) of \($0.gate)" } ?? "the start of the run",
      next: cut?.cure ?? "git log --oneline -- \(ShellWord.quoted(reference.path.text))")
  }

  /// Runs the rules of attempts again whose bytes the working tree does not have.
  private mutating func replayPending(_ found: HistorySearch) throws(EvidenceError) {
    let waiting = runs.indices.filter { !runs[$0].pending.isEmpty }
    for start in stride(from: 0, to: waiting.count, by: Self.chunk) {
      let chunk = Array(waiting[start..<min(start + Self.chunk, waiting.count)])
      let (source, pending) = (source, chunk.map { runs[$0].pending })
      let names = chunk.map { runs[$0].name }
      let records = source.concurrently(chunk.count) { index in
        RecordCheck.check(source.folder(of: names[index])).record
      }
      let contents = try bytes(of: zip(records, pending).flatMap(wantedFiles), found)
      let shelf = shelf
      let replays = source.concurrently(chunk.count) { index in
        pending[index].compactMap { key -> (Attempt, Replay)? in
          guard let record = records[index], let attempt = record.attempts[key]?.attempt else {
            return nil
          }
          return Self.replay(attempt, in: record.header, shelf, contents, source).map {
            (attempt, $0)
          }
        }
      }
      for (place, answers) in zip(chunk, replays) {
        for (attempt, replay) in answers {
          runs[place].take(replay, of: attempt, isStrict: request.isStrict, rules: request.rules)
        }
      }
    }
  }

  /// The recorded files of attempts that wait, each once.
  private func wantedFiles(_ record: RunRecord?, _ keys: [AttemptKey]) -> [RecordedFile] {
    guard let record else { return [] }
    return keys.compactMap { record.attempts[$0]?.attempt }.flatMap { attempt in
      record.header.artifacts(of: attempt).compactMap(\.file)
    }
  }

  private func bytes(
    of files: [RecordedFile], _ found: HistorySearch
  ) throws(EvidenceError) -> [RecordedFile: [UInt8]] {
    let located = Array(
      Set(files.filter { found.blobs[$0] != nil && $0.bytes <= Artifact.textLimit }))
    let contents = try history.contents(
      of: located.map { found.blobs[$0] ?? "" }, limit: Artifact.textLimit)
    var bytes: [RecordedFile: [UInt8]] = [:]
    for (file, content) in zip(located, contents) {
      let isConverted = found.convertedFiles.contains(file)
      bytes[file] = isConverted ? content.flatMap(LineEndings.withCRLF) : content
    }
    return bytes
  }

  private static func replay(
    _ attempt: Attempt, in header: RunHeader, _ shelf: PolicyShelf,
    _ contents: [RecordedFile: [UInt8]], _ source: Source
  ) -> Replay? {
    guard let reference = attempt.contractReference, let policy = shelf.policy(reference) else {
      return Replay(contractMissing: attempt.validations.count)
    }
    let artifacts = header.artifacts(of: attempt)
    return RunInspector<Source>.replay(attempt, artifacts, in: header, by: policy) { file in
      if let bytes = contents[file] {
        return .file(
          Artifact.File(sha256: file.sha256, count: bytes.count, contents: bytes))
      }
      guard case .file(let now) = source.file(at: file.path),
        now.sha256 == file.sha256
      else { return nil }
      return .file(now)
    }
  }

  private func evidence(_ found: HistorySearch) throws(EvidenceError) -> Evidence {
    let claims = runs.filter { isSpokenOf($0.name) }.flatMap(\.claims)
    let others = runs.filter { !isSpokenOf($0.name) }.flatMap(\.claims)
    var problem: EvidenceError?
    func asking<Answer>(_ otherwise: Answer, _ ask: () throws(EvidenceError) -> Answer) -> Answer {
      do throws(EvidenceError) { return try ask() } catch {
        problem = error
        return otherwise
      }
    }
    let evidence = Evidence(claims, besides: others, found) { pairs in
      asking([]) { () throws(EvidenceError) in try sameTexts(pairs) }
    } leftOut: { files in
      asking([]) { () throws(EvidenceError) in try leftOut(files) }
    } moves: { blobs in
      asking([:]) { () throws(EvidenceError) in try places(of: blobs) }
    }
    if let problem { throw problem }
    return evidence
  }

  /// The files of which the working tree and HEAD's blob differ in line endings alone.
  private func sameTexts(
    _ pairs: [(file: RecordedFile, blob: String)]
  ) throws(EvidenceError) -> Set<RecordedFile> {
    var same: Set<RecordedFile> = []
    for start in stride(from: 0, to: pairs.count, by: Self.chunk) {
      let chunk = pairs[start..<min(start + Self.chunk, pairs.count)]
      let contents = try history.contents(
        of: chunk.map(\.blob), limit: Artifact.textLimit)
      for ((file, _), blob) in zip(chunk, contents) {
        guard let blob, case .file(let now) = source.file(at: file.path),
          let text = now.contents, LineEndings.unified(text) == LineEndings.unified(blob)
        else { continue }
        same.insert(file)
      }
    }
    return same
  }

  /// Those of some files of HEAD whose absence git does not count as a change: a sparse checkout left them out.
  private func leftOut(_ files: [RecordedFile]) throws(EvidenceError) -> Set<RecordedFile> {
    guard !files.isEmpty, let head = try history.facts().head else { return [] }
    let changes = Set(try history.changes(since: head))
    return Set(files.filter { !changes.contains(Array($0.path.text.utf8)) })
  }

  /// The paths at which HEAD has some blobs.
  private func places(of blobs: Set<String>) throws(EvidenceError) -> [String: [String]] {
    guard let head = try history.facts().head else { return [:] }
    var places: [String: [String]] = [:]
    try history.tree(of: head, under: []) { path, blob in
      guard blobs.contains(blob), let path = String(validating: path, as: UTF8.self) else { return }
      places[blob, default: []].append(path)
    }
    return places
  }
}

// MARK: Trust, and the report

extension Verifier {
  private mutating func checkTrust(
    _ evidence: Evidence, _ bases: [BaseRecords]
  ) throws(EvidenceError) {
    for base in bases {
      for finding in try base.findings(in: source, history, only: request.run)
      where !findings.contains(finding) {
        findings.append(finding)
      }
    }
    var workflows = try workflowsOfTheTree()
    if let trusted = request.contractsFrom {
      let policies = Set(
        runs.flatMap { run in
          run.contracts.map(\.reference)
            + (run.header.flatMap { PolicyReference(workflowOf: $0) }.map { [$0] } ?? [])
        })
      let policy = try TrustedPolicy(
        trusted, mergeBase: request.mergeBase, naming: policies, in: history)
      for run in runs where isSpokenOf(run.name) {
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
      let uncovered = try Coverage(runs, evidence).findings(workflows, in: source)
      findings += uncovered.isEmpty ? [] : withoutEmptyFolders(uncovered)
    }
    // Without git nothing is committed, and nobody asks for it.
    findings +=
      (try? NotCommitted(runs.filter { isSpokenOf($0.name) }.flatMap(\.claims))
        .findings(in: history)) ?? []
    let ignored =
      evidence.unwitnessedPaths.isEmpty
      ? [] : (try? history.ignored(among: evidence.unwitnessedPaths)) ?? []
    let byName = Dictionary(runs.map { ($0.name, $0) }) { first, _ in first }
    findings += evidence.findings(isStrict: request.isStrict, ignored: ignored) { claim in
      byName[claim.run]?.redo(claim.attempt.gate)
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
      (try? RepositoryPath(finding.path)) == nil || full.contains(Array(finding.path.utf8))
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
    for run in runs where isSpokenOf(run.name) && !run.summary.isUnchanged {
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

  private func report(_ evidence: Evidence) -> VerificationReport {
    var counts = evidence.counts
    var all = findings
    for run in runs where isSpokenOf(run.name) {
      counts.rulesReplayed += run.rulesReplayed
      counts.rulesNotReplayed += run.rulesNotReplayed
      all += run.findings
    }
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
      runs: runs.filter { isSpokenOf($0.name) }.map(\.summary), counts: counts, findings: all,
      since: request.since, contractsFrom: request.contractsFrom, isStrict: request.isStrict)
  }
}

extension RunRecord {
  /// The contracts and the workflow that the run names.
  fileprivate var policies: [PolicyReference] {
    closedAttempts.compactMap(\.attempt.contractReference)
      + (PolicyReference(workflowOf: header).map { [$0] } ?? [])
  }
}
