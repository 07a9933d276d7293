import Contracts
import Digests
import Records
import Runs
import Text

/// What is kept of a run once it has been looked at: small, so that any number of runs can be held.
struct RunInspection: Sendable {
  let name: String
  /// Nil where the record does not hold together.
  let header: RunHeader?
  /// What RUN.json says of the run, believed or not.
  let saidHeader: RunHeader?
  let summary: VerificationReport.Run
  /// Says whether nothing in the record itself failed.
  let recordHolds: Bool
  var findings: [VerificationFinding]
  /// The files that its standing attempts vouch for; none of a canceled run, which vouches for nothing.
  var claims: [Claim] = []
  /// The contracts that judged its standing attempts, in the order of the gates.
  var contracts: [(attempt: AttemptKey, reference: PolicyReference)] = []
  /// Attempts whose rules wait for bytes that the working tree does not have.
  var pending: [AttemptKey] = []
  /// The bytes that they wait for.
  var wanted: Set<RecordedFile> = []
  var wantedPolicies: Set<PolicyReference> = []
  var rulesReplayed = 0
  var rulesNotReplayed = 0
  /// The gates that were begun while earlier ones had not passed.
  var outOfOrder: [GateID] = []
}

/// Looks at one run with the working tree at hand.
struct RunInspector<Source: EvidenceSource>: Sendable {
  let source: Source
  let shelf: PolicyShelf
  /// The records where HEAD parted from the revision of `--since`; none without one.
  let bases: [BaseRecords]
  let request: VerificationRequest

  /// The number of this tool's rules.
  private var rules: Int { request.rules }

  /// Looks at a run; of one that is not asked about, or has not changed, the claims are noted and nothing is asked of them.
  func inspect(_ checked: CheckedRecord) -> RunInspection {
    let record = checked.record
    let isUnchanged =
      !request.speaks(of: checked.name)
      || (!bases.isEmpty && bases.allSatisfy { $0.isUnchanged(checked.name, record) })
    var inspection = RunInspection(
      name: checked.name, header: record?.header, saidHeader: checked.header,
      summary: VerificationReport.Run(
        id: checked.name, status: record?.state.status, workflow: record?.header.workflow.name,
        artifactPath: record?.header.workflow.artifactPath.text, waitingAt: record?.waitingAt,
        isUnchanged: isUnchanged),
      recordHolds: checked.holds, findings: checked.findings)
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
    guard !isUnchanged else {
      inspection.claims = record.claims { _ in .unasked }
      return inspection
    }
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
        attempt.isDecidedByPerson
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
    var findings: [VerificationFinding] = []
    var seen: [[UInt8]: [UInt8]] = [:]
    let paths = Set(
      record.closedAttempts.flatMap { $0.attempt.artifacts.map { Array($0.file.path.utf8) } })
    for path in paths.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let text = String(decoding: path, as: UTF8.self)
      let folded = Array(text.lowercased().utf8)
      guard let other = seen.updateValue(path, forKey: folded), other != path else { continue }
      findings.append(
        VerificationFinding(
          .nameTwins, path: PathTemplate.filed(text, in: record.header.workflow.artifactPath),
          run: record.header.id.description,
          message: "it differs in capitals alone from another recorded file",
          found: String(decoding: other, as: UTF8.self)))
    }
    return findings
  }
}

extension RunInspection {
  /// The command that has a gate judged again: another attempt, or another run where this one is final.
  func redo(_ gate: GateID) -> String? {
    guard let header else { return nil }
    guard summary.status?.isFinal == false else {
      return "orchestrate run \(ShellWord.quoted(header.workflow.name)) "
        + "--slug \(header.workflow.slug) "
        + "--artifact-path \(ShellWord.quoted(header.workflow.artifactPath.text))"
    }
    // The gate that is worked on is closed before it is opened again.
    return summary.waitingAt == gate
      ? RunCommand.resume(header.id) : RunCommand.start(header.id, gate)
  }

  /// Takes in what running the rules of an attempt again said.
  mutating func take(_ replay: Replay, of attempt: Attempt, isStrict: Bool, rules: Int) {
    rulesReplayed += replay.replayed
    rulesNotReplayed += replay.notReplayed
    let path = RunPaths(attempt.runID).attempt(attempt.key)
    for difference in replay.differences {
      // An older tool's answer may differ from ours without anybody having lied.
      let id: FindingID = attempt.rules < rules ? .rulesChanged : .claimNotReproduced
      findings.append(
        VerificationFinding(
          id, isStrict: isStrict, path: path,
          line: difference.index.flatMap { attempt.line(ofValidation: $0) }, run: name,
          attempt: attempt.key, message: difference.message, expected: difference.expected,
          found: difference.found,
          recordedBy: "attempt \(attempt.key.number) of \(attempt.key.gate)",
          next: RunCommand.show(attempt.runID)))
    }
    if replay.notReplayed > 0 {
      findings.append(
        VerificationFinding(
          .notReplayed, path: path, run: name, attempt: attempt.key,
          message:
            "\(Count.rules(replay.notReplayed)) not run again: what they judged is not at hand"))
    }
  }
}

extension RunRecord {
  /// The standing attempts, in the order of the gates.
  var standingAttempts: [ClosedAttempt] {
    state.gates.compactMap { $0.standing.flatMap { attempts[$0] } }
  }

  /// Every closed attempt, in the order in which they closed.
  var closedAttempts: [ClosedAttempt] {
    events.compactMap(\.finishedAttempt).compactMap { attempts[$0] }
  }

  /// The gate that is worked on or comes next; nil where the run is final or has passed them all.
  var waitingAt: GateID? {
    guard !state.status.isFinal else { return nil }
    return state.open.first?.key.gate ?? state.gates.first { $0.status != .pass }?.id
  }

  /// What the standing attempts vouch for; a canceled run vouches for nothing.
  ///
  /// `artifacts` are those of the attempts where they are at hand.
  func claims(
    _ artifacts: [AttemptKey: [RecordedArtifact]] = [:], today: (RecordedFile) -> Claim.Today
  ) -> [Claim] {
    guard state.status != .canceled else { return [] }
    let order = closedAttempts.map(\.attempt.key)
    return standingAttempts.flatMap { closed in
      let key = closed.attempt.key
      let place = order.firstIndex(of: key) ?? 0
      let files = (artifacts[key] ?? header.artifacts(of: closed.attempt)).compactMap(\.file)
      let named = NamedFiles(closed.attempt, in: header)
      let work = (header.workflow.name, header.workflow.artifactPath)
      return files.map { file in
        let isJudged = named.judges(file.path)
        return Claim(
          file: file, run: header.id.description, attempt: key,
          isNamed: isJudged || named.isOfArtifact(file.path), isJudged: isJudged, work: work,
          closed: (closed.attempt.finishedAt, place), today: today(file))
      }
    }
  }
}

/// Tells the files that a contract names, and those of the artifact, from those that are merely linked to.
private struct NamedFiles {
  private let folder: RepositoryPath
  private let names: Set<RepositoryPath>
  private let patterns: [Glob]

  init(_ attempt: Attempt, in header: RunHeader) {
    folder = header.workflow.artifactPath
    let values = header.values(for: attempt.key.gate)
    var names: Set<RepositoryPath> = []
    var patterns: [Glob] = []
    for path in attempt.requiredOutputs + attempt.validations.map(\.path) {
      guard let template = try? PathTemplate(path), let text = try? template.filled(values) else {
        continue
      }
      if template.isGlob {
        patterns.append(Glob(text))
      } else if let name = try? RepositoryPath(text) {
        names.insert(name)
      }
    }
    self.names = names
    self.patterns = patterns
  }

  func judges(_ path: RepositoryPath) -> Bool {
    names.contains(path) || patterns.contains { $0.matches(Array(path.text.utf8)) }
  }

  func isOfArtifact(_ path: RepositoryPath) -> Bool { path.remainder(below: folder) != nil }
}

extension RunHeader {
  /// What the gates of the run are not that its workflow has.
  ///
  /// `outOfOrder` are the gates that were begun while earlier ones had not passed.
  func gateFindings(
    by policy: PolicyShelf.Policy, run: String, outOfOrder: [GateID]
  ) -> [VerificationFinding] {
    let gates = gates.map { "\($0.id) \($0.name)" }
    let path = RunPaths(id).runFile
    func finding(_ message: String, expected: String?) -> [VerificationFinding] {
      [
        VerificationFinding(
          .workflowMismatch, path: path, run: run, message: message, expected: expected,
          found: gates.joined(separator: ", "), recordedBy: "the start of the run",
          next: "git log -p -- \(path)")
      ]
    }
    guard case .workflow(let workflow) = policy else {
      if case .unreadable(let why) = policy {
        return finding("the workflow that it names cannot be read: \(why)", expected: nil)
      }
      return []
    }
    let expected = workflow.gates.map { "\($0.id) \($0.name)" }
    guard gates.elementsEqual(expected, by: { $0.utf8.elementsEqual($1.utf8) }) else {
      return finding(
        "its gates are not those of the workflow that it names",
        expected: expected.joined(separator: ", "))
    }
    guard workflow.version.utf8.elementsEqual(self.workflow.version.utf8) else {
      return finding(
        "its workflow has another version than it says", expected: workflow.version)
    }
    if workflow.enforcesOrder, let gate = outOfOrder.first {
      return finding(
        "\(gate) was begun before the gates in front of it had passed, which its workflow forbids",
        expected: "the gates in order")
    }
    return []
  }
}
