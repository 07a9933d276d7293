package import Records
package import Runs
import Text
import Verification

/// The page of `run show`.
package enum RunPage {
  /// Gates, what failed first and how it was mended, artifacts as they are today, the timeline, and the next step.
  package static func lines(_ overview: RunOverview, now: Instant) -> [String] {
    let record = overview.record
    let stories = GateStory.all(of: record)
    let failures = stories.flatMap { story -> [String] in
      guard let failure = story.firstFailure else { return [] }
      return ["  \(story.gate)"]
        + ReviewWords.story(failure, depth: 2).map {
          String(repeating: "  ", count: $0.depth) + $0.phrase.plain
        }
    }
    return head(record, now)
      + section("What failed first:", failures)
      + section("Artifacts that passed:", artifacts(overview.artifacts))
      + section("Timeline, in UTC:", RunTimeline.lines(record))
      + ["", Visible.line("next: \(overview.next.command)")]
  }

  private static func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["", title] + lines
  }

  private static func head(_ record: RunRecord, _ now: Instant) -> [String] {
    let header = record.header
    let facts = [
      record.state.status.rawValue, "depth \(header.depth.rawValue)",
      header.workflow.artifactPath.text, "started \(RunText.day(record.state.startedAt))",
      record.state.finishedAt.map { "finished \(RunText.day($0))" },
    ]
    let rows = RunText.overview(record)
    let width = rows.dropFirst().map(\.unicodeScalars.count).max() ?? 0
    let gates = zip(rows.dropFirst(), record.state.gates).map { row, gate in
      let more = who(gate, in: record, now)
      return more.isEmpty ? row : "\(RunText.padded(row, width))  \(more)"
    }
    return Array(rows.prefix(1))
      + [Visible.line(facts.compactMap(\.self).joined(separator: " · "))] + gates
  }

  /// Who closed the newest attempt of a gate, or how long it has been open.
  private static func who(
    _ gate: RunState.Gate, in record: RunRecord, _ now: Instant
  ) -> String {
    if let open = record.state.openAttempt(of: gate.id) {
      return "open for \(DurationWords.age(now.milliseconds - open.at.milliseconds))"
    }
    return record.newestClosed(of: gate.id).map {
      ReviewWords.actor($0.attempt.finishedBy).plain
    } ?? ""
  }

  private static func artifacts(_ artifacts: [RunOverview.ArtifactToday]) -> [String] {
    let width = artifacts.map { Visible.line($0.path).unicodeScalars.count }.max() ?? 0
    let states = artifacts.map { word($0.state) }
    let stateWidth = states.map(\.utf8.count).max() ?? 0
    return zip(artifacts, states).map { artifact, state in
      let path = RunText.padded(Visible.line(artifact.path), width)
      return
        "  \(RunText.padded(state, stateWidth))  \(path)  \(artifact.attempt.gate) attempt \(artifact.attempt.number)"
    }
  }

  private static func word(_ state: RunOverview.ArtifactToday.State) -> String {
    switch state {
    case .same: "same"
    case .changed: "changed since"
    case .missing: "missing"
    case .unreadable: "not readable"
    }
  }
}
