import Foundation
import Host
import Testing

@Suite("The lock on a folder")
struct LockTests {
  @Test("A second one waits as long as it is told to and then hears that it is locked")
  func waits() throws {
    let tree = try TemporaryTree()
    try tree.makeFolder("run")
    var isNoted = false
    let lock = try tree.open().lock("run", whenHeld: { isNoted = true })
    defer { lock.release() }
    #expect(isNoted)
    var waited = Duration.zero
    var pauses = 0
    let error = #expect(throws: FileError.self) {
      try tree.open().lock(
        "run", patience: .seconds(2),
        pause: {
          waited += $0; pauses += 1
        },
        whenHeld: { Issue.record("it was never held") })
    }
    #expect(error?.kind == .locked)
    #expect(error?.description == "cannot lock 'run': another process holds the lock")
    #expect(waited == .seconds(2))
    #expect(pauses < 60)
  }

  @Test("It is had as soon as the other one releases it")
  func released() throws {
    let tree = try TemporaryTree()
    try tree.makeFolder("run")
    let first = try tree.open().lock("run")
    var pauses = 0
    let second = try tree.open().lock(
      "run",
      pause: { _ in
        pauses += 1
        if pauses == 3 { first.release() }
      })
    #expect(pauses == 3)
    first.release()
    #expect(throws: FileError.self) { try tree.open().lock("run", patience: .zero) }
    second.release()
    try tree.open().lock("run", patience: .zero).release()
  }

  @Test("It ends with its object, and two folders have two locks")
  func scope() throws {
    let tree = try TemporaryTree()
    try tree.makeFolder("run")
    try tree.makeFolder("other")
    do {
      let lock = try tree.open().lock("run", patience: .zero)
      let other = try tree.open().lock("other", patience: .zero)
      withExtendedLifetime((lock, other)) {}
    }
    try tree.open().lock("run", patience: .zero).release()
  }

  @Test("A folder that is missing cannot be locked, and none is made")
  func missing() throws {
    let tree = try TemporaryTree()
    let error = #expect(throws: FileError.self) { try tree.open().lock("run") }
    #expect(error?.kind == .missing)
    #expect(try tree.names(in: "") == [])
  }

  @Test(
    "The kernel frees it when its holder is killed",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/flock"), "needs flock(1)"))
  func killed() throws {
    let tree = try TemporaryTree()
    try tree.makeFolder("run")
    let holder = Process()
    holder.executableURL = URL(filePath: "/usr/bin/flock")
    holder.arguments = ["--no-fork", tree.absolute("run"), "/bin/sh", "-c", "echo held; exec cat"]
    let (output, input) = (Pipe(), Pipe())
    holder.standardOutput = output
    holder.standardInput = input
    try holder.run()
    let word = try output.fileHandleForReading.read(upToCount: 5)
    #expect(word == Data("held\n".utf8))
    let error = #expect(throws: FileError.self) {
      try tree.open().lock("run", patience: .milliseconds(5), pause: { _ in })
    }
    #expect(error?.kind == .locked)
    kill(holder.processIdentifier, SIGKILL)
    holder.waitUntilExit()
    try tree.open().lock("run", patience: .zero).release()
  }
}
