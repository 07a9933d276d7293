import OrchestrateCLI
import TestSupport
import Testing

@Suite("--key makes a repeat of a changing command do nothing and answer as the first did")
struct RequestKeyTests {
  /// A command, what must be done before it, and other requests that may not use its key.
  struct Case: Sendable, CustomTestStringConvertible {
    let command: String
    var before: [String] = []
    /// The text of `out/one.md`.
    var output = "one\n"
    var others: [String] = []

    var testDescription: String { command }
  }

  static let cases: [Case] = [
    Case(
      command: Plain.start,
      others: [
        "run start --workflow plain --slug other --artifact-path out",
        "run start --workflow plain --slug s --artifact-path elsewhere",
        "run start --workflow plain --slug s --artifact-path out --depth deep",
        "gate start --gate G1",
      ]),
    Case(
      command: "gate start --gate G1", before: [Plain.start],
      others: [
        "gate start --gate G2", "gate start --gate G1 --agent somebody", "gate finish --gate G1",
        "run complete --status CANCELED",
      ]),
    Case(
      command: "gate finish --gate G1", before: [Plain.start, "gate start --gate G1"],
      others: [
        "gate finish --gate G2", "gate fail --gate G1 --reason no", "gate start --gate G1",
        "invocation record --gate G1 --agent a",
      ]),
    Case(
      command: "gate finish", before: [Plain.start, "gate start --gate G1"],
      others: ["gate start --gate G1"]),
    Case(
      command: "gate finish --gate G1", before: [Plain.start, "gate start --gate G1"],
      output: "TODO\n"),
    Case(
      command: "gate fail --gate G1 --reason no", before: [Plain.start, "gate start --gate G1"],
      others: ["gate fail --gate G1 --reason other", "gate finish --gate G1"]),
    Case(
      command: "gate fail --reason no", before: [Plain.start, "gate start --gate G1"]),
    Case(
      command: "invocation record --gate G1 --agent a", before: [Plain.start],
      others: [
        "invocation record --gate G2 --agent a", "invocation record --gate G1 --agent b",
        "invocation record --gate G1 --agent a --status FAIL",
      ]),
    Case(
      command: "run complete --status CANCELED", before: [Plain.start, "gate start --gate G1"],
      others: ["run complete --status FAILED", "run complete --status CANCELED --reason why"]),
    Case(
      command: "run complete --status FAILED --reason enough", before: [Plain.start],
      others: ["run complete --status FAILED"]),
  ]

  private func stage(_ row: Case) throws -> Stage {
    let stage = try Plain.stage()
    try stage.scratch.write("out/one.md", row.output)
    for line in row.before { stage.done(line) }
    return stage
  }

  @Test("The repeat adds nothing", arguments: cases)
  func repeated(_ row: Case) throws {
    let stage = try stage(row)
    let first = stage.run(row.command + " --key again")
    #expect([.done, .negative].contains(first.status), "\(first.messages)")
    let record = try stage.recordFiles()
    let second = stage.run(row.command + " --key again")
    #expect(second.status == first.status, "\(second.messages)")
    #expect(second.output == first.output)
    #expect(try stage.recordFiles() == record)
    #expect(try stage.scratch.names("orchestration/runs").count == 1)
  }

  @Test("The key of another request is refused", arguments: cases)
  func other(_ row: Case) throws {
    let stage = try stage(row)
    _ = stage.run(row.command + " --key again")
    let record = try stage.recordFiles()
    for line in row.others {
      let answer = stage.run(line + " --key again")
      #expect(answer.status == .refused, "\(line): \(answer.output)")
      #expect(answer.messages.contains("the key 'again' was used for something else"), "\(line)")
      #expect(answer.messages.contains("hint: use a new key for a new request"))
    }
    #expect(try stage.recordFiles() == record)
    #expect(try stage.scratch.names("orchestration/runs").count == 1)
  }

  @Test("The repeat still answers when the run has gone on, and an invocation when it is final")
  func later() throws {
    let stage = try Plain.stage()
    try stage.scratch.write("out/one.md", "one\n")
    stage.done(Plain.start)
    stage.done("gate start --gate G1")
    let recorded = stage.done("invocation record --gate G1 --agent a --key i")
    let finished = stage.done("gate finish --gate G1 --key f")
    stage.done("gate start --gate G1")
    stage.done("run complete --status CANCELED")
    let record = try stage.recordFiles()
    #expect(stage.done("invocation record --gate G1 --agent a --key i").output == recorded.output)
    #expect(stage.done("gate finish --gate G1 --key f").status == finished.status)
    #expect(try stage.recordFiles() == record)
  }

  @Test("A pipeline that is asked for again with its key goes back to the same run")
  func pipeline() throws {
    let stage = try Plain.stage()
    let first = stage.run(Plain.pipeline + " --key again")
    #expect(first.status == .waiting)
    let record = try stage.recordFiles()
    let second = stage.run(Plain.pipeline + " --key again")
    #expect(second.status == .waiting, "\(second.messages)")
    #expect(second.output == first.output)
    #expect(try stage.recordFiles() == record)
  }

  @Test("A pipeline that failed is not tried again with its key")
  func failedPipeline() throws {
    let stage = try Plain.stage()
    #expect(stage.run(Plain.pipeline + " --no-pause --key again").status == .negative)
    let record = try stage.recordFiles()
    #expect(stage.run(Plain.pipeline + " --no-pause --key again").status == .negative)
    #expect(try stage.recordFiles() == record)
    #expect(stage.run("run resume --no-pause --key more").status == .negative)
    let resumed = try stage.recordFiles()
    #expect(resumed.count == record.count + 1)
    #expect(stage.run("run resume --no-pause --key more").status == .negative)
    #expect(try stage.recordFiles() == resumed)
  }

  @Test("A pipeline that passed answers the same with its key")
  func passedPipeline() throws {
    let stage = try Plain.stage()
    try stage.scratch.write("out/one.md", "one\n")
    #expect(stage.run(Plain.pipeline + " --no-pause --key a").status == .negative)
    try stage.scratch.write("out/two.md", "two\n")
    #expect(stage.run("run resume --no-pause --key b").status == .done)
    let record = try stage.recordFiles()
    #expect(stage.run("run resume --no-pause --key b").status == .done)
    #expect(try stage.recordFiles() == record)
  }
}
