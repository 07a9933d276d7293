import Foundation
import OrchestrateCLI
import Records
import TestSupport
import Testing

@Suite("A crash between the attempt file and RUN.json loses nothing")
struct CrashHealingTests {
  private static func clock(_ events: Int) -> Instant {
    Instant(milliseconds: 1_768_833_012_481 + Int64(events) * 1000) ?? .epoch
  }

  /// A run with an attempt of G1 open and its output written.
  private func stage(output: String) throws -> Stage {
    var stage = try Plain.stage()
    stage.clock = Self.clock
    try stage.scratch.write("out/one.md", output)
    stage.done(Plain.start)
    stage.done("gate start --gate G1")
    return stage
  }

  /// Runs a command and then puts the older RUN.json back, as if the crash had come before the new one.
  private func crash(_ stage: inout Stage, in line: String) throws {
    let path = "\(stage.record)/RUN.json"
    let old = try stage.scratch.text(path)
    let before = old.components(separatedBy: "\"seq\":").count
    _ = stage.run(line)
    let new = try stage.scratch.text(path)
    #expect(old != new)
    try stage.scratch.write(path, old)
    // The clock goes on as if nothing had happened.
    let lost = new.components(separatedBy: "\"seq\":").count - before
    stage.clock = { Self.clock($0 + lost) }
  }

  /// A way to close the attempt, its output and what follows it.
  struct Case: Sendable, CustomTestStringConvertible {
    let closing: String
    let output: String
    let status: String
    let next: String

    var testDescription: String { "\(closing), then \(next)" }
  }

  static let cases = [
    Case(
      closing: "gate finish --gate G1 --key k", output: "one\n", status: "PASS",
      next: "gate start --gate G2"),
    Case(
      closing: "gate finish --gate G1 --by me", output: "TODO\n", status: "FAIL",
      next: "gate start --gate G1"),
    Case(
      closing: "gate fail --gate G1 --reason no", output: "one\n", status: "FAIL",
      next: "run complete --status FAILED"),
    Case(
      closing: "gate finish --gate G1", output: "one\n", status: "PASS",
      next: "invocation record --gate G1 --agent a"),
    Case(
      closing: "gate finish --gate G1", output: "one\n", status: "PASS",
      next: "run complete --status CANCELED"),
    Case(closing: "gate finish --gate G1", output: "one\n", status: "PASS", next: "run resume"),
  ]

  @Test("Every reader takes the attempt as closed and writes nothing", arguments: cases)
  func readers(_ row: Case) throws {
    var stage = try stage(output: row.output)
    try crash(&stage, in: row.closing)
    let files = try stage.recordFiles()
    #expect(stage.done("run show").output.contains(row.status))
    #expect(stage.done("run list").output.contains("RUNNING"))
    #expect(
      stage.run("gate check --gate G1").output.hasPrefix(row.output == "one\n" ? "PASS" : "FAIL"))
    let packet = stage.done("gate packet --gate \(row.status == "PASS" ? "G2" : "G1")").output
    #expect(packet.contains(row.status == "PASS" ? "out/one.md" : "Mend first"))
    stage.done("next")
    let again = stage.run("gate finish --gate G1")
    #expect(again.status == .refused)
    #expect(again.messages.contains("no attempt of G1 is open; the gate is \(row.status)"))
    #expect(try stage.recordFiles() == files)
  }

  @Test(
    "The next writer adds the event: the record is that of a run without a crash", arguments: cases)
  func writers(_ row: Case) throws {
    let whole = try stage(output: row.output)
    _ = whole.run(row.closing)
    let expected = whole.run(row.next)
    var crashed = try stage(output: row.output)
    try crash(&crashed, in: row.closing)
    let answer = crashed.run(row.next)
    #expect(answer.status == expected.status, "\(answer.messages)")
    #expect(try crashed.recordFiles() == whole.recordFiles())
    #expect(whole.run("run show --run latest").status == .done)
  }

  @Test("A repeat with the same --key after the crash answers as the first would have")
  func repeated() throws {
    let whole = try stage(output: "one\n")
    let expected = whole.run("gate finish --gate G1 --key k")
    var crashed = try stage(output: "one\n")
    try crash(&crashed, in: "gate finish --gate G1 --key k")
    let answer = crashed.run("gate finish --gate G1 --key k")
    #expect(answer.status == expected.status)
    #expect(answer.output == expected.output)
  }

  @Test("A crash in the middle of canceling leaves the attempts closed and the run to be canceled")
  func canceled() throws {
    let line = "run complete --status CANCELED --by me"
    let whole = try stage(output: "one\n")
    whole.done("gate start --gate G2")
    whole.done(line)
    var crashed = try stage(output: "one\n")
    crashed.done("gate start --gate G2")
    try crash(&crashed, in: line)
    #expect(crashed.done("run list").output.hasPrefix("RUNNING"))
    try crashed.refuses("gate finish --gate G2", saying: ["no attempt of G2 is open"])
    crashed.clock = Self.clock
    crashed.done(line)
    #expect(try crashed.recordFiles() == whole.recordFiles())
  }

  @Test("Of two attempts closed by a cancel, a crash may have written only the first")
  func halfCanceled() throws {
    var crashed = try stage(output: "one\n")
    crashed.done("gate start --gate G2")
    try crash(&crashed, in: "run complete --status CANCELED --by me")
    try crashed.scratch.remove("\(crashed.record)/gates/G2/attempt-1.json")
    let shown = crashed.done("run show").output
    #expect(shown.contains("FAIL") && shown.contains("RUNNING"))
    crashed.done("run complete --status CANCELED --by me")
    #expect(try crashed.recordFiles().count == 3)
    #expect(crashed.done("run show --run s").output.contains("CANCELED"))
  }

  @Test("What a crash left in the folder of temporary files harms nobody")
  func temporaryFiles() throws {
    let stage = try stage(output: "one\n")
    let folder = "orchestration/runs/\(stage.run)/logs/tmp"
    try stage.scratch.write("\(folder)/left", "{")
    stage.done("gate finish --gate G1")
    stage.done("gate start --gate G2")
  }
}
