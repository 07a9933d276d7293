import TestSupport
import Testing

@Suite("Signals", .timeLimit(.minutes(60)))
struct SignalTests {
  private static let signals: [(name: String, status: Int32)] = [
    ("INT", 130), ("TERM", 143), ("HUP", 129),
  ]

  /// Whoever runs the tests may ignore or block signals, and what is ignored or blocked is inherited.
  private static let plain = ["env", "--default-signal=INT,TERM,HUP"]

  @Test(
    "A signal at any call ends a command by that signal, loses nothing and leaves the lock free",
    .enabled(if: Strace.isPossible, "needs strace(1)"), arguments: Changing.all)
  func ended(_ command: Changing) throws {
    let ground = try Ground(before: command)
    let points = try ground.points(of: command)
    let after = try ground.story()
    var seen: Set<[String: String]> = []
    for (index, point) in Point.chosen(from: points, of: command, changing: 1).enumerated() {
      for (offset, signal) in Self.signals.enumerated()
      where Sweep.isFull || offset == index % Self.signals.count {
        try ground.reset()
        let when = "SIG\(signal.name) at \(point.name) \(point.call.number)"
        let ran = try ground.scratch.injected(
          command.words, point.injection("signal=SIG\(signal.name)"), before: Self.plain)
        // The last calls come when the work is done.
        #expect([signal.status, command.status].contains(ran.status), "\(when): \(ran.status)")
        // Between two calls that change something, nothing has changed.
        guard seen.insert(try ground.state()).inserted else { continue }
        try ground.expectSound(when)
        try ground.expectRepeat(of: command, gives: after, when)
      }
    }
  }

  @Test(
    "A terminal that goes away in a pause leaves the attempt open and the lock free",
    .enabled(if: PseudoTerminal.script != nil, "needs script(1)"), arguments: [false, true])
  func terminalGone(leadsSession: Bool) throws {
    let ground = try Ground([
      "run start --workflow plain --slug s --artifact-path out", "gate start --gate G1",
    ])
    // Who leads the session gets SIGHUP; whoever else runs there finds that nothing can be read any more.
    let program = (Self.plain + ["'\(Binary.path)'", "run", "resume"]).joined(separator: " ")
    try ground.scratch.write(
      ".git/window",
      """
      trap '' HUP
      exec 9> .git/alive
      flock 9
      \(leadsSession ? "exec \(program)" : "\(program)\necho $? > .git/ended")
      """)
    try ground.scratch.write(".git/ended", "")
    let window = try PseudoTerminal("sh .git/window", in: ground.scratch)
    try window.expect("Enter, c, o, f or q: ")
    // While it waits, nothing is held: another shell may write.
    let recorded = try ground.scratch.orchestrate(
      "invocation", "record", "--gate", "G1", "--agent", "a")
    #expect(recorded.status == 0, "\(recorded.messages)")
    let before = try ground.records()
    window.vanish()
    let ended = try ground.scratch.run(
      ["env", "--default-signal", "timeout", "60", "flock", ".git/alive", "cat", ".git/ended"])
    #expect(ended.status == 0, "it still runs")
    #expect(ended.output == (leadsSession ? "" : "3\n"))
    #expect(try ground.records() == before)
    let finished = try ground.scratch.orchestrate("gate", "finish", "--gate", "G1")
    #expect(finished.status == 0, "\(finished.messages)")
    try ground.expectSound("after the terminal went away")
  }
}
