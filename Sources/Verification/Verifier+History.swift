import Contracts
import Digests
import JSONDocument
import Records
import Runs
import Text

extension Verifier {
  /// Reads the contracts and workflows that were found in the history, and says which were not.
  mutating func takeIn(
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
    for index in runs.indices where runs[index].isAsked {
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
    for index in runs.indices where runs[index].isAsked {
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
    // It may be the very text that judged.
    if case .unreadable(let why) = source.file(at: reference.path) {
      return .unreadable(reference.path.text, why, run: run)
    }
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
  mutating func replayPending(_ found: HistorySearch) throws(EvidenceError) {
    let waiting = runs.indices.filter { !runs[$0].pending.isEmpty }
    for start in stride(from: 0, to: waiting.count, by: Self.chunk) {
      let chunk = Array(waiting[start..<min(start + Self.chunk, waiting.count)])
      let (source, pending) = (source, chunk.map { runs[$0].pending })
      let (names, headers) = (chunk.map { runs[$0].name }, chunk.map { runs[$0].header })
      // The records were checked; of those that wait only the attempts are read once more.
      let attempts = source.concurrently(chunk.count) { index in
        source.folder(of: names[index]).attempts(pending[index])
      }
      let contents = try bytes(
        of: zip(headers, attempts).flatMap { header, attempts in
          attempts.flatMap { header?.artifacts(of: $0).compactMap(\.file) ?? [] }
        }, found)
      let shelf = shelf
      let replays = source.concurrently(chunk.count) { index in
        attempts[index].compactMap { attempt -> (Attempt, Replay)? in
          guard let header = headers[index] else { return nil }
          return Self.replay(attempt, in: header, shelf, contents, source).map { (attempt, $0) }
        }
      }
      for (place, answers) in zip(chunk, replays) {
        for (attempt, replay) in answers {
          runs[place].take(replay, of: attempt, isStrict: request.isStrict, rules: request.rules)
        }
      }
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

  func evidence(
    _ found: HistorySearch, _ others: [Claim]
  ) throws(EvidenceError) -> Evidence {
    var problem: EvidenceError?
    func asking<Answer>(_ otherwise: Answer, _ ask: () throws(EvidenceError) -> Answer) -> Answer {
      do throws(EvidenceError) { return try ask() } catch {
        problem = error
        return otherwise
      }
    }
    let evidence = Evidence(runs, others, found, othersOn: unasked.recorded) { pairs in
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
