import TestSupport
import Testing

@Suite("Standard streams that are closed, full or left", .timeLimit(.minutes(20)))
struct StreamTests {
  /// A command in the state that it is typed in, and what it does there with all streams open.
  private static let before = [
    "run start --workflow plain --slug s --artifact-path out", "gate start --gate G1",
  ]

  private static let lines = [
    "run list", "gate finish", "verify --json", "gate packet",
    "invocation record --gate G1 --agent a", "--help", "run show --run nothing --json",
    "run complete --status CANCELED", "run show", "run show --json", "verify", "report", "next",
    "gate check", "--version", "gate fail --reason no",
    "run start --workflow plain --slug t --artifact-path t", "gate start --gate G2",
    "run resume --no-pause", "completion bash",
  ]

  /// Runs each line as it is and then with a stream changed, from the same state.
  private func each(
    _ change: (String) -> String,
    _ check: (_ line: String, _ clean: Ran, _ ran: Ran, _ isSame: Bool) throws -> Void
  ) throws {
    let ground = try Ground(Self.before)
    for line in Sweep.isFull ? Self.lines : Array(Self.lines.prefix(8)) {
      try ground.reset()
      let clean = try ground.scratch.run(Changing.words(line))
      let after = try ground.story()
      try ground.reset()
      let ran = try ground.scratch.shell(change("orchestrate \(line)"))
      try check(line, clean, ran, try ground.story() == after)
      try ground.expectSound(line)
    }
  }

  @Test(
    "A closed or full standard output is 20, and what was done is done",
    arguments: [(">&-", "it is closed"), ("> /dev/full", "no space left on device")])
  func output(_ stream: (redirection: String, why: String)) throws {
    try each({ "\($0) \(stream.redirection)" }) { line, _, ran, isSame in
      #expect(ran.status == 20, "\(line): \(ran.status)")
      let said = "orchestrate: error: cannot write to standard output: \(stream.why)\nhint: "
      #expect(ran.messages.contains(said), "\(line): \(ran.messages)")
      // A pipeline stops where it could not say what it had done.
      #expect(isSame || line.hasPrefix("run resume"), "\(line)")
    }
  }

  @Test(
    "A closed standard input or error changes no answer, and nothing gets into a file",
    arguments: ["<&-", "2>&-", "<&- 2>&-", "2> /dev/full"])
  func others(_ redirection: String) throws {
    try each({ "\($0) \(redirection)" }) { line, clean, ran, isSame in
      #expect(ran.status == clean.status, "\(line): \(ran.status) \(ran.messages)")
      #expect(Ground.timeless(ran.output) == Ground.timeless(clean.output), "\(line)")
      #expect(isSame, "\(line)")
    }
  }

  @Test(
    "A reader that leaves after a line is no error, and what was to be done is done",
    arguments: ["head -1", "true"])
  func reader(_ reader: String) throws {
    try each({ "\($0) 2> .git/messages | \(reader) > .git/read; echo ${PIPESTATUS[0]}" }) {
      line, clean, ran, isSame in
      #expect(ran.output == "\(clean.status)\n", "\(line): \(ran.messages)")
      #expect(isSame, "\(line)")
    }
  }
}
