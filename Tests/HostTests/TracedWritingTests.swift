#if os(Linux)
import Foundation
import Glibc
import Testing

@testable import Host

/// What can only be seen from outside: the order of the system calls, and what happens when one of them fails.
@Suite(
  "Writing, as the system sees it",
  .enabled(if: Tracer.isPossible, "needs strace and the right to trace"))
struct TracedWritingTests {
  @Test("The bytes reach the disk before the name, and the name before the answer")
  func order() async throws {
    let tree = try TemporaryTree()
    try tree.write("record/RUN.json", "old")
    try tree.makeFolder("tmp")
    await #expect(processExitsWith: .success) { [path = tree.path as String] in
      let folder = try Folder(root: path)
      let tracer = try Tracer([
        "-y", "-o", path + "/trace", "-e", "trace=write,fsync,linkat,renameat,unlinkat,mkdirat",
      ])
      try folder.writeNew("record/G1/attempt-1.json", Array("new".utf8), temporary: "tmp")
      try folder.replace("record/RUN.json", Array("new".utf8), temporary: "tmp")
      tracer.stop()
    }
    let calls = try tree.text("trace").split(separator: "\n").filter { $0.contains(tree.path) }
      .compactMap { line -> String? in
        // `12 fsync(5</tmp/tree/record>) = 0` becomes `fsync record`.
        guard let name = line.split(separator: " ").dropFirst().first?.split(separator: "(").first
        else { return nil }
        let places = line.components(separatedBy: "<\(tree.path)/").dropFirst()
          .compactMap { $0.split(separator: ">").first }
          .map { $0.contains("/.tmp-") ? "temporary" : String($0) }
        return ([String(name)] + places).joined(separator: " ")
      }
    #expect(
      calls == [
        "mkdirat record", "fsync record",
        "write temporary", "fsync temporary", "linkat tmp record/G1", "fsync record/G1",
        "unlinkat tmp",
        "write temporary", "fsync temporary", "linkat record tmp", "renameat tmp record",
        "fsync record", "unlinkat tmp", "unlinkat tmp",
      ])
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    let injection: String
    let operation: FileError.Operation
    let code: Int32
    var testDescription: String { injection }
  }

  @Test(
    "A call that fails leaves the old state, is not tried again, and is named",
    arguments: [
      Fault(injection: "write:error=ENOSPC:when=1", operation: .write, code: ENOSPC),
      Fault(injection: "write:error=EDQUOT:when=1", operation: .write, code: EDQUOT),
      Fault(injection: "write:retval=0:when=1", operation: .write, code: EIO),
      Fault(injection: "fsync:error=EIO:when=1", operation: .sync, code: EIO),
      Fault(injection: "fsync:error=EIO:when=2", operation: .sync, code: EIO),
      Fault(injection: "renameat,linkat:error=EXDEV:when=1+", operation: .publish, code: EXDEV),
    ])
  func faults(_ fault: Fault) async throws {
    let tree = try TemporaryTree()
    try tree.write("record/RUN.json", "old")
    try tree.makeFolder("tmp")
    for operation in ["replace", "writeNew"] {
      await #expect(processExitsWith: .success) {
        [
          path = tree.path as String, injection = fault.injection as String,
          operation = operation as String, expected = fault.operation.rawValue as String,
          code = fault.code as Int32
        ] in
        let folder = try Folder(root: path)
        let tracer = try Tracer([
          "-o", path + "/trace", "-e", "inject=" + injection,
        ])
        let error = #expect(throws: FileError.self) {
          if operation == "replace" {
            try folder.replace("record/RUN.json", Array("new".utf8), temporary: "tmp")
          } else {
            try folder.writeNew("record/attempt-1.json", Array("new".utf8), temporary: "tmp")
          }
        }
        tracer.stop()
        #expect(error?.operation.rawValue == expected)
        #expect(error?.code == code)
      }
      #expect(try tree.text("trace").components(separatedBy: "(INJECTED").count > 1)
      #expect(try tree.text("record/RUN.json") == "old")
      #expect(try tree.names(in: "record") == ["RUN.json"])
      #expect(try tree.names(in: "tmp") == [])
    }
  }

  @Test(
    "An interrupted call is made again",
    arguments: ["write:error=EINTR:when=1..3", "fsync:error=EINTR:when=1"])
  func interrupted(_ injection: String) async throws {
    let tree = try TemporaryTree()
    try tree.write("RUN.json", "old")
    await #expect(processExitsWith: .success) {
      [path = tree.path as String, injection = injection as String] in
      let folder = try Folder(root: path)
      let tracer = try Tracer([
        "-o", path + "/trace", "-e", "inject=" + injection,
      ])
      try folder.replace("RUN.json", Array("new".utf8), temporary: "tmp")
      tracer.stop()
    }
    #expect(try tree.text("trace").contains("EINTR (Interrupted system call) (INJECTED)"))
    #expect(try tree.text("RUN.json") == "new")
    #expect(try tree.names(in: "tmp") == [])
  }
}

/// A running strace that watches this process.
private final class Tracer: Sendable {
  private let processID: pid_t
  private let isDone = DispatchSemaphore(value: 0)

  /// Whether strace is here and may watch a process that it has not started (CAP_SYS_PTRACE, number 19).
  static var isPossible: Bool {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("CapEff:\t") }
    let capabilities = line.flatMap { UInt64($0.dropFirst(8), radix: 16) } ?? 0
    return capabilities & 1 << 19 != 0
      && FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")
  }

  /// Starts it and waits until it watches this thread.
  init(_ arguments: [String]) throws {
    let strace = ChildProcess(
      executable: "/usr/bin/strace", arguments: ["-f", "-q", "-p", "\(getpid())"] + arguments,
      environment: [], input: nil, outputLimit: 1 << 20, messageLimit: 1 << 20)
    let isDone = isDone
    Thread.detachNewThread {
      _ = try? strace.run()
      isDone.signal()
    }
    for _ in 0..<5000 {
      let status = try String(contentsOfFile: "/proc/thread-self/status", encoding: .utf8)
      let line = status.split(separator: "\n").first { $0.hasPrefix("TracerPid:\t") }
      if let line, let found = pid_t(line.dropFirst(11)), found != 0 {
        processID = found
        return
      }
      Folder.sleep(.milliseconds(2))
    }
    throw CocoaError(.executableLoad)
  }

  /// Lets this process go on unwatched, when all that was seen has been written down.
  func stop() {
    kill(processID, SIGTERM)
    isDone.wait()
  }
}
#endif
