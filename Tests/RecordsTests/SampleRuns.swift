import Digests
import RecordSamples
import Records
import Text

/// The runs whose bytes are committed.
enum SampleRuns {
  static let names = ["small", "medium", "long"]

  static func named(_ name: String) throws -> RunRecord {
    switch name {
    case "small": try small()
    case "medium": try medium()
    default: try long()
    }
  }

  /// One gate, one attempt with everything that may be null given.
  static func small() throws -> RunRecord {
    var story = try Story(
      .sample(
        slug: "a-small-run", gates: ["Intake"], commit: String(repeating: "0a", count: 20),
        promptFile: .sample("topics/a-small-run.md")),
      key: "start-1")
    let gate = story.gate(0)
    try story.start(gate, agent: "intake-editor", key: "open-1")
    try story.invoke(gate, agent: "intake-editor", number: 0x5d0a)
    var draft = story.draft(gate, outputs: [.sample("{artifact_path}/intake/BRIEF.md", "brief")])
    draft.requestKey = "close-1"
    try story.close(draft)
    try story.finish(.passed, key: "end-1")
    return story.record
  }

  /// Two gates: a failure, a redo that makes the second gate STALE, and an attempt that is open.
  static func medium() throws -> RunRecord {
    var story = try Story(.sample(slug: "a-medium-run"))
    let (first, second) = (story.gate(0), story.gate(1))
    try story.pass(first, "one")
    try story.start(second)
    try story.close(second, .ruleFailed, "draft")
    try story.finish(.failed, reason: "not today")
    try story.start(second, agent: "researcher", changed: [.gone(Story.output(first, 0))])
    try story.invoke(second)
    try story.close(second, .passedWithWarnings, "better")
    try story.pass(first, "two")
    try story.start(second, changed: [.sample(Story.output(first, 0), "three")])
    return story.record
  }

  /// Three gates and dozens of attempts with all that a run may meet, ended by a cancellation.
  static func long() throws -> RunRecord {
    var story = try Story(
      .sample(
        slug: "long-run-2",
        gates: ["Eingang geprüft", "Recherche \u{1F50E}", "Spec „sechs Schichten“"],
        artifactPath: "essays/übersicht", workflow: "drei-tore", version: "2.0-β"))
    var numbers = SeededNumbers(seed: 7)
    for round in 0..<14 {
      for index in 0..<3 {
        let gate = story.gate(index)
        if story.record.state.openAttempt(of: gate) == nil {
          try open(gate, in: &story, round, &numbers)
        }
        if (round + index) % 5 == 0 {
          try story.invoke(
            gate, agent: "Schreiberin \u{2116} \(round)",
            status: round.isMultiple(of: 2) ? .fail : .success,
            number: UInt32.random(in: 0...0xFFFF, using: &numbers))
        }
        // Every third one stays open while the other gates go on.
        if (round + index) % 3 != 2 { try close(gate, in: &story, round, &numbers) }
        if (round + index) % 7 == 3, story.record.state.openAttempt(of: gate) == nil {
          try story.invoke(gate, number: UInt32(round), key: "call-\(round)-\(index)")
        }
      }
      if round == 6 { try fail(&story) }
    }
    for open in story.record.state.open {
      var draft = story.draft(open.key.gate, .runCanceled)
      draft.finishedBy = Actor(name: nil, channel: .command)
      try story.close(draft)
    }
    try story.finish(
      .canceled, by: Actor(name: nil, channel: .command),
      reason: "abgebrochen:\n\n\tdie Quelle ist \"weg\" \\ /\u{2028}…", key: "end \u{1F3C1}")
    return story.record
  }

  private static func fail(_ story: inout Story) throws {
    for open in story.record.state.open { try story.close(open.key.gate, .failedByPerson) }
    try story.finish(
      .failed, by: Actor(name: "Zoë O’Neill", channel: .terminal), reason: "one\ntwo\n\nthree")
    try story.invoke(story.gate(2), status: .fail, number: 0xdead)
  }

  private static func open(
    _ gate: GateID, in story: inout Story, _ round: Int, _ numbers: inout SeededNumbers
  ) throws {
    let record = story.record
    let expected = record.state.expectedInputs(of: gate, attempts: record.attempts)
    let changed = expected.compactMap { file -> FileFact? in
      switch Int.random(in: 0..<6, using: &numbers) {
      case 0: file.sha256 == nil ? nil : .gone(file.path)
      case 1: .sample(file.path, "edited in round \(round)")
      default: nil
      }
    }
    try story.start(
      gate, agent: round.isMultiple(of: 4) ? nil : "agent-\(round)",
      key: round.isMultiple(of: 3) ? "open \(gate) \(round)" : nil, changed: changed)
  }

  private static func close(
    _ gate: GateID, in story: inout Story, _ round: Int, _ numbers: inout SeededNumbers
  ) throws {
    let codes = Verdict.ReasonCode.allCases.filter { $0 != .runCanceled && !$0.isOfWorker }
    let closed = story.record.attempts.count
    let code = closed.isMultiple(of: 2) ? .allRulesPassed : codes[closed / 2 % codes.count]
    let text = "text \(Int.random(in: 0..<3, using: &numbers))"
    var outputs = [
      FileFact.sample("{artifact_path}/\(gate)/Überblick.md", text),
      .sample("shared/{gate}.txt", text),
    ]
    if code == .outputMissing { outputs[0] = .gone(outputs[0].path) }
    var draft = story.draft(gate, code, outputs: outputs)
    // A path outside the artifact path is recorded as it is in the repository.
    draft.artifacts[1] = Attempt.Artifact(
      file: .sample("shared/\(gate).txt", text), exists: true)
    draft.finishedBy = Actor(
      name: round.isMultiple(of: 5) ? nil : "Zoë O’Neill",
      channel: Actor.Channel.allCases[round % Actor.Channel.allCases.count])
    if round.isMultiple(of: 6) { draft.requestKey = "close \(gate) \(round)" }
    if code == .failedByPerson { draft.failureReason = "nein:\nzu früh\n\n\"\\\" bleibt" }
    if code == .passedWithWarnings || code == .ruleFailed {
      draft.validations.append(
        .sample(
          "wörter", type: "not_contains", path: "{artifact_path}/**/*.md", pass: false,
          severity: code == .ruleFailed ? .fail : .warn, found: "2 matches",
          findings: [
            Attempt.Finding(
              path: "{artifact_path}/\(gate)/Überblick.md", line: 3, column: 14,
              message: "\"TODO\u{7}\" matches TODO|TBD"),
            Attempt.Finding(
              path: "{artifact_path}/\(gate)/Überblick.md", line: nil, column: nil, message: "…"),
          ]))
    }
    try story.close(draft)
  }
}
