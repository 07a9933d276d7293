import Foundation
import Testing

@testable import Host

@Suite("Running a program")
struct ChildProcessTests {
  private func shell(
    _ script: String, input: [UInt8]? = nil, outputLimit: Int = 10 << 20, messageLimit: Int = 1000
  ) throws -> ChildProcess.Result {
    try ChildProcess(
      executable: "/bin/sh", arguments: ["-c", script], environment: ["NAME=a value"],
      input: input, outputLimit: outputLimit, messageLimit: messageLimit
    ).run()
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("Status, outputs and environment are the program's own")
  func basics() throws {
    let result = try shell("echo \"$NAME\"; echo talk >&2; exit 7")
    #expect(result.end == .exited(7))
    #expect(text(result.output) == "a value\n")
    #expect(text(result.messages) == "talk\n")
  }

  @Test("Without an input it reads an empty file")
  func noInput() throws {
    #expect(try shell("cat; echo end").output == Array("end\n".utf8))
  }

  @Test("Much in all three directions at once ends")
  func muchOfEverything() throws {
    let input = [UInt8](repeating: 65, count: 3_000_000)
    let result = try shell("head -c 3000000 /dev/zero >&2 & cat; wait", input: input)
    #expect(result.end == .exited(0))
    #expect(result.output.count == input.count)
    #expect(result.messages.count == 1000)
  }

  @Test("A program that does not read its input harms nobody")
  func unreadInput() throws {
    let input = [UInt8](repeating: 65, count: 3_000_000)
    let result = try shell("echo done", input: input)
    #expect(result.end == .exited(0))
    #expect(text(result.output) == "done\n")
  }

  @Test("One that closes its outputs early is waited for")
  func closedOutputs() throws {
    #expect(try shell("exec >&- 2>&-; cat; exit 5", input: [1]).end == .exited(5))
  }

  @Test("One that writes without end is killed")
  func endlessOutput() throws {
    #expect(try shell("exec cat /dev/zero", outputLimit: 100_000).end == .tooMuchOutput)
  }

  @Test("A signal is told apart from a status")
  func signalled() throws {
    #expect(try shell("kill -KILL $$").end == .signalled(9))
  }

  @Test("Signals have their default handling, also where this process ignores them")
  func defaultSignals() async {
    await #expect(processExitsWith: .success) {
      signal(SIGPIPE, SIG_IGN)
      var mask = sigset_t()
      sigemptyset(&mask)
      sigaddset(&mask, SIGTERM)
      pthread_sigmask(SIG_BLOCK, &mask, nil)
      for (name, number) in [("PIPE", SIGPIPE), ("TERM", SIGTERM)] {
        let child = ChildProcess(
          executable: "/bin/sh", arguments: ["-c", "kill -\(name) $$; echo alive"],
          environment: [], input: nil, outputLimit: 100, messageLimit: 100)
        let end = try child.run().end
        #expect(end == .signalled(number))
      }
    }
  }

  #if os(Linux)
  @Test("It inherits none of the files that this process has opened")
  func descriptors() throws {
    let tree = try TemporaryTree()
    try tree.makeFolder("run")
    let folder = try tree.open()
    let lock = try folder.lock("run")
    defer { lock.release() }
    let result = try shell("ls -l /proc/self/fd", input: [])
    #expect(!text(result.output).contains(tree.path))
  }

  @Test("It works in a process that was started with its standard descriptors closed")
  func closedStandard() async {
    await #expect(processExitsWith: .success) {
      for number: Int32 in 0...2 { close(number) }
      let child = ChildProcess(
        executable: "/bin/cat", arguments: [], environment: [], input: [65, 66], outputLimit: 100,
        messageLimit: 100)
      let result = try child.run()
      guard result.output == [65, 66], result.end == .exited(0) else { exit(1) }
    }
  }
  #endif

  @Test("A program that is missing is an error, not an answer")
  func missing() {
    let child = ChildProcess(
      executable: "/nonexistent/program", arguments: [], environment: [], input: nil,
      outputLimit: 1, messageLimit: 1)
    #expect(throws: SystemError(code: ENOENT)) { try child.run() }
  }
}
