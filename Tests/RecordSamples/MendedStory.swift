package import Records

extension Story {
  /// What G2 failed first, and what became of it.
  package struct Mending: Sendable {
    /// The last attempt of G2, which passes, is judged by another contract.
    package var changesContract = false
    /// The contract of the last attempt has no rule R2.
    package var dropsRule = false
    package var channel = Actor.Channel.command
    package var actor: String? = "Ana Duarte"
    package var finishes = true

    package init() {}
  }

  /// A run in which G1 passes with a warning, and G2 fails by two rules, then by one, then passes.
  package static func mended(
    _ header: RunHeader = .sample(), at start: Instant = .sampleStart, _ mending: Mending = .init()
  ) throws -> Story {
    var story = try Story(header, at: start)
    try story.closeWithWarning()
    for (number, failing) in [["R1", "R2"], ["R1"], []].enumerated() {
      try story.research(number, failing, mending)
    }
    if mending.finishes {
      try story.finish(.passed, by: Actor(name: mending.actor, channel: mending.channel))
    }
    return story
  }

  mutating func closeWithWarning() throws {
    try start(gate(0), agent: "intake-editor")
    let path = Self.output(gate(0), 0)
    var draft = draft(gate(0), .passedWithWarnings, outputs: [.sample(path, "a brief, TODO")])
    draft.validations = [
      .sample("R1", path: path),
      .sample(
        "R2", type: "not_contains", path: path, pass: false, severity: .warn, found: "1 match",
        findings: [Attempt.Finding(path: path, line: 14, column: 3, message: "'TODO' stands here")]),
    ]
    try close(draft)
  }

  private mutating func research(_ number: Int, _ failing: [String], _ mending: Mending) throws {
    let gate = gate(1)
    try start(gate, agent: "researcher")
    let (sources, notes) = (Self.output(gate, 0), Self.output(gate, 1))
    var draft = draft(
      gate, failing.isEmpty ? .allRulesPassed : .ruleFailed,
      outputs: [.sample(sources, "sources \(number)"), .sample(notes, "notes")])
    func rule(_ id: String, _ type: String, _ path: String, _ found: String, _ message: String)
      -> Attempt.Validation
    {
      let fails = failing.contains(id)
      let places = [Attempt.Finding(path: path, line: 9, column: 1, message: message)]
      return .sample(
        id, type: type, path: path, pass: !fails, found: fails ? found : nil,
        findings: fails ? places : [])
    }
    draft.validations = [
      rule("R1", "min_sources", sources, "3 distinct", "3 sources, need at least 5"),
      rule("R2", "contains_headings", notes, "1 of 2", "no heading 'Open questions'"),
    ]
    draft.finishedBy = Actor(name: mending.actor, channel: mending.channel)
    if !failing.isEmpty { draft.failureReason = "\(failing.count) of 2 rules failed" }
    if failing.isEmpty, mending.changesContract { draft.contract = .sample("another contract") }
    if failing.isEmpty, mending.dropsRule { draft.validations.removeLast() }
    try close(draft)
  }
}
