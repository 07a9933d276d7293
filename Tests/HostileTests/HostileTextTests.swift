import Foundation
import JSONDocument
import RecordSamples
import Records
import TestSupport
import Testing

/// Texts that would do harm on a screen or in the log of a host go through every command of the built program.
@Suite("No text of a repository takes over what shows it")
struct HostileTextTests {
  /// What a contract, a workflow, an option or git's configuration may hold: one line without control characters.
  private static let line =
    "::error::evil a\u{202E}dm.exe \u{2066}x\u{2069} zero\u{200B}width \u{FEFF}bom \u{AD} \u{E0041} ##[group]evil"

  /// What a file may hold.
  private static let text =
    "::error::evil\n  ::add-mask::evil\n\t::error::evil\r::stop-commands::evil\n##[error]evil\n"
    + "##vso[task.complete]evil\n\u{2028}::error::evil\u{85}::error::evil\n\n"
    + Payloads.all.joined(separator: "\n\n") + "\n\n\(Payloads.line) \(line)\n"

  private static let formats = ["text", "json", "github", "junit", "sarif", "gitlab", "markdown"]

  /// Expects that nothing moves, colours, reorders or hides what is shown, and that no line is a command to a host but ours.
  private func expectHarmless(
    _ status: Int32, _ shown: String, _ words: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let name = Comment(rawValue: words.map(\.debugDescription).joined(separator: " "))
    #expect(
      [0, 2, 3, 10, 20].contains(status), "\(name): \(status)",
      sourceLocation: sourceLocation)
    // A byte that is no UTF-8 would be read as this.
    #expect(!shown.contains("\u{FFFD}"), name, sourceLocation: sourceLocation)
    #expect(
      Set(Payloads.harmful(shown)).subtracting(["\n"]) == [], name, sourceLocation: sourceLocation)
    for line in shown.utf8.split(separator: 0x0A).map({ String(decoding: $0, as: UTF8.self) }) {
      #expect(
        line.firstMatch(of: /##[A-Za-z]*\[/) == nil, "\(name) \(line.debugDescription)",
        sourceLocation: sourceLocation)
      guard line.drop(while: \.isWhitespace).utf8.starts(with: "::".utf8) else { continue }
      #expect(
        words.contains("github")
          && line.wholeMatch(
            of:
              /::(?:error|warning|notice) file=[^,:]+,line=\d+,(?:col=\d+,)?title=[A-Za-z0-9 -]+::.*/
          )
            != nil,
        "\(name) \(line.debugDescription)", sourceLocation: sourceLocation)
    }
  }

  /// A repository whose every text that may be hostile is; the gates fail.
  private func repository() throws -> Scratch {
    let scratch = try Plain.repository()
    let quoted = String(decoding: JSONWriter.write(.string(Self.line)), as: UTF8.self)
      .trimmingCharacters(in: .newlines)
    try scratch.write(
      Plain.workflowPath,
      Plain.workflow.replacing(#""First""#, with: quoted).replacing(#""writer""#, with: quoted)
        .replacing(#""version": "1""#, with: #""version": "::error::\u202e""#))
    let path = #""path": "{artifact_path}/sub/one.md""#
    let rules = [
      #"{ "type": "contains", \#(path), "phrases": [\#(quoted), "missing \#(quoted.dropFirst())], "hint": \#(quoted) }"#,
      #"{ "type": "not_contains", \#(path), "pattern": ".+", "scope": "all", "hint": \#(quoted) }"#,
      #"{ "type": "contains_headings", \#(path), "headings": [\#(quoted)] }"#,
      #"{ "type": "sections_not_empty", \#(path) }"#,
      #"{ "type": "no_placeholders", \#(path) }"#,
      #"{ "type": "word_count", \#(path), "section": \#(quoted), "min": 5 }"#,
      #"{ "type": "citations_paired", \#(path), "sources": "{artifact_path}/sub/one.md" }"#,
      #"{ "type": "links_resolve", \#(path) }"#,
      #"{ "type": "front_matter", \#(path), "keys": [\#(quoted)] }"#,
      #"{ "type": "json_valid", \#(path), "require": ["/evil"] }"#,
      #"{ "type": "json_valid", "path": "{artifact_path}/a.json", "require": ["/evil"] }"#,
      #"{ "type": "no_repeated_paragraphs", \#(path), "min_words": 1 }"#,
      #"{ "type": "file_count", "path": "{artifact_path}/**/*.md", "min": 100 }"#,
    ]
    let contract = Plain.contract("G1", output: "{artifact_path}/sub/one.md", rules: rules)
      .replacing(#""Contract of G1""#, with: quoted)
    try scratch.write(Plain.contractPath("G1"), contract)
    let markdown = """

      # \(Self.line)

      ## ::error::evil \(Payloads.line)

      A mark [::error::\u{202E}evil], [@evil\u{202E}], a link [x](::error::\u{1B}[2J\u{202E}evil.md), TODO \u{1B}[31m

      - [1] \(Payloads.line) https://example.org/\u{202E}

      """
    try scratch.write("out/sub/one.md", Self.text + markdown + Self.text)
    try scratch.write("out/a.json", "{\"\(Self.line)\": 1, \"a\u{1B}[2J\": x}")
    try scratch.write("workflows/plain/prompts/G1.md", Self.text + markdown)
    try scratch.write("topic.md", Self.text)
    // Names that no record can hold, and git takes.
    for name in ["\u{1B}[2J.md", "::error::evil.md", "a\u{202E}b.md", "new\nline.md"] {
      try scratch.write("out/odd/\(name)", "odd\n")
    }
    try scratch.git("config", "user.name", Self.line)
    try scratch.git("add", "-A")
    try scratch.git("commit", "-qm", Self.text.replacing("\0", with: ""))
    return scratch
  }

  private func run(
    _ words: [String], in scratch: Scratch, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Ran {
    let ran = try scratch.run([Binary.path] + words)
    expectHarmless(
      ran.status, ran.output + ran.messages, words, sourceLocation: sourceLocation)
    return ran
  }

  @Test(
    "Of contracts, workflows, prompts, artifacts, file names and git, through a run of two failed attempts"
  )
  func repositoryTexts() throws {
    let scratch = try repository()
    let start = ["run", "start", "--workflow", "plain", "--slug", "s", "--artifact-path", "out"]
    #expect(try run(start + ["--prompt-file", "topic.md"], in: scratch).status == 0)
    #expect(try run(["gate", "start", "--gate", "G1"], in: scratch).status == 0)
    #expect(try run(["gate", "packet"], in: scratch).output.contains("evil"))
    let check = try run(["gate", "check"], in: scratch)
    #expect(check.status == 2 && check.output.contains("evil"))
    _ = try run(["gate", "check", "--json"], in: scratch)
    _ = try run(["gate", "check", "--hook"], in: scratch)
    #expect(try run(["gate", "finish"], in: scratch).status == 2)
    _ = try run(["gate", "start", "--gate", "G1", "--agent", Self.line], in: scratch)
    _ = try run(["invocation", "record", "--gate", "G1", "--agent", Self.line], in: scratch)
    #expect(
      try run(["gate", "fail", "--reason", "evil\n::error::evil \(Self.line)"], in: scratch).status
        == 0)
    _ = try run(["gate", "packet", "--gate", "G1"], in: scratch)
    _ = try run(["run", "resume", "--no-pause", "--by", Self.line], in: scratch)
    try look(["--run", "s"], "s", in: scratch)
  }

  /// Every command that looks.
  private func look(_ options: [String], _ run: String, in scratch: Scratch) throws {
    for words in [["run", "show"], ["inspect"], ["next"], ["gate", "packet", "--gate", "G1"]] {
      for json in [[], ["--json"]] { _ = try self.run(words + options + json, in: scratch) }
    }
    for words in [
      ["run", "list"], ["run", "diff", run, run], ["run", "bottlenecks"], ["report"],
      ["verify", "-v"],
    ] {
      for json in [[], ["--json"]] { _ = try self.run(words + json, in: scratch) }
    }
    for format in Self.formats {
      _ = try self.run(["verify", "--strict", "--format", format], in: scratch)
      _ = try self.run(["report", "--format", format], in: scratch)
    }
    for name in try scratch.tree("orchestration/runs").keys where name.contains("/record/") {
      _ = try self.run(["show-record", "orchestration/runs/\(name)"], in: scratch)
    }
  }

  @Test("Of a record that somebody forged, in each of its texts")
  func recordTexts() throws {
    let scratch = try Plain.repository()
    try scratch.write("out/sub/one.md", "TODO\n")
    try scratch.done("\(Plain.start); orchestrate gate start --gate G1 --agent a")
    try scratch.done("orchestrate invocation record --gate G1 --agent a")
    #expect(try scratch.orchestrate("gate", "finish").status == 2)
    try scratch.done("orchestrate run complete --status FAILED --reason no")
    var attempts: [AttemptKey: [UInt8]] = [:]
    for (name, text) in try scratch.tree(scratch.record) {
      if let key = AttemptKey(record: Array(name.utf8)) { attempts[key] = Array(text.utf8) }
    }
    let files = RecordFiles(
      run: Array(try scratch.text("\(scratch.record)/RUN.json").utf8), attempts: attempts)
    let key = try #require(attempts.keys.first)
    let honest = try Forger(files)
    let places =
      Self.texts(honest.run).map { ($0, true) }
      + Self.texts(try #require(honest.attempts[key])).map { ($0, false) }
    var count = 0
    for (number, (pointer, isRun)) in places.enumerated() where pointer != "/run_id" {
      // Both payloads in each place are for the sweep.
      let payloads = Sweep.isFull ? [Self.line, Self.text] : [[Self.line, Self.text][number % 2]]
      for payload in payloads {
        count += 1
        let id = "run_20260101T000000Z_s_\(String(format: "%06x", count))"
        var forger = honest
        forger.run = forger.run.setting("/run_id", .string(id))
        forger.set(key, "/run_id", .string(id))
        if isRun {
          forger.run = forger.run.setting(pointer, .string(payload))
        } else {
          forger.set(key, pointer, .string(payload))
        }
        let forged = forger.files
        let folder = "orchestration/runs/\(id)/record"
        try scratch.write("\(folder)/RUN.json", Data(forged.run))
        for (key, bytes) in forged.attempts {
          try scratch.write("\(folder)/\(key.record)", Data(bytes))
        }
        if Sweep.isFull || count.isMultiple(of: 4) {
          _ = try run(["run", "show", "--run", id], in: scratch)
        }
      }
    }
    #expect(count > 40)
    try scratch.git("add", "-A")
    try scratch.git("commit", "-qm", "Forge")
    let first = try #require(try scratch.names("orchestration/runs").first)
    try look(["--run", first], first, in: scratch)
  }

  /// The pointers to all texts in a value.
  private static func texts(_ value: JSONValue, _ pointer: String = "") -> [String] {
    switch value {
    case .string: [pointer]
    case .array(let elements):
      elements.enumerated().flatMap { texts($0.element, "\(pointer)/\($0.offset)") }
    case .object(let members): members.flatMap { texts($0.value, "\(pointer)/\($0.key)") }
    default: []
    }
  }

  @Test("Of a command line")
  func arguments() throws {
    let scratch = try Plain.repository()
    try scratch.done("\(Plain.start) && orchestrate gate start --gate G1")
    let start = ["run", "start", "--workflow", "plain", "--slug", "s", "--artifact-path", "out"]
    for payload in [Self.line, Self.text.replacing("\0", with: "")] {
      for words in [
        [payload], ["run", payload], ["--\(payload)"], ["run", "show", "--run", payload],
        ["gate", "check", "--gate", payload], ["-C", payload, "run", "list"],
        ["verify", "--since", payload], ["verify", "--contracts-from", payload],
        ["verify", "--format", payload], ["report", "--since", payload],
        ["run", "diff", payload, payload], ["show-record", payload], ["help", payload],
        ["completion", payload], start + ["--key", payload], start + ["--depth", payload],
        start + ["--by", payload], ["gate", "fail", "--gate", "G1", "--agent", payload],
      ] {
        _ = try run(words, in: scratch)
        _ = try run(words + ["--json"], in: scratch)
      }
    }
  }

  @Test(
    "In the pause, in a terminal",
    .enabled(if: PseudoTerminal.script != nil, "script(1) is not here")
  )
  func pause() throws {
    let scratch = try repository()
    let terminal = try PseudoTerminal(
      "orchestrate run plain --slug s --artifact-path out --prompt-file topic.md", in: scratch)
    var shown = try terminal.expect("Enter, c, o, f or q:")
    try terminal.type("c\n")
    shown += try terminal.expect("Enter, c, o, f or q:")
    try terminal.type("\n")
    let end = try terminal.end()
    shown += end.shown
    #expect(end.status == 2 && shown.contains("evil"))
    expectHarmless(end.status, shown, ["run"])
  }
}
