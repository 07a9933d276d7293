import Foundation
import TestSupport
import Testing

@Suite(
  "A writer's whole evening, in a pseudo-terminal",
  .enabled(if: PseudoTerminal.script != nil, "needs script(1)"), .timeLimit(.minutes(5)))
struct EveningTests {
  private let line = "orchestrate run visual-essay --slug evening --artifact-path essays/evening"
  private let question = "Enter, c, o, f or q: "
  private let choice = "Enter to resume it, n for a new one, q to stop: "
  private let controlC = "\u{3}"
  private let controlD = "\u{4}"

  private func write(_ folder: String, in scratch: Scratch) throws {
    let source = URL(filePath: scratch.absolute(Scratch.example)).appending(path: folder)
    try scratch.copy(source, to: "essays/evening/\(folder)")
  }

  @Test(
    "Nothing is lost, no state is a dead end, and what the tool prints leads to a committed, passed run"
  )
  func evening() throws {
    let scratch = try Scratch.shipped()
    func terminal(_ line: String) throws -> PseudoTerminal { try PseudoTerminal(line, in: scratch) }
    func statuses() throws -> String { try scratch.orchestrate("run", "show").output }

    // G1 fails, because nothing is written yet.
    var window = try terminal(line)
    try window.expect("## For you")
    try window.expect(question)
    try window.type("\n")
    try window.expect("FAIL G1 Intake Approval, attempt 1")
    try window.expect("next: orchestrate run resume --run run_")
    #expect(try window.end().status == 2)

    // The same line again asks; Ctrl-D and Ctrl-C there decide nothing.
    window = try terminal(line)
    try window.expect(choice)
    try window.type(controlD)
    #expect(try window.end().status == 3)
    window = try terminal(line)
    try window.expect(choice)
    try window.type(controlC)
    #expect(try window.end().status == 130)
    #expect(try statuses().contains("FAILED · "))

    // Resumed: the packet begins with what failed. A look, then away.
    window = try terminal(line)
    try window.expect(choice)
    try window.type("\n")
    try window.expect("## Mend first: attempt 1 failed")
    try window.expect(question)
    try window.type("q\n")
    try window.expect("stays open")
    #expect(try window.end().status == 3)

    // Mended, checked, passed; G2 opens, and Ctrl-C ends the evening's first half.
    try write("intake", in: scratch)
    window = try terminal("orchestrate run resume")
    try window.expect("since then essays/evening/intake/BRIEF.md has changed.")
    try window.expect(question)
    try window.type("c\n")
    try window.expect("PASS G1 Intake Approval, check only")
    try window.expect(question)
    try window.type("\n")
    try window.expect("PASS G1 Intake Approval, attempt 2")
    try window.expect("git commit -m 'Pass G1 Intake Approval of evening'")
    try window.expect("G2 Research Complete, attempt 1, is open")
    try window.expect(question)
    try window.type(controlC)
    #expect(try window.end().status == 130)

    // The brief is edited once more before it is committed: what passed is nowhere then, so `next` has it judged again.
    let brief = try scratch.text("essays/evening/intake/BRIEF.md")
    try scratch.write("essays/evening/intake/BRIEF.md", brief + "\nOne more thought.\n")
    let again = try scratch.orchestrate("next").output
    #expect(again.hasPrefix("orchestrate gate start --run run_") && again.hasSuffix(" --gate G1\n"))
    #expect(try scratch.shell(again).status == 0)
    window = try terminal("orchestrate run resume")
    try window.expect("G1 Intake Approval, attempt 3, is open")
    try window.expect(question)
    try window.type("\n")
    try window.expect("PASS G1 Intake Approval, attempt 3")
    try window.expect(question)
    try window.type("q\n")
    #expect(try window.end().status == 3)

    // Committed once, as `next` says.
    let next = try scratch.orchestrate("next").output
    #expect(next.hasPrefix("git add orchestration/runs/run_"))
    #expect(try scratch.run(["bash", "-c", next]).status == 0)
    #expect(try scratch.orchestrate("next").output.hasPrefix("orchestrate run resume --run run_"))

    // While one shell waits at G2, another one finishes it.
    window = try terminal("orchestrate run resume")
    try window.expect(question)
    try write("research", in: scratch)
    #expect(try scratch.orchestrate("gate", "finish", "--gate", "G2").status == 0)
    try window.type("\n")
    try window.expect("was closed from another shell: PASS")
    try window.expect("G3 Spec Approval, attempt 1, is open")
    try window.expect(question)

    // The window is closed; then Ctrl-D, and a reason that is not given.
    window.close()
    window = try terminal("orchestrate run resume")
    try window.expect(question)
    try window.type(controlD)
    #expect(try window.end().status == 3)
    window = try terminal("orchestrate run resume")
    try window.expect(question)
    try window.type("f\n")
    try window.expect("Why?")
    try window.type(controlD)
    try window.expect("Nothing was recorded.")
    try window.expect(question)
    try window.type("f\n")
    try window.expect("Why?")
    try window.type(controlC)
    #expect(try window.end().status == 130)
    #expect(try statuses().contains("G3 Spec Approval      RUNNING  attempt 1"))

    // The brief is mended after it passed.
    try scratch.write("essays/evening/intake/BRIEF.md", brief + "\nA second thought.\n")

    // The spec is there; the run completes, and names the brief that was edited after it passed.
    try write("spec", in: scratch)
    window = try terminal("orchestrate run resume")
    try window.expect(question)
    try window.type("\n")
    try window.expect("PASS G3 Spec Approval, attempt 1")
    try window.expect("essays/evening/intake/BRIEF.md has changed since it passed G1")
    try window.expect("PASSED run_")
    #expect(try window.end().status == 0)

    let last = try scratch.orchestrate("next").output
    #expect(try scratch.run(["bash", "-c", last]).status == 0)
    #expect(try scratch.git("status", "--porcelain") == " M essays/evening/intake/BRIEF.md\n")
    #expect(try scratch.orchestrate("next").output.hasPrefix("orchestrate run show --run run_"))
  }
}
