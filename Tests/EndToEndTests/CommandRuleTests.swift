import Foundation
import JSONDocument
import TestSupport
import Testing

@Suite("Rules that have a program run")
struct CommandRuleTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// A repository with one gate, which demands that the words of a command end well.
  private func begin(_ command: [String], _ members: String = "") throws {
    let words = String(
      decoding: try JSONSerialization.data(withJSONObject: command), as: UTF8.self)
    try scratch.write(
      "orchestration/gates/contracts/G1.contract.json",
      """
      { "gate": "G1", "name": "Built", "required_outputs": ["{artifact_path}/a.c"], "validations": [
        { "type": "command", "id": "built", "path": "{artifact_path}/*.c", "command": \(words)\(members) }
      ] }
      """)
    try scratch.write(
      "workflows/build/workflow.json",
      """
      { "name": "build", "version": "1", "defaults": { "slug": "build", "artifact_path": "src" },
        "gates": [{ "gate": "G1", "name": "Built", "prompt": "prompts/G1.md" }] }
      """)
    try scratch.write("workflows/build/prompts/G1.md", "Build it.\n")
    try scratch.write("src/a.c", "int main;\n")
    try scratch.write(".gitignore", "orchestration/runs/*/logs/\nran\n")
    try scratch.makeRepository()
  }

  private func start() throws {
    #expect(try scratch.orchestrate("run", "start", "--workflow", "build").status == 0)
    #expect(try scratch.orchestrate("gate", "start", "--gate", "G1").status == 0)
  }

  private func rules() throws -> [String: Int] {
    let answer = try scratch.orchestrate("verify", "--json")
    let rules = try JSONDocument(parsing: Array(answer.output.utf8)).root.object()
      .required("counts").object().required("rules").object()
    return try Dictionary(
      uniqueKeysWithValues: rules.members.map { (try $0.key.string(), try $0.value.integer()) })
  }

  @Test(
    "It runs when the gate is checked and closed, not while a packet is made, and never by verify")
  func whenItRuns() throws {
    try begin(["sh", "-c", "echo x >> ran"])
    func runs() throws -> Int {
      scratch.exists("ran") ? try scratch.text("ran").utf8.count / 2 : 0
    }
    try start()
    let packet = try scratch.orchestrate("gate", "packet")
    #expect(packet.output.contains("- built command · today: run when the gate is checked"))
    #expect(try runs() == 0)
    #expect(try scratch.orchestrate("gate", "check").status == 0)
    #expect(try runs() == 1)
    let finished = try scratch.orchestrate("gate", "finish")
    #expect(finished.status == 0)
    #expect(finished.output.hasPrefix("PASS G1 Built, attempt 1: 2 of 2 rules met"))
    #expect(try runs() == 2)
    try scratch.git("add", ".")
    try scratch.git("commit", "-qm", "Pass")
    let verified = try scratch.orchestrate("verify", "--strict")
    #expect(verified.status == 0)
    #expect(verified.output.contains("1 artifact: 1 reproduced; 1 rule run again; 1 rule claimed"))
    #expect(try rules() == ["replayed": 1, "not_replayed": 0, "claimed": 1])
    #expect(try runs() == 2)
  }

  @Test("A program that fails closes the gate as FAIL, at the place that it names")
  func failing() throws {
    try begin(["sh", "-c", "echo \"$PWD/src/a.c:1:5: error: no type\" >&2; exit 3"])
    try start()
    let checked = try scratch.orchestrate("gate", "check")
    #expect(checked.status == 2)
    #expect(checked.output.contains("src/a.c:1:5: fail[G1/built command] error: no type\n"))
    #expect(checked.output.contains("  found: status 3, 1 place named\n"))
    #expect(!checked.output.contains(scratch.path))
    #expect(try scratch.orchestrate("gate", "finish").status == 2)
    let run = try #require(try scratch.names("orchestration/runs").first)
    let attempt = try scratch.text("orchestration/runs/\(run)/record/gates/G1/attempt-1.json")
    #expect(
      attempt.contains(
        "{\"path\": \"{artifact_path}/a.c\", \"line\": 1, \"column\": 5, \"message\": \"error: no type\"}"
      ))
    #expect(try rules() == ["replayed": 1, "not_replayed": 0, "claimed": 1])
    // The same files may well be judged otherwise the next time.
    #expect(try scratch.orchestrate("gate", "start", "--gate", "G1").status == 0)
    let again = try scratch.orchestrate("gate", "finish", "--json")
    #expect(again.output.contains("\"rule_failed\""))
  }

  @Test(
    "A program that is missing is no answer: the rule could not run, and the attempt stays open")
  func missing() throws {
    try begin(["no-such-program-anywhere"])
    try start()
    let checked = try scratch.orchestrate("gate", "check")
    #expect(checked.status == 20)
    #expect(checked.output.contains("the program 'no-such-program-anywhere' was not found"))
    #expect(try scratch.orchestrate("gate", "finish").status == 20)
    #expect(try scratch.orchestrate("gate", "check").status == 20)
  }

  @Test("It gets the words as they are and no variable but those that are named")
  func words() throws {
    try begin(
      ["sh", "-c", "env | cut -d= -f1 | sort; echo \"$1\"; exit 1", "sh", "{slug} $HOME `id` {x}"],
      ", \"env\": [\"WANTED\", \"UNSET\"]")
    try start()
    let checked = try scratch.shell(
      "orchestrate gate check", environment: ["WANTED": "1", "SECRET": "2", "LC_ALL": "C"])
    #expect(checked.status == 2)
    let told = checked.output.split(separator: "\n").filter { $0.contains("fail[") }
      .map { $0.split(separator: "] ", maxSplits: 1)[1] }
    #expect(
      told.filter { !["PWD", "OLDPWD", "_", "SHLVL"].contains($0) } == [
        "HOME", "PATH", "WANTED", "build $HOME `id` {x}",
      ])
  }

  @Test("A claim on a file that was missing does not stand")
  func missingFile() throws {
    try begin(["true"])
    try scratch.remove("src/a.c")
    try start()
    #expect(try scratch.orchestrate("gate", "finish").status == 2)
    #expect(try rules() == ["replayed": 2, "not_replayed": 0, "claimed": 0])
  }

  @Test("A program that takes too long is ended though it does not want to, and is no answer")
  func late() throws {
    try begin(
      ["sh", "-c", "trap '' TERM; echo $$ > ran; sleep 1000; sleep 1000"],
      ", \"timeout_seconds\": 1")
    try start()
    let checked = try scratch.orchestrate("gate", "check")
    #expect(checked.status == 20)
    #expect(checked.output.contains("took longer than 1 second and was ended"))
    let child = try scratch.text("ran").trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(try scratch.run(["kill", "-0", child]).status != 0)
  }

  @Test("What a program wrote is kept when the gate is closed, and a check keeps nothing")
  func logs() throws {
    try begin(["sh", "-c", "seq 100000; echo told >&2; exit 1"])
    try start()
    let run = try #require(try scratch.names("orchestration/runs").first)
    let logs = "orchestration/runs/\(run)/logs/gates/G1/attempt-1/rules"
    #expect(try scratch.orchestrate("gate", "check").status == 2)
    #expect(!scratch.exists(logs))
    let finished = try scratch.orchestrate("gate", "finish")
    #expect(finished.status == 2)
    #expect(try scratch.text("\(logs)/built.stderr") == "told\n")
    #expect(try scratch.text("\(logs)/built.stdout").hasSuffix("\n100000\n"))
    // The first lines are told though the end alone is at hand without the logs.
    #expect(finished.output.contains("fail[G1/built command] 1\n"))
  }

  @Test(
    "Ctrl-C ends the program, writes nothing, and the attempt stays open",
    arguments: ["INT", "TERM"])
  func interrupted(signal: String) throws {
    try begin(["sh", "-c", "echo $$ > ran; kill -\(signal) $PPID; sleep 1000"])
    try start()
    // Whoever runs the tests may ignore these signals, and what is ignored is inherited.
    let ran = try scratch.run(
      ["env", "--default-signal=INT,TERM", Binary.path, "gate", "finish"])
    #expect(ran.status == (signal == "INT" ? 130 : 143), "\(ran.messages)")
    let child = try scratch.text("ran").trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(try scratch.run(["kill", "-0", child]).status != 0)
    #expect(try scratch.orchestrate("run", "show", "--json").output.contains("\"RUNNING\""))
    let run = try #require(try scratch.names("orchestration/runs").first)
    #expect(!scratch.exists("orchestration/runs/\(run)/record/gates"))
  }
}
