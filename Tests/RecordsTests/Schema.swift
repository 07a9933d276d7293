import Foundation
import JSONDocument
import Testing
import Text

/// A validator of the JSON Schema keywords that our schemas use, which also says what of a schema it has met.
///
/// Beyond JSON Schema it holds the members of records to the order in which the schema lists them.
final class Schema {
  private static let annotations: Set = [
    "$schema", "$id", "$defs", "title", "description", "default",
  ]

  let root: JSONValue
  /// The pointers of the `properties` that a valid text had.
  private(set) var met: Set<String> = []
  /// Keywords that this validator does not know.
  private(set) var unknown: Set<String> = []
  private let isOrdered: Bool
  private var problems: [String] = []

  /// Reads a committed schema; the members of a record stand in its order, those that people write in any.
  init(_ name: String) throws {
    isOrdered = ["run", "attempt"].contains(name)
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../orchestration/schemas/\(name).schema.json")
    root = try JSONDocument(parsing: Array(try Data(contentsOf: file))).root.value
  }

  /// Everything in a text that the schema does not allow, each with its pointer.
  func problems(in bytes: [UInt8]) throws -> [String] {
    problems = []
    check(try JSONDocument(parsing: bytes).root.value, root, "", "")
    return problems
  }

  /// The pointer of every member that the schema lets an object have.
  var declared: Set<String> { declared(root, "") }

  /// The value at a pointer in the schema.
  subscript(pointer: String) -> JSONValue? {
    pointer.split(separator: "/").reduce(root) { $0?[String($1)] }
  }

  private func declared(_ schema: JSONValue, _ at: String) -> Set<String> {
    guard case .object(let members) = schema else { return [] }
    var all: Set<String> = []
    for member in members where !["if", "then", "else", "not"].contains(member.key) {
      if member.key == "properties", case .object(let properties) = member.value {
        for property in properties {
          all.insert("\(at)/properties/\(property.key)")
          all.formUnion(declared(property.value, "\(at)/properties/\(property.key)"))
        }
      } else if case .array(let list) = member.value {
        for (index, item) in list.enumerated() {
          all.formUnion(declared(item, "\(at)/\(member.key)/\(index)"))
        }
      } else {
        all.formUnion(declared(member.value, "\(at)/\(member.key)"))
      }
    }
    return all
  }

  private func isValid(_ value: JSONValue, _ schema: JSONValue, _ at: String) -> Bool {
    let (kept, seen) = (problems, met)
    problems = []
    check(value, schema, "", at)
    defer { problems = kept }
    if !problems.isEmpty { met = seen }
    return problems.isEmpty
  }

  private func check(_ value: JSONValue, _ schema: JSONValue, _ place: String, _ at: String) {
    guard case .object(let keywords) = schema else {
      if schema != .bool(true) { problems.append("\(place): nothing is allowed here") }
      return
    }
    for keyword in keywords {
      check(value, keyword: keyword.key, keyword.value, schema, place, at)
    }
  }

  private func check(
    _ value: JSONValue, keyword: String, _ demand: JSONValue, _ schema: JSONValue, _ place: String,
    _ at: String
  ) {
    func require(_ holds: Bool) {
      if !holds { problems.append("\(place): \(keyword) \(demand)") }
    }
    func each(_ list: JSONValue) -> [(JSONValue, String)] {
      list.elements.enumerated().map { ($1, "\(at)/\(keyword)/\($0)") }
    }
    switch keyword {
    case "type":
      require((demand.text.map { [$0] } ?? demand.elements.compactMap(\.text)).contains(value.type))
    case "enum": require(demand.elements.contains(value))
    case "const": require(value == demand)
    case "$ref":
      let pointer = String((demand.text ?? "#").dropFirst())
      guard let target = self[pointer] else { return problems.append("no \(pointer)") }
      check(value, target, place, pointer)
    case "allOf":
      for (schema, at) in each(demand) { check(value, schema, place, at) }
    case "anyOf": require(each(demand).contains { isValid(value, $0, $1) })
    case "oneOf": require(each(demand).count { isValid(value, $0, $1) } == 1)
    case "not": require(!isValid(value, demand, at + "/not"))
    case "if":
      let branch = isValid(value, demand, at + "/if") ? "then" : "else"
      if let schema = schema[branch] { check(value, schema, place, "\(at)/\(branch)") }
    case "then", "else": break
    case "pattern":
      if let text = value.text { require(Self.matches(text, demand.text ?? "")) }
    case "minLength", "maxLength":
      guard let text = value.text, let limit = demand.number else { return }
      let count = Int64(text.unicodeScalars.count)
      require(keyword == "minLength" ? count >= limit : count <= limit)
    case "minimum", "maximum":
      guard let number = value.number, let limit = demand.number else { return }
      require(keyword == "minimum" ? number >= limit : number <= limit)
    case "minItems", "maxItems":
      guard case .array(let elements) = value, let limit = demand.number else { return }
      require(keyword == "minItems" ? elements.count >= limit : elements.count <= limit)
    case "uniqueItems":
      for (index, element) in value.elements.enumerated() {
        require(!value.elements[..<index].contains(element))
      }
    case "items":
      for (index, element) in value.elements.enumerated() {
        check(element, demand, "\(place)/\(index)", at + "/items")
      }
    case "required":
      guard case .object = value else { return }
      for key in demand.elements.compactMap(\.text) where value[key] == nil {
        problems.append("\(place): \(key) is missing")
      }
    case "properties": checkMembers(of: value, demand, place, at)
    case "additionalProperties":
      let known = schema["properties"]?.members.map(\.key) ?? []
      for member in value.members where !known.contains(member.key) {
        if demand == .bool(false) {
          problems.append("\(place): \(member.key) is unknown")
        } else {
          check(member.value, demand, "\(place)/\(member.key)", at + "/additionalProperties")
        }
      }
    case "propertyNames":
      for member in value.members { check(.string(member.key), demand, place, at) }
    case "minProperties": require(Int64(value.members.count) >= demand.number ?? 0)
    default: if !Self.annotations.contains(keyword) { unknown.insert(keyword) }
    }
  }

  private func checkMembers(
    of value: JSONValue, _ properties: JSONValue, _ place: String, _ at: String
  ) {
    let order = properties.members.map(\.key)
    let positions = value.members.compactMap { order.firstIndex(of: $0.key) }
    if isOrdered, positions != positions.sorted() {
      problems.append("\(place): members out of order")
    }
    for member in value.members {
      guard let schema = properties[member.key] else { continue }
      met.insert("\(at)/properties/\(member.key)")
      check(member.value, schema, "\(place)/\(member.key)", "\(at)/properties/\(member.key)")
    }
  }

  /// Matches a whole text; the one look-ahead that the schemas have is not in our language.
  private static func matches(_ text: String, _ pattern: String) -> Bool {
    let noSlash = "^(?!/)"
    var source = pattern
    if pattern.hasPrefix(noSlash) {
      guard text.utf8.first != 0x2F else { return false }
      source = "^" + pattern.dropFirst(noSlash.count)
    }
    guard let pattern = try? Pattern(source) else {
      Issue.record("the pattern \(source) cannot be read")
      return false
    }
    return (try? pattern.matches(in: Array(text.utf8))) == [0..<text.utf8.count]
  }
}

extension JSONValue {
  var members: [JSONMember] { if case .object(let members) = self { members } else { [] } }
  var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
  var text: String? { if case .string(let text) = self { text } else { nil } }
  var number: Int64? { if case .integer(let number) = self { number } else { nil } }

  subscript(key: String) -> JSONValue? {
    if case .array(let elements) = self, let index = Int(key), elements.indices.contains(index) {
      return elements[index]
    }
    return members.first { $0.key == key }?.value
  }

  fileprivate var type: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .integer: "integer"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
