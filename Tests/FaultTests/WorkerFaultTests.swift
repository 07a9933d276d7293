import TestSupport
import Testing

/// A pipeline that drives its workers by itself, hit at any call; its workers go on, as they are other processes.
@Suite(
  "A pipeline of workers, killed or cut off", .enabled(if: Strace.isPossible, "needs strace(1)"),
  .timeLimit(.minutes(60)))
struct WorkerFaultTests {
  private static let words = Changing.words("run auto")

  private static let workflow = """
    {"name": "auto", "version": "1", "defaults": {"slug": "s", "artifact_path": "out"}, "gates": [
      {"gate": "G1", "name": "First", "prompt": "p.md", "worker": {"command": ["sh", "work", "G1"]}},
      {"gate": "G2", "name": "Second", "prompt": "p.md", "worker": {"command": ["sh", "work", "G2"]}}
    ]}
    """

  private func repository() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("workflows/auto/workflow.json", Self.workflow)
    try scratch.write("workflows/auto/p.md", "Do it.\n")
    try scratch.write("work", "mkdir -p out; echo said; echo $1 > out/$1.md\n")
    for gate in ["G1", "G2"] {
      try scratch.write(
        "orchestration/gates/contracts/\(gate).contract.json",
        #"{"gate": "\#(gate)", "name": "C", "required_outputs": ["{artifact_path}/\#(gate).md"]}"#)
    }
    try scratch.write(".gitignore", "orchestration/runs/*/logs/\n")
    try scratch.write(".gitattributes", "orchestration/runs/** -text\n")
    try scratch.makeRepository()
    return scratch
  }

  /// The folders of the runs that have begun.
  private func runs(_ scratch: Scratch) throws -> [String] {
    guard scratch.exists(Ground.runs) else { return [] }
    return try scratch.names(Ground.runs).map { "\(Ground.runs)/\($0)" }
      .filter { scratch.exists("\($0)/record/RUN.json") }
  }

  private func list(_ scratch: Scratch) throws -> String {
    try scratch.orchestrate("run", "list").output
  }

  /// Expects that what is recorded verifies, and that git shows records and outputs alone.
  private func expectSound(_ scratch: Scratch, _ when: String) throws {
    let verified = try scratch.orchestrate("verify")
    #expect(verified.status == 0, "\(when): \(verified.output)\(verified.messages)")
    let shown = try scratch.git("status", "--porcelain", "-uall").split(separator: "\n")
    for line in shown {
      let isDue = line.wholeMatch(
        of:
          #/\?\? (out/G\d\.md|orchestration/runs/run_\w+_s_\w+/record/(RUN|gates/G\d/attempt-\d+)\.json)/#
      )
      #expect(isDue != nil, "\(when): git shows \(line)")
    }
  }

  /// Does something at each chosen call, and sees that the record holds and that resume does the rest.
  private func sweep(
    _ injections: [String], _ statuses: Set<Int32>,
    at isChosen: (Point) -> Bool = { $0.changes }
  ) throws {
    let scratch = try repository()
    let traced = try scratch.traced(Self.words, calls: "%file,%desc")
    #expect(traced.ran.status == 0, "\(traced.ran.messages)")
    let points = Point.all(in: traced.calls, of: scratch).filter { $0.isForFile && isChosen($0) }
    #expect(points.count > 50)
    var (missed, refused) = (0, 0)
    let chosen = Sweep.chosen(points, atMost: 12)
    for (index, point) in chosen.enumerated() {
      try scratch.git("clean", "-qfdx")
      let injection = injections[index % injections.count]
      let when = "\(injection) at \(point.name) \(point.call.number), \(point.call.arguments)"
      let ran = try scratch.injected(Self.words, point.injection(injection))
      // How often a worker is listened to differs from time to time.
      if !statuses.contains(ran.status) {
        missed += 1
        #expect(ran.status == 0, "\(when): \(ran.status) \(ran.output)\(ran.messages)")
      }
      if ran.status == 20 { refused += 1 }
      try expectSound(scratch, when)
      if try !list(scratch).hasPrefix("PASSED") {
        let words = try runs(scratch).isEmpty ? Self.words : Changing.words("run resume")
        var again = try scratch.run(words)
        // A worker that outlived the program is waited for.
        for _ in 0..<1000 where again.messages.contains("are in the hands of") {
          again = try scratch.run(words)
        }
        #expect(again.status == 0, "\(when): \(again.output)\(again.messages)")
      }
      try expectSound(scratch, "\(when), gone on with")
      let run = try #require(runs(scratch).first, "\(when)")
      for gate in ["G1", "G2"] {
        #expect(try scratch.text("out/\(gate).md") == "\(gate)\n", "\(when)")
        let attempts = try scratch.names("\(run)/record/gates/\(gate)")
        #expect((1...2).contains(attempts.count), "\(when): \(attempts)")
      }
      let shown = try list(scratch)
      #expect(
        shown.hasPrefix("PASSED") && shown.split(separator: "\n").count == 1, "\(when): \(shown)")
    }
    #expect(missed <= chosen.count / 5)
    #expect(refused > 0 || !statuses.contains(20))
  }

  @Test("Killed at any call, it loses nothing, and resume goes on to the end")
  func killed() throws { try sweep(["signal=SIGKILL"], [137]) }

  @Test("A call that fails is 20 or harms nothing, and resume goes on to the end")
  func failing() throws {
    let errors = ["ENOSPC", "EIO", "EDQUOT"].map { "error=\($0)" }
    try sweep(errors, [0, 20]) { $0.changes && $0.name != "fchmod" }
  }
}
