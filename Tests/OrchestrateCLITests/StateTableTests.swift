import JSONDocument
import OrchestrateCLI
import TestSupport
import Testing

@Suite("Every command in every state of a gate and a run")
struct StateTableTests {
  /// Where gate G2 of a run over `out` stands, with G1 passed.
  enum State: String, CaseIterable, Sendable {
    case pending, running, pass, fail, stale, runFailed, passed, canceled
  }

  /// A command and what it answers in a state: its status and words of its hint or warning.
  struct Case: Sendable, CustomTestStringConvertible {
    let command: String
    let state: State
    let status: OrchestrateCLI.ExitStatus
    let words: String

    var testDescription: String { "\(command) in \(state)" }
  }

  /// What a cell of the table says: a status, or a refusal by the words of its hint.
  private static func answer(_ cell: Substring) -> (OrchestrateCLI.ExitStatus, String) {
    switch cell {
    case "0": (.done, "")
    case "2": (.negative, "")
    case "3": (.waiting, "next: orchestrate run resume --run run_")
    case "stale": (.done, "note: where G1 passes with other outputs, G2 becomes STALE")
    case "final": (.refused, "hint: orchestrate run show --run <run>")
    case "start": (.refused, "hint: orchestrate gate start --run <run> --gate G2")
    case "resume": (.refused, "hint: go on with: orchestrate run resume --run <run>")
    case "open":
      (
        .refused,
        "hint: go on with: orchestrate run resume --run <run>, or close it: "
          + "orchestrate gate finish --run <run> --gate G2"
      )
    case "close":
      (
        .refused,
        "hint: orchestrate gate finish --run <run> --gate G2, or cancel: "
          + "orchestrate run complete --run <run> --status CANCELED"
      )
    default: (.defect, "no such cell: \(cell)")
    }
  }

  /// The columns are the states in their order.
  private static let table: [(command: String, cells: String)] = [
    ("gate start --run s --gate G2", "0 open 0 0 0 0 final final"),
    ("gate start --run s --gate G1", "0 0 stale 0 0 0 final final"),
    ("gate finish --run s --gate G2", "start 0 start start start start final final"),
    ("gate fail --run s --gate G2 --reason no", "start 0 start start start start final final"),
    ("gate check --run s --gate G2", "2 0 0 2 0 2 0 2"),
    ("gate packet --run s --gate G2", "0 0 0 0 0 0 0 0"),
    ("run complete --run s", "resume close 0 resume resume resume final final"),
    ("run complete --run s --status FAILED", "0 close 0 0 0 resume final final"),
    ("run complete --run s --status CANCELED", "0 0 0 0 0 0 final final"),
    ("run resume --run s", "3 3 0 3 3 3 final final"),
    ("run resume --run s --no-pause", "2 0 0 2 0 2 final final"),
    ("invocation record --run s --gate G2 --agent a", "0 0 0 0 0 0 final final"),
    ("next --run s", "0 0 0 0 0 0 0 0"),
    ("run show --run s", "0 0 0 0 0 0 0 0"),
    ("run list", "0 0 0 0 0 0 0 0"),
    (
      "run plain --slug s --artifact-path out",
      "resume resume resume resume resume resume 3 3"
    ),
    ("run plain --slug s --artifact-path out --new", "3 3 3 3 3 3 3 3"),
  ]

  static let cases: [Case] = table.flatMap { row in
    zip(State.allCases, row.cells.split(separator: " ")).map { state, cell in
      let (status, words) = answer(cell)
      return Case(command: row.command, state: state, status: status, words: words)
    }
  }

  static func stage(in state: State) throws -> Stage {
    let stage = try Plain.stage()
    stage.done(Plain.start)
    try stage.scratch.write("out/one.md", "one\n")
    stage.done("gate start --run s --gate G1")
    stage.done("gate finish --run s --gate G1")
    switch state {
    case .pending: break
    case .running:
      stage.done("gate start --run s --gate G2")
      try stage.scratch.write("out/two.md", "two\n")
    case .pass, .stale, .passed:
      try stage.scratch.write("out/two.md", "two\n")
      stage.done("gate start --run s --gate G2")
      stage.done("gate finish --run s --gate G2")
    case .fail, .runFailed:
      try stage.scratch.write("out/two.md", "TODO\n")
      stage.done("gate start --run s --gate G2")
      #expect(stage.run("gate finish --run s --gate G2").status == .negative)
    case .canceled: stage.done("run complete --run s --status CANCELED")
    }
    switch state {
    case .stale:
      try stage.scratch.write("out/one.md", "another one\n")
      stage.done("gate start --run s --gate G1")
      stage.done("gate finish --run s --gate G1")
    case .runFailed: stage.done("run complete --run s --status FAILED")
    case .passed: stage.done("run complete --run s")
    default: break
    }
    return stage
  }

  @Test("Each state is what its name says", arguments: State.allCases)
  func nameOfState(_ state: State) throws {
    let stage = try Self.stage(in: state)
    let object = try stage.run("run show --run s --json").object()
    let gates = try object.required("gates").array().map {
      try $0.object().required("gate_status").string()
    }
    let (gate, run) =
      switch state {
      case .pending: ("PENDING", "RUNNING")
      case .running: ("RUNNING", "RUNNING")
      case .pass: ("PASS", "RUNNING")
      case .fail: ("FAIL", "RUNNING")
      case .stale: ("STALE", "RUNNING")
      case .runFailed: ("FAIL", "FAILED")
      case .passed: ("PASS", "PASSED")
      case .canceled: ("PENDING", "CANCELED")
      }
    #expect(gates == ["PASS", gate])
    #expect(try object.required("run_status").string() == run)
  }

  @Test("A command answers by the table", arguments: cases)
  func tableRow(_ row: Case) throws {
    let stage = try Self.stage(in: row.state)
    let run = stage.run
    let record = "orchestration/runs/\(run)/record"
    let before = try stage.scratch.tree(record)
    let answer = stage.run(row.command)
    let said = answer.messages + answer.output
    #expect(answer.status == row.status, "\(said)")
    let words = row.words.replacing("<run>", with: run)
    #expect(said.contains(words), "'\(words)' in: \(said)")
    if answer.status == .refused {
      #expect(answer.messages.contains("\nhint: "), "\(said)")
      #expect(try stage.scratch.tree(record) == before)
      #expect(try stage.scratch.names("orchestration/runs").count == 1)
    }
  }

  @Test("No state is a dead end: what 'next' prints can be run", arguments: State.allCases)
  func nextStep(_ state: State) throws {
    let stage = try Self.stage(in: state)
    let next = stage.done("next --run s").output
    #expect(next.hasPrefix("orchestrate "))
    let answer = stage.run(String(next.dropFirst("orchestrate ".count).dropLast()))
    #expect([.done, .waiting].contains(answer.status), "\(next): \(answer.messages)")
  }
}
