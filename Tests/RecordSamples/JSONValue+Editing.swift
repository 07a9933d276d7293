package import JSONDocument

extension JSONValue {
  /// The value at a JSON pointer (RFC 6901, without escapes), or nil.
  package func value(at pointer: String) -> JSONValue? {
    var value = self
    for step in Self.steps(pointer) {
      switch value {
      case .object(let members):
        guard let member = members.first(where: { $0.key == step }) else { return nil }
        value = member.value
      case .array(let elements):
        guard let index = Int(step), elements.indices.contains(index) else { return nil }
        value = elements[index]
      default: return nil
      }
    }
    return value
  }

  /// The same with another value at a pointer, or with nothing there; unchanged where the pointer leads nowhere.
  package func setting(_ pointer: String, _ new: JSONValue?) -> JSONValue {
    changing(Self.steps(pointer)[...], new) ?? .null
  }

  /// The same with every text replaced that a table names.
  package func replacing(_ texts: [String: String]) -> JSONValue {
    switch self {
    case .string(let text): .string(texts[text] ?? text)
    case .array(let elements): .array(elements.map { $0.replacing(texts) })
    case .object(let members):
      .object(members.map { JSONMember($0.key, $0.value.replacing(texts)) })
    default: self
    }
  }

  private static func steps(_ pointer: String) -> [String] {
    pointer.split(separator: "/").map(String.init)
  }

  private func changing(_ steps: ArraySlice<String>, _ new: JSONValue?) -> JSONValue? {
    guard let step = steps.first else { return new }
    switch self {
    case .object(var members):
      guard let index = members.firstIndex(where: { $0.key == step }) else { return self }
      if let value = members[index].value.changing(steps.dropFirst(), new) {
        members[index].value = value
      } else {
        members.remove(at: index)
      }
      return .object(members)
    case .array(var elements):
      guard let index = Int(step), elements.indices.contains(index) else { return self }
      if let value = elements[index].changing(steps.dropFirst(), new) {
        elements[index] = value
      } else {
        elements.remove(at: index)
      }
      return .array(elements)
    default: return self
    }
  }
}
