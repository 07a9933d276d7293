import Contracts
import Digests
import JSONDocument
import Testing
import Text

@Suite("Contracts that are read")
struct GoodContractTests {
  @Test("The rules are the required outputs, then the validations, counted over both")
  func numbering() throws {
    let text = """
      {
        "$schema": "../../schemas/contract.schema.json",
        "gate": "G2",
        "name": "Research Complete",
        "required_outputs": [
          "{artifact_path}/research/CITATIONS.md", "{artifact_path}/{slug}/{depth}.md",
          "{run_id}/{gate}.md"
        ],
        "validations": [
          { "type": "file_exists", "path": "a.md", "id": "the-first_rule.1", "severity": "warn" },
          { "path": "b.md",
            "type": "file_exists", "hint": "in “one” line" }
        ]
      }
      """
    let contract = try ContractText.load(text)
    #expect(contract.path.text == ContractText.path)
    #expect(contract.gate == "G2")
    #expect(contract.gateLine == 3)
    #expect(contract.name == "Research Complete")
    #expect(contract.sha256 == SHA256.digest(of: Array(text.utf8)))
    #expect(contract.requiredOutputs.map(\.text) == contract.rules.prefix(3).map(\.path.text))
    #expect(contract.rules.map(\.id) == ["R1", "R2", "R3", "the-first_rule.1", "R5"])
    #expect(contract.rules.map(\.line) == [6, 6, 7, 10, 11])
    #expect(contract.rules.map(\.severity) == [.fail, .fail, .fail, .warn, .fail])
    #expect(contract.rules.allSatisfy { $0.type == "file_exists" })
    #expect(contract.rules.map(\.hint) == [nil, nil, nil, nil, "in “one” line"])
  }

  @Test("Validations may be left out where an output is required, and outputs may be none")
  func eitherList() throws {
    let outputs = "{ \"gate\": \"G1\", \"name\": \"P\", \"required_outputs\": [\"a.md\"] }"
    #expect(try ContractText.load(outputs).rules.count == 1)
    let rules = ContractText.contract(rules: ["\"type\": \"file_exists\", \"path\": \"*.md\""])
    #expect(try ContractText.load(rules).requiredOutputs.isEmpty)
  }

  @Test("A name that only begins like the records' folder is a name like others")
  func nearRecords() throws {
    for path in [
      "orchestration/runs.md", "orchestration/runs-of-essays/a.md", "a/orchestration/runs/b",
    ] {
      let rule = "\"type\": \"file_exists\", \"path\": \"\(path)\""
      #expect(try ContractText.load(ContractText.contract(rules: [rule])).rules.count == 1)
    }
  }

  struct Demand: Sendable, CustomTestStringConvertible {
    let members: String
    let expected: [String]

    init(_ members: String, _ expected: String...) {
      self.members = members
      self.expected = expected
    }

    var testDescription: String { members }
  }

  @Test(
    "What a rule demands is recorded in words, at depth quick, standard and deep",
    arguments: [
      Demand("\"type\": \"file_exists\"", "a regular file, not empty"),
      Demand(
        "\"type\": \"file_exists\", \"min_bytes\": 400", "a regular file of at least 400 bytes"),
      Demand("\"type\": \"min_sources\", \"min\": 1", "at least 1 distinct source"),
      Demand(
        "\"type\": \"min_sources\", \"min\": { \"quick\": 1, \"standard\": 6, \"deep\": 12 }",
        "at least 1 distinct source", "at least 6 distinct sources", "at least 12 distinct sources"),
      Demand(
        "\"type\": \"contains_headings\", \"headings\": [\"Summary\"]", "heading \"Summary\""),
      Demand(
        "\"type\": \"contains_headings\", \"ordered\": true, \"headings\": "
          + "[\" Open \\t questions\", {\"text\": \"Méthode\", \"level\": 2}]".replacing(
            "\\t", with: " "),
        "headings \"Open questions\", \"Méthode\" (level 2), in this order"),
      Demand(
        "\"type\": \"not_contains\", \"pattern\": \"TODO|TBD\"", "no match of TODO|TBD"),
      Demand(
        "\"type\": \"not_contains\", \"phrases\": [\"in order to\", \"very\"], \"ignore_case\": true",
        "no match of \"in order to\", \"very\" (in capitals or not)"),
      Demand(
        "\"type\": \"not_contains\", \"pattern\": \"—\", "
          + "\"max\": { \"quick\": 0, \"standard\": 1, \"deep\": 2 }",
        "no match of —", "at most 1 match of —", "at most 2 matches of —"),
    ])
  func demands(demand: Demand) throws {
    let members = "\"path\": \"a.md\", \(demand.members)"
    let contract = try ContractText.load(ContractText.contract(rules: [members]))
    let kind = try #require(contract.rules.first).kind
    let said = Depth.allCases.map { kind.expected(at: $0) }
    let expected = demand.expected
    #expect(said == (expected.count == 1 ? Array(repeating: expected[0], count: 3) : expected))
  }

  @Test("The packet's sentence names the path, and the depth only where the number hangs on it")
  func sentences() throws {
    func sentence(_ members: String) throws -> String {
      let rule = "\"path\": \"a.md\", \(members)"
      let contract = try ContractText.load(ContractText.contract(rules: [rule]))
      return try #require(contract.rules.first).kind.sentence(about: "x/a.md", at: .deep)
    }
    let numbers = "{ \"quick\": 1, \"standard\": 6, \"deep\": 12 }"
    #expect(
      try sentence("\"type\": \"min_sources\", \"min\": \(numbers)")
        == "x/a.md has at least 12 distinct sources at depth deep")
    #expect(
      try sentence("\"type\": \"file_exists\", \"min_bytes\": 9")
        == "x/a.md is a regular file of at least 9 bytes")
    #expect(
      try sentence("\"type\": \"file_exists\"") == "x/a.md is a regular file and not empty")
    #expect(
      try sentence(
        "\"type\": \"contains_headings\", \"headings\": [\"A\", \"B\"], \"ordered\": true")
        == "x/a.md has the headings \"A\", \"B\", at any level, in this order")
    #expect(
      try sentence("\"type\": \"not_contains\", \"phrases\": [\"very\"], \"max\": \(numbers)")
        == "x/a.md has at most 12 matches of \"very\" outside code, comments and front matter"
        + " at depth deep")
    #expect(
      try sentence("\"type\": \"not_contains\", \"pattern\": \"x\", \"scope\": \"all\"")
        == "x/a.md has no match of x")
  }
}
