import Contracts
import JSONDocument
import Testing
import Text

@Suite("The schema of a contract")
struct ContractSchemaTests {
  private let schema: JSONObject

  init() throws {
    let bytes = Array(try LanguagePage.file("orchestration/schemas/contract.schema.json"))
    schema = try JSONDocument(parsing: bytes).root.object()
  }

  private func value(_ pointer: String) throws -> JSONCursor {
    let pointer = try #require(JSONPointer(parsing: pointer))
    return try #require(schema.cursor.descendant(at: pointer), "\(pointer)")
  }

  private func keys(_ pointer: String) throws -> [String] {
    try value(pointer).object().members.map { try $0.key.string() }
  }

  private func words(_ pointer: String) throws -> [String] {
    try value(pointer).array().map { try $0.string() }
  }

  @Test("It knows the rule types of the registry, in their order")
  func types() throws {
    let names = RuleRegistry.kinds.map { $0.name }
    #expect(try words("/$defs/rule/properties/type/enum") == names)
    let cases = try value("/$defs/rule/allOf")
    let chosen = try cases.array().map { branch in
      let object = try branch.object()
      let word = try object.required("if").object().required("properties").object()
        .required("type").object().required("const").string()
      return [word, try object.required("then").object().required("$ref").string()]
    }
    #expect(chosen == names.map { [$0, "#/$defs/\($0)"] })
  }

  @Test("Each type has its parameters and no others")
  func parameters() throws {
    for kind in RuleRegistry.kinds {
      let common = ["type", "path", "id", "severity", "hint", "allow_empty"]
      #expect(try keys("/$defs/\(kind.name)/properties") == common + kind.parameters)
      let definition = try value("/$defs/\(kind.name)")
      #expect(try definition.object().required("additionalProperties").bool() == false)
    }
  }

  @Test("It demands what the reader demands")
  func demands() throws {
    #expect(try words("/required") == ["gate", "name", "required_outputs"])
    #expect(try words("/$defs/rule/required") == ["type", "path"])
    #expect(try words("/$defs/severity/enum") == Rule.Severity.allCases.map(\.rawValue))
    #expect(
      try keys("/properties") == ["$schema", "gate", "name", "required_outputs", "validations"])
  }

  @Test("The shipped contracts are read")
  func shipped() throws {
    for gate in ["G1", "G2", "G3"] {
      let bytes = Array(
        try LanguagePage.file("orchestration/gates/contracts/\(gate).contract.json"))
      #expect(try ContractText.load(bytes).gate == gate)
    }
  }
}
