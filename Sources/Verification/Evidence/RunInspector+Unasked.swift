import Digests
import Records
import Runs
import Text

extension RunInspector {
  /// Takes a run that is not asked at its word; nil for one that is asked, or whose record is to be held to its rules.
  ///
  /// Its seal and its digests are checked all the same: they cost little, and git tells changed files by their size and times.
  func unasked(_ folder: RunFolder) -> RunInspection? {
    guard bases.haveSameRecord(of: folder.name),
      let files = folder.recordFiles, let outline = RunOutline(sealed: files.run),
      outline.header.id.description.utf8.elementsEqual(folder.name.utf8),
      holds(files.attempts, to: outline),
      let contracts = contracts(outline, files.attempts)
    else { return nil }
    let workflow = outline.header.workflow
    var inspection = RunInspection(
      name: folder.name, header: outline.header, saidHeader: outline.header,
      summary: VerificationReport.Run(
        id: folder.name, status: outline.status, workflow: workflow.name,
        artifactPath: workflow.artifactPath.text, waitingAt: outline.waitingAt, isUnchanged: true),
      isAsked: false, recordHolds: true, findings: [])
    inspection.contracts = contracts
    return inspection
  }

  /// Says whether the attempts are those that RUN.json names, byte for byte.
  private func holds(_ attempts: [AttemptKey: [UInt8]], to outline: RunOutline) -> Bool {
    let closed = outline.gates.flatMap(\.closed)
    return closed.count == attempts.count
      && closed.allSatisfy { key, sha256 in
        attempts[key].map { SHA256.digest(of: $0) == sha256 } ?? false
      }
  }

  /// The contracts that judged the standing attempts; nil where one cannot be read, or a file that it vouches for has changed.
  private func contracts(
    _ outline: RunOutline, _ attempts: [AttemptKey: [UInt8]]
  ) -> [(AttemptKey, PolicyReference)]? {
    let artifactPath = outline.header.workflow.artifactPath
    let mayBeChanged = isReported(outline.header.id.description) && outline.status != .canceled
    var contracts: [(AttemptKey, PolicyReference)] = []
    for key in outline.gates.compactMap(\.standing) {
      guard let bytes = attempts[key], let attempt = try? AttemptOutline(decoding: bytes) else {
        return nil
      }
      if let contract = PolicyReference(attempt.contract) { contracts.append((key, contract)) }
      guard mayBeChanged else { continue }
      for artifact in attempt.artifacts {
        let path = try? RepositoryPath(PathTemplate.filed(artifact.path, in: artifactPath))
        if let path, bases.haveChange(of: path) { return nil }
        if let sha256 = artifact.sha256, bases.haveChange(of: sha256) { return nil }
      }
    }
    return contracts
  }
}
