import Records
import Runs
import Text

extension RunRecord {
  /// The standing attempts, in the order of the gates.
  var standingAttempts: [ClosedAttempt] {
    state.gates.compactMap { $0.standing.flatMap { attempts[$0] } }
  }

  /// Every closed attempt, in the order in which they closed.
  var closedAttempts: [ClosedAttempt] {
    events.compactMap(\.finishedAttempt).compactMap { attempts[$0] }
  }

  /// The files that the standing attempts vouch for.
  var claimedFiles: [RecordedFile] {
    guard state.status != .canceled else { return [] }
    return standingAttempts.flatMap { header.artifacts(of: $0.attempt).compactMap(\.file) }
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
      let origin = Claim.Origin(
        run: header.id.description, attempt: key,
        work: (header.workflow.name, header.workflow.artifactPath),
        closed: (closed.attempt.finishedAt, place))
      return files.map { file in
        let isJudged = named.judges(file.path)
        return Claim(
          file: file, origin: origin, isNamed: isJudged || named.isOfArtifact(file.path),
          isJudged: isJudged, today: today(file))
      }
    }
  }
}

/// Tells the files that a contract names, and those of the artifact, from those that are merely linked to.
private struct NamedFiles {
  private let folder: RepositoryPath
  private let names: Set<String>
  private let patterns: [Glob]

  init(_ attempt: Attempt, in header: RunHeader) {
    folder = header.workflow.artifactPath
    let values = header.values(for: attempt.key.gate)
    var names: Set<String> = []
    var patterns: [Glob] = []
    for path in attempt.requiredOutputs + attempt.validations.map(\.path) {
      guard !PathTemplate.isRecorded(path) else {
        names.insert(PathTemplate.filed(path, in: folder))
        continue
      }
      guard let template = try? PathTemplate(path), let text = try? template.filled(values) else {
        continue
      }
      if template.isGlob {
        patterns.append(Glob(text))
      } else {
        names.insert(text)
      }
    }
    self.names = names
    self.patterns = patterns
  }

  func judges(_ path: RepositoryPath) -> Bool {
    // A path that was read is in composed form, in which equal texts have the same bytes.
    names.contains(path.text) || patterns.contains { $0.matches(Array(path.text.utf8)) }
  }

  func isOfArtifact(_ path: RepositoryPath) -> Bool { path.remainder(below: folder) != nil }
}
