import Records
import Runs
import Text
import Verification

/// What reports and comparisons say of a run, in phrases that stand in text and in Markdown alike.
enum ReviewWords {
  /// The most gates, rules or files of a run that are named one by one.
  private static let most = 20

  /// A line with how deep it stands below the run.
  struct Line {
    let depth: Int
    let phrase: ReviewPhrase

    init(_ depth: Int, _ phrase: ReviewPhrase) {
      self.depth = depth
      self.phrase = phrase
    }
  }

  /// A person's words, their line breaks as spaces.
  static func oneLine(_ reason: String) -> String {
    Visible.lines(of: reason).joined(separator: " ")
  }

  static func actor(_ actor: Actor) -> ReviewPhrase {
    guard let name = actor.name else { return "nobody named (\(own: actor.channel.rawValue))" }
    return "\(name) (\(own: actor.channel.rawValue))"
  }

  /// What to look at, the place first where there is one.
  static func note(_ note: ReviewNote, slug: String?) -> ReviewPhrase {
    let place = note.path.map { path -> ReviewPhrase in
      "\(code: note.line.map { "\(path):\($0)" } ?? path): "
    }
    let next = note.next.map { command -> ReviewPhrase in "; \(code: command)" }
    return
      "\(strong: slug.map { "\(own: $0)" } ?? ReviewPhrase(note.run)): \(place ?? "")\(note.message)\(next ?? "")"
  }

  /// "new", "FAILED → PASSED", "RUNNING".
  static func status(_ run: RunReview) -> ReviewPhrase {
    let now = run.status.rawValue
    let moved =
      run.statusBefore.map { $0 == run.status ? now : "\($0.rawValue) → \(now)" } ?? now
    return switch run.change {
    case .new: "new, \(own: moved)"
    case .overtaken: "\(own: moved), files changed since"
    default: "\(own: moved)"
    }
  }

  /// "G1 PASS, G2 FAIL → PASS".
  static func gates(_ run: RunReview) -> ReviewPhrase {
    let moved = run.movedGates.filter { $0.story.attempts > 0 || $0.before != nil }
    guard !moved.isEmpty else { return "no gate moved" }
    let named = moved.prefix(most).map { gate -> ReviewPhrase in
      "\(own: gate.story.gate.description) \(steps(gate))"
    }
    let rest: ReviewPhrase = moved.count > most ? " and \(moved.count - most) more" : ""
    return named.joined(separator: ", ") + rest
  }

  private static func steps(_ gate: RunReview.Gate) -> ReviewPhrase {
    let now = gate.story.status.rawValue
    guard let before = gate.before?.status, before != gate.story.status, before != .pending else {
      return ReviewPhrase(stringLiteral: now)
    }
    return ReviewPhrase(stringLiteral: "\(before.rawValue) → \(now)")
  }

  /// "5, 2 failed", of all gates.
  static func attempts(_ run: RunReview) -> ReviewPhrase {
    let all = run.gates.reduce(0) { $0 + $1.story.attempts }
    let failed = run.gates.reduce(0) { $0 + $1.story.failures }
    return failed > 0 ? "\(all), \(failed) failed" : "\(all)"
  }

  static func finisher(_ run: RunReview) -> ReviewPhrase {
    if let finished = run.finished { return actor(finished.by) }
    return run.waitingAt.map { "waiting at \(own: $0.description)" } ?? "ready to complete"
  }

  /// Where the run is, who finished it, what became of its files, and gate by gate what happened.
  static func details(_ run: RunReview) -> [Line] {
    let header = run.header
    var lines = [
      Line(
        0,
        "\(code: header.id.description) · \(header.workflow.name) · depth \(own: header.depth.rawValue) · \(code: header.workflow.artifactPath.text)"
      )
    ]
    if let finished = run.finished {
      let reason = finished.reason.map { reason -> ReviewPhrase in ": \(oneLine(reason))" }
      lines.append(
        Line(
          0,
          "\(own: finished.status.rawValue) by \(actor(finished.by)), \(own: RunText.day(finished.at))\(reason ?? "")"
        ))
    }
    if let words = artifacts(run.evidence) { lines.append(Line(0, words)) }
    let gates = run.movedGates.filter { $0.story.attempts > 0 }
    for gate in gates.prefix(most) {
      lines.append(Line(1, self.gate(gate)))
      if let failure = gate.story.firstFailure { lines += story(failure, depth: 2) }
    }
    if gates.count > most { lines.append(Line(1, "and \(gates.count - most) gates more")) }
    return lines
  }

  private static func gate(_ gate: RunReview.Gate) -> ReviewPhrase {
    let story = gate.story
    let name: ReviewPhrase = "\(own: story.gate.description) \(story.name)"
    let failed: ReviewPhrase = story.failures > 0 ? ", \(story.failures) failed" : ""
    let closed = story.closed.map { closed -> ReviewPhrase in ", closed by \(actor(closed.by))" }
    return
      "\(strong: name): \(steps(gate)), \(Count.of(story.attempts, "attempt"))\(failed)\(closed ?? "")"
  }

  private static func artifacts(_ evidence: EvidenceToday) -> ReviewPhrase? {
    guard !evidence.artifacts.isEmpty else { return nil }
    var counts = (same: 0, changed: 0, missing: 0, superseded: 0)
    for artifact in evidence.artifacts {
      switch artifact.state {
      case .same: counts.same += 1
      case .changed: counts.changed += 1
      case .missing: counts.missing += 1
      case .superseded: counts.superseded += 1
      }
    }
    let parts: [ReviewPhrase] = [
      counts.same > 0 ? "\(counts.same) as they passed" : nil,
      counts.superseded > 0 ? "\(counts.superseded) passed again by a later run" : nil,
      counts.changed > 0 ? "\(counts.changed) changed since" : nil,
      counts.missing > 0 ? "\(counts.missing) missing" : nil,
    ].compactMap(\.self)
    return "artifacts: " + parts.joined(separator: ", ")
  }

  /// What failed first, and how it was mended.
  static func story(_ failure: FirstFailure, depth: Int) -> [Line] {
    let byWorker = failure.rules.isEmpty && failure.by.channel == .worker
    let byPerson = !byWorker && (failure.reasonCode == .failedByPerson || failure.rules.isEmpty)
    let words: ReviewPhrase = failure.reason.map { ": \(oneLine($0))" } ?? ""
    let code: ReviewPhrase = ", \(own: failure.reasonCode.rawValue)"
    let why: ReviewPhrase = byPerson ? words : byWorker ? code + words : code
    let who: ReviewPhrase = byPerson ? ", by \(actor(failure.by))" : ""
    var lines = [Line(depth, "failed first in attempt \(failure.attempt)\(who)\(why)")]
    for rule in failure.rules.prefix(most) { lines.append(Line(depth + 1, self.rule(rule))) }
    if failure.rules.count > most {
      lines.append(Line(depth + 1, "and \(failure.rules.count - most) rules more"))
    }
    guard let passed = failure.passedIn else { return lines }
    let contract: ReviewPhrase = failure.isContractChanged ? ", under another contract" : ""
    let files = failure.changedOutputs.prefix(most).map { path -> ReviewPhrase in "\(code: path)" }
    let rest: ReviewPhrase =
      failure.changedOutputs.count > most ? " and \(failure.changedOutputs.count - most) more" : ""
    let changed: ReviewPhrase =
      files.isEmpty
      ? "; no required output differs" : "; changed: " + files.joined(separator: ", ") + rest
    lines.append(Line(depth, "passed in attempt \(passed)\(contract)\(changed)"))
    return lines
  }

  private static func rule(_ rule: FirstFailure.Rule) -> ReviewPhrase {
    let end: ReviewPhrase =
      switch rule.end {
      case .met(let attempt): "; met in attempt \(attempt)"
      case .dropped(let attempt): "; no rule of the contract any more in attempt \(attempt)"
      case .open: "; not met since"
      }
    return failed(rule.rule) + end
  }

  /// "R3 min_sources essays/robot/CITATIONS.md:9:1: 3 sources, need at least 5".
  static func failed(_ rule: FailedRule) -> ReviewPhrase {
    let more: ReviewPhrase = rule.places > 1 ? " and \(rule.places - 1) more" : ""
    guard let place = rule.place else {
      let found = rule.found.map { found -> ReviewPhrase in ": \(found)" }
      return "\(rule.id) \(rule.type) \(code: rule.path)\(found ?? "")"
    }
    return "\(rule.id) \(rule.type) \(code: Place.text(place)): \(place.message)\(more)"
  }
}
