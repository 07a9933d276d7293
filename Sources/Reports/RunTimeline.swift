package import Records

/// What happened in a run, in order, for a person.
package enum RunTimeline {
  /// A moment and what happened then.
  package struct Entry: Sendable, Equatable {
    package let at: Instant
    package let what: String
  }

  /// The most events that a page shows, the newest.
  private static let most = 40

  /// Every event in a few words.
  package static func entries(_ record: RunRecord) -> [Entry] {
    record.events.map { Entry(at: $0.at, what: Visible.line(words($0.fact, in: record))) }
  }

  /// The lines of a page: the day where it is another one, then the time.
  static func lines(_ record: RunRecord) -> [String] {
    let entries = entries(record)
    let shown = entries.suffix(most)
    var day = ""
    let lines = shown.map { entry in
      let moment = RunText.day(entry.at)
      let (own, time) = (moment.prefix(10), moment.dropFirst(11).prefix(5))
      defer { day = String(own) }
      return "  \(own == day ? "          " : "\(own)") \(time)  \(entry.what)"
    }
    let earlier = entries.count - shown.count
    return earlier == 0 ? lines : ["  (\(earlier) earlier)"] + lines
  }

  private static func words(_ fact: Event.Fact, in record: RunRecord) -> String {
    switch fact {
    case .runStarted: return "run started"
    case .gateStarted(let started):
      let agent = started.agent.map { " for '\($0)'" } ?? ""
      return "\(started.gate) attempt \(started.attempt) opened\(agent)"
    case .invocationRecorded(let call):
      return "\(call.gate) called '\(call.agent)': \(call.status.rawValue)"
    case .gateFinished(let finished):
      let title = "\(finished.gate) attempt \(finished.attempt) \(finished.status.rawValue)"
      let key = AttemptKey(gate: finished.gate, number: finished.attempt)
      guard let attempt = record.attempts[key]?.attempt else { return title }
      let who = attempt.finishedBy.name.map { ", by \($0)" } ?? ""
      return finished.status == .pass
        ? title + who
        : "\(title) \(finished.reasonCode.rawValue)\(who)" + reason(attempt.failureReason)
    case .runFinished(let finished):
      let who = finished.by.name.map { ", by \($0)" } ?? ""
      return "run \(finished.status.rawValue)\(who)" + reason(finished.reason)
    }
  }

  /// A person's words on one line, cut where they are long: the attempt's file has all of them.
  private static func reason(_ text: String?) -> String {
    guard let text else { return "" }
    let line = ReviewWords.oneLine(text).unicodeScalars
    return ": " + String(String.UnicodeScalarView(line.prefix(120))) + (line.count > 120 ? "…" : "")
  }
}
