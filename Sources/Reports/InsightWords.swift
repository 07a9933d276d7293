import Records
import Runs
import Verification

/// What a digest means for a person, by rule: a few sections of short lines, each left out where it has nothing to tell.
enum InsightWords {
  /// The most lines of a section.
  private static let most = 40
  /// The attempts that are named as having taken longest.
  private static let slowest = 3
  /// The commands of an agent that are named, those that took longest.
  private static let commands = 5

  /// A heading with what stands below it.
  struct Section {
    let title: String
    let lines: [ReviewWords.Line]
  }

  static func title(_ digest: RunDigest) -> ReviewPhrase {
    let workflow = digest.header.workflow
    return
      "\(own: workflow.slug.description) · \(workflow.name) · \(own: digest.status.rawValue)"
  }

  /// Which run it is, how long it took, and how many attempts it had.
  static func facts(_ digest: RunDigest) -> [ReviewPhrase] {
    let times: ReviewPhrase =
      if let end = digest.finishedAt, let length = digest.milliseconds {
        "from \(own: RunText.day(digest.startedAt)) to \(own: RunText.day(end)), \(own: DurationWords.text(length))"
      } else {
        "started \(own: RunText.day(digest.startedAt)), not finished"
      }
    let failed = digest.tries.count { $0.attempt?.status == .fail }
    let failures: ReviewPhrase = failed > 0 ? ", \(failed) failed" : ""
    return [
      "\(code: digest.header.id.description)", times,
      "\(own: Count.of(digest.stages.count, "gate")), \(own: Count.of(digest.tries.count, "attempt"))\(failures)",
    ]
  }

  static func sections(_ digest: RunDigest) -> [Section] {
    [
      ("What took longest", longest(digest)),
      ("What was tried again, and why", again(digest)),
      ("What failed first, and how it was mended", firstFailures(digest)),
      ("Known failures", knownFailures(digest)), ("Rate limits", rateLimits(digest)),
      ("What agents did", agents(digest)), ("What to look at", InsightNotes.lines(digest)),
    ].compactMap { title, lines in
      guard !lines.isEmpty else { return nil }
      let rest: [ReviewWords.Line] =
        lines.count > most ? [line("and \(lines.count - most) lines more: `inspect --json`")] : []
      return Section(title: title, lines: lines.prefix(most) + rest)
    }
  }

  static func line(_ phrase: ReviewPhrase, depth: Int = 0) -> ReviewWords.Line {
    ReviewWords.Line(depth, phrase)
  }

  /// "G2 Research".
  static func name(_ stage: RunDigest.Stage) -> ReviewPhrase {
    "\(own: stage.story.gate.description) \(stage.story.name)"
  }

  /// "12 s", and what it was measured by where that is not the work alone.
  static func length(_ one: RunDigest.Try) -> ReviewPhrase? {
    guard let duration = one.duration else { return nil }
    let text = DurationWords.text(duration.milliseconds)
    return duration.clock == .record
      ? "\(own: text), by the times of the record" : "\(own: text)"
  }
}

// MARK: The sections

extension InsightWords {
  private static func longest(_ digest: RunDigest) -> [ReviewWords.Line] {
    digest.longest.prefix(slowest).compactMap { one in
      guard let length = length(one),
        let stage = digest.stages.first(where: { $0.story.gate == one.key.gate })
      else { return nil }
      let part = one.slowestCommand.map { command -> ReviewPhrase in
        ", of which \(own: command.part.rawValue) \(code: command.command) \(own: DurationWords.text(command.milliseconds))"
      }
      return line("\(name(stage)), attempt \(one.key.number): \(length)\(part ?? "")")
    }
  }

  private static func again(_ digest: RunDigest) -> [ReviewWords.Line] {
    digest.stages.filter { $0.retries > 0 }.flatMap { stage in
      [line("\(name(stage)): \(own: Count.of(stage.tries.count, "attempt"))")]
        + stage.tries.dropLast().map { one in
          line("after attempt \(one.key.number): \(why(one))", depth: 1)
        }
    }
  }

  private static func why(_ one: RunDigest.Try) -> ReviewPhrase {
    guard let attempt = one.attempt else { return "still open" }
    guard attempt.status == .fail else {
      return "it had passed, and was to be done again"
    }
    let reason = attempt.failureReason.map { words -> ReviewPhrase in
      ": \(ReviewWords.oneLine(words))"
    }
    return "\(own: attempt.verdict.reasonCode.rawValue)\(reason ?? "")"
  }

  private static func firstFailures(_ digest: RunDigest) -> [ReviewWords.Line] {
    digest.stages.flatMap { stage -> [ReviewWords.Line] in
      guard let failure = stage.story.firstFailure else { return [] }
      return [line(name(stage))] + ReviewWords.story(failure, depth: 1)
    }
  }

  private static func knownFailures(_ digest: RunDigest) -> [ReviewWords.Line] {
    lines(digest) {
      $0.isKnownFailure
    } say: { name, one in
      "\(name), attempt \(one.key.number): \(ReviewWords.oneLine(one.attempt?.failureReason ?? ""))"
    }
  }

  private static func rateLimits(_ digest: RunDigest) -> [ReviewWords.Line] {
    lines(digest) {
      $0.reason == .rateLimited
    } say: { name, one in
      "\(name), attempt \(one.key.number): a service refused for now, \(own: RunText.day(one.startedAt))"
    }
  }

  private static func agents(_ digest: RunDigest) -> [ReviewWords.Line] {
    digest.stages.flatMap { stage in
      stage.tries.flatMap { one -> [ReviewWords.Line] in
        guard let agent = one.agent else { return [] }
        let failed: ReviewPhrase = agent.failures > 0 ? ", \(agent.failures) failed" : ""
        let count = Count.of(agent.commandCount, "command")
        let longest = agent.longest(commands).map { line(command($0), depth: 1) }
        let words = agent.lastMessage.map {
          [line("last words: \(ReviewWords.oneLine($0))", depth: 1)]
        }
        return [line("\(name(stage)), attempt \(one.key.number): \(own: count)\(failed)")] + longest
          + (words ?? [])
      }
    }
  }

  private static func command(_ command: AgentEvents.Command) -> ReviewPhrase {
    let failed: ReviewPhrase = command.isError ? ", failed" : ""
    let length = DurationWords.text(command.milliseconds ?? 0)
    return "\(own: length)\(failed): \(code: ReviewWords.oneLine(command.text))"
  }

  private static func lines(
    _ digest: RunDigest, where isMeant: (RunDigest.Try) -> Bool,
    say: (ReviewPhrase, RunDigest.Try) -> ReviewPhrase
  ) -> [ReviewWords.Line] {
    digest.stages.flatMap { stage in
      stage.tries.filter(isMeant).map { line(say(name(stage), $0)) }
    }
  }
}
