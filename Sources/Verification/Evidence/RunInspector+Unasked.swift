import Digests
import Records
import Runs
import Text

extension RunInspector {
  /// Takes a run of which nothing is asked at its word; nil for one that is asked about, or whose record is to be held to its rules.
  ///
  /// Its seal and its digests are checked all the same: they cost little, and git compares by the times of files.
  func unasked(_ folder: RunFolder) -> RunInspection? {
    let name = folder.name
    let isSpokenOf = request.speaks(of: name)
    guard !isSpokenOf || (!bases.isEmpty && bases.allSatisfy { $0.hasSameRecord(of: name) }),
      let outline = outline(of: folder, isSpokenOf)
    else { return nil }
    let workflow = outline.header.workflow
    var inspection = RunInspection(
      name: name, header: outline.header, saidHeader: outline.header,
      summary: VerificationReport.Run(
        id: name, status: outline.status, workflow: workflow.name,
        artifactPath: workflow.artifactPath.text, waitingAt: outline.waitingAt, isUnchanged: true),
      recordHolds: true, findings: [])
    inspection.contracts = outline.standing.compactMap { attempt, contract in
      PolicyReference(contract).map { (attempt, $0) }
    }
    return inspection
  }

  /// Reads a record whose seal and digests hold, and of which no artifact has changed where the run is spoken of.
  private func outline(of folder: RunFolder, _ isSpokenOf: Bool) -> RunOutline? {
    var outline: RunOutline?
    var attempts: [(key: AttemptKey, bytes: [UInt8])] = []
    for entry in folder.entries where !RunFolder.isLitter(entry.path) {
      guard case .file(let bytes) = entry.content else { return nil }
      switch entry.part {
      case .run: outline = RunOutline(sealed: bytes)
      case .attempt(let key): attempts.append((key, bytes))
      case nil: return nil
      }
    }
    guard let outline, outline.header.id.description.utf8.elementsEqual(folder.name.utf8),
      attempts.count == outline.closed.count
    else { return nil }
    let artifactPath = outline.header.workflow.artifactPath
    for (key, bytes) in attempts {
      guard outline.closed[key] == SHA256.digest(of: bytes) else { return nil }
      guard isSpokenOf else { continue }
      guard let paths = try? Attempt.artifactPaths(decoding: bytes),
        !paths.contains(where: { path in
          let filed = Array(PathTemplate.filed(path, in: artifactPath).utf8)
          return bases.contains { $0.hasChanged(filed) }
        })
      else { return nil }
    }
    return outline
  }
}
