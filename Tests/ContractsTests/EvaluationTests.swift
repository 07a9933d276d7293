import Contracts
import Testing
import Text

@Suite("Judging files by a contract")
struct EvaluationTests {
  /// One rule of each type that a good text of `good` meets.
  static let rules = [
    "\"type\": \"file_exists\"", "\"type\": \"min_sources\", \"min\": 1",
    "\"type\": \"contains_headings\", \"headings\": [\"A\"]",
    "\"type\": \"not_contains\", \"phrases\": [\"TODO\"]",
    "\"type\": \"contains\", \"phrases\": [\"See\"]",
    "\"type\": \"no_placeholders\"",
    "\"type\": \"word_count\", \"min\": 3, \"max\": 9",
    "\"type\": \"sections_not_empty\"",
    "\"type\": \"citations_paired\"",
  ]
  static let textRules = Array(rules.dropFirst())
  static let good = "# A\n\nSee [1] for it.\n\n[1]: https://example.org/\n"

  private static func check(
    _ rule: String, _ entry: MemoryArtifacts.Entry
  ) throws -> Evaluation.Result {
    let files = MemoryArtifacts(["a.md": entry])
    return try #require(
      try ContractText.evaluate("\"path\": \"a.md\", \(rule)", in: files).results.first)
  }

  @Test("A good file meets every rule", arguments: rules)
  func good(rule: String) throws {
    #expect(try ContractText.check(rule, Self.good).outcome == .pass)
  }

  @Test("A missing file fails each rule, and is said once, by the first")
  func missing() throws {
    let files = MemoryArtifacts(["b.md": .bytes(Array(Self.good.utf8))])
    let all = Self.rules.map { "\"path\": \"a.md\", \($0)" }
    let contract = try ContractText.load(
      ContractText.contract(outputs: ["a.md", "b.md"], rules: all))
    let evaluation = Evaluation(of: contract, values: try ContractText.values(), source: files)
    let of = evaluation.results.filter { $0.rule.path.text == "a.md" }
    #expect(of.count == Self.rules.count + 1)
    #expect(of.allSatisfy { $0.outcome == .fail && $0.found == "missing" })
    #expect(of.map(\.lines).filter { !$0.isEmpty } == [["a.md: the file is missing"]])
    #expect(of[0].lines.count == 1)
    #expect(of[0].fixes == ["write the file"])
    #expect(evaluation.artifacts.map(\.path.text) == ["a.md", "b.md"])
  }

  @Test("Where a warning and a failure look at one missing file, the failure says so")
  func missingWarned() throws {
    let rules = ["\"severity\": \"warn\", ", "", ""].map {
      "\($0)\"path\": \"a.md\", \(Self.rules[0])"
    }
    let contract = try ContractText.load(ContractText.contract(rules: rules))
    let evaluation = Evaluation(
      of: contract, values: try ContractText.values(), source: MemoryArtifacts([:]))
    #expect(evaluation.results.map(\.rule.id) == ["R1", "R2", "R3"])
    #expect(evaluation.results.map(\.lines) == [[], ["a.md: the file is missing"], []])
  }

  @Test(
    "What is no regular file fails as that, and is not a fault of the text",
    arguments: ["a folder", "a symbolic link", "a FIFO"])
  func notRegular(kind: String) throws {
    for rule in Self.rules {
      let result = try Self.check(rule, .notRegular(kind))
      #expect(result.outcome == .fail)
      #expect(result.found == kind)
      #expect(result.lines == ["a.md: it is \(kind), not a regular file"])
      #expect(result.fixes == ["put a regular file in its place"])
    }
  }

  @Test("A file that cannot be read is an error of the rule, no finding", arguments: rules)
  func unreadable(rule: String) throws {
    let result = try Self.check(rule, .unreadable("permission denied"))
    #expect(result.outcome == .error("a.md: permission denied"))
    #expect(result.findings.isEmpty)
    #expect(result.found == nil)
  }

  @Test("A text above 16 MiB is an error of a text rule, not of file_exists")
  func tooLong() throws {
    #expect(Artifact.textLimit == 16 * 1024 * 1024)
    let count = Artifact.textLimit + 1
    for rule in Self.textRules {
      let words = "a.md: 16777217 bytes, and a rule reads at most 16777216 of a text"
      #expect(try Self.check(rule, .tooLong(count)).outcome == .error(words))
    }
    #expect(try Self.check(Self.rules[0], .tooLong(count)).outcome == .pass)
  }

  @Test("A text of 16 MiB is judged to its end")
  func longest() throws {
    var bytes = [UInt8](repeating: 0x20, count: Artifact.textLimit)
    bytes.replaceSubrange((bytes.count - 4)..., with: "TODO".utf8)
    let result = try Self.check(
      "\"type\": \"not_contains\", \"phrases\": [\"TODO\"], \"scope\": \"all\"", .bytes(bytes))
    #expect(result.findings.map(\.position) == [TextPosition(line: 1, column: bytes.count - 3)])
  }

  @Test("A long text is judged to its end by every text rule")
  func longText() throws {
    var text = Array(Self.good.utf8) + [0x0A]
    while text.count < 1 << 20 { text += "See word [1]. ".utf8 }
    let rules = Self.textRules.map { "\"path\": \"a.md\", \($0)" }
    let evaluation = Evaluation(
      of: try ContractText.load(ContractText.contract(rules: rules)),
      values: try ContractText.values(), source: MemoryArtifacts(["a.md": .bytes(text)]))
    for result in evaluation.results {
      if case .error(let what) = result.outcome { Issue.record("\(what)") }
      #expect(result.found?.isEmpty == false)
    }
  }

  @Test("A text that is not UTF-8 fails with its line and column", arguments: textRules)
  func notUTF8(rule: String) throws {
    let result = try Self.check(rule, .bytes(Array("# A\né ".utf8) + [0xE9, 0x0A]))
    #expect(result.outcome == .fail)
    #expect(result.found == "not UTF-8")
    #expect(result.lines == ["a.md:2:3: the text is not UTF-8"])
    #expect(result.fixes == ["save the file as UTF-8"])
  }

  @Test("Bad UTF-8 is said once by the first text rule, and file_exists does not mind")
  func notUTF8Once() throws {
    let files = MemoryArtifacts(["a.md": .bytes([0xC0, 0xAF])])
    let contract = try ContractText.load(
      ContractText.contract(rules: Self.rules.map { "\"path\": \"a.md\", \($0)" }))
    let results = Evaluation(of: contract, values: try ContractText.values(), source: files).results
    #expect(results.map(\.outcome) == [.pass] + Self.textRules.map { _ in .fail })
    #expect(results[1].lines == ["a.md:1:1: the text is not UTF-8"])
    #expect(results.flatMap(\.lines).count == 1)
  }

  @Test("A file is opened once, however many rules look at it")
  func openedOnce() throws {
    let files = MemoryArtifacts(["a.md": .bytes(Array(Self.good.utf8)), "b.md": "x"])
    let rules = (Self.rules + Self.rules).flatMap {
      ["\"path\": \"a.md\", \($0)", "\"path\": \"*.md\", \($0)", "\"path\": \"gone.md\", \($0)"]
    }
    let contract = try ContractText.load(
      ContractText.contract(outputs: ["a.md", "b.md", "gone.md"], rules: rules))
    let evaluation = Evaluation(of: contract, values: try ContractText.values(), source: files)
    #expect(files.opened == ["a.md": 1, "b.md": 1, "gone.md": 1])
    #expect(evaluation.artifacts.map(\.path.text) == ["a.md", "b.md", "gone.md"])
    #expect(evaluation.results.count == rules.count + 3)
  }

  @Test("Only a file that a text rule looks at is kept in memory")
  func readsOnlyTexts() throws {
    let files = MemoryArtifacts(["a.md": "x", "b.md": "x"])
    _ = try ContractText.evaluate(
      outputs: ["a.md", "b.md"], "\"path\": \"b.md\", \(Self.textRules[2])", in: files)
    #expect(files.read == ["b.md"])
  }

  @Test("Variables are filled in for the run, the gate and the depth")
  func variables() throws {
    let path = "{artifact_path}/{slug}-{gate}-{depth}-{run_id}.md"
    let file = "essays/robot/robot-G1-deep-run_20260119T143012Z_robot_ab12cd.md"
    let result = try ContractText.evaluate(
      outputs: [path], in: MemoryArtifacts([file: "x"]), at: .deep
    ).results[0]
    #expect(result.outcome == .pass)
    #expect(result.rule.path.text == path)
  }
}

@Suite("Rules over the files of a pattern")
struct PatternedRuleTests {
  private static let rule =
    "\"type\": \"not_contains\", \"phrases\": [\"TODO\"], \"path\": \"{artifact_path}/n/*.md\""

  @Test("A pattern that matches nothing fails, without a file to point at")
  func noMatch() throws {
    let result = try ContractText.evaluate(Self.rule, in: MemoryArtifacts([:])).results[0]
    #expect(result.outcome == .fail)
    #expect(result.found == "no file matches")
    #expect(result.lines == ["essays/robot/n/*.md: no file matches"])
    #expect(result.fixes == ["write at least one such file"])
  }

  @Test("With allow_empty it is met, and a match is still judged")
  func allowEmpty() throws {
    let rule = Self.rule + ", \"allow_empty\": true"
    let none = try ContractText.evaluate(rule, in: MemoryArtifacts([:]))
    #expect(none.results[0].outcome == .pass)
    #expect(none.results[0].found == "no file matches")
    #expect(none.artifacts.isEmpty)
    let one = MemoryArtifacts(["essays/robot/n/a.md": "TODO"])
    #expect(try ContractText.evaluate(rule, in: one).results[0].outcome == .fail)
  }

  @Test("One bad file among good ones fails the rule, with findings in the bad one alone")
  func oneBad() throws {
    let files = MemoryArtifacts([
      "essays/robot/n/a.md": "fine", "essays/robot/n/b.md": "so\nTODO",
      "essays/robot/n/c.md": "fine",
    ])
    let evaluation = try ContractText.evaluate(Self.rule, in: files)
    #expect(evaluation.results[0].lines == ["essays/robot/n/b.md:2:1: \"TODO\" matches \"TODO\""])
    #expect(evaluation.artifacts.count == 3)
  }

  @Test("A file that is not UTF-8 among good ones is said, and the others are judged")
  func oneNotUTF8() throws {
    let files = MemoryArtifacts([
      "essays/robot/n/a.md": "TODO", "essays/robot/n/b.md": .bytes([0x41, 0xFF]),
    ])
    let result = try ContractText.evaluate(Self.rule, in: files).results[0]
    #expect(result.outcome == .fail)
    #expect(result.found == "1 match; 1 could not be judged")
    #expect(
      result.lines == [
        "essays/robot/n/b.md:1:2: the text is not UTF-8",
        "essays/robot/n/a.md:1:1: \"TODO\" matches \"TODO\"",
      ])
  }

  @Test("A file that cannot be judged fails the rule though the others meet it")
  func restIsGood() throws {
    let files = MemoryArtifacts([
      "essays/robot/n/a.md": "fine", "essays/robot/n/b.md": .bytes([0xFF]),
    ])
    let result = try ContractText.evaluate(Self.rule, in: files).results[0]
    #expect(result.outcome == .fail)
    #expect(result.found == "no match; 1 could not be judged")
  }

  @Test("Of more files than findings are kept, found has the number")
  func manyNotUTF8() throws {
    let names = (100..<160).map { "essays/robot/n/\($0).md" }
    let files = MemoryArtifacts(
      Dictionary(uniqueKeysWithValues: names.map { ($0, .bytes([0xFF])) }))
    let result = try ContractText.evaluate(Self.rule, in: files).results[0]
    #expect(result.findings.map(\.path) == Array(names.prefix(50)))
    #expect(result.found == "60 files could not be judged")
  }

  @Test("A file that cannot be read makes the rule an error, whatever the others say")
  func oneUnreadable() throws {
    let files = MemoryArtifacts([
      "essays/robot/n/a.md": "TODO", "essays/robot/n/b.md": .unreadable("permission denied"),
      "essays/robot/n/c.md": .unreadable("is a tape"), "essays/robot/n/d.md": "fine",
    ])
    let evaluation = try ContractText.evaluate(Self.rule, in: files)
    #expect(
      evaluation.results[0].outcome == .error("essays/robot/n/b.md: permission denied"))
    #expect(evaluation.artifacts.count == 4)
  }

  @Test("Files that cannot be listed make the rule an error")
  func listing() throws {
    let files = MemoryArtifacts([:], listingFailure: "'n' cannot be read")
    let result = try ContractText.evaluate(Self.rule, in: files).results[0]
    #expect(result.outcome == .error("'n' cannot be read"))
    #expect(result.expected == "no match of \"TODO\"")
  }

  @Test("Records are never matched, nor reached through a variable")
  func records() throws {
    let files = MemoryArtifacts(["orchestration/runs/x/logs/prompt.txt": "TODO", "a.txt": "fine"])
    let rules = "\"type\": \"not_contains\", \"phrases\": [\"TODO\"], \"path\""
    let evaluation = try ContractText.evaluate("\(rules): \"**/*.txt\"", in: files)
    #expect(evaluation.results[0].outcome == .pass)
    #expect(evaluation.artifacts.map(\.path.text) == ["a.txt"])
    let contract = try ContractText.load(
      ContractText.contract(rules: ["\(rules): \"{slug}/runs/x/logs/prompt.txt\""]))
    let values = PathTemplate.Values(
      slug: "orchestration", artifactPath: try RepositoryPath("a"), depth: .quick, runID: "r",
      gate: "G1")
    let reached = Evaluation(of: contract, values: values, source: files)
    #expect(
      reached.results[0].outcome
        == .error("'orchestration/runs/x/logs/prompt.txt' lies where the records are"))
    #expect(files.opened == ["a.txt": 1])
  }
}

@Suite("What a rule's author adds")
struct RuleWordsTests {
  @Test("The hint follows every fix, the built-in and the rule's own")
  func hint() throws {
    let rule = "\"type\": \"not_contains\", \"phrases\": [\"TODO\"], \"hint\": \"ask Ana\""
    #expect(try ContractText.check(rule, "TODO").fixes == ["resolve it or take it out; ask Ana"])
    let files = MemoryArtifacts([:])
    let missing = try ContractText.evaluate("\"path\": \"a.md\", \(rule)", in: files).results[0]
    #expect(missing.fixes == ["write the file; ask Ana"])
  }

  @Test("A warning is judged like a failure and says what it is")
  func warning() throws {
    let rule = "\"type\": \"not_contains\", \"phrases\": [\"TODO\"], \"severity\": \"warn\""
    let result = try ContractText.check(rule, "TODO")
    #expect(result.outcome == .fail)
    #expect(result.rule.severity == .warn)
    #expect(result.findings.count == 1)
  }

  @Test("A message of one rule type never takes the fix of another or of a missing file")
  func fixes() throws {
    let text = "it is \"x\", not a regular file"
    let heading =
      "\"type\": \"contains_headings\", \"headings\": [\"\(text.replacing("\"", with: "\\\""))\"]"
    #expect(try ContractText.check(heading, "").fixes == ["add the heading \"\(text)\""])
  }
}
