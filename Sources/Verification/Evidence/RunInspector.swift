import Contracts
import Digests
import Records
import Runs
import Text

/// Looks at one run with the working tree at hand.
struct RunInspector<Source: EvidenceSource>: Sendable {
  let source: Source
  let shelf: PolicyShelf
  /// The records where HEAD parted from the revision of `--since`; none without one.
  let bases: [BaseRecords]
  let request: VerificationRequest

  /// The number of this tool's rules.
  private var rules: Int { request.rules }

  func isReported(_ run: String) -> Bool { request.isReported(run) }

  /// Looks at a run; of one that is not reported, or has not changed, only the record is held to its rules.
  func inspect(_ checked: CheckedRecord) -> RunInspection {
    let record = checked.record
    let isAsked = isReported(checked.name) && !isUnchanged(checked.name, record)
    var inspection = RunInspection(
      name: checked.name, header: record?.header, saidHeader: checked.header,
      summary: VerificationReport.Run(
        id: checked.name, status: record?.state.status, workflow: record?.header.workflow.name,
        artifactPath: record?.header.workflow.artifactPath.text, waitingAt: record?.waitingAt,
        isUnchanged: !isAsked),
      isAsked: isAsked, recordHolds: checked.holds, findings: checked.findings)
    guard let record else { return inspection }
    inspection.findings += twins(in: record)
    inspection.outOfOrder = record.events.compactMap { event in
      guard case .gateStarted(let started) = event.fact, !started.before.isEmpty else { return nil }
      return started.gate
    }
    for closed in record.standingAttempts {
      guard let reference = closed.attempt.contractReference else { continue }
      inspection.contracts.append((closed.attempt.key, reference))
    }
    guard isAsked else { return inspection }
    var artifacts: [AttemptKey: [RecordedArtifact]] = [:]
    for closed in record.closedAttempts {
      artifacts[closed.attempt.key] = record.header.artifacts(of: closed.attempt)
    }
    let paths = Set(artifacts.values.joined().filter { $0.file != nil }.map(\.path)).sorted()
    let files = Dictionary(
      zip(paths, source.files(at: paths)), uniquingKeysWith: { first, _ in first })
    inspection.claims = record.claims(artifacts) { file in
      Self.today(file, files[file.path] ?? .missing)
    }
    inspection.findings += wrongLengths(record, artifacts, files)
    replay(record, artifacts, files, into: &inspection)
    checkWorkflow(record, into: &inspection)
    return inspection
  }

  /// Says whether neither the record nor a file that it vouches for differs from the revisions of `--since`.
  private func isUnchanged(_ name: String, _ record: RunRecord?) -> Bool {
    guard bases.haveSameRecord(of: name), let record else { return false }
    return !record.claimedFiles.contains {
      bases.haveChange(of: $0.path) || bases.haveChange(of: $0.sha256)
    }
  }

  private func replay(
    _ record: RunRecord, _ artifacts: [AttemptKey: [RecordedArtifact]],
    _ files: [RepositoryPath: Artifact.State], into inspection: inout RunInspection
  ) {
    func found(_ file: RecordedFile) -> Artifact.State? {
      guard let state = files[file.path], case .file(let content) = state else { return nil }
      if content.sha256 == file.sha256 { return state }
      return LineEndings.recorded(file, from: content.contents).map { text in
        .file(Artifact.File(sha256: file.sha256, count: file.bytes, contents: text))
      }
    }
    for closed in record.closedAttempts {
      let attempt = closed.attempt
      guard attempt.rules <= rules else {
        inspection.findings.append(newerRules(closed, in: record))
        continue
      }
      guard let reference = attempt.contractReference else { continue }
      let artifacts = artifacts[attempt.key, default: []]
      let missing =
        attempt.isClosedWithoutRules
        ? [] : artifacts.compactMap(\.file).filter { found($0) == nil }
      guard missing.isEmpty, let policy = shelf.policy(reference) else {
        inspection.pending.append(attempt.key)
        inspection.wanted.formUnion(missing)
        if shelf.policy(reference) == nil { inspection.wantedPolicies.insert(reference) }
        continue
      }
      inspection.take(
        Self.replay(attempt, artifacts, in: record.header, by: policy, found: found), of: attempt,
        isStrict: request.isStrict, rules: rules)
    }
  }

  /// Runs the rules of an attempt again, by whatever its contract turned out to be.
  static func replay(
    _ attempt: Attempt, _ artifacts: [RecordedArtifact], in header: RunHeader,
    by policy: PolicyShelf.Policy, found: (RecordedFile) -> Artifact.State?
  ) -> Replay {
    switch policy {
    case .contract(let contract):
      Replay(of: attempt, artifacts, in: header, by: contract, found: found)
    case .workflow: Replay(unreadable: "it is a workflow")
    case .unreadable(let why): Replay(unreadable: why)
    }
  }

  private func checkWorkflow(_ record: RunRecord, into inspection: inout RunInspection) {
    guard let reference = PolicyReference(workflowOf: record.header) else {
      let path = RunPaths(record.header.id).runFile
      inspection.findings.append(
        VerificationFinding(
          .workflowMismatch, path: path, run: inspection.name,
          message: "it names no workflow that can be",
          found: "'\(record.header.workflow.name)'", recordedBy: "the start of the run",
          next: "git log -p -- \(path)"))
      return
    }
    if let policy = shelf.policy(reference) {
      inspection.findings += record.header.gateFindings(
        by: policy, run: inspection.name, outOfOrder: inspection.outOfOrder)
    } else {
      inspection.wantedPolicies.insert(reference)
    }
  }

  /// What the working tree has in place of a recorded file.
  static func today(_ file: RecordedFile, _ state: Artifact.State) -> Claim.Today {
    switch state {
    case .missing: return .missing
    case .notRegular(let kind): return .otherKind(kind)
    case .unreadable(let why): return .unreadable(why)
    case .file(let found):
      if found.sha256 == file.sha256 { return .same }
      if LineEndings.recorded(file, from: found.contents) != nil { return .otherLineEndings }
      if let contents = found.contents, let pointer = LFSPointer(contents), pointer.isOf(file) {
        return .pointer
      }
      return .other(found.sha256)
    }
  }

  /// Files of which an attempt recorded the right digest with another length than these bytes have.
  private func wrongLengths(
    _ record: RunRecord, _ artifacts: [AttemptKey: [RecordedArtifact]],
    _ files: [RepositoryPath: Artifact.State]
  ) -> [VerificationFinding] {
    var findings: [VerificationFinding] = []
    for closed in record.closedAttempts {
      let key = closed.attempt.key
      for file in artifacts[key, default: []].compactMap(\.file) {
        guard case .file(let found)? = files[file.path], found.sha256 == file.sha256,
          found.count != file.bytes
        else { continue }
        let path = RunPaths(record.header.id).attempt(key)
        findings.append(
          VerificationFinding(
            .attemptMismatch, path: path, run: record.header.id.description, attempt: key,
            message: "the bytes of '\(file.path)' have another length than it says",
            expected: Count.of(found.count, "byte"), found: Count.of(file.bytes, "byte"),
            recordedBy: "attempt \(key.number) of \(key.gate)", next: "git log -p -- \(path)"))
      }
    }
    return findings
  }

  private func newerRules(_ closed: ClosedAttempt, in record: RunRecord) -> VerificationFinding {
    let paths = RunPaths(record.header.id)
    return VerificationFinding(
      .newerRules, path: paths.attempt(closed.attempt.key), run: record.header.id.description,
      attempt: closed.attempt.key,
      message: "orchestrate \(closed.attempt.recorder.version) recorded it, whose rules are newer",
      expected: "rules \(rules) or less", found: "rules \(closed.attempt.rules)")
  }

  /// Paths of one run that some file systems hold to be one.
  private func twins(in record: RunRecord) -> [VerificationFinding] {
    let paths = record.closedAttempts.flatMap { $0.attempt.artifacts.map(\.file.path) }
    var twins: [(path: String, other: String)] = []
    var seen: [String: String] = [:]
    var told: Set<String> = []
    for path in paths {
      let folded = path.lowercased()
      guard let other = seen[folded] else {
        seen[folded] = path
        continue
      }
      // Of more than two spellings each is told beside the first.
      guard !other.utf8.elementsEqual(path.utf8), told.insert(path).inserted else { continue }
      twins.append((path, other))
    }
    return twins.map { path, other in
      VerificationFinding(
        .nameTwins, path: PathTemplate.filed(path, in: record.header.workflow.artifactPath),
        run: record.header.id.description,
        message: "it differs in capitals alone from another recorded file", found: other)
    }
  }
}
