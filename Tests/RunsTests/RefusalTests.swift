import RecordSamples
import Records
import Runs
import Testing
import Text

@Suite("Refusals")
struct RefusalTests {
  private static func all() throws -> [Refusal] {
    let header = RunHeader.sample()
    let run = header.id
    let key = AttemptKey(gate: .named("G1"), number: 2)
    let workflow = try Workflow(
      Array(WorkflowTests.workflow().utf8), name: "probe", path: Workflow.path(of: "probe"))
    let one: [Refusal] = [
      .unknownRun("x", near: nil), .unknownRun("x", near: "y"), .ambiguousRun("x", [run, run]),
      .noRuns, .severalRuns(["a", "b"]), .noOpenRun(newest: run), .unknownGate("G9", in: header),
      .gateLeftWorkflow(key.gate, workflow), .gateNotNamed(open: [], in: header),
      .gateNotNamed(open: [key.gate, .named("G2")], in: header), .runFinal(run, .passed),
      .attemptOpen(key, in: run), .noAttemptOpen(key.gate, .pass, in: run),
      .outOfOrder(.named("G2"), before: [key.gate], in: run), .gatesNotPassed([key.gate], in: run),
      .openAtCompletion([key], in: run), .alreadyFailed(run),
      .runNotFinal(run, workflow: "w", artifactPath: .named("essays/a")),
      .keyUsed("k", for: "gate_started"), .changedMeanwhile(run),
      .contradiction(RecordError(record: "RUN.json", seq: 3, what: "it does not hold"), run),
    ]
    return one
  }

  @Test("Every refusal has an id, words, and what to type, on one line each")
  func words() throws {
    for refusal in try Self.all() {
      #expect(refusal.id.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D })
      for text in [refusal.id, refusal.message, refusal.hint] {
        #expect(!text.isEmpty)
        #expect(!text.contains("\n") && !text.contains("Optional(") && !text.contains("\""))
        #expect(text.last != ".", "\(text)")
      }
    }
  }

  @Test("Only what another command did meanwhile may pass when the same is typed again")
  func passing() throws {
    #expect(try Self.all().filter(\.isPassing).map(\.id) == ["changed-meanwhile"])
  }

  @Test("Each kind of refusal has its own id, but for those that mean the same")
  func ids() throws {
    let ids = Set(try Self.all().map(\.id))
    #expect(
      ids == [
        "unknown-run", "ambiguous-run", "run-not-named", "unknown-gate", "gate-not-named",
        "run-final", "attempt-open", "no-attempt-open", "out-of-order", "gates-not-passed",
        "already-failed", "run-not-final", "key-used", "changed-meanwhile",
        "record-does-not-hold",
      ])
  }

  @Test("A hint names the run and the gate in full, so that it can be typed as it stands")
  func hints() throws {
    let run = RunHeader.sample().id
    let key = AttemptKey(gate: .named("G1"), number: 2)
    #expect(
      Refusal.noAttemptOpen(key.gate, .pending, in: run).hint
        == "orchestrate gate start --run \(run) --gate G1")
    #expect(
      Refusal.outOfOrder(.named("G3"), before: [.named("G2"), key.gate], in: run).hint
        == "orchestrate gate start --run \(run) --gate G2")
    #expect(
      Refusal.attemptOpen(key, in: run).hint
        == "go on with: orchestrate run resume --run \(run), or close it: "
        + "orchestrate gate finish --run \(run) --gate G1")
    #expect(Refusal.gatesNotPassed([key.gate], in: run).hint.hasSuffix("run resume --run \(run)"))
    #expect(
      Refusal.runNotFinal(run, workflow: "w", artifactPath: .named("a")).hint
        .hasSuffix("--run \(run), or open another with --new"))
    #expect(Refusal.openAtCompletion([key], in: run).hint.hasSuffix("--status CANCELED"))
  }
}
