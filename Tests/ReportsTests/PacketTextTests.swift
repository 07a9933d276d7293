import Contracts
import Digests
import RecordSamples
import Records
import Reports
import Runs
import Testing
import Text

@Suite("The prompt packet")
struct PacketTextTests {
  private static let gate = GateID.named("G1")
  private static let file = "essays/the-word-robot/a.md"

  /// A contract with so many rules on one file.
  private static func contract(rules: Int) -> Contract {
    .sample(
      rules: (0..<rules).map {
        #"{"type": "not_contains", "path": "{artifact_path}/a.md", "pattern": "word\#($0)\\b"}"#
      }.joined(separator: ",\n"))
  }

  /// The packet of the attempt after one that was closed in a given way.
  private func packet(
    _ contract: Contract, header: RunHeader = .sample(), after closing: GateClosing? = nil,
    files: MemoryFiles = MemoryFiles(), task: String = "Do it.", agent: String? = nil,
    inputs: [(recorded: RunState.Indexed?, today: FileFact)] = [],
    topic: (file: FileReference, text: String)? = nil
  ) throws -> PacketText {
    var story = try Story(header)
    if let closing {
      try story.start(Self.gate)
      let open = try #require(story.record.state.open.first)
      let attempt = try story.record.closing(
        open, closing, contract: contract, maxAttempts: nil, by: .ana, at: story.now, key: nil)
      var draft = story.draft(Self.gate, attempt.verdict.reasonCode)
      draft.status = attempt.status
      draft.validations = attempt.validations
      draft.artifacts = attempt.artifacts
      draft.failureReason = attempt.failureReason
      try story.close(draft)
    }
    let number = story.record.state.gate(Self.gate)?.attempts.count ?? 0
    return PacketText(
      try Packet(
        record: story.record, key: AttemptKey(gate: Self.gate, number: number + 1), agent: agent,
        contract: contract,
        evaluation: Evaluation(
          of: contract, values: header.values(for: Self.gate), source: files),
        inputs: inputs, task: task, topic: topic))
  }

  private func judged(_ contract: Contract, _ text: String) -> GateClosing {
    .judged(
      Evaluation(
        of: contract, values: RunHeader.sample().values(for: Self.gate),
        source: MemoryFiles([Self.file: text])))
  }

  private func section(_ title: String, of packet: PacketText) -> [String] {
    let rest = packet.lines.drop { !$0.hasPrefix("## \(title)") }.dropFirst()
    return Array(rest.prefix { !$0.hasPrefix("## ") })
  }

  @Test("A first packet has no failure to mend and says that nothing has passed")
  func first() throws {
    let packet = try packet(Self.contract(rules: 1))
    #expect(packet.lines.first == "# G1 Intake · the-word-robot · attempt 1")
    #expect(!packet.lines.contains { $0.hasPrefix("## Mend first") || $0 == "## Topic" })
    #expect(section("Read first", of: packet) == ["", "Nothing has passed before this gate.", ""])
    #expect(section("Task", of: packet) == ["", "Do it.", ""])
    #expect(
      section("Write here", of: packet).prefix(3) == ["", "- \(Self.file) · missing", ""])
    #expect(packet.lines[packet.linesAboveTask] == "## Task")
    #expect(packet.bytes == Array((packet.lines.joined(separator: "\n") + "\n").utf8))
  }

  @Test("A gate that requires no file says so")
  func noOutputs() throws {
    let contract = Contract.sample(
      outputs: "", rules: #"{"type": "file_exists", "path": "{artifact_path}/b.md"}"#)
    let packet = try packet(contract)
    #expect(section("Write here", of: packet).prefix(2) == ["", "- (no file is required)"])
  }

  @Test("A topic is quoted, with its digest, and the writer starts from it")
  func topic() throws {
    let packet = try packet(
      Self.contract(rules: 1), topic: (.sample("topics/a.md"), "One\r\n\r\nTwo\u{1B}[1m\n"))
    let digest = Digest.sample("topics/a.md")
    #expect(
      section("Topic", of: packet) == [
        "", "From topics/a.md · sha256 \(digest)", "", "> One", ">", "> Two\\u{1b}[1m", "",
      ])
    #expect(section("Read first", of: packet)[1].hasSuffix("Start from the topic below."))
  }

  @Test("A prompt with CRLF and variables becomes lines with values")
  func prompt() throws {
    let packet = try packet(
      Self.contract(rules: 1),
      task:
        "\r\nWrite {artifact_path}/a.md\r\nat {depth} as {gate}, {slug}.\r\n{other} {{gate}}\r\n")
    #expect(
      section("Task", of: packet) == [
        "", "Write \(Self.file)", "at standard as G1, the-word-robot.", "{other} {G1}", "",
      ])
  }

  @Test("What became of inputs is told, each in its own words")
  func inputs() throws {
    var story = try Story()
    try story.start(Self.gate)
    try story.close(
      story.draft(
        Self.gate,
        outputs: ["a", "b", "c"].map { .sample("{artifact_path}/\($0).md", "passed") }))
    let today = ["passed", "edited", nil]
    let inputs = zip(story.record.state.index, today).map { indexed, text in
      (
        recorded: RunState.Indexed?.some(indexed),
        today: text.map { FileFact.sample(indexed.file.path, $0) } ?? .gone(indexed.file.path)
      )
    }
    let packet = try packet(
      Self.contract(rules: 1),
      inputs: inputs)
    let folder = "essays/the-word-robot"
    #expect(
      section("Read first", of: packet).filter { $0.hasPrefix("- ") } == [
        "- \(folder)/a.md · same since it passed G1 · sha256 \(Digest.sample("passed"))",
        "- \(folder)/b.md · changed since it passed G1 · sha256 \(Digest.sample("edited"))",
        "- \(folder)/c.md · missing",
      ])
  }

  @Test(
    "With many findings the lines above the task stay within sixty, cut per rule",
    arguments: [
      (1, 40), (2, 30), (3, 50), (5, 12),
    ])
  func cap(rules: Int, findings: Int) throws {
    let contract = Self.contract(rules: rules)
    let text = (0..<findings).map { _ in
      (0..<rules).map { "word\($0)" }.joined(separator: " ")
    }.joined(separator: "\n")
    let packet = try packet(
      contract, after: judged(contract, text), files: MemoryFiles([Self.file: text]))
    #expect(packet.linesAboveTask <= 60)
    #expect(packet.linesAboveTask > 45 - 6 * rules, "no more is cut than must be")
    let head = packet.lines.prefix(packet.linesAboveTask)
    #expect(head.contains { $0.hasPrefix("## Mend first: attempt 1 failed \(rules) of ") })
    let shown = head.count { $0.hasPrefix("- fail R") }
    #expect(shown.isMultiple(of: rules) && shown >= rules)
    let more = head.filter { $0.hasPrefix("  and ") }
    let run = RunHeader.sample().id
    #expect(
      more
        == Array(
          repeating: "  and \(findings - shown / rules) more: "
            + "orchestrate gate check --run \(run) --gate G1", count: rules))
    #expect(head.contains("Keep what passed:"))
  }

  @Test("Few findings are all shown")
  func few() throws {
    let contract = Self.contract(rules: 2)
    let text = "word0\nword1 word0\n"
    let packet = try packet(contract, after: judged(contract, text))
    let head = packet.lines.prefix(packet.linesAboveTask)
    #expect(
      head.filter { $0.hasPrefix("- fail ") } == [
        "- fail R2 not_contains · \(Self.file):1:1", "- fail R2 not_contains · \(Self.file):2:7",
        "- fail R3 not_contains · \(Self.file):2:1",
      ])
    #expect(!head.contains { $0.hasPrefix("  and ") })
    #expect(head.contains("- R1 file_exists · \(Self.file)"))
  }

  @Test("So many rules that one finding each is too much still show one each")
  func manyRules() throws {
    let contract = Self.contract(rules: 30)
    let text = (0..<30).map { "word\($0) word\($0)" }.joined(separator: "\n")
    let packet = try packet(contract, after: judged(contract, text))
    let head = packet.lines.prefix(packet.linesAboveTask)
    #expect(head.count { $0.hasPrefix("- fail R") } == 30)
    #expect(head.count { $0.hasPrefix("  and 1 more: ") } == 30)
  }

  @Test("A person's reason is never cut")
  func reason() throws {
    let words = (1...120).map { $0.isMultiple(of: 10) ? "" : "line \($0)" }
    let packet = try packet(
      Self.contract(rules: 1),
      after: .failed(reason: words.joined(separator: "\n") + "\nend", outputs: []))
    #expect(packet.linesAboveTask > 130)
    #expect(packet.lines.contains("## Mend first: attempt 1 was failed by a person"))
    #expect(
      packet.lines.filter { $0.hasPrefix(">") }
        == words.map { $0.isEmpty ? ">" : "> \($0)" } + ["> end"])
  }

  @Test("Outputs are told by what became of them since the last attempt")
  func outputs() throws {
    let contract = Self.contract(rules: 1)
    let table: [(String?, String?, String)] = [
      ("word0", "word0", "same since attempt 1"), ("word0", "better", "changed since attempt 1"),
      ("word0", nil, "missing"), (nil, "new", "new since attempt 1"),
    ]
    for (before, now, words) in table {
      let evaluation = Evaluation(
        of: contract, values: RunHeader.sample().values(for: Self.gate),
        source: before.map { MemoryFiles([Self.file: $0]) } ?? MemoryFiles())
      let packet = try packet(
        contract, after: .judged(evaluation),
        files: now.map { MemoryFiles([Self.file: $0]) } ?? MemoryFiles())
      let line = section("Write here", of: packet).first { $0.hasPrefix("- ") }
      #expect(line?.hasPrefix("- \(Self.file) · \(words)") ?? false, "\(line ?? "none")")
    }
    let first = try packet(contract, files: MemoryFiles([Self.file: "x"]))
    #expect(section("Write here", of: first).contains { $0.contains(" · already there · sha256 ") })
  }

  @Test("The same record and files give the same bytes")
  func deterministic() throws {
    let contract = Self.contract(rules: 3)
    let text = "word0 word1\nword2"
    let packets = try (0..<3).map { _ in
      try packet(contract, after: judged(contract, text), files: MemoryFiles([Self.file: text]))
        .bytes
    }
    #expect(packets[0] == packets[1] && packets[1] == packets[2])
  }

  @Test("No text of a record, a prompt or a file does harm in a packet")
  func payloads() throws {
    let hostile = Payloads.line
    let header = RunHeader.sample(
      gates: [hostile], artifactPath: "essays/a\u{202E}b", workflow: hostile, version: hostile)
    let contract = Contract.sample(
      rules: #"{"type": "not_contains", "path": "{artifact_path}/a.md", "pattern": "word"}"#)
    let validation = Attempt.Validation(
      id: hostile, type: hostile, path: hostile, pass: false, severity: .fail, expected: hostile,
      found: hostile, error: hostile,
      findings: [Attempt.Finding(path: hostile, line: 1, column: 1, message: hostile)])
    let kept = Attempt.Validation(
      id: hostile, type: hostile, path: hostile, pass: true, severity: .warn, expected: nil,
      found: nil, error: nil, findings: [])
    var story = try Story(header)
    try story.start(Self.gate, agent: hostile)
    var draft = story.draft(Self.gate, .ruleFailed, outputs: [.sample(hostile, "x")])
    draft.validations = [validation, kept]
    try story.close(draft)
    let packet = PacketText(
      try Packet(
        record: story.record, key: AttemptKey(gate: Self.gate, number: 2), agent: hostile,
        contract: contract,
        evaluation: Evaluation(
          of: contract, values: header.values(for: Self.gate), source: MemoryFiles()),
        inputs: [(nil, .sample(hostile, "x"))], task: hostile,
        topic: (.sample(hostile), hostile)))
    for line in packet.lines { #expect(Payloads.harmful(line).isEmpty, "\(line.debugDescription)") }
  }
}
