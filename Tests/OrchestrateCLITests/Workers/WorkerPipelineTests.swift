import Foundation
import JSONDocument
import OrchestrateCLI
import TestSupport
import Testing

@Suite("Gates that run themselves")
struct WorkerPipelineTests {
  @Test("A workflow of workers runs to PASSED, its record verifies, its logs tell the work")
  func passes() throws {
    let stage = try Auto.stage(
      [
        #""agent": "writer", "# + Auto.good("G1"),
        Auto.worker("cat > out/G2.md; echo said; echo told >&2"),
      ],
      git: true)
    let answer = stage.run("run auto")
    #expect(answer.status == .done, "\(answer.output)\(answer.messages)")
    #expect(answer.output.hasPrefix("PASS G1 Gate, attempt 1: 1 of 1 rule met\n"))
    #expect(try stage.gates() == ["G1 PASS 1", "G2 PASS 1"])
    let attempt = try stage.attempt("G2")
    let by = try attempt.required("finished_by").object()
    #expect(try by.required("channel").string() == "worker")
    #expect(try attempt.required("invocation_ids").array().map { _ in 1 } == [1])
    #expect(try stage.scratch.text("out/G2.md").hasPrefix("# G2 Gate · s · attempt 1\n"))
    let run = try stage.scratch.text("\(stage.record)/RUN.json")
    #expect(run.contains(#""agent": "writer", "status": "SUCCESS""#))
    #expect(run.contains(#""agent": "sh", "status": "SUCCESS""#))
    let logs = "orchestration/runs/\(stage.run)/logs"
    #expect(try stage.scratch.text("\(logs)/gates/G2/attempt-1/stdout") == "said\n")
    #expect(try stage.scratch.text("\(logs)/gates/G2/attempt-1/stderr") == "told\n")
    let ledger = try #require(stage.scratch.names("\(logs)/ledger").first)
    let lines = try stage.scratch.text("\(logs)/ledger/\(ledger)").split(separator: "\n").map {
      try JSONDocument(parsing: Array($0.utf8)).root.object()
    }
    #expect(try lines.map { try $0.required("gate").string() } == ["G1", "G2"])
    #expect(try lines.map { try $0.required("outcome").string() } == ["success", "success"])
    #expect(try lines[1].required("output_bytes").integer() == 5)
    try stage.verifies()
  }

  @Test(
    "A worker that does not end well closes its attempt as FAIL with its reason, and its record verifies",
    arguments: [
      (Auto.worker("exit 3"), "worker_exit_nonzero", "'sh' ended with status 3"),
      (Auto.worker("kill -9 $$"), "worker_exit_nonzero", "'sh' was ended by signal 9"),
      (
        #""worker": {"command": ["sleep", "1000"], "timeout_seconds": 1}"#, "worker_timeout",
        "'sleep' took longer than 1 second and was ended"
      ),
      (
        #""worker": {"command": ["no-such-program"]}"#, "worker_missing",
        "the program 'no-such-program' was not found"
      ),
      (
        #""worker": {"command": ["workflows/auto/p.md"]}"#, "worker_missing",
        "the program 'workflows/auto/p.md' cannot be executed"
      ),
      (
        #""worker": {"command": ["true"], "cwd": "none"}"#, "worker_missing",
        "'true' was not started: 'none' is no folder below the root that is reached without a link"
      ),
      (
        Auto.worker("true", #", "prepare": {"command": ["false"]}"#), "worker_exit_nonzero",
        "prepare: 'false' ended with status 1"
      ),
      (
        Auto.good("G1", #", "finish": {"command": ["false"]}"#), "test_command_failed",
        "finish: 'false' ended with status 1"
      ),
      (
        Auto.worker("echo quota exceeded; exit 1"), "rate_limited",
        "'sh' ended with status 1, and its output matches 'quota exceeded'"
      ),
    ])
  func fails(_ gate: String, _ code: String, _ words: String) throws {
    let stage = try Auto.stage(
      [gate, Auto.good("G2")], policy: #"{"defaults": {"retry": []}}"#, git: true)
    let answer = stage.run("run auto")
    #expect(answer.status == .negative, "\(answer.output)\(answer.messages)")
    #expect(
      answer.output.contains("FAIL G1 Gate, attempt 1: \(code)\n  \(words)\n"), "\(answer.output)")
    #expect(try stage.reason("G1") == [code, words])
    #expect(try stage.gates() == ["G1 FAIL 1", "G2 PENDING 0"])
    #expect(try stage.attempt("G1").required("validations").array().isEmpty)
    try stage.verifies()
  }

  @Test("Rules judge what a worker left, as always")
  func rules() throws {
    let stage = try Auto.stage([Auto.worker("true")], git: true)
    #expect(stage.run("run auto").status == .negative)
    #expect(try stage.reason("G1")[0] == "output_missing")
    try stage.verifies()
  }

  @Test("A worker that fails twice and then does not has three attempts, each with its packet")
  func retries() throws {
    let stage = try Auto.stage(
      [
        Auto.worker(
          "cat > packet-$(ls packet-* 2>/dev/null | wc -l); [ -e packet-2 ] && mkdir -p out && echo x > out/G1.md"
        )
      ],
      policy: #"{"defaults": {"retry": ["worker_exit_nonzero"], "backoff": {"initial_ms": 1}}}"#,
      git: true)
    let answer = stage.run("run auto")
    #expect(answer.status == .done, "\(answer.output)\(answer.messages)")
    #expect(try stage.gates() == ["G1 PASS 3"])
    #expect(answer.messages.contains("G1 is tried again in "))
    #expect(
      try stage.scratch.text("packet-1").contains(
        "## Mend first: attempt 1 ended before its rules were run\n\n> 'sh' ended with status 1\n"))
    try stage.verifies()
  }

  @Test("The cap stops the tries; its words have the cause; only a person's word goes on")
  func cap() throws {
    let stage = try Auto.stage(
      [Auto.worker("echo x >> ran-G1; [ -e go ] && mkdir -p out && cp go out/G1.md")],
      policy: #"""
        {"defaults": {"max_attempts": 2, "retry": ["worker_exit_nonzero"], "backoff": {"initial_ms": 1}}}
        """#, git: true)
    #expect(stage.run("run auto").status == .negative)
    #expect(try stage.reason("G1", 2) == ["attempt_cap_reached", "'sh' ended with status 1"])
    let waiting = stage.run("run resume")
    #expect(waiting.status == .waiting)
    #expect(
      waiting.output == """
        waiting: G1 needs a person: attempt_cap_reached
        next: orchestrate run resume --run \(stage.run) --force G1

        """)
    #expect(stage.ran("G1") == 2)
    try stage.verifies()
    try stage.scratch.write("go", "on\n")
    #expect(stage.run("run resume --force G1").status == .done)
    #expect(stage.ran("G1") == 3)
    try stage.verifies()
  }

  @Test(
    "A known failure is not tried again, is named as known with its reason, and stays a failure")
  func known() throws {
    let stage = try Auto.stage(
      [Auto.worker("echo the flaky one; exit 1")],
      policy: #"""
        {"defaults": {"retry": ["worker_exit_nonzero"], "backoff": {"initial_ms": 1}},
         "known_failures": [{"gate": "G1", "pattern": "flaky", "why": "mended in March"}]}
        """#, git: true)
    #expect(stage.run("run auto").status == .negative)
    #expect(try stage.gates() == ["G1 FAIL 1"])
    #expect(
      try stage.reason("G1")
        == ["worker_exit_nonzero", "known failure (mended in March): 'sh' ended with status 1"])
    try stage.verifies()
  }

  @Test("Nothing that a command says or is given comes into the record")
  func secrets() throws {
    var stage = try Auto.stage([
      #""worker": {"command": ["sh", "-c", "echo $TOKEN; echo $TOKEN >&2; exit 1", "$TOKEN"], "env": ["TOKEN"]}"#
    ])
    stage.environment["TOKEN"] = "canary-4711"
    #expect(stage.run("run auto").status == .negative)
    let logs = "orchestration/runs/\(stage.run)/logs/gates/G1/attempt-1"
    #expect(try stage.scratch.text("\(logs)/stdout") == "canary-4711\n")
    for text in try stage.recordFiles().values { #expect(!text.contains("canary")) }
  }

  @Test("Command, person, command: the person is waited for, and the rest goes on")
  func mixed() throws {
    let stage = try Auto.stage([Auto.good("G1"), nil, Auto.good("G3")], git: true)
    let first = stage.run("run auto")
    #expect(first.status == .waiting, "\(first.messages)")
    #expect(try stage.gates() == ["G1 PASS 1", "G2 RUNNING 1", "G3 PENDING 0"])
    try stage.scratch.write("out/G2.md", "by hand\n")
    #expect(stage.run("run resume", typed: [Typed("")]).status == .done)
    #expect(try stage.gates() == ["G1 PASS 1", "G2 PASS 1", "G3 PASS 1"])
    #expect(stage.ran("G1") == 1)
    try stage.verifies()
  }

  @Test("A failed gate stops what needs it and nothing else")
  func graph() throws {
    let stage = try Auto.stage(
      [
        Auto.good("G1", #", "needs": []"#), Auto.worker("exit 1", #", "needs": ["G1"]"#),
        Auto.good("G3", #", "needs": ["G1"]"#), Auto.good("G4", #", "needs": ["G2"]"#),
        Auto.good("G5", #", "needs": ["G3"]"#),
      ], members: #""concurrency": "HIGH","#, git: true)
    let answer = stage.run("run auto --json")
    #expect(answer.status == .negative, "\(answer.messages)")
    #expect(
      try stage.gates() == ["G1 PASS 1", "G2 FAIL 1", "G3 PASS 1", "G4 PENDING 0", "G5 PASS 1"])
    #expect(try answer.object().required("failed").array().map { try $0.string() } == ["G2"])
    try stage.verifies()
  }

  @Test(
    "Gates that need nothing of each other go on at the same time, in one class not more than it allows"
  )
  func together() throws {
    // Each waits for a file that the other makes.
    let meet = { (own: String, other: String) in
      Auto.worker(
        "mkdir -p out; : > at-\(own); while [ ! -e at-\(other) ]; do :; done; echo x > out/\(own).md",
        #", "needs": []"#)
    }
    let stage = try Auto.stage(
      [meet("G1", "G2"), meet("G2", "G1")], members: #""concurrency": "LOW","#, git: true)
    let answer = stage.run("run auto")
    #expect(answer.status == .done, "\(answer.output)\(answer.messages)")
    try stage.verifies()
    let alone = { (gate: String) in
      Auto.worker(
        "mkdir -p out; mkdir busy || exit 9; echo x > out/\(gate).md; rmdir busy", #", "needs": []"#
      )
    }
    let one = try Auto.stage([alone("G1"), alone("G2"), alone("G3")])
    #expect(one.run("run auto").status == .done)
  }

  @Test("What a worker changes beside its outputs is told by git and bounded")
  func limits() throws {
    let write = "mkdir -p out; echo x > out/G1.md; echo x > src.txt; echo y > new.txt"
    let cases: [(String, String?)] = [
      (#", "diff_budget": {"max_files": 2, "max_lines": 3}"#, nil),
      (
        #", "diff_budget": {"max_files": 1}"#,
        "'sh': it changed 2 files beside its outputs, and may change 1: new.txt, src.txt"
      ),
      (
        #", "diff_budget": {"max_lines": 2}"#,
        "'sh': it changed 3 lines beside its outputs, and may change 2: new.txt, src.txt"
      ),
      (#", "forbidden_paths": ["src.*"]"#, "'sh': it changed what is forbidden: src.txt"),
      (#", "forbidden_paths": ["other.*"]"#, nil),
    ]
    for (limits, words) in cases {
      let stage = try Auto.stage([Auto.worker(write, limits)])
      try stage.scratch.write("src.txt", "old\n")
      try stage.scratch.makeRepository()
      let answer = stage.run("run auto")
      #expect(answer.status == (words == nil ? .done : .negative), "\(limits): \(answer.messages)")
      if let words { #expect(try stage.reason("G1") == ["diff_budget_exceeded", words]) }
      try stage.verifies()
    }
    let without = try Auto.stage([Auto.worker(write, cases[0].0)])
    #expect(without.run("run auto").status == .refused)
  }

  @Test("An agent's events are kept as they are and summed up")
  func summary() throws {
    let stage = try Auto.stage([
      Auto.worker(#"echo '{"type":"result","result":"Well done."}'; echo plain; exit 1"#)
    ])
    #expect(stage.run("run auto").status == .negative)
    let text = try stage.scratch.text(
      "orchestration/runs/\(stage.run)/logs/gates/G1/attempt-1/summary.json")
    let summary = try JSONDocument(parsing: Array(text.utf8)).root.object()
    #expect(try summary.required("last_message").string() == "Well done.")
    #expect(try summary.required("unknown_lines").integer() == 1)
  }

  @Test(
    "A policy or a workflow that is wrong is refused with 10 and its place",
    arguments: [
      (
        #"{"defaults": {"retrys": []}}"#, "", "orchestration/policy.json:1:15: unknown key 'retrys'"
      ),
      ("{}", #", "needs": ["G1"]"#, "workflows/auto/workflow.json:"),
    ])
  func refused(_ policy: String, _ needs: String, _ words: String) throws {
    let stage = try Auto.stage([Auto.good("G1", needs)], policy: policy)
    try stage.refuses("run auto", saying: [words])
    try stage.refuses("run auto --dry-run", saying: [words])
  }
}
