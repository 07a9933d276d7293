import JSONDocument
@testable import OrchestrateCLI
import Records
import TestSupport
import Testing

@Suite("inspect and run bottlenecks")
struct InsightTests {
  private static let agent =
    #"""
    {"type":"assistant","message":{"content":[{"type":"tool_use","id":"t","input":{"command":"make all"}}]}}
    {"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t"}]}}
    {"type":"result","result":"The sources are there.","duration_ms":12}

    """#

  /// A finished run: G1 by an agent, tried twice; G2 by a person.
  private func stage(git: Bool = false) throws -> Stage {
    let stage = try Auto.stage(
      [
        Auto.worker(
          "cat agent.jsonl; [ -e once ] && mkdir -p out && echo x > out/G1.md || { touch once; exit 4; }"
        ), nil,
      ],
      policy: #"{"defaults": {"retry": ["worker_exit_nonzero"], "backoff": {"initial_ms": 1}}}"#,
      git: git)
    try stage.scratch.write("agent.jsonl", Self.agent)
    try stage.scratch.write("out/G2.md", "two\n")
    let answer = stage.run("run auto --no-pause")
    #expect(answer.status == .done, "\(answer.output)\(answer.messages)")
    return stage
  }

  private func logs(_ stage: Stage) -> String { "orchestration/runs/\(stage.run)/logs" }

  private func digest(_ answer: Stage.Answer) throws -> JSONObject {
    try answer.object().required("digest").object()
  }

  /// The clocks and the numbers of commands of a gate's attempts.
  private func attempts(_ digest: JSONObject, _ gate: Int) throws -> [String] {
    let stage = try digest.required("stages").array().map { $0 }[gate].object()
    return try stage.required("attempts").array().map { cursor in
      let attempt = try cursor.object()
      return try
        "\(attempt.required("attempt_status").string()) \(attempt.required("clock").string()) "
        + "\(attempt.required("commands").array().map { _ in 1 }.count)"
    }
  }

  @Test(
    "A finished run has digest and insight in its logs, the same that inspect shows; the record verifies"
  )
  func finished() throws {
    let stage = try stage(git: true)
    let answer = stage.done("inspect --json")
    let file = try stage.scratch.text("\(logs(stage))/digest.json")
    let kept = try JSONDocument(parsing: Array(file.utf8))
    #expect(kept.root.value == (try digest(answer).cursor.value))
    #expect(try attempts(digest(answer), 0) == ["FAIL monotonic 1", "PASS monotonic 1"])
    #expect(try attempts(digest(answer), 1) == ["PASS record 0"])
    let page = try stage.scratch.text("\(logs(stage))/insight.md")
    #expect(page.hasPrefix("# s · auto · PASSED\n"))
    #expect(
      page.contains(
        "- G1 Gate: 2 attempts\n  - after attempt 1: worker_exit_nonzero: 'sh' ended with status 4\n"
      ))
    #expect(page.contains("  - last words: The sources are there.\n"))
    let shown = stage.done("inspect").output
    #expect(shown.hasPrefix("s · auto · PASSED\n\(stage.run)\n"))
    #expect(shown.contains("  G1 Gate  PASS    2         "))
    #expect(shown.contains(": make all\n"))
    #expect(try !stage.scratch.names(stage.record).contains { $0 != "RUN.json" && $0 != "gates" })
    try stage.verifies()
  }

  @Test("Without its logs a run is inspected by its record alone, and nothing is written")
  func withoutLogs() throws {
    let stage = try stage()
    try stage.scratch.remove(logs(stage))
    let before = try stage.snapshot()
    let answer = stage.done("inspect --run latest --json")
    #expect(try attempts(digest(answer), 0) == ["FAIL record 0", "PASS record 0"])
    #expect(answer.messages == "")
    let shown = stage.done("inspect").output
    #expect(shown.contains("worker_exit_nonzero: 'sh' ended with status 4"))
    #expect(shown.contains(" *\n"))
    #expect(!shown.contains("What agents did"))
    stage.done("run bottlenecks")
    #expect(try stage.snapshot() == before)
  }

  @Test(
    "Logs that were tampered with change no fact of the record, and their text is shown escaped")
  func tampered() throws {
    let stage = try stage()
    let honest = try digest(stage.done("inspect --json")).cursor.value
    try stage.scratch.write("\(logs(stage))/digest.json", #"{"run_status": "FAILED"}"#)
    try stage.scratch.write("\(logs(stage))/insight.md", "All went wrong.\n")
    #expect(try digest(stage.done("inspect --json")).cursor.value == honest)

    let ledger = try #require(stage.scratch.names("\(logs(stage))/ledger").first)
    let path = "\(logs(stage))/ledger/\(ledger)"
    let lines = try stage.scratch.text(path).split(separator: "\n").map(String.init)
    let hostile = lines[0].replacing(#""command": "sh""#, with: #""command": "\u001b[31m\u202e""#)
    let long = lines[1].replacing(#/"milliseconds": [0-9]+/#, with: #""milliseconds": 99999999"#)
    let foreign = lines[1].replacing(#""attempt": 2"#, with: #""attempt": 7"#)
    try stage.scratch.write(path, [hostile, long, foreign, "\u{1B}[2J"].joined(separator: "\n"))
    try stage.scratch.write(
      "\(logs(stage))/gates/G1/attempt-2/summary.json",
      #"{"lines":1,"unknown_lines":0,"last_message":"\u001b[2J\u202e::error::x","command_count":1,"commands":[{"command":"\u009b31m","milliseconds":3,"exit_status":0,"failed":false}]}"#
    )
    let answer = stage.done("inspect --json")
    #expect(try attempts(digest(answer), 0) == ["FAIL monotonic 1", "PASS record 0"])
    #expect(try digest(answer).required("log_entries_left_out").integer() == 3)
    let shown = stage.done("inspect").output
    #expect(shown.contains("3 entries of the logs not used"))
    #expect(shown.contains(#"\u{1b}[2J\u{202e}"#))
    for text in [answer.output, shown] {
      #expect(
        !text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E || $0.value == 0x9B }
      )
    }
  }

  @Test("Logs that are links or folders are said and left out, and never followed")
  func links() throws {
    let stage = try stage()
    let ledger = "\(logs(stage))/ledger"
    try stage.scratch.remove(ledger)
    try stage.scratch.write("elsewhere/2026-01-19.jsonl", "secret\n")
    try stage.scratch.link(ledger, to: stage.scratch.absolute("elsewhere"))
    let summary = "\(logs(stage))/gates/G1/attempt-2/summary.json"
    try stage.scratch.remove(summary)
    try stage.scratch.write("\(summary)/file", "x")
    let answer = stage.done("inspect")
    #expect(answer.messages.contains("note: "))
    #expect(answer.output.contains("2 entries of the logs not used"))
    #expect(!answer.output.contains("secret"))
  }

  @Test(
    "Where digest and insight cannot be written it is said, and the run is finished all the same")
  func unwritten() throws {
    let stage = try Plain.stage()
    try stage.scratch.write("out/one.md", "one\n")
    try stage.scratch.write("out/two.md", "two\n")
    stage.done(Plain.start)
    for gate in ["G1", "G2"] {
      stage.done("gate start --gate \(gate)")
      stage.done("gate finish")
    }
    try stage.scratch.write("\(logs(stage))/digest.json/in-the-way", "x")
    let answer = stage.done("run complete")
    #expect(answer.messages.contains("note: digest and insight were not written: "))
    #expect(answer.messages.contains("orchestrate inspect --run \(stage.run)"))
    #expect(answer.output.hasPrefix("PASSED "))
    #expect(stage.done("inspect").output.contains("PASSED"))
  }

  @Test(
    "Each way to finish a run keeps its digest; a run that goes on has none; a repeat writes nothing",
    arguments: ["FAILED", "CANCELED"])
  func ways(_ status: String) throws {
    let stage = try Plain.stage()
    stage.done(Plain.start)
    stage.done("gate start --gate G1")
    #expect(!stage.scratch.exists("\(logs(stage))/digest.json"))
    #expect(stage.done("inspect").output.contains("G1 First is open; orchestrate run resume --run"))
    if status == "FAILED" { stage.done("gate fail --reason no") }
    stage.done("run complete --status \(status) --key k")
    let digest = try stage.scratch.text("\(logs(stage))/digest.json")
    #expect(digest.contains("\"run_status\": \"\(status)\""))
    try stage.scratch.remove("\(logs(stage))/digest.json")
    stage.done("run complete --status \(status) --key k")
    #expect(!stage.scratch.exists("\(logs(stage))/digest.json"))
  }

  @Test("Bottlenecks: the gates of a workflow over its runs, one workflow where it is named")
  func bottlenecks() throws {
    let stage = try stage()
    stage.done("run auto --no-pause --new")
    let object = try stage.done("run bottlenecks --workflow auto --json").object()
    let workflow = try #require(object.required("workflows").array().map { $0 }.first).object()
    #expect(try workflow.required("runs").integer() == 2)
    let gate = try #require(workflow.required("gates").array().map { $0 }.first).object()
    #expect(try gate.required("attempts").integer() == 3)
    #expect(try gate.required("attempts_per_pass_percent").integer() == 150)
    #expect(try gate.required("clock").string() == "monotonic")
    let shown = stage.done("run bottlenecks").output
    #expect(shown.hasPrefix("auto, 2 runs\n  gate     runs  attempts  per pass  "))
    #expect(shown.contains("    failed: worker_exit_nonzero 1\n"))
    try stage.refuses("run bottlenecks --workflow aut", saying: ["unknown workflow 'aut'", "auto"])
  }

  @Test("Of no run there is nothing to tell; one that cannot be read is named and left out")
  func unread() throws {
    let stage = try Plain.stage()
    #expect(stage.done("run bottlenecks --workflow plain").output == "no run yet\n")
    stage.done(Plain.start)
    let path = "\(stage.record)/RUN.json"
    try stage.scratch.write(path, stage.scratch.text(path).replacing("RUNNING", with: "PASSED"))
    let answer = stage.done("run bottlenecks")
    #expect(answer.messages.contains("note: \(stage.run) is left out: \(path)"))
    let object = try stage.done("run bottlenecks --json").object()
    #expect(try object.required("unread").array().map { try $0.string() } == [stage.run])
    try stage.refuses("inspect --run latest", saying: [path, "git restore"])
  }
}
