import TestSupport
import Testing

@Suite(
  "Power loss, in a model", .enabled(if: Strace.isPossible, "needs strace(1)"),
  .timeLimit(.minutes(60)))
struct PowerLossTests {
  @Test(
    "Whatever of the unsynced is lost at any call, the record holds and a repeat does the rest",
    arguments: Changing.all)
  func lost(_ command: Changing) throws {
    let ground = try Ground(before: command)
    var disk = try Disk(ground.scratch.absolute("orchestration"))
    let (ran, calls) = try ground.scratch.traced(
      command.words, calls: Disk.calls, options: Disk.options)
    #expect(ran.status == command.status)
    let after = try ground.story()
    var contents: [Disk.Content] = []
    for call in calls where disk.apply(call) {
      for content in disk.afterPowerLoss() where !contents.contains(content) {
        contents.append(content)
      }
    }
    #expect(contents.count > 5)
    for (index, content) in Sweep.chosen(contents, atMost: 3).enumerated() {
      try disk.restore(content)
      let when = "state \(index) after power loss"
      try ground.expectSound(when)
      try ground.expectRepeat(of: command, gives: after, when)
    }
    // What was answered to be done is on the disk.
    try disk.restore(try #require(disk.afterPowerLoss().first))
    let isSame = try ground.story() == after
    #expect(isSame)
  }

  @Test(
    "What is answered to be done is on the disk, also where a killed command had begun it",
    arguments: Changing.all)
  func lostAfterKill(_ command: Changing) throws {
    let ground = try Ground(before: command)
    let points = try ground.points(of: command).filter { $0.changes && !$0.isStream }
    let after = try ground.story()
    for point in Sweep.chosen(points, atMost: 2) {
      try ground.reset()
      var disk = try Disk(ground.scratch.absolute("orchestration"))
      let killed = try ground.scratch.traced(
        command.words, calls: Disk.calls,
        options: Disk.options + ["-e", "inject=" + point.injection("signal=SIGKILL")])
      let repeated = try ground.scratch.traced(
        command.words, calls: Disk.calls, options: Disk.options)
      #expect(repeated.ran.status == command.status, "\(repeated.ran.messages)")
      for call in killed.calls + repeated.calls { _ = disk.apply(call) }
      let now = try ground.state()
      let isDone = try ground.story() == after
      #expect(isDone)
      try disk.restore(try #require(disk.afterPowerLoss().first))
      let isSafe = try ground.story() == after
      #expect(isSafe, "killed at \(point.name) \(point.call.number), then done")
      let hasPackets = try Self.packets(ground.state()) == Self.packets(now)
      #expect(hasPackets)
    }
  }

  private static func packets(_ state: [String: String]) -> [String: String] {
    state.filter { $0.key.hasSuffix("prompt.txt") }
  }
}
