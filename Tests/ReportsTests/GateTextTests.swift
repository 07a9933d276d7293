import Contracts
import RecordSamples
import Records
import Reports
import Runs
import Testing
import Text

@Suite("What closing and checking a gate prints")
struct GateTextTests {
  private static let gate = GateID.named("G1")
  private static let contract = Contract.sample(
    rules: """
      {"type": "not_contains", "path": "{artifact_path}/a.md", "pattern": "maybe", "severity": "warn"},
      {"type": "not_contains", "path": "{artifact_path}/a.md", "pattern": "TODO"},
      {"type": "contains_headings", "path": "{artifact_path}/a.md", "headings": ["End"]}
      """)
  private static let file = "essays/the-word-robot/a.md"

  private func text(
    _ validations: [Attempt.Validation], code: Verdict.ReasonCode = .ruleFailed,
    reason: String? = nil, header: RunHeader = .sample(), change: String? = nil
  ) throws -> [String] {
    var story = try Story(header)
    try story.start(Self.gate)
    var draft = story.draft(Self.gate, code)
    draft.validations = validations
    draft.failureReason = reason ?? draft.failureReason
    try story.close(draft)
    let attempt = try #require(story.record.newestClosed(of: Self.gate)?.attempt)
    return GateText(
      GateReport(
        closed: attempt, in: story.record, contract: Self.contract, contractChange: change),
      commit: CommitLines([attempt], in: story.record),
      next: NextStep(story.record, uncommitted: .none).command
    ).lines
  }

  private func check(_ files: MemoryFiles, _ contract: Contract = contract) throws -> [String] {
    let record = try Story().record
    let evaluation = Evaluation(
      of: contract, values: record.header.values(for: Self.gate), source: files)
    return GateText(
      GateReport(check: evaluation, of: Self.gate, in: record, contract: contract), commit: nil,
      next: nil
    ).lines
  }

  @Test("Findings come fails, errors, warnings, each by rule and then line")
  func order() throws {
    func finding(_ line: Int?) -> Attempt.Finding {
      Attempt.Finding(
        path: "{artifact_path}/a.md", line: line, column: line, message: "at \(line ?? 0)")
    }
    let lines = try text([
      .sample("R1"),
      .sample(
        "R2", type: "not_contains", pass: false, severity: .warn,
        findings: [finding(9), finding(4)]),
      .sample("R3", type: "not_contains", pass: false, error: "no permission"),
      .sample(
        "R4", type: "contains_headings", pass: false,
        findings: [finding(7), finding(nil), finding(2)]),
      .sample("R5", type: "not_contains", pass: false, findings: [finding(1)]),
    ])
    #expect(
      lines.filter { $0.hasPrefix(Self.file) } == [
        "\(Self.file): fail[G1/R4 contains_headings] at 0",
        "\(Self.file):2:2: fail[G1/R4 contains_headings] at 2",
        "\(Self.file):7:7: fail[G1/R4 contains_headings] at 7",
        "\(Self.file):1:1: fail[G1/R5 not_contains] at 1",
        "\(Self.file): error[G1/R3 not_contains] could not run: no permission",
        "\(Self.file):4:4: warn[G1/R2 not_contains] at 4",
        "\(Self.file):9:9: warn[G1/R2 not_contains] at 9",
      ])
    #expect(
      lines.first
        == "FAIL G1 Intake, attempt 1: 2 of 5 rules failed, 1 could not run, 1 warning")
    let run = RunHeader.sample().id
    #expect(
      lines.suffix(4) == [
        "recheck: orchestrate gate check --run \(run) --gate G1",
        "record: orchestration/runs/\(run)/record/gates/G1/attempt-1.json",
        "If a rule is wrong, mend it at the line that \"rule:\" names.",
        "next: orchestrate run resume --run \(run)",
      ])
  }

  @Test("A finding names the line of its rule, or the contract where the rule is gone")
  func ruleLines() throws {
    let lines = try text([
      .sample(
        "R1", pass: false,
        findings: [Attempt.Finding(path: "b.md", line: nil, column: nil, message: "m")]),
      .sample(
        "R9", pass: false,
        findings: [Attempt.Finding(path: "b.md", line: 3, column: nil, message: "m")]),
    ])
    let contract = "orchestration/gates/contracts/G1.contract.json"
    #expect(
      lines.filter { $0.hasPrefix("  rule: ") }
        == ["  rule: \(contract):3", "  rule: \(contract)"])
    #expect(lines.contains("b.md: fail[G1/R9 file_exists] m"))
  }

  @Test("A pass ends with the lines that commit it and the next step")
  func pass() throws {
    let lines = try text([.sample("R1"), .sample("R2")], code: .allRulesPassed)
    let run = RunHeader.sample().id
    #expect(
      lines == [
        "PASS G1 Intake, attempt 1: 2 of 2 rules met", "",
        "record: orchestration/runs/\(run)/record/gates/G1/attempt-1.json",
        "git add orchestration/runs/\(run)/record orchestration/gates/contracts/G1.contract.json",
        "git commit -m 'Pass G1 Intake of the-word-robot'",
        "next: orchestrate run resume --run \(run)",
      ])
    let warned = try text(
      [.sample("R1"), .sample("R2", pass: false, severity: .warn)], code: .passedWithWarnings)
    #expect(warned.first == "PASS G1 Intake, attempt 1: 1 of 2 rules met, 1 warning")
  }

  @Test("A person's decision shows their words, a cancellation that it was one")
  func decisions() throws {
    let lines = try text([], code: .failedByPerson, reason: "too early\nsee \u{1B}[1mnotes")
    #expect(
      lines.prefix(3) == [
        "FAIL G1 Intake, attempt 1: failed by a person", "  too early", "  see \\u{1b}[1mnotes",
      ])
    #expect(!lines.contains { $0.hasPrefix("recheck:") || $0.hasPrefix("git ") })
    let canceled = try text([], code: .runCanceled)
    #expect(canceled.first == "FAIL G1 Intake, attempt 1: the run was canceled")
  }

  @Test("A check says that it is one, and records and commits nothing")
  func checks() throws {
    let good = try check(MemoryFiles([Self.file: "# End\n"]))
    #expect(good == ["PASS G1 Intake, check only: 4 of 4 rules met"])
    let bad = try check(MemoryFiles([Self.file: "TODO maybe"]))
    #expect(bad.first == "FAIL G1 Intake, check only: 2 of 4 rules failed, 1 warning")
    #expect(
      !bad.contains { $0.hasPrefix("record:") || $0.hasPrefix("recheck:") || $0.hasPrefix("git ") })
    var unreadable = MemoryFiles()
    unreadable.states[Self.file] = .unreadable("no permission")
    let error = try check(unreadable)
    #expect(error.first == "ERROR G1 Intake, check only: 0 of 4 rules met, 4 could not run")
  }

  @Test("A contract that changed since the attempt opened is told before the findings")
  func change() throws {
    let lines = try text(
      [.sample("R1")], code: .allRulesPassed, change: "the contract changed\u{7}")
    #expect(lines[1...2] == ["", "the contract changed\\u{7}"])
  }

  @Test("No text of a record or a file does harm on the screen")
  func payloads() throws {
    let hostile = Payloads.line
    let header = RunHeader.sample(
      gates: [hostile, hostile], artifactPath: "essays/a\u{202E}b", workflow: hostile)
    let failed = try text(
      [
        .sample(
          hostile, type: hostile, path: hostile, pass: false, found: hostile,
          findings: [Attempt.Finding(path: hostile, line: 1, column: 2, message: hostile)]),
        .sample(hostile, type: hostile, path: hostile, pass: false, error: hostile),
      ], reason: hostile, header: header, change: hostile)
    let person = try text([], code: .failedByPerson, reason: hostile, header: header)
    let passed = try text([.sample(hostile)], code: .allRulesPassed, header: header)
    for line in failed + person + passed {
      #expect(Payloads.harmful(line).isEmpty, "\(line.debugDescription)")
    }
  }
}

@Suite("What a run shows")
struct RunTextTests {
  @Test("Each gate stands with its status and its newest attempt, in columns")
  func overview() throws {
    var story = try Story(.sample(gates: ["Intake", "Übersicht 漢", "Spec"]))
    try story.pass(story.gate(0), "a")
    try story.start(story.gate(1))
    try story.close(story.gate(1), .ruleFailed, "b")
    try story.start(story.gate(1))
    #expect(
      RunText.overview(story.record) == [
        "the-word-robot · two-gates · \(story.record.header.id)",
        "  G1 Intake       PASS     attempt 1", "  G2 Übersicht 漢  RUNNING  attempt 2",
        "  G3 Spec         PENDING",
      ])
  }

  @Test("The page tells gates, what failed first, artifacts, what happened, and the next step")
  func page() throws {
    var story = try Story()
    let gate = story.gate(0)
    try story.start(gate)
    try story.close(gate, .failedByPerson, "x")
    try story.pass(gate, "a")
    try story.start(story.gate(1))
    let now = try #require(Instant("2026-01-22T14:31:00.000Z"))
    func lines(_ today: FileFact?) -> [String] {
      RunPage.lines(RunOverview(story.record, today: [today], uncommitted: .none), now: now)
    }
    let run = story.record.header.id
    #expect(
      lines(.sample(Story.output(gate, 0), "edited")) == [
        "the-word-robot · two-gates · \(run)",
        "RUNNING · depth standard · essays/the-word-robot · started 2026-01-19 14:30 UTC",
        "  G1 Intake    PASS     attempt 2  Ana Duarte (command)",
        "  G2 Research  RUNNING  attempt 1  open for 3 days", "", "What failed first:", "  G1",
        "    failed first in attempt 1, by Ana Duarte (command): not yet",
        "    passed in attempt 2; changed: essays/the-word-robot/G1/0.md", "",
        "Artifacts that passed:", "  changed since  essays/the-word-robot/G1/0.md  G1 attempt 2",
        "",
        "Timeline, in UTC:", "  2026-01-19 14:30  run started",
        "             14:30  G1 attempt 1 opened",
        "             14:30  G1 attempt 1 FAIL failed_by_person, by Ana Duarte: not yet",
        "             14:30  G1 attempt 2 opened",
        "             14:30  G1 attempt 2 PASS, by Ana Duarte",
        "             14:30  G2 attempt 1 opened", "",
        "next: orchestrate run resume --run \(run)",
      ])
    #expect(lines(.gone(Story.output(gate, 0))).contains { $0.hasPrefix("  missing  essays/") })
    #expect(lines(nil).contains { $0.hasPrefix("  not readable  essays/") })
  }

  @Test("The timeline of a long run shows the newest events, and how many came before")
  func longRun() throws {
    var story = try Story()
    for _ in 0..<30 {
      try story.start(story.gate(0))
      try story.close(story.gate(0), .ruleFailed, "x")
    }
    let lines = RunPage.lines(
      RunOverview(story.record, today: [], uncommitted: .none), now: story.now)
    #expect(lines.contains("  (21 earlier)"))
    #expect(lines.count { $0.contains("attempt 30") } > 1)
    #expect(RunTimeline.entries(story.record).count == 61)
  }

  @Test("The list has columns, says where a run waits and for how long, and has those first")
  func list() throws {
    var story = try Story()
    let waiting = RunListing(story.record)
    try story.pass(story.gate(0), "a")
    try story.start(story.gate(1))
    let open = RunListing(story.record)
    try story.close(story.gate(1), .allRulesPassed, "b")
    let ready = RunListing(story.record)
    try story.finish(.failed)
    let failed = RunListing(story.record)
    try story.start(story.gate(1))
    try story.close(story.gate(1), .allRulesPassed, "b")
    try story.finish(.passed)
    let done = RunListing(story.record)
    #expect(
      [waiting, open, ready, done].map(\.waiting) == ["G1 PENDING", "G2 RUNNING", "all PASS", ""])
    #expect([done, failed, waiting].inOrder.map(\.status) == ["RUNNING", "FAILED", "PASSED"])
    let now = try #require(Instant("2026-01-19T16:31:00.000Z"))
    let id = story.record.header.id
    #expect(
      RunListText.lines([waiting, done], now: now) == [
        "RUNNING  two-gates  G1 PENDING for 2 hours  \(id)",
        "PASSED   two-gates                          \(id)",
      ])
    #expect(
      RunListText.lines([waiting, done], now: now, width: 80) == [
        "RUNNING  G1 PENDING for 2 hours  \(id)", "PASSED                           \(id)",
      ])
    #expect(
      RunListText.lines([waiting, done], now: now, width: 50) == [
        "RUNNING  G1 PENDING for 2 hours", "  \(id)", "PASSED   ", "  \(id)",
      ])
    #expect(RunListText.lines([], now: now) == [])
  }

  @Test("No text of a record does harm on the screen")
  func payloads() throws {
    let hostile = Payloads.line
    var story = try Story(
      .sample(
        gates: [hostile, hostile], artifactPath: "essays/a\u{202E}b", workflow: hostile,
        version: hostile))
    let gate = story.gate(0)
    try story.start(gate)
    var draft = story.draft(gate, .failedByPerson)
    draft.finishedBy = Actor(name: hostile, channel: .terminal)
    draft.failureReason = hostile
    try story.close(draft)
    try story.start(gate)
    try story.close(story.draft(gate, outputs: [.sample("{artifact_path}/\u{202E}x.md", "a")]))
    let attempt = try #require(story.record.standing(of: gate)?.attempt)
    let key = AttemptKey(gate: gate, number: 2)
    let overview = RunOverview(
      story.record, today: [.gone("{artifact_path}/\u{202E}x.md")],
      uncommitted: Uncommitted(attempts: [key], runFile: true))
    let contract = Contract.sample()
    let packet = PacketText(
      try Packet(
        record: story.record, key: key, agent: hostile, contract: contract,
        evaluation: Evaluation(
          of: contract, values: story.record.header.values(for: gate), source: MemoryFiles()),
        inputs: [], task: hostile, topic: nil))
    let recap = PauseText.recap(attempt, changed: [hostile], in: story.record.header)
    var lines = RunPage.lines(overview, now: story.now)
    let listing = RunListing(
      id: story.record.header.id, status: hostile, workflow: hostile, waiting: hostile)
    for width in [nil, 80, 10] {
      lines += RunListText.lines([listing], now: story.now, width: width)
    }
    lines += PauseText.page(story.record, key, packetPath: "p", packet: packet, recap: recap)
    lines += PauseText.menu(gateName: hostile, key).split(separator: "\n").map(String.init)
    for line in lines { #expect(Payloads.harmful(line).isEmpty, "\(line.debugDescription)") }
  }

  @Test("The pause shows the packet above its task, at most forty lines, and how many follow")
  func pause() throws {
    let record = try Story().record
    let contract = Contract.sample()
    let key = AttemptKey(gate: .named("G1"), number: 1)
    let packet = PacketText(
      try Packet(
        record: record, key: key, agent: nil, contract: contract,
        evaluation: Evaluation(
          of: contract, values: record.header.values(for: key.gate), source: MemoryFiles()),
        inputs: [], task: "Do it.", topic: nil))
    let lines = PauseText.page(record, key, packetPath: "p", packet: packet, recap: nil)
    #expect(!lines.contains { $0.contains("## Task") })
    let shown = packet.linesAboveTask - 1
    #expect(lines.last == "  (\(packet.lines.count - shown) more lines)")
    #expect(lines.contains("  ## For you"))
  }
}
