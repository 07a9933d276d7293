import TestSupport
import Testing

/// A disk that does not give back what was written.
@Suite(
  "Reading, where a call fails", .enabled(if: Strace.isPossible, "needs strace(1)"),
  .timeLimit(.minutes(60)))
struct ReadFaultTests {
  private static let calls = ["openat", "read", "newfstatat", "getdents64"]

  /// Those that decide something.
  private static let decisions = [
    "verify", "verify --strict --since HEAD~1 --contracts-from HEAD~1", "next",
    "gate check --gate G2", "gate packet --gate G2",
  ]

  /// Those that show runs side by side.
  private static let views = ["report", "run list", "run show"]

  /// A repository with a folder that must be covered, a passed run over it, one that passed before over the same work, and one that waits.
  private func repository() throws -> Ground {
    let pass = [
      "gate start --gate G1", "gate finish", "gate start --gate G2", "gate finish", "run complete",
    ]
    let start = "run start --workflow plain --slug s --artifact-path out"
    let ground = try Ground()
    try ground.scratch.write(
      "workflows/plain/workflow.json",
      try ground.scratch.text("workflows/plain/workflow.json").replacing(
        #""version": "1","#, with: #""version": "1", "covers": ["out"],"#))
    func work(_ lines: [String]) throws {
      for line in lines {
        let ran = try ground.scratch.run(Changing.words(line))
        try #require(ran.status == 0, "\(line): \(ran.messages)")
      }
      try ground.scratch.git("add", "-A")
      try ground.scratch.git("commit", "-qm", "Go on")
    }
    try work([start] + pass)
    try ground.scratch.write("out/one.md", "another one\n")
    try work([start] + pass)
    try work([
      start.replacing("--slug s", with: "--slug t"), "gate start --gate G1",
      "gate finish", "gate start --gate G2",
    ])
    return ground
  }

  @Test(
    "A command that decides gives the answer that it has with a whole disk, or 20",
    arguments: decisions)
  func decides(_ line: String) throws {
    try sweep(line, in: try repository().scratch) { _, _ in false }
  }

  @Test(
    "What does not verify never does, however little can be read",
    arguments: [
      "verify --strict", "verify --strict --since HEAD~1 --contracts-from HEAD~1",
    ])
  func denies(_ line: String) throws {
    let scratch = try repository().scratch
    try scratch.write("out/two.md", "another two\n")
    try scratch.git("commit", "-qam", "Edit what passed")
    try sweep(line, in: scratch, ending: 2) { ran, _ in ran.status == 2 }
  }

  @Test(
    "A command that shows runs says in the place of each what could not be read", arguments: views
  )
  func shows(_ line: String) throws {
    try sweep(line, in: try repository().scratch) { ran, clean in
      let words = ["UNREADABLE", "not readable", "cannot be read"]
      let runs = clean.output.matches(of: /run_\w+/).map(\.output)
      return ran.status == 0 && words.contains { ran.output.contains($0) }
        && runs.allSatisfy { ran.output.contains($0) }
    }
  }

  private func sweep(
    _ line: String, in scratch: Scratch, ending status: Int32 = 0,
    isTold: (_ ran: Ran, _ clean: Ran) -> Bool
  ) throws {
    let words = Changing.words(line)
    let (clean, calls) = try scratch.traced(words, calls: Self.calls.joined(separator: ","))
    #expect(clean.status == status, "\(clean.output)\(clean.messages)")
    var refused = 0
    let points = Point.all(in: calls, of: scratch).filter(\.isForFile)
    for point in Sweep.chosen(points, atMost: 10) {
      let ran = try scratch.injected(words, point.injection("error=EIO"))
      if ran.status == status, ran.output == clean.output { continue }
      refused += 1
      #expect(
        ran.status == 20 || isTold(ran, clean),
        "EIO at \(point.name) \(point.call.number), \(point.call.arguments): \(ran.status) \(ran.output)\(ran.messages)"
      )
    }
    #expect(refused > 0)
  }
}
