import Foundation
import TestSupport
import Testing

/// Symbolic links at each depth of each kind of path; strace sees that nothing outside is opened.
@Suite("No link leads outside", .enabled(if: Strace.isPossible, "needs strace(1)"))
struct LinkTests {
  /// Where a link leads.
  enum Target: CaseIterable, Sendable {
    /// To what stood there, which is outside now.
    case outside
    /// To itself.
    case loop
    /// To nothing.
    case nowhere

    /// Those that a test tries; all of them at night.
    static let tried: [Target] = Sweep.isFull ? allCases : [.outside]
  }

  /// Puts a link in place of what stands there, and answers the folder where that is now.
  private func link(_ path: String, _ target: Target, in scratch: Scratch) throws -> Scratch {
    let outside = try Scratch()
    try FileManager.default.moveItem(
      atPath: scratch.absolute(path), toPath: outside.absolute("moved"))
    switch target {
    case .outside: try scratch.link(path, to: outside.absolute("moved"))
    case .loop: try scratch.link(path, to: scratch.absolute(path))
    case .nowhere: try scratch.link(path, to: outside.absolute("nothing"))
    }
    return outside
  }

  /// Runs commands, each with the statuses that it may end with, and sees that they leave the outside alone.
  private func expect(
    _ commands: KeyValuePairs<String, ClosedRange<Int>>, _ outside: Scratch, in scratch: Scratch,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try outside.tree("")
    let lines = commands.map { line, statuses in
      """
      orchestrate \(line) > answer.txt 2> messages.txt < /dev/null; status=$?
      [ $status -ge \(statuses.lowerBound) ] && [ $status -le \(statuses.upperBound) ] ||
        { echo '\(line)' $status; cat answer.txt messages.txt; }
      """
    }
    let traced = try Traced(lines.joined(separator: "\n"), in: scratch)
    #expect(traced.ran.output == "", "\(traced.ran.messages)", sourceLocation: sourceLocation)
    #expect(traced.outside(of: scratch) == [], sourceLocation: sourceLocation)
    // The trace saw something.
    #expect(traced.opened.contains(scratch.path), sourceLocation: sourceLocation)
    #expect(try outside.tree("") == before, sourceLocation: sourceLocation)
  }

  static let definitions = [
    "workflows", "workflows/plain", Plain.workflowPath, "workflows/plain/prompts",
    "workflows/plain/prompts/G1.md", "orchestration", "orchestration/gates",
    "orchestration/gates/contracts", Plain.contractPath("G1"), "out", "topic.md",
  ]

  @Test(
    "On the way to a workflow, prompt, contract, artifact path or topic it is refused at the start",
    arguments: definitions, Target.tried)
  func definition(_ path: String, _ target: Target) throws {
    let scratch = try Plain.repository()
    try scratch.write("topic.md", "Topic\n")
    let outside = try link(path, target, in: scratch)
    let start = Plain.start.replacing("orchestrate ", with: "") + " --prompt-file topic.md"
    try expect([start: 10...10, "verify": 0...10], outside, in: scratch)
    #expect(!scratch.exists("orchestration/runs"))
  }

  @Test(
    "On the way to an artifact it fails the rules, unopened",
    arguments: ["out", "out/sub", "out/sub/one.md"], Target.tried)
  func artifact(_ path: String, _ target: Target) throws {
    let scratch = try Plain.repository()
    let rule = #"{ "type": "file_count", "path": "{artifact_path}/**/*.md", "min": 2 }"#
    let output = "{artifact_path}/sub/one.md"
    try scratch.write(
      Plain.contractPath("G1"),
      Plain.contract("G1", output: output, rules: [rule, Plain.noTODO(output)]))
    try scratch.done("\(Plain.start) && orchestrate gate start --gate G1")
    let outside = try link(path, target, in: scratch)
    try expect(
      [
        "gate check": 2...2, "gate packet": 0...0, "gate finish": 2...2, "verify": 0...0,
        "next": 0...0,
      ],
      outside, in: scratch)
    #expect(try scratch.text("\(scratch.record)/gates/G1/attempt-1.json").contains("symbolic link"))
  }

  @Test(
    "In the record it is named, and nothing is read or written through it",
    arguments: [
      "orchestration", "orchestration/runs", "record", "record/RUN.json", "record/gates",
      "record/gates/G1", "record/gates/G1/attempt-1.json",
    ], Target.tried)
  func record(_ place: String, _ target: Target) throws {
    let scratch = try Plain.repository()
    try scratch.done(
      "\(Plain.start) && orchestrate gate start --gate G1 && orchestrate gate finish")
    let run = scratch.run
    let path = place.hasPrefix("record") ? "orchestration/runs/\(run)/\(place)" : place
    let outside = try link(path, target, in: scratch)
    try expect(
      [
        "run show --run \(run)": 10...10, "next --run \(run)": 10...10, "verify": 2...20,
        "gate start --run \(run) --gate G2": 10...10, "run list": 0...10, "report": 0...10,
        "gate fail --run \(run) --gate G1 --reason no": 10...10,
        "show-record \(path)": 0...10, "run diff \(run) \(run)": 10...10,
      ], outside, in: scratch)
  }

  @Test(
    "In the folder of logs nothing is written through it",
    arguments: ["logs", "logs/gates", "logs/gates/G1", "logs/gates/G1/prompt.txt"], Target.tried)
  func logs(_ place: String, _ target: Target) throws {
    let scratch = try Plain.repository()
    try scratch.done(
      "\(Plain.start) && orchestrate gate start --gate G1 && orchestrate gate finish")
    let outside = try link("orchestration/runs/\(scratch.run)/\(place)", target, in: scratch)
    try expect(
      ["gate start --gate G1": 0...20, "gate finish --gate G1": 0...20, "verify": 0...0],
      outside, in: scratch)
  }

  @Test(
    "A folder or a file that is swapped for a link between check and use is never left",
    .enabled(if: Tool.python, "python3 is not here"), arguments: ["out/sub", "out/sub/one.md"])
  func swapped(_ path: String) throws {
    // A run is read whole at each step, so that many rounds are spread over many runs.
    for _ in 0..<(Sweep.isFull ? 20 : 1) { try swap(path) }
  }

  private func swap(_ path: String) throws {
    let rounds = Sweep.isFull ? 15 : 8
    let scratch = try Plain.repository()
    let outside = try Scratch()
    try outside.write("sub/one.md", "outside\n")
    try outside.write("one.md", "outside\n")
    let name = path.split(separator: "/").last ?? ""
    try scratch.link("link", to: outside.absolute(String(name)))
    try scratch.done("\(Plain.start) && orchestrate gate start --gate G1")

    let swapper = Process()
    swapper.executableURL = URL(filePath: "/usr/bin/env")
    swapper.arguments = [
      "python3", "-c", Self.swapper, scratch.absolute(path), scratch.absolute("link"),
      scratch.absolute("swapping"),
    ]
    try scratch.write("swapping", "")
    try swapper.run()
    // Each opening is delayed by a millisecond, so that a swap comes before it.
    let traced = try Traced(
      """
      for round in $(seq \(rounds)); do
        orchestrate gate check --gate G1 > /dev/null 2> messages.txt; echo check $?
        orchestrate gate finish --gate G1 > /dev/null 2> messages.txt; echo finish $?
        orchestrate gate start --gate G1 > /dev/null 2> messages.txt
      done
      """, in: scratch, options: ["-e", "inject=openat:delay_enter=1000"])
    try scratch.remove("swapping")
    swapper.waitUntilExit()
    try #require(swapper.terminationStatus == 0, "files cannot be swapped here")

    #expect(traced.opened.filter { $0.hasPrefix(outside.path) } == [])
    let answers = Set(traced.ran.output.split(separator: "\n"))
    #expect(answers.isSubset(of: ["check 0", "check 2", "finish 0", "finish 2"]), "\(answers)")
    // What was recorded is what stands inside, or that it was no file.
    let digest = try scratch.done("sha256sum < '\(outside.absolute("one.md"))'").output.prefix(64)
    let attempts = try scratch.tree("\(scratch.record)/gates")
    #expect(attempts.count >= rounds)
    for (name, text) in attempts { #expect(!text.contains(digest), "\(name)") }
  }

  /// Swaps two names, each time in one step, while a third one is there.
  private static let swapper = """
    import ctypes, os, sys
    libc = ctypes.CDLL(None, use_errno=True)
    one, other = (os.fsencode(path) for path in sys.argv[1:3])
    count, parent = 0, os.getppid()
    while count % 2 or os.path.exists(sys.argv[3]) and os.getppid() == parent:
        if libc.renameat2(-100, one, -100, other, 2) != 0: sys.exit(1)
        count += 1
    """
}
