import TestSupport
import Testing

@Suite("Setting up and looking back, in a real terminal")
struct SettingUpTests {
  /// A repository that was set up, with a person who has a home and a configuration of their own.
  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.git("init", "-q")
    #expect(try scratch.orchestrate("init", "--workflow", "blank").status == 0)
    try scratch.write(
      ".git/home/.config/orchestrate/config.json",
      #"{"editor": ["cat"], "notify": ["touch", "told-{gate}"], "open": true}"#)
    return scratch
  }

  /// A command line of a shell in a terminal of so many columns.
  private func terminal(
    _ line: String, columns: Int = 80, in scratch: Scratch
  ) throws -> PseudoTerminal {
    try scratch.write(
      ".git/window",
      """
      stty cols \(columns)
      export HOME=\(scratch.absolute(".git/home"))
      '\(Binary.path)' \(line)
      """)
    return try PseudoTerminal("sh .git/window", in: scratch)
  }

  @Test(
    "A pause tells the person and opens the packet; what waits then stands in the list",
    .enabled(if: PseudoTerminal.script != nil, "script(1) is not installed"))
  func pause() throws {
    let scratch = try scratch()
    let pause = try terminal("run blank --slug hello --artifact-path out", in: scratch)
    try pause.expect("Nothing is recorded until you press Enter.")
    try pause.expect("This is where the task of the gate stands.")
    try pause.expect("Enter, c, o, f or q: ")
    try pause.type("q\n")
    #expect(try pause.end().status == 3)
    #expect(scratch.exists("told-G1"))
  }

  @Test(
    "The list fits the terminal that it is shown in",
    .enabled(if: PseudoTerminal.script != nil, "script(1) is not installed"),
    arguments: [50, 120])
  func columns(_ columns: Int) throws {
    let scratch = try scratch()
    let started = try scratch.orchestrate(
      "run", "start", "--workflow", "blank", "--slug", "hello", "--artifact-path", "out")
    #expect(started.status == 0, "\(started.messages)")
    let shown = try terminal("run list", columns: columns, in: scratch).end().shown
    let lines = shown.split(separator: "\n")
    #expect(lines.count == (columns == 50 ? 2 : 1), "\(shown)")
    #expect(lines.allSatisfy { $0.count <= columns }, "\(shown)")
  }
}
