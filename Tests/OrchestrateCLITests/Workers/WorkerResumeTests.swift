import Foundation
import Host
import JSONDocument
import OrchestrateCLI
import Records
import TestSupport
import Testing

@Suite("Plan, force and resume of workers")
struct WorkerResumeTests {
  @Test("--dry-run prints the plan and writes nothing")
  func dryRun() throws {
    let stage = try Auto.stage(
      [
        Auto.good("G1", #", "needs": []"#), Auto.good("G2", #", "needs": []"#),
        #""needs": ["G1", "G2"]"#,
      ], members: #""concurrency": "LOW","#)
    let before = try stage.snapshot()
    let plan = stage.run("run auto --dry-run")
    #expect(plan.status == .done)
    #expect(
      plan.output == """
        auto: would open a new run, LOW
          G1 Gate  run  wave 1 · sh · it is PENDING
          G2 Gate  run  wave 1 · sh · it is PENDING
          G3 Gate  pause  wave 2 · a person works on it

        """)
    #expect(
      try stage.run("run auto --dry-run --json").object().required("plan").array().map { _ in 1 }
        == [1, 1, 1])
    #expect(try stage.snapshot() == before)
  }

  @Test("What has passed is not run again, unless something that it passed on has changed")
  func unchanged() throws {
    let stage = try Auto.stage([Auto.good("G1"), Auto.good("G2"), nil], git: true)
    #expect(stage.run("run auto").status == .waiting)
    #expect(stage.run("run resume").status == .waiting)
    #expect(stage.runs(of: "G1", "G2") == [1, 1])
    try stage.scratch.write("out/G2.md", "changed\n")
    let plan = stage.run("run resume --dry-run")
    #expect(
      plan.output.contains("G1 Gate  keep  - · sh · it has passed, and nothing has changed\n"))
    #expect(plan.output.contains("G2 Gate  run  wave 1 · sh · out/G2.md has changed\n"))
    #expect(stage.run("run resume").status == .waiting)
    #expect(stage.runs(of: "G1", "G2") == [1, 2])
    let contract = "orchestration/gates/contracts/G1.contract.json"
    try stage.scratch.write(contract, try stage.scratch.text(contract) + "\n")
    #expect(stage.run("run resume").status == .waiting)
    #expect(stage.runs(of: "G1", "G2") == [2, 2])
    #expect(stage.run("run resume --force G2").status == .waiting)
    #expect(stage.runs(of: "G1", "G2") == [2, 3])
    #expect(stage.run("run resume --force all").status == .waiting)
    #expect(stage.runs(of: "G1", "G2") == [3, 4])
    try stage.refuses("run resume --force G3", saying: ["'G3' is no gate of auto with a worker"])
    try stage.verifies()
  }

  @Test("Another worker in workflow.json has what passed run again")
  func otherWorker() throws {
    let stage = try Auto.stage([Auto.good("G1"), nil])
    #expect(stage.run("run auto").status == .waiting)
    let path = "workflows/auto/workflow.json"
    let first = try stage.scratch.text(path)
    try stage.scratch.write(path, first.replacing("echo x", with: "echo y"))
    let plan = stage.run("run resume --dry-run")
    #expect(
      plan.output.contains("G1 Gate  run  wave 1 · sh · workflows/auto/workflow.json has changed\n")
    )
    #expect(stage.run("run resume").status == .waiting)
    #expect(stage.ran("G1") == 2)
    // It was run as the file has it now, as long as the logs can tell.
    #expect(stage.run("run resume").status == .waiting)
    #expect(stage.ran("G1") == 2)
    try stage.scratch.write(path, first)
    #expect(stage.run("run resume").status == .waiting)
    #expect(stage.ran("G1") == 3)
    try stage.scratch.write(path, first.replacing("echo x", with: "echo y"))
    #expect(stage.run("run resume").status == .waiting)
    #expect(stage.ran("G1") == 4)
    try stage.scratch.remove("orchestration/runs/\(stage.run)/logs/ledger")
    #expect(stage.run("run resume").status == .waiting)
    #expect(stage.ran("G1") == 5)
  }

  @Test(
    "A file that a later gate requires too is that gate's, and does not have the earlier one run again"
  )
  func shared() throws {
    let stage = try Auto.stage([Auto.good("G1"), Auto.worker("echo more >> out/G1.md"), nil])
    try stage.scratch.write(
      "orchestration/gates/contracts/G2.contract.json",
      #"{"gate": "G2", "name": "C", "required_outputs": ["{artifact_path}/G1.md"]}"#)
    #expect(stage.run("run auto").status == .waiting)
    #expect(stage.run("run resume").status == .waiting)
    #expect(stage.ran("G1") == 1)
    #expect(try stage.scratch.text("out/G1.md") == "G1\nmore\n")
  }

  @Test(
    "An attempt that was opened and never begun is worked on; one that was begun and left is closed and tried again"
  )
  func left() throws {
    let stage = try Auto.stage([Auto.good("G1"), Auto.good("G2")], git: true)
    stage.done("run start --workflow auto")
    stage.done("gate start --gate G1")
    #expect(stage.run("run resume").status == .done)
    #expect(try stage.gates() == ["G1 PASS 1", "G2 PASS 1"])
    let other = try Auto.stage([Auto.good("G1")], git: true)
    other.done("run start --workflow auto")
    other.done("gate start --gate G1")
    // What a killed tool leaves.
    try other.scratch.write(
      "orchestration/runs/\(other.run)/logs/gates/G1/attempt-1/stdout", "half")
    #expect(other.run("run resume").status == .done)
    #expect(try other.gates() == ["G1 PASS 2"])
    #expect(try other.reason("G1")[0] == "worker_interrupted")
    try other.verifies()
    let done = try Auto.stage([Auto.good("G1")])
    done.done("run start --workflow auto")
    done.done("gate start --gate G1")
    try done.scratch.write("orchestration/runs/\(done.run)/logs/gates/G1/attempt-1/done", "")
    try done.scratch.write("out/G1.md", "done\n")
    #expect(done.run("run resume").status == .done)
    #expect(done.ran("G1") == 0)
    #expect(try done.gates() == ["G1 PASS 1"])
  }

  @Test("Two that drive the same run: the second has 20 and is told who has it")
  func twice() throws {
    let stage = try Auto.stage([Auto.good("G1")])
    stage.done("run start --workflow auto")
    let store = RunStore(root: try Folder(root: stage.scratch.path))
    let run = try #require(RunID(stage.run))
    let lock = try store.lockWorkers(
      of: run,
      holder: Array(#"{"command": "run", "pid": 7, "since": "2026-01-19T14:30:12.000Z"}"#.utf8))
    let answer = stage.run("run resume")
    #expect(answer.status == .unavailable)
    #expect(
      answer.messages.contains(
        "the workers of run \(run) are in the hands of 'run' (process 7, since 2026-01-19T14:30:12.000Z)"
      ))
    lock.release()
    #expect(stage.run("run resume").status == .done)
    #expect(stage.ran("G1") == 1)
  }

  @Test("An attempt that another shell closes while its worker runs stays as that shell said")
  func closedElsewhere() throws {
    let stage = try Auto.stage([
      Auto.worker(
        "'\(Binary.path)' gate fail --gate G1 --reason 'a person said no' >&2 && mkdir -p out && echo x > out/G1.md"
      )
    ])
    let answer = stage.run("run auto")
    #expect(try stage.reason("G1") == ["failed_by_person", "a person said no"])
    #expect(answer.messages.contains("Attempt 1 of G1 was closed from another shell: FAIL."))
    #expect(answer.status == .negative, "\(answer.output)\(answer.messages)")
    #expect(stage.done("run show").output.contains("FAILED"))
  }

  @Test("verify, show, list, report and the packet start no worker")
  func startsNothing() throws {
    let stage = try Auto.stage([Auto.good("G1"), Auto.good("G2")], git: true)
    stage.done("run start --workflow auto")
    stage.done("run show")
    stage.done("run list")
    stage.done("report")
    stage.done("gate packet --gate G1")
    stage.done("next")
    try stage.verifies()
    #expect(stage.runs(of: "G1", "G2") == [0, 0])
  }
}
