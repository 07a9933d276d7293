import Records
import Runs
import Verification

/// What a person should look at after a run, by rule.
enum InsightNotes {
  /// From how much of the time of all gates on, in percent, one of them is named for it.
  private static let share = 50

  static func lines(_ digest: RunDigest) -> [ReviewWords.Line] {
    let all =
      digest.stages.flatMap { notes($0, digest) } + untried(digest) + unusual(digest) + logs(digest)
    return (all.isEmpty ? ["nothing stands out"] : all).map { InsightWords.line($0) }
  }

  private static func notes(_ stage: RunDigest.Stage, _ digest: RunDigest) -> [ReviewPhrase] {
    let (name, story) = (InsightWords.name(stage), stage.story)
    var notes: [ReviewPhrase] = []
    switch story.status {
    case .fail:
      if let last = stage.tries.last(where: { $0.attempt != nil }) {
        notes.append("\(name) failed: \(failed(last, digest))")
      }
    case .stale: notes.append("\(name) is stale: what it was given has changed since it passed")
    case .running:
      notes.append("\(name) is open; \(code: RunCommand.resume(digest.header.id))")
    case .pass, .pending: break
    }
    if story.firstFailure?.isContractChanged ?? false {
      notes.append("\(name) passed under another contract than it failed under")
    }
    if !story.warnings.isEmpty {
      notes.append("\(name) passed with \(own: Count.warnings(story.warnings.count))")
    }
    notes += story.outOfOrder.map { early in
      let before = early.before.map(\.description).joined(separator: ", ")
      return "\(name), attempt \(early.attempt), began before \(own: before) had passed"
    }
    return notes
  }

  private static func failed(_ last: RunDigest.Try, _ digest: RunDigest) -> ReviewPhrase {
    guard let attempt = last.attempt else { return "" }
    let paths = RunPaths(digest.header.id)
    let place =
      attempt.isClosedByWorkersEnd ? paths.work(attempt.key) : paths.attempt(attempt.key)
    return "\(own: attempt.verdict.reasonCode.rawValue); see \(code: place)"
  }

  private static func untried(_ digest: RunDigest) -> [ReviewPhrase] {
    let gates = digest.stages.filter(\.tries.isEmpty).map(\.story.gate.description)
    guard digest.finishedAt != nil, !gates.isEmpty else { return [] }
    return ["never tried: \(gates.joined(separator: ", "))"]
  }

  /// A gate that took most of the time, and gates that needed many attempts.
  private static func unusual(_ digest: RunDigest) -> [ReviewPhrase] {
    let total = digest.stages.reduce(0.0) { $0 + Double($1.milliseconds) }
    let timed = digest.stages.filter { $0.milliseconds > 0 }
    var notes: [ReviewPhrase] = []
    if timed.count > 1, let first = timed.max(by: { $0.milliseconds < $1.milliseconds }) {
      let part = Int(Double(first.milliseconds) * 100 / total)
      if part >= share {
        notes.append("\(InsightWords.name(first)) took \(part) % of the time of all gates")
      }
    }
    let command =
      "orchestrate run bottlenecks --workflow \(ShellWord.quoted(digest.header.workflow.name))"
    notes += digest.stages.filter { $0.tries.count > 2 }.map { stage in
      "\(InsightWords.name(stage)) needed \(stage.tries.count) attempts; whether it often does: \(code: command)"
    }
    return notes
  }

  private static func logs(_ digest: RunDigest) -> [ReviewPhrase] {
    guard digest.leftOut > 0 else { return [] }
    let what = digest.leftOut == 1 ? "1 entry" : "\(digest.leftOut) entries"
    return [
      "\(own: what) of the logs not used: unreadable, or not what the record says; the record stands"
    ]
  }
}
