import Contracts
import JSONDocument
import Testing
import Text

@Suite("command")
struct CommandTests {
  private static func evaluate(
    _ members: String, _ checks: SampleChecks?, path: String = "src/**"
  ) throws -> Evaluation {
    let rule = "\"type\": \"command\", \"path\": \"\(path)\", \(members)"
    let contract = try ContractText.load(ContractText.contract(rules: [rule]))
    let files = MemoryArtifacts(["src/a.c": "x", "src/deep/b.c": "x", "src/c/b.c": "x"])
    return Evaluation(
      of: contract, values: try ContractText.values(), source: files, checks: checks)
  }

  private static func result(
    _ checks: SampleChecks?, _ members: String = "\"command\": [\"make\", \"a b\"]"
  ) throws -> Evaluation.Result {
    try #require(try evaluate(members, checks).results.first)
  }

  @Test("Status 0 is a pass, and the files that it is about are recorded")
  func pass() throws {
    let checks = SampleChecks(.exited(0), output: "src/a.c:1:1: error: all the same\n")
    let evaluation = try Self.evaluate(
      "\"command\": [\"x\", \"{slug}\", \"{other}\", \" \", \"x\"], \"timeout_seconds\": 7, \"env\": [\"CI\"], "
        + "\"id\": \"built\"", checks)
    #expect(evaluation.results.map(\.outcome) == [.pass])
    #expect(evaluation.results[0].found == "status 0")
    #expect(evaluation.results[0].findings.isEmpty)
    #expect(evaluation.artifacts.map(\.path.text) == ["src/a.c", "src/c/b.c", "src/deep/b.c"])
    #expect(
      checks.asked == [
        ExternalCheck(
          rule: "built", words: ["x", "robot", "{other}", " ", "x"], environment: ["CI"], seconds: 7
        )
      ])
  }

  @Test("Where no program may be run the answer stays a claim, neither a pass nor a failure")
  func claimed() throws {
    let result = try Self.result(nil)
    #expect(result.outcome == .claimed)
    #expect(result.found == nil)
    #expect(result.findings.isEmpty)
  }

  @Test("A file that is missing fails it, and the program is not run")
  func missing() throws {
    let checks = SampleChecks(.exited(0))
    for checks in [checks, nil] {
      let evaluation = try Self.evaluate("\"command\": [\"x\"]", checks, path: "gone.c")
      #expect(evaluation.results[0].outcome == .fail)
      #expect(evaluation.results[0].lines == ["gone.c: the file is missing"])
    }
    #expect(checks.asked.isEmpty)
  }

  @Test(
    "Places that the output names are findings there",
    arguments: [
      ("src/a.c:3:5: error: no", ["src/a.c:3:5: error: no"]),
      ("src/a.c:3: no", ["src/a.c:3:1: no"]),
      ("./src/a.c:3:5:no", ["src/a.c:3:5: no"]),
      ("test 'x' at src/a.c:3:5: no", ["src/a.c:3:5: no"]),
      ("it is (src/a.c:3:5)", ["src/a.c:3:5: )"]),
      ("at src/a.c:3", ["src/a.c:3:1: at src/a.c:3"]),
      ("✘ failed at a.c:3:5: no", ["src/a.c:3:5: no"]),
      ("at 10:30: src/a.c:3: no", ["src/a.c:3:1: no"]),
      ("\u{1B}[1;31msrc/a.c:3:5:\u{1B}[0m error", ["src/a.c:3:5: error"]),
      (
        "src/a.c:3:5: no\r\nsrc/a.c:3:5: no\nsrc/a.c:4: no", ["src/a.c:3:5: no", "src/a.c:4:1: no"]
      ),
      ("src/a.c:1: warning: x\nsrc/a.c:2: error: y\nsrc/a.c:3: note: z", ["src/a.c:2:1: error: y"]),
      ("src/a.c:1: warning: x\nsrc/a.c:3: note: z", ["src/a.c:1:1: warning: x"]),
      ("src/a.c:0:0: x", ["src/a.c:1:1: x"]),
      ("src/e.c:1: x", ["src/e.c:1:1: x"]),
    ])
  func places(output: String, expected: [String]) throws {
    let missing: Set = ["a.c", "b.c", "10"]
    for isError in [true, false] {
      let checks = SampleChecks(
        .exited(2), output: isError ? "" : output, messages: isError ? output : "",
        missing: missing)
      let result = try Self.result(checks)
      #expect(result.outcome == .fail)
      #expect(result.lines == expected)
      let count = expected.count == 1 ? "1 place named" : "\(expected.count) places named"
      #expect(result.found == "status 2, \(count)")
      #expect(result.fixes.first == "mend it; to see all that it says: make 'a b'")
    }
  }

  @Test(
    "Without a place the first lines are told at the pattern, standard error first",
    arguments: [
      ("", "", ["it said nothing"]), ("a\n\n  \nb", "c", ["c", "a", "b"]),
      ("1\n2\n3", "4\n5\n6", ["4", "5", "6", "1", "2"]),
      ("b.c:3: two files have that name", "", ["b.c:3: two files have that name"]),
      ("/etc/passwd:3: x\n../a.c:3: x", "", ["/etc/passwd:3: x", "../a.c:3: x"]),
      ("src/a.c:12345678: x", "", ["src/a.c:12345678: x"]), ("a\u{7}b\t\u{1B}c", "", ["a b c"]),
    ])
  func lines(output: String, messages: String, expected: [String]) throws {
    let checks = SampleChecks(.exited(1), output: output, messages: messages, missing: ["b.c"])
    let result = try Self.result(checks)
    #expect(result.lines == expected.map { "src/**: \($0)" })
    #expect(result.found == "status 1")
  }

  @Test("A signal fails it; what took too long or could not be started is no answer")
  func ends() throws {
    let signalled = try Self.result(SampleChecks(.signalled(6)))
    #expect(signalled.outcome == .fail)
    #expect(signalled.found == "ended by signal 6")
    let late = try Self.result(SampleChecks(.timedOut))
    #expect(late.outcome == .error("'make 'a b'' took longer than 600 seconds and was ended"))
    let missing = try Self.result(SampleChecks(.notStarted("the program 'make' was not found")))
    #expect(missing.outcome == .error("the program 'make' was not found"))
  }

  @Test("Long lines are cut, and of more than fifty places fifty are kept")
  func long() throws {
    let line = String(repeating: "y", count: 500)
    let many = (1...70).map { "src/a.c:\($0): \(line)\n" }.joined()
    let result = try Self.result(SampleChecks(.exited(1), output: many))
    #expect(result.findings.count == 50)
    #expect(result.found == "status 1, 70 places named")
    #expect(result.findings[0].message.unicodeScalars.count == 120)
    let odd = String(repeating: "x:1", count: 100_000)
    #expect(try Self.result(SampleChecks(.exited(1), output: odd)).outcome == .fail)
  }

  @Test("What it demands is said in words that a shell would read")
  func words() throws {
    let result = try Self.result(
      nil, "\"command\": [\"a\", \"it's\", \"-x=1\", \"a|b\"], \"timeout_seconds\": 1")
    #expect(result.expected == "'a 'it'\\''s' -x=1 'a|b'' ends with status 0")
    #expect(
      result.rule.kind.sentence(about: "src", at: .quick)
        == "src is good where 'a 'it'\\''s' -x=1 'a|b'' ends with status 0")
    #expect(result.rule.kind.explanation?.hasSuffix("for at most 1 second.") == true)
  }

  private static func bad(
    _ name: String, _ members: String, _ what: String, _ hint: String? = nil
  ) -> BadContract {
    .rule(name, "\"type\": \"command\", \"path\": \"a\", \(members)", what, hint)
  }

  @Test(
    "Bad parameters are refused with their place",
    arguments: [
      .wholeRule(
        "no command", "\"type\": \"command\", \"path\": \"a\"", "missing key 'command'"),
      bad("a line", "\"command\": ▸\"make all\"", "expected an array, found a string"),
      bad(
        "empty", "\"command\": ▸[]", "the list is empty",
        "name at least one, or take the rule out"),
      bad("blank program", "\"command\": [▸\" \"]", "the text is empty"),
      bad(
        "two lines", "\"command\": [\"a\", ▸\"b\\nc\"]",
        "the text has a control character or line break", "write it in one line"),
      bad(
        "no time", "\"command\": [\"a\"], \"timeout_seconds\": ▸0",
        "expected an integer from 1 to 86400, found 0"),
      bad(
        "a value", "\"command\": [\"a\"], \"env\": [▸\"CI=1\"]",
        "'CI=1' is no name of a variable", "use letters, digits and '_'"),
      bad(
        "cwd", "\"command\": [\"a\"], ▸\"cwd\": \"b\"", "unknown key 'cwd'",
        "known are 'type', 'path', 'id', 'severity', 'hint', 'allow_empty', 'command', "
          + "'timeout_seconds', 'env'"),
    ] as [BadContract])
  func refused(bad: BadContract) { BadContractTests.expect(bad) }
}
