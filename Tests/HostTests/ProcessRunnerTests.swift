import Foundation
import Glibc
import Host
import Runs
import TestSupport
import Testing

@Suite("Commands that are run for gates")
struct ProcessRunnerTests {
  private static let logs = WorkerLogs(output: "logs/stdout", messages: "logs/stderr")

  private func call(
    _ words: [String], folder: String? = nil, environment: [String] = [], input: String? = nil,
    timeout: Duration = .seconds(60)
  ) -> WorkerCall {
    WorkerCall(
      name: words[0], words: words, folder: folder, environment: environment, input: input,
      timeout: timeout, logs: Self.logs)
  }

  private func runner(
    _ tree: TemporaryTree, environment: [String: String] = ["PATH": "/usr/bin:/bin"]
  ) throws -> ProcessRunner {
    ProcessRunner(
      root: try tree.open(), path: tree.path, environment: environment, holdsSignalsBack: false)
  }

  private func result(of call: WorkerCall, _ runner: ProcessRunner) throws -> WorkerResult {
    try runner.start(call, as: 7)
    let news = try runner.next(until: nil)
    guard case .ended(number: 7, let result) = news else {
      throw Unexpected(news: "\(news)")
    }
    return result
  }

  private struct Unexpected: Error { let news: String }

  @Test(
    "Each way to end is told apart",
    arguments: [
      (["true"], WorkerEnd.exited(0)), (["sh", "-c", "exit 3"], .exited(3)),
      (["sh", "-c", "kill -9 $$"], .signalled(9)),
      (["no-such-program"], .notStarted(.missingProgram)),
      (["/no/such/program"], .notStarted(.missingProgram)),
      (["tools/script"], .notStarted(.notExecutable)),
      (["tools"], .notStarted(.missingProgram)), (["./tools"], .notStarted(.notExecutable)),
      (["tools/orphan"], .notStarted(.missingProgram)),
    ])
  func ends(_ words: [String], _ end: WorkerEnd) throws {
    let tree = try TemporaryTree()
    try tree.write("tools/script", "#!/bin/sh\n")
    try tree.write("tools/orphan", "#!/no/such/interpreter\n")
    #expect(chmod(tree.absolute("tools/orphan"), 0o755) == 0)
    #expect(try result(of: call(words), runner(tree)).end == end)
  }

  @Test(
    "A folder that is missing, no folder, or reached through a link is told as that",
    arguments: ["none", "file", "link", "link/below"])
  func badFolder(_ folder: String) throws {
    let tree = try TemporaryTree()
    try tree.write("file")
    try tree.makeFolder("real/below")
    try tree.link("link", to: "real")
    let result = try result(of: call(["true"], folder: folder), runner(tree))
    #expect(result.end == .notStarted(.badFolder(folder)))
  }

  @Test("It begins in its folder, reads what it is given, and has the variables that are named")
  func surroundings() throws {
    let tree = try TemporaryTree()
    try tree.write("packet", "do it\n")
    try tree.makeFolder("a/b")
    let environment = [
      "PATH": "/usr/bin:/bin", "HOME": "/h", "LANG": "C", "TMPDIR": "/t", "WANTED": "w",
      "SECRET": "s",
    ]
    let result = try result(
      of: call(
        ["sh", "-c", "cat; pwd; env | sort | grep -v '^PWD\\|^_\\|^SHLVL\\|^OLDPWD'"],
        folder: "a/b", environment: ["WANTED", "UNSET"], input: "packet"),
      runner(tree, environment: environment))
    let text = "do it\n\(tree.path)/a/b\nHOME=/h\nLANG=C\nPATH=/usr/bin:/bin\nTMPDIR=/t\nWANTED=w\n"
    #expect(result.end == .exited(0))
    #expect(try tree.text("logs/stdout") == text)
    #expect(result.outputBytes == text.utf8.count)
    #expect(String(decoding: result.outputTail, as: UTF8.self) == text)
  }

  @Test("Standard input is empty without a packet, and may be opened by its name")
  func input() throws {
    let tree = try TemporaryTree()
    try tree.write("packet", "by name")
    #expect(try result(of: call(["sh", "-c", "! read line"]), runner(tree)).end == .exited(0))
    let named = try result(
      of: call(["sh", "-c", "cat /dev/stdin; echo e > /dev/stderr"], input: "packet"), runner(tree))
    #expect(named.outputTail == Array("by name".utf8))
    #expect(try tree.text("logs/stderr") == "e\n")
  }

  @Test("One that ignores TERM and has children that do is ended with all of them")
  func ignoresTERM() throws {
    let tree = try TemporaryTree()
    let mark = "3\(UInt32.random(in: 100_000_000...999_999_999))"
    let line = "(trap '' TERM; sleep \(mark))& trap '' TERM; echo begun; sleep \(mark) & wait; wait"
    let result = try result(
      of: call(["sh", "-c", line], timeout: .seconds(1)), runner(tree))
    #expect(result.end == .timedOut(after: .seconds(1)))
    #expect(try tree.text("logs/stdout") == "begun\n")
    #expect(try Survivors.remaining(mark) == [])
  }

  @Test("A child that holds the outputs open is not waited for, and ends with its parent")
  func holdsOpen() throws {
    let tree = try TemporaryTree()
    let mark = "4\(UInt32.random(in: 100_000_000...999_999_999))"
    let result = try result(
      of: call(["sh", "-c", "sleep \(mark) & echo done"]), runner(tree))
    #expect(result.end == .exited(0))
    #expect(result.outputTail == Array("done\n".utf8))
    #expect(try Survivors.remaining(mark) == [])
  }

  @Test("One that closes its outputs is waited for all the same")
  func closes() throws {
    let tree = try TemporaryTree()
    try tree.write("go")
    let line = "exec >&- 2>&-; while [ ! -e went ]; do [ -e go ] && : > went; done; exit 4"
    #expect(try result(of: call(["sh", "-c", line]), runner(tree)).end == .exited(4))
  }

  @Test("Outputs are kept up to a bound and counted beyond it, both at the same time")
  func bounded() throws {
    let tree = try TemporaryTree()
    let line =
      "head -c 20000000 /dev/zero | tr '\\0' x & head -c 18000000 /dev/zero >&2; wait; echo end"
    let result = try result(of: call(["sh", "-c", line]), runner(tree))
    #expect(result.end == .exited(0))
    #expect(result.outputBytes == 20_000_004)
    #expect(result.messageBytes == 18_000_000)
    #expect(result.outputTail.count == WorkerResult.tailLimit)
    #expect(result.outputTail.suffix(5) == Array("xend\n".utf8)[...])
    for name in ["stdout", "stderr"] {
      let path = tree.absolute("logs/\(name)")
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
      #expect(size == 16 << 20)
    }
  }

  @Test("Several run at the same time and are told as they end")
  func several() throws {
    let tree = try TemporaryTree()
    let runner = try runner(tree)
    // The second lets the first end.
    try runner.start(call(["sh", "-c", "while [ ! -e go ]; do :; done; exit 1"]), as: 1)
    try runner.start(call(["sh", "-c", ": > go; exit 2"]), as: 2)
    var ends: [Int: WorkerEnd] = [:]
    for _ in 1...2 {
      guard case .ended(let number, let result) = try runner.next(until: nil) else { continue }
      ends[number] = result.end
    }
    #expect(ends == [1: .exited(1), 2: .exited(2)])
    guard case .nothing = try runner.next(until: nil) else {
      Issue.record("nothing runs, and something was told")
      return
    }
  }

  @Test("A moment that has come is told though a command still runs, and all can be ended")
  func stopAll() throws {
    let tree = try TemporaryTree()
    let runner = try runner(tree)
    try runner.start(call(["sleep", "1000"]), as: 5)
    guard case .nothing = try runner.next(until: runner.now) else {
      Issue.record("the moment was not told")
      return
    }
    let ended = runner.stopAll()
    #expect(ended.map(\.number) == [5])
    #expect(ended.map(\.result.end) == [.interrupted])
  }

  @Test("A log that cannot be made keeps the command from being started")
  func noLog() throws {
    let tree = try TemporaryTree()
    try tree.write("logs", "a file in the way")
    let runner = try runner(tree)
    #expect(throws: WorkerRunnerError.self) { try runner.start(call(["true"]), as: 1) }
  }
}
