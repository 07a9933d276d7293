import TestSupport
import Testing

@Suite(
  "A crash at any moment", .enabled(if: Strace.isPossible, "needs strace(1)"),
  .timeLimit(.minutes(60)))
struct CrashTests {
  @Test("What is chosen by default has every command, and every call that any of them makes")
  func covered() throws {
    var made: Set<String> = []
    var chosen: Set<String> = []
    for command in Changing.all {
      let points = try Ground(before: command).points(of: command)
      let part = Point.chosen(from: points, of: command, changing: 1)
      #expect(part.contains { $0.changes }, "\(command)")
      made.formUnion(points.map(\.name))
      chosen.formUnion(part.map(\.name))
    }
    #expect(chosen == made)
  }

  @Test(
    "Killed at any call, and the repeat killed too, a command loses nothing and needs no repair",
    arguments: Changing.all)
  func killed(_ command: Changing) throws {
    let ground = try Ground(before: command)
    let points = try ground.points(of: command)
    let after = try ground.story()
    let chosen = Point.chosen(from: points, of: command, changing: 1)
    let seconds = points.filter(\.changes)
    var seen: Set<[String: String]> = []
    var missed = 0
    for (index, point) in chosen.enumerated() {
      try ground.reset()
      let when = "killed at \(point.name) \(point.call.number)"
      let ran = try ground.scratch.injected(command.words, point.injection("signal=SIGKILL"))
      // How often a pipe is read differs from time to time.
      if ran.status != 137 { missed += 1 }
      // Between two calls that change something, nothing has changed.
      guard seen.insert(try ground.state()).inserted else { continue }
      try ground.expectSound(when)
      let second = seconds[(index * 5 + 2) % seconds.count]
      let again = try ground.scratch.injected(command.words, second.injection("signal=SIGKILL"))
      #expect(again.status == 137 || again.status == command.status, "\(when): \(again.messages)")
      try ground.expectSound("\(when), then at \(second.name) \(second.call.number)")
      try ground.expectRepeat(of: command, gives: after, when)
    }
    #expect(missed <= chosen.count / 10)
  }
}
