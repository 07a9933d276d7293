import JSONDocument
import Text

/// Reads the contract language, version 1.
struct ContractReader {
  private static let members = ["$schema", "gate", "name", "required_outputs", "validations"]
  /// The most elements of each list in a contract.
  static let listLimit = 1_000
  private static let ruleMembers = ["type", "path", "id", "severity", "hint", "allow_empty"]

  let gate: String
  let gateLine: Int
  let name: String
  let requiredOutputs: [PathTemplate]
  let rules: [Rule]

  init(_ bytes: [UInt8]) throws(JSONError) {
    let contract = try JSONDocument(parsing: bytes).root.object(members: Self.members)
    let lines = LineIndex(bytes)
    func line(_ cursor: JSONCursor) -> Int { lines.position(at: cursor.offset).line }
    if let schema = contract.optional("$schema") { _ = try schema.string() }
    let gate = try contract.required("gate")
    self.gate = try gate.line()
    gateLine = line(gate)
    name = try contract.required("name").line()
    let outputs = try contract.required("required_outputs")
    let validations = try contract.optional("validations").map { cursor throws(JSONError) in
      try cursor.array(atMost: Self.listLimit)
    }

    var templates: [PathTemplate] = []
    var rules: [Rule] = []
    for cursor in try outputs.array(atMost: Self.listLimit) {
      let template = try Self.template(cursor)
      if template.isGlob {
        throw cursor.error(
          "'\(template)' is a pattern, and a required output is one file",
          hint: "ask for the pattern in a file_exists rule under \"validations\"")
      }
      if templates.contains(template) {
        throw cursor.error("'\(template)' is listed twice", hint: "take one of them out")
      }
      templates.append(template)
      rules.append(
        Rule(
          id: "R\(rules.count + 1)", path: template, severity: .fail, hint: nil, allowsEmpty: false,
          line: line(cursor), kind: FileExists(minimumBytes: nil)))
    }
    var ids: Set<String> = []
    for cursor in validations ?? [] {
      let rule = try Self.rule(cursor, number: rules.count + 1, line: line(cursor))
      if !ids.insert(rule.id).inserted {
        let place = try cursor.object().optional("id") ?? cursor
        throw place.error("the id '\(rule.id)' is used twice", hint: "give each rule its own id")
      }
      rules.append(rule)
    }
    if rules.isEmpty {
      throw outputs.error(
        "the contract demands nothing", hint: "name at least one required output or rule")
    }
    requiredOutputs = templates
    self.rules = rules
  }

  private static func rule(
    _ cursor: JSONCursor, number: Int, line: Int
  ) throws(JSONError) -> Rule {
    let type = try cursor.object().required("type")
    let word = try type.choice("rule type", among: RuleRegistry.kinds.map { $0.name })
    guard let kind = RuleRegistry.kinds.first(where: { $0.name.utf8.elementsEqual(word.utf8) })
    else { throw type.error("unknown rule type '\(word)'") }
    let object = try cursor.object(members: ruleMembers + kind.parameters)
    let path = try object.required("path")
    let template = try template(path)
    let allowsEmpty = try object.optional("allow_empty")?.bool() ?? false
    if allowsEmpty, !template.isGlob {
      throw path.error(
        "\"allow_empty\" is for a pattern, and '\(template)' is one file",
        hint: "take \"allow_empty\" out")
    }
    let severity = try object.optional("severity")?.choice("severity", of: Rule.Severity.self)
    let hint = try object.optional("hint")?.line()
    let demand = try kind.init(RuleMembers(object, path: template))
    return Rule(
      id: try id(object, number: number), path: template, severity: severity ?? .fail, hint: hint,
      allowsEmpty: allowsEmpty, line: line, kind: demand)
  }

  private static func id(_ object: JSONObject, number: Int) throws(JSONError) -> String {
    guard let cursor = object.optional("id") else { return "R\(number)" }
    let id = try cursor.string()
    let bytes = Array(id.utf8)
    let letters = bytes.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
      default: false
      }
    }
    guard letters, (1...64).contains(bytes.count) else {
      throw cursor.error(
        "'\(id)' is no id", hint: "use letters, digits, '-', '_' and '.', at most 64")
    }
    if bytes.count > 1, bytes[0] == 0x52,
      bytes.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
    {
      throw cursor.error(
        "ids of the form '\(id)' are given by number", hint: "choose a name, for example 'sources'")
    }
    return id
  }

  static func template(_ cursor: JSONCursor) throws(JSONError) -> PathTemplate {
    let text = try cursor.string()
    let template: PathTemplate
    do { template = try PathTemplate(text) } catch {
      switch error {
      case .path(let error): throw cursor.error(error.description, hint: error.hint)
      case .unknownVariable(let name):
        let known = PathTemplate.Variable.allCases.map(\.rawValue)
        throw cursor.error(
          "unknown variable '{\(name)}'", hint: JSONCursor.suggestion(for: name, among: known))
      }
    }
    guard !RecordsFolder.holds(text) else {
      throw cursor.error(
        RecordsFolder.refusal(text), hint: "name a file outside orchestration/runs")
    }
    return template
  }
}
