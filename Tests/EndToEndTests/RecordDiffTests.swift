import Foundation
import TestSupport
import Testing

@Suite("Records as git shows them")
struct RecordDiffTests {
  private static let record = "orchestration/runs"

  /// A repository in which git shows records through the program, with a run that passed its first gate committed.
  private static func scratch(textconv: Bool = true) throws -> Scratch {
    let scratch = try Scratch.shipped()
    if textconv {
      try scratch.git("config", "diff.orchestrate.textconv", "'\(Binary.path)' show-record")
    }
    let started = try scratch.orchestrate(
      "run", "start", "--workflow", "visual-essay", "--slug", "robot", "--artifact-path",
      Scratch.example)
    #expect(started.status == 0, "\(started.messages)")
    try pass("G1", scratch)
    try scratch.git("add", ".")
    try scratch.git("commit", "-qm", "Pass G1")
    return scratch
  }

  private static func pass(_ gate: String, _ scratch: Scratch) throws {
    for verb in ["start", "finish"] {
      let ran = try scratch.orchestrate("gate", verb, "--gate", gate)
      #expect(ran.status == 0, "\(ran.output)\(ran.messages)")
    }
  }

  private static func runFile(_ scratch: Scratch) throws -> String {
    let runs = try scratch.names("orchestration/runs")
    return "orchestration/runs/\(try #require(runs.first))/record/RUN.json"
  }

  /// The lines that a diff takes away or adds, without their marks and indentation.
  private static func changes(_ diff: String, _ mark: Character) -> [String] {
    diff.split(separator: "\n").filter { $0.first == mark && !$0.hasPrefix("\(mark)\(mark)") }
      .map { $0.dropFirst().trimmingCharacters(in: .whitespaces) }
  }

  @Test("git diff of a run that went on reads as facts, most of them new")
  func diff() throws {
    let scratch = try Self.scratch()
    try Self.pass("G2", scratch)
    let diff = try scratch.git("diff", "--", Self.record)
    let gone = Self.changes(diff, "-")
    #expect(
      gone.filter { !$0.hasPrefix("sha256: ") && !$0.hasPrefix("seal: ") } == [
        "G2 Research Complete: PENDING"
      ])
    let added = Self.changes(diff, "+")
    #expect(added.contains("G2 Research Complete: PASS"))
    #expect(added.contains { $0.contains("G2 attempt 1 opened; for 'researcher'; contract") })
    #expect(added.contains { $0.contains("G2 attempt 1 closed as PASS; all_rules_passed") })
    // Git takes a line that is not indented for the title of what follows.
    #expect(diff.contains(" @@ Run run_"))
    try scratch.git("add", ".")
    let staged = try scratch.git("diff", "--cached", "--", Self.record)
    #expect(staged.contains("+Attempt 1 of G2, run_"))
    #expect(staged.contains("+  finished by: 'Ana Duarte' (command)"))
    try scratch.git("commit", "-qm", "Pass G2")
    #expect(
      try scratch.git("log", "-p", "-1", "--", Self.record).contains("+Attempt 1 of G2, run_"))
    #expect(
      try scratch.git("show", "HEAD:./\(Self.runFile(scratch))", "--textconv").hasPrefix("Run run_")
    )
  }

  @Test("A record that half a merge, a hand or a pair of shears went through still has a diff")
  func broken() throws {
    let scratch = try Self.scratch()
    let file = try Self.runFile(scratch)
    let good = try scratch.text(file)
    for (bad, line) in [
      ("<<<<<<< HEAD\n" + good, "+<<<<<<< HEAD"), (String(good.prefix(40)), "+{"), ("", "-Gates"),
      (
        good.replacing("\"status\": \"PASS\"", with: "\"status\": \"FAIL\""),
        "+  G1 Intake Approval: FAIL"
      ),
      (good.replacing("\n", with: "\r\n"), "+  sha256: "),
    ] {
      try scratch.write(file, bad)
      let ran = try scratch.run(["git", "diff", "--", Self.record])
      #expect(ran.status == 0 && ran.messages.isEmpty, "\(ran.messages)")
      #expect(
        ran.output.split(separator: "\n").contains { $0.hasPrefix(line) }, "\(line)\n\(ran.output)")
    }
    try scratch.remove(file)
    #expect(try scratch.git("diff", "--", Self.record).contains("-  status: RUNNING"))
  }

  @Test("Without the setting, git shows the lines of the file")
  func plain() throws {
    let scratch = try Self.scratch(textconv: false)
    try Self.pass("G2", scratch)
    let diff = try scratch.git("diff", "--", Self.record)
    #expect(diff.contains("\n+    {\"seq\": 5,"))
  }

  @Test(
    "The committed attributes keep records exact, fold RUN.json and leave attempts open",
    arguments: [
      (
        "runs/x/record/RUN.json",
        ["diff: orchestrate", "text: unset", "linguist-generated: set", "gitlab-generated: set"]
      ),
      (
        "runs/x/record/gates/G1/attempt-12.json",
        [
          "diff: orchestrate", "text: unset", "linguist-generated: unset",
          "gitlab-generated: unset",
        ]
      ),
      (
        "runs/x/record/notes.txt",
        ["diff: unspecified", "text: unset", "linguist-generated: unspecified"]
      ),
      (
        "gates/contracts/G1.contract.json",
        ["diff: unspecified", "text: unspecified", "linguist-generated: unspecified"]
      ),
    ])
  func attributes(_ path: String, _ expected: [String]) throws {
    let scratch = try Scratch.shipped()
    let told = try scratch.git(
      "check-attr", "diff", "text", "linguist-generated", "gitlab-generated", "--",
      "orchestration/\(path)")
    for line in expected {
      #expect(told.contains("orchestration/\(path): \(line)\n"), "\(line)\n\(told)")
    }
  }

  @Test("It needs no repository, takes any path, and says that a missing file is missing")
  func paths() throws {
    let scratch = try Self.scratch()
    let elsewhere = try Scratch()
    try elsewhere.write("down/a file.json", scratch.text(try Self.runFile(scratch)))
    try elsewhere.link("link", to: "down")
    for path in [
      "down/a file.json", elsewhere.absolute("down/a file.json"), "link/a file.json",
      "link/../down/a file.json",
    ] {
      let ran = try elsewhere.orchestrate("show-record", path)
      #expect(ran.status == 0 && ran.output.hasPrefix("Run run_"), "\(path) \(ran.messages)")
    }
    #expect(try elsewhere.orchestrate("show-record", "a file.json", in: "down").status == 0)
    #expect(try elsewhere.orchestrate("show-record", "-C", "down", "a file.json").status == 0)
    for path in ["nothing.json", "nowhere/nothing.json", "down", "", "/"] {
      #expect(try elsewhere.orchestrate("show-record", path).status == 10, "\(path)")
    }
    try elsewhere.write("large", String(repeating: "a", count: (8 << 20) + 1))
    let large = try elsewhere.orchestrate("show-record", "large")
    #expect(large.status == 0 && large.output.hasPrefix("no record: 8388609 bytes, sha256 "))
  }
}
