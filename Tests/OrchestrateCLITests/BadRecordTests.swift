import Foundation
import JSONDocument
import OrchestrateCLI
import TestSupport
import Testing

@Suite("A record that was damaged is refused by every command, and the hint mends it")
struct BadRecordTests {
  /// Every command that needs to read a run.
  static let commands = [
    "run show --run s", "next --run s", "run resume --run s", "run resume --run s --no-pause",
    "run complete --run s", "run complete --run s --status CANCELED",
    "gate start --run s --gate G2", "gate finish --run s --gate G1", "gate check --run s --gate G1",
    "gate fail --run s --gate G1 --reason no", "gate packet --run s --gate G1",
    "invocation record --run s --gate G1 --agent a",
  ]

  /// A run with G1 passed and a failed attempt of G2, committed.
  private func stage() throws -> Stage {
    let stage = try Plain.stage(git: true)
    try stage.scratch.write("out/one.md", "one\n")
    stage.done(Plain.start)
    stage.done("gate start --gate G1")
    stage.done("gate finish")
    stage.done("gate start --gate G2")
    #expect(stage.run("gate finish").status == .negative)
    try stage.scratch.git("add", "-A")
    try stage.scratch.git("commit", "-qm", "Run")
    return stage
  }

  /// Every command refuses; then the hint's `git restore` line is typed, and the record loads again.
  private func refusedAndMended(_ stage: Stage, saying parts: String...) throws {
    for command in Self.commands {
      let answer = try stage.refuses(command, saying: parts)
      let hint = try #require(
        answer.messages.firstMatch(of: /git restore [^,\n]*/), "\(answer.messages)")
      guard command == Self.commands.last else { continue }
      #expect(stage.done("run list").output.contains("UNREADABLE"))
      let ran = try stage.scratch.shell(String(hint.output))
      #expect(ran.status == 0, "\(hint.output): \(ran.messages)")
    }
    stage.done("run show --run s")
  }

  @Test("RUN.json cut off", arguments: [0, 1, 2, 50, 99])
  func cut(_ percent: Int) throws {
    let stage = try stage()
    let path = "\(stage.record)/RUN.json"
    let text = try stage.scratch.text(path)
    try stage.scratch.write(path, String(text.utf8.prefix(text.utf8.count * percent / 100)) ?? "")
    try refusedAndMended(stage, saying: "\(path):", "error: orchestration/runs/")
  }

  /// A file of the record, what is replaced in it, and words of the refusal.
  struct Edit: Sendable, CustomTestStringConvertible {
    let file: String
    let old: String
    let new: String
    let words: String

    var testDescription: String { "\(file): \(old) to \(new)" }

    init(_ file: String, _ old: String, _ new: String, _ words: String) {
      self.file = file
      self.old = old
      self.new = new
      self.words = words
    }
  }

  @Test(
    "A hand-edited file of the record",
    arguments: [
      Edit("RUN.json", "\"status\": \"RUNNING\"", "\"status\": \"PASSED\"", "changed by hand"),
      Edit("RUN.json", "\"depth\": \"standard\"", "\"depth\": \"quick\"", "changed by hand"),
      Edit("RUN.json", "\"gate\": \"G1\"", "\"gate\":  \"G1\"", "changed by hand"),
      Edit("RUN.json", "\n}\n", "\n}", "changed by hand"),
      Edit("RUN.json", "\n", "\r\n", "its lines end with CRLF"),
      Edit("RUN.json", "\"schema\": 1", "\"schema\": 2", "schema"),
      Edit("RUN.json", "\"seal\"", "\"seel\"", "'seel'"),
      Edit("RUN.json", "\"seq\": 3", "\"seq\": 4", "its number should be 3"),
      Edit("RUN.json", "\"run_started\"", "\"run_strated\"", "unknown event type"),
      Edit("RUN.json", "_000000\"", "_000001\"", "belongs to another run"),
      Edit("gates/G1/attempt-1.json", "PASS", "FAIL", "attempt-1.json"),
      Edit("gates/G2/attempt-1.json", "\"FAIL\"", "\"PASS\"", "not the file that was recorded"),
      Edit(
        "gates/G1/attempt-1.json", "\"bytes\": 4", "\"bytes\": 5", "not the file that was recorded"),
      Edit("gates/G1/attempt-1.json", "\"schema\": 1", "\"schema\":1", "attempt-1.json"),
      Edit("gates/G1/attempt-1.json", "{", "", "attempt-1.json:"),
    ])
  func edited(_ edit: Edit) throws {
    let stage = try stage()
    let path = "\(stage.record)/\(edit.file)"
    let text = try stage.scratch.text(path)
    let changed = text.replacing(edit.old, with: edit.new)
    #expect(changed.utf8.elementsEqual(text.utf8) == false)
    try stage.scratch.write(path, changed)
    try refusedAndMended(stage, saying: stage.record, edit.words)
  }

  @Test("An attempt file that went missing")
  func missingAttempt() throws {
    let stage = try stage()
    try stage.scratch.remove("\(stage.record)/gates/G1/attempt-1.json")
    try refusedAndMended(stage, saying: "gates/G1/attempt-1.json is missing")
  }

  @Test("An attempt file that no event names", arguments: ["G1/attempt-2", "G2/attempt-3"])
  func strayAttempt(_ name: String) throws {
    let stage = try stage()
    let text = try stage.scratch.text("\(stage.record)/gates/G1/attempt-1.json")
    try stage.scratch.write("\(stage.record)/gates/\(name).json", text)
    for command in Self.commands {
      try stage.refuses(command, saying: ["gates/\(name).json", "no event names this file"])
    }
  }

  @Test("A record file that became a link")
  func link() throws {
    let stage = try stage()
    let path = "\(stage.record)/RUN.json"
    try stage.scratch.write("copy.json", stage.scratch.text(path))
    try stage.scratch.remove(path)
    try stage.scratch.link(path, to: stage.scratch.absolute("copy.json"))
    for command in Self.commands {
      try stage.refuses(command, saying: ["link"])
    }
  }

  @Test(
    "A real merge of two branches that both went on with the run",
    arguments: ["HEAD", "MERGE_HEAD"])
  func merge(_ side: String) throws {
    let stage = try stage()
    func commit(_ message: String) throws {
      try stage.scratch.git("add", "-A")
      try stage.scratch.git("commit", "-qm", message)
    }
    try stage.scratch.git("checkout", "-qb", "other")
    try stage.scratch.write("out/two.md", "two\n")
    stage.done("gate start --gate G2")
    stage.done("gate finish --by other")
    try commit("Pass G2")
    try stage.scratch.git("checkout", "-q", "-")
    stage.done("gate start --gate G2")
    stage.done("gate fail --reason no --by me")
    try commit("Fail G2")
    let mine = try stage.recordFiles()
    let merged = try stage.scratch.run(["git", "merge", "other"])
    #expect(merged.status == 1, "\(merged.output)")
    let path = "\(stage.record)/RUN.json"
    #expect(try stage.scratch.text(path).contains("<<<<<<<"))
    var hint = ""
    for command in Self.commands {
      let answer = try stage.refuses(
        command, saying: [path, "a merge left its markers in the record"])
      hint = String(answer.messages.firstMatch(of: /hint: .*/)?.output ?? "")
    }
    #expect(stage.done("run list").output.contains("a merge left its markers"))
    let line = String(try #require(hint.firstMatch(of: /git restore [^,]*/)).output)
    let ran = try stage.scratch.shell(line.replacing("HEAD", with: side))
    #expect(ran.status == 0, "\(line): \(ran.messages)")
    let shown = stage.done("run show --run s").output
    if side == "HEAD" {
      #expect(try stage.recordFiles() == mine)
      #expect(shown.contains("FAIL"))
    } else {
      #expect(stage.done("run list").output.contains("all PASS"))
    }
    #expect(try stage.scratch.git("diff", "--name-only", "--diff-filter=U") == "")
    try commit("Merge")
    stage.done("next --run s")
  }

  @Test(
    "A merge that was committed with its markers, and was gone on from: the line takes a side of it",
    arguments: [0, 1])
  func committedMerge(_ side: Int) throws {
    let stage = try stage()
    func commit(_ message: String) throws {
      try stage.scratch.git("add", "-A")
      try stage.scratch.git("commit", "-qm", message)
    }
    try stage.scratch.git("checkout", "-qb", "other")
    stage.done("gate start --gate G2 --by other")
    try commit("Open G2")
    let theirs = try stage.recordFiles()
    try stage.scratch.git("checkout", "-q", "-")
    stage.done("gate start --gate G2")
    stage.done("gate fail --reason no --by me")
    try commit("Fail G2")
    let mine = try stage.recordFiles()
    #expect(try stage.scratch.run(["git", "merge", "other"]).status == 1)
    try commit("Merge with its markers")
    let path = "\(stage.record)/RUN.json"
    try stage.scratch.write(path, stage.scratch.text(path) + "\n")
    try commit("Go on with them")
    var hint = ""
    for command in Self.commands {
      let answer = try stage.refuses(command, saying: ["a merge left its markers in the record"])
      hint = String(answer.messages.firstMatch(of: /hint: .*/)?.output ?? "")
    }
    let line = String(try #require(hint.firstMatch(of: /git restore [^,]*/)).output)
    let sources = hint.matches(of: /--source=([0-9a-f]{12})/).map(\.output)
    try #require(sources.count == 2, "\(hint)")
    let ran = try stage.scratch.shell(line.replacing(sources[0].0, with: sources[side].0))
    #expect(ran.status == 0, "\(line): \(ran.messages)")
    #expect(try stage.recordFiles() == [mine, theirs][side])
    stage.done("run show --run s")
  }

  @Test("Markers in every commit that is known: the line shows where they came from")
  func nothingWhole() throws {
    let stage = try stage()
    let path = "\(stage.record)/RUN.json"
    let text = try stage.scratch.text(path)
    try stage.scratch.write(path, "<<<<<<< HEAD\n\(text)=======\n\(text)>>>>>>> other\n")
    try stage.scratch.git("add", "-A")
    try stage.scratch.git("commit", "-q", "--amend", "-m", "Run")
    try stage.refuses("run show --run s", saying: ["git log -p -m -- \(stage.record)"])
  }

  @Test("Where a person resolved RUN.json by hand and an attempt still has its markers")
  func halfMerged() throws {
    let stage = try stage()
    let path = "\(stage.record)/gates/G1/attempt-1.json"
    let text = try stage.scratch.text(path)
    try stage.scratch.write(
      path, "<<<<<<< HEAD\n\(text)=======\n\(text)>>>>>>> other\n")
    for command in Self.commands {
      try stage.refuses(command, saying: ["a merge left its markers", "git restore --source=HEAD"])
    }
  }

  @Test("A record of an earlier runner can be listed and shown, and nothing else")
  func legacy() throws {
    let stage = try stage()
    let run = "run_20250119T143012Z_old_000000"
    try stage.scratch.write(
      "orchestration/runs/\(run)/record/RUN.json",
      "{\"run_id\": \"x\", \"status\": \"PASSED\", \"workflow\": {\"name\": \"plain\"}}\n")
    #expect(stage.done("run list").output.contains(run))
    #expect(stage.done("run show --run old").output.contains("recorded by an earlier runner"))
    #expect(try stage.run("run show --run old --json").object().optional("run_status") != nil)
    for command in Self.commands where !command.hasPrefix("run show") {
      try stage.refuses(
        command.replacing("--run s", with: "--run old"), saying: ["earlier runner"])
    }
  }

  @Test("Two different runs never meet in a merge")
  func twoRuns() throws {
    let stage = try stage()
    try stage.scratch.git("checkout", "-qb", "other")
    _ = stage.run(
      "run start --workflow plain --slug b --artifact-path b", numbers: [1])
    try stage.scratch.git("add", "-A")
    try stage.scratch.git("commit", "-qm", "B")
    try stage.scratch.git("checkout", "-q", "-")
    _ = stage.run("run start --workflow plain --slug c --artifact-path c", numbers: [2])
    try stage.scratch.git("add", "-A")
    try stage.scratch.git("commit", "-qm", "C")
    try stage.scratch.git("merge", "-q", "-m", "M", "other")
    #expect(stage.done("run list").output.split(separator: "\n").count == 3)
  }
}

extension Scratch {
  /// Runs a line of a POSIX shell.
  func shell(_ line: String) throws -> Ran { try run(["sh", "-c", line]) }
}
