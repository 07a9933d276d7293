import Foundation
import JSONDocument
import TestSupport
import Testing

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What only a process of its own shows: signals, memory, a limit on files, a terminal.
@Suite("Workers of the built program")
struct WorkerProcessTests {
  /// A repository with a workflow `auto` of gates whose workers are these lines of shell, each to write `out/<gate>.md`.
  private func scratch(_ lines: String..., members: String = "", gate: String = "") throws
    -> Scratch
  {
    let scratch = try Scratch()
    var gates: [String] = []
    for (index, line) in lines.enumerated() {
      let name = "G\(index + 1)"
      try scratch.write("tools/\(name)", "mkdir -p out\n\(line)\n")
      try scratch.write(
        "orchestration/gates/contracts/\(name).contract.json",
        #"{"gate": "\#(name)", "name": "C", "required_outputs": ["{artifact_path}/\#(name).md"]}"#)
      gates.append(
        #"{"gate": "\#(name)", "name": "Gate", "prompt": "p.md", "worker": {"command": ["sh", "tools/\#(name)"]}\#(gate)}"#
      )
    }
    try scratch.write("workflows/auto/p.md", "Do it.\n")
    try scratch.write(
      "workflows/auto/workflow.json",
      """
      {"name": "auto", "version": "1", \(members)"defaults": {"slug": "s", "artifact_path": "out"},
       "gates": [\(gates.joined(separator: ",\n"))]}
      """)
    try scratch.write(".gitignore", "orchestration/runs/*/logs/\n")
    try scratch.write(".gitattributes", "orchestration/runs/** -text\n")
    try scratch.makeRepository()
    return scratch
  }

  private func record(_ scratch: Scratch) throws -> String {
    "orchestration/runs/\(try #require(scratch.names("orchestration/runs").last))/record"
  }

  @Test(
    "A signal ends every worker with its children, closes their attempts, and then the program; resume goes on",
    arguments: [SIGINT, SIGTERM, SIGHUP])
  func signal(_ number: Int32) throws {
    let mark = "5\(UInt32.random(in: 100_000_000...999_999_999))"
    // The first gate is done with when the others say so: what is cut off between its work and its end is done again.
    let first = "orchestration/runs/*/record/gates/G1/attempt-1.json"
    let wait =
      "until ls \(first) >/dev/null 2>&1; do :; done; "
      + "(trap '' TERM INT HUP; echo ready > pipe; exec sleep \(mark)) & wait"
    let line = { (gate: String) in "[ -e go ] || { \(wait); }; echo x >> out/\(gate).md" }
    let scratch = try scratch(
      "echo x >> out/G1.md", line("G2"), line("G3"), members: #""concurrency": "HIGH", "#,
      gate: #", "needs": []"#)
    #expect(mkfifo(scratch.absolute("pipe"), 0o600) == 0)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["--default-signal=INT,TERM,HUP", Binary.path, "run", "auto"]
    process.currentDirectoryURL = URL(filePath: scratch.path)
    process.environment = Scratch.environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    // Both workers have said that they wait.
    let pipe = open(scratch.absolute("pipe"), O_RDWR)
    defer { close(pipe) }
    var said = ""
    while said.split(separator: "\n").count < 2 {
      var bytes = [UInt8](repeating: 0, count: 64)
      let count = read(pipe, &bytes, bytes.count)
      said += String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
    #expect(kill(process.processIdentifier, number) == 0)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    #expect(process.terminationStatus == number)
    #expect(try Survivors.remaining(mark) == [])
    for gate in ["G2", "G3"] {
      let attempt = try scratch.text("\(record(scratch))/gates/\(gate)/attempt-1.json")
      #expect(attempt.contains(#""reason_code": "worker_interrupted""#))
    }
    try scratch.write("go", "")
    let resumed = try scratch.orchestrate("run", "resume")
    #expect(resumed.status == 0, "\(resumed.output)\(resumed.messages)")
    // Nothing was done twice, nothing lost.
    for gate in ["G1", "G2", "G3"] { #expect(try scratch.text("out/\(gate).md") == "x\n") }
    try scratch.git("add", ".")
    try scratch.git("commit", "-qm", "All")
    #expect(try scratch.orchestrate("verify").status == 0)
  }

  @Test("A worker that outlives a killed program is not overtaken: to go on waits for its end")
  func killed() throws {
    let scratch = try scratch(
      "[ -e go ] || { kill -KILL $PPID; echo ready > out/said; read -r line < out/word; }; echo x >> out/G1.md"
    )
    try scratch.write("out/README.md", "")
    let (said, word) = (scratch.absolute("out/said"), scratch.absolute("out/word"))
    #expect(mkfifo(said, 0o600) == 0 && mkfifo(word, 0o600) == 0)
    let pipes = (said: open(said, O_RDWR), word: open(word, O_RDWR))
    defer {
      close(pipes.said)
      close(pipes.word)
    }
    let ran = try scratch.shell("exec '\(Binary.path)' run auto 2>/dev/null")
    #expect(ran.status == 137)
    var bytes = [UInt8](repeating: 0, count: 64)
    #expect(read(pipes.said, &bytes, bytes.count) == 6)
    let early = try scratch.orchestrate("run", "resume")
    #expect(early.status == 20, "\(early.output)\(early.messages)")
    #expect(early.messages.contains("are in the hands of"))
    #expect(!scratch.exists("out/G1.md"))
    try scratch.write("go", "")
    #expect(write(pipes.word, "on\n", 3) == 3)
    // Once the worker has ended nothing has the lock, and what it left undone in the record is done.
    var late = try scratch.orchestrate("run", "resume")
    for _ in 0..<1000 where late.status == 20 { late = try scratch.orchestrate("run", "resume") }
    #expect(late.status == 0, "\(late.output)\(late.messages)")
    let first = try scratch.text("\(record(scratch))/gates/G1/attempt-1.json")
    #expect(first.contains(#""reason_code": "worker_interrupted""#))
    try scratch.remove("out/said")
    try scratch.remove("out/word")
    try scratch.git("add", ".")
    try scratch.git("commit", "-qm", "All")
    #expect(try scratch.orchestrate("verify").status == 0)
  }

  @Test("Workers go on while a rule of another gate runs a program")
  func besideRule() throws {
    let scratch = try scratch(
      "echo x > out/G1.md", "head -c 1000000 /dev/zero; echo x > out/G2.md",
      members: #""concurrency": "HIGH", "#, gate: #", "needs": []"#)
    // The second worker cannot end before somebody reads what it prints, and the rule waits for its end.
    try scratch.write(
      "orchestration/gates/contracts/G1.contract.json",
      """
      {"gate": "G1", "name": "C", "required_outputs": ["{artifact_path}/G1.md"], "validations": [
        {"type": "command", "path": "out/G1.md", "timeout_seconds": 60,
         "command": ["sh", "-c", "until [ -e out/G2.md ]; do :; done"]}]}
      """)
    let ran = try scratch.orchestrate("run", "auto")
    #expect(ran.status == 0, "\(ran.output)\(ran.messages)")
  }

  @Test("A worker that prints a gigabyte costs neither memory nor disk")
  func gigabyte() throws {
    let scratch = try scratch(
      "head -c 1000000000 /dev/zero; grep VmHWM /proc/$PPID/status > out/G1.md")
    let ran = try scratch.orchestrate("run", "auto")
    #expect(ran.status == 0, "\(ran.messages)")
    let peak = try scratch.text("out/G1.md").split(whereSeparator: { !$0.isNumber }).compactMap {
      Int($0)
    }
    #expect(try #require(peak.first) < 100_000)
    let run = try #require(scratch.names("orchestration/runs").last)
    let logs = scratch.absolute("orchestration/runs/\(run)/logs/gates/G1/attempt-1/stdout")
    let size = try FileManager.default.attributesOfItem(atPath: logs)[.size] as? Int
    #expect(size == 16 << 20)
  }

  @Test(
    "A disk that takes no more in the middle ends with 20; what was recorded stands, and resume goes on"
  )
  func full() throws {
    let lines = (1...9).map { "echo x >> out/G\($0).md" }
    let scratch = try scratch(
      lines[0], lines[1], lines[2], lines[3], lines[4], lines[5], lines[6], lines[7], lines[8])
    // No file may be longer than this many blocks of 1024 bytes, which RUN.json soon would be.
    let ran = try scratch.shell("(ulimit -f 6; exec '\(Binary.path)' run auto)")
    #expect(ran.status == 20, "\(ran.status) \(ran.messages)")
    #expect(ran.messages.contains("the file would be too large"), "\(ran.messages)")
    let before = try scratch.tree("out").count
    #expect(before > 0 && before < 9)
    #expect(try scratch.orchestrate("run", "show").status == 0)
    let resumed = try scratch.orchestrate("run", "resume")
    #expect(resumed.status == 0, "\(resumed.output)\(resumed.messages)")
    try scratch.git("add", ".")
    try scratch.git("commit", "-qm", "All")
    #expect(try scratch.orchestrate("verify").status == 0)
  }

  @Test(
    "In a terminal, Ctrl-C ends the worker and then the program",
    .enabled(if: PseudoTerminal.script != nil, "needs script(1)"))
  func terminal() throws {
    let mark = "6\(UInt32.random(in: 100_000_000...999_999_999))"
    let scratch = try scratch("echo ready > /dev/tty; exec sleep \(mark)")
    let terminal = try PseudoTerminal("orchestrate run auto", in: scratch)
    try terminal.expect("ready")
    try terminal.type("\u{03}")
    #expect(try terminal.end().status == 130)
    #expect(try Survivors.remaining(mark) == [])
    let attempt = try scratch.text("\(record(scratch))/gates/G1/attempt-1.json")
    #expect(attempt.contains(#""reason_code": "worker_interrupted""#))
  }
}
