import Foundation
import JSONDocument
import TestSupport
import Testing

@Suite("The built program as a process")
struct ProcessTests {
  private static let plain = """
    {"name": "plain", "version": "1", "gates": [{"gate": "G1", "name": "First", "prompt": "G1.md"}]}
    """

  /// A repository with a one-gate workflow and an open attempt of its run `s`.
  private func scratch(outputs: Bool = true) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("workflows/plain/workflow.json", Self.plain)
    try scratch.write("workflows/plain/G1.md", "Write it.\n")
    try scratch.write(
      "orchestration/gates/contracts/G1.contract.json",
      #"{"gate": "G1", "name": "First", "required_outputs": ["{artifact_path}/one.md"]}"#)
    if outputs { try scratch.write("out/one.md", "one\n") }
    try scratch.write(".gitignore", "orchestration/runs/*/logs/\n")
    try scratch.makeRepository()
    let started = try scratch.orchestrate(
      "run", "start", "--workflow", "plain", "--slug", "s", "--artifact-path", "out")
    #expect(started.status == 0, "\(started.messages)")
    #expect(try scratch.orchestrate("gate", "start", "--gate", "G1").status == 0)
    return scratch
  }

  private func run(of scratch: Scratch) throws -> String {
    try #require(scratch.names("orchestration/runs").last)
  }

  @Test(
    "An argument that is not UTF-8 is refused with 10 and nothing is written",
    arguments: [
      #"orchestrate run show --run $'\xff'"#, #"orchestrate $'run\xc3'"#,
      #"orchestrate run start --workflow plain --slug t --artifact-path $'\xed\xa0\x80'"#,
      #"orchestrate gate fail --gate G1 --reason $'caf\xe9'"#,
    ])
  func encoding(_ line: String) throws {
    let scratch = try scratch()
    let before = try scratch.tree("")
    let ran = try scratch.shell(line)
    #expect(ran.status == 10, "\(ran.output)\(ran.messages)")
    #expect(
      ran.messages == "orchestrate: error: an argument is not UTF-8\nhint: write it in UTF-8\n")
    #expect(ran.output == "")
    #expect(try scratch.tree("") == before)
  }

  @Test("Only the answer goes to standard output")
  func streams() throws {
    let scratch = try scratch()
    let run = try run(of: scratch)
    let next = try scratch.shell("orchestrate next 2>/dev/null")
    #expect(next.output == "orchestrate run resume --run \(run)\n")
    let failed = try scratch.orchestrate("run", "show", "--run", "nothing")
    #expect(failed.output == "" && failed.status == 10)
    let start = try scratch.shell(
      "orchestrate run start --workflow plain --slug t --artifact-path t 2>/dev/null")
    #expect(start.output.hasPrefix("run_") && start.output.split(separator: "\n").count == 1)
  }

  @Test("A reader that goes away is no error, and the work is still done")
  func readerGone() throws {
    let scratch = try scratch()
    for line in ["orchestrate --help", "orchestrate gate packet", "orchestrate run show"] {
      let ran = try scratch.shell("set -o pipefail; \(line) | true")
      #expect(ran.status == 0, "\(line): \(ran.status)")
      #expect(ran.messages == "", "\(line)")
      let head = try scratch.shell("\(line) | head -1")
      #expect(head.messages == "" && head.output.split(separator: "\n").count == 1)
    }
    let finished = try scratch.shell("orchestrate run resume --no-pause | true; sleep 0")
    #expect(finished.messages == "")
    #expect(try scratch.orchestrate("run", "list").output.hasPrefix("PASSED"))
  }

  @Test(
    "A full disk behind standard output is 20",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
    arguments: [
      "run list", "run list --json", "--help", "--version", "gate packet", "gate check --json",
      "run show --run nothing --json",
    ])
  func full(_ words: String) throws {
    let scratch = try scratch()
    let ran = try scratch.shell("orchestrate \(words) > /dev/full")
    #expect(ran.status == 20, "\(ran.status): \(ran.messages)")
    #expect(
      ran.messages.hasPrefix(
        "orchestrate: error: cannot write to standard output: no space left on device\nhint: "))
  }

  @Test("Standard error that cannot be written loses the words, not the answer or the status")
  func fullMessages() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let scratch = try scratch()
    let next = try scratch.shell("orchestrate next 2> /dev/full")
    #expect(next.status == 0 && next.output.hasPrefix("orchestrate run resume"))
    #expect(try scratch.shell("orchestrate run show --run x 2> /dev/full").status == 10)
  }

  @Test(
    "Closed standard streams end no command by a signal, and get into no file; an unsaid answer is 20",
    arguments: ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
  func closed(_ streams: String) throws {
    let scratch = try scratch()
    for (words, status) in [
      ("run list", Int32(0)), ("run show --run x", 10), ("gate check", 0), ("run resume", 3),
      ("gate finish", 0), ("--help", 0),
    ] {
      let ran = try scratch.shell("orchestrate \(words) \(streams)")
      let expected =
        streams.contains(">&- ") || streams == ">&-" ? (status == 10 ? 10 : 20) : status
      #expect(ran.status == expected, "\(words) \(streams): \(ran.status)\n\(ran.messages)")
    }
    for (name, text) in try scratch.tree("orchestration/runs") where name.hasSuffix(".json") {
      #expect((try? JSONDocument(parsing: Array(text.utf8))) != nil, "\(name)")
    }
    #expect(try scratch.orchestrate("run", "show").status == 0)
  }

  @Test("A working directory that is gone is said to be so")
  func goneFolder() throws {
    let scratch = try scratch()
    let ran = try scratch.shell("mkdir gone; cd gone; rmdir ../gone; orchestrate run list")
    #expect(ran.status == 20)
    #expect(ran.messages.hasPrefix("orchestrate: error: the working directory is gone"))
  }

  @Test(
    "A run's folder that another holds is 20 naming the holder, and free when the holder is killed")
  func lock() throws {
    let scratch = try scratch()
    guard try scratch.shell("command -v flock").status == 0 else { return }
    let run = try run(of: scratch)
    let note = #"{"command": "gate finish", "pid": 7, "since": "2026-01-19T14:30:12.481Z"}"#
    let ran = try scratch.shell(
      """
      flock -x 'orchestration/runs/\(run)' -c 'echo held; exec sleep 600' > held.txt &
      holder=$!
      while ! grep -q held held.txt 2>/dev/null; do sleep 0.01; done
      echo '\(note)' > 'orchestration/runs/\(run)/logs/holder.json'
      orchestrate gate finish
      echo "status $?"
      orchestrate run show > shown.txt
      echo "reader $?"
      pkill -KILL -P $holder
      kill -KILL $holder
      wait $holder 2>/dev/null
      orchestrate gate finish > finished.txt
      echo "then $?"
      """)
    #expect(ran.output == "status 20\nreader 0\nthen 0\n", "\(ran.messages)")
    #expect(
      ran.messages.contains(
        "orchestrate: error: run \(run) is being written by 'gate finish' "
          + "(process 7, since 2026-01-19T14:30:12.481Z)\nhint: try again in a moment\n"),
      "\(ran.messages)")
    #expect(try scratch.text("finished.txt").hasPrefix("PASS G1"))
  }

  @Test("Commands that race for one run each do their work or say that they could not")
  func race() throws {
    let scratch = try scratch()
    let ran = try scratch.shell(
      """
      for i in 1 2 3 4 5 6; do
        orchestrate invocation record --gate G1 --agent "a$i" > "id$i.txt" 2>/dev/null &
      done
      wait
      cat id*.txt | sort -u | wc -l
      """)
    #expect(Int(ran.output.trimmingCharacters(in: .whitespacesAndNewlines)) == 6, "\(ran.messages)")
    let run = try scratch.text("orchestration/runs/\(run(of: scratch))/record/RUN.json")
    #expect(run.components(separatedBy: "\"type\": \"invocation_recorded\"").count == 7)
    let finished = try scratch.shell(
      """
      for i in 1 2 3 4; do orchestrate gate finish --gate G1 > "f$i.txt" 2>/dev/null & done
      wait
      cat f?.txt | grep -c '^PASS'
      """)
    #expect(finished.output == "1\n")
    #expect(try scratch.orchestrate("run", "show").status == 0)
  }

  @Test("A terminal asks, and Ctrl-C ends with 130 and writes nothing")
  func terminal() throws {
    let scratch = try scratch()
    guard try scratch.shell("command -v python3").status == 0 else { return }
    let before = try scratch.tree("orchestration/runs/\(run(of: scratch))/record")
    try scratch.write("terminal.py", Self.pty)
    let stopped = try scratch.run(["python3", "terminal.py", Binary.path, "^C"])
    #expect(stopped.output.contains("Enter, c, o, f or q:"), "\(stopped.output)\(stopped.messages)")
    #expect(stopped.output.hasSuffix("status 130\n"), "\(stopped.output)")
    let quit = try scratch.run(["python3", "terminal.py", Binary.path, "q\n"])
    #expect(quit.output.hasSuffix("status 3\n"), "\(quit.output)")
    let ended = try scratch.run(["python3", "terminal.py", Binary.path, "^D"])
    #expect(ended.output.hasSuffix("status 3\n"), "\(ended.output)")
    #expect(try scratch.tree("orchestration/runs/\(run(of: scratch))/record") == before)
    let entered = try scratch.run(["python3", "terminal.py", Binary.path, "\n"])
    #expect(entered.output.hasSuffix("status 0\n"), "\(entered.output)")
    #expect(try scratch.orchestrate("run", "list").output.hasPrefix("PASSED"))
  }

  /// Runs `run resume` at a terminal, types something at the prompt and prints what was shown and the status.
  private static let pty = #"""
    import os, pty, signal, sys
    # The test's own process blocks signals in what it starts.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    signal.alarm(60)
    typed = {"^C": b"\x03", "^D": b"\x04"}.get(sys.argv[2], sys.argv[2].encode())
    process, terminal = pty.fork()
    if process == 0:
        os.execv(sys.argv[1], [sys.argv[1], "run", "resume"])
    shown, isTyped = b"", False
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
        if not isTyped and b"f or q: " in shown:
            isTyped = True
            os.write(terminal, typed)
    _, status = os.waitpid(process, 0)
    code = os.waitstatus_to_exitcode(status)
    print(shown.decode().replace("\r\n", "\n"))
    print("status", 128 - code if code < 0 else code)
    """#

  @Test("In a fresh copy the main job passes the shipped example, and what 'next' names commits it")
  func mainJob() throws {
    let scratch = try Scratch.shipped()
    let ran = try scratch.orchestrate(
      "run", "visual-essay", "--slug", "the-word-robot", "--artifact-path", Scratch.example,
      "--no-pause")
    #expect(ran.status == 0, "\(ran.output)\(ran.messages)")
    for gate in ["G1", "G2", "G3"] { #expect(ran.output.contains("PASS \(gate) ")) }
    // What 'next' names is typed until nothing is left to commit.
    for _ in 0..<3 {
      let next = try scratch.orchestrate("next").output
      guard next.hasPrefix("git ") else { break }
      let typed = try scratch.shell(next)
      #expect(typed.status == 0, "\(next): \(typed.output)\(typed.messages)")
    }
    #expect(try scratch.orchestrate("next").output.hasPrefix("orchestrate run show"))
    #expect(try scratch.git("status", "--porcelain") == "")
  }

  @Test("By hand, the two lines that each PASS prints commit it")
  func commitLines() throws {
    let scratch = try Scratch.shipped()
    let started = try scratch.orchestrate(
      "run", "start", "--workflow", "visual-essay", "--slug", "the-word-robot", "--artifact-path",
      Scratch.example)
    #expect(started.status == 0, "\(started.messages)")
    for gate in ["G1", "G2", "G3"] {
      #expect(try scratch.orchestrate("gate", "start", "--gate", gate).status == 0)
      let finished = try scratch.orchestrate("gate", "finish", "--gate", gate)
      #expect(finished.status == 0, "\(finished.output)\(finished.messages)")
      let lines = finished.output.split(separator: "\n").filter { $0.hasPrefix("git ") }
      #expect(lines.count == 2)
      for line in lines {
        let typed = try scratch.shell(String(line))
        #expect(typed.status == 0, "\(line): \(typed.output)\(typed.messages)")
      }
      #expect(try scratch.git("status", "--porcelain") == "")
    }
  }
}
