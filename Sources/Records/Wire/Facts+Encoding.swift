import Digests
import JSONDocument

extension JSONValue {
  /// A string, or null.
  static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  /// An object with the members of another behind its own.
  func appending(_ other: JSONValue) -> JSONValue {
    guard case .object(let own) = self, case .object(let more) = other else { return self }
    return .object(own + more)
  }
}

extension FileFact {
  var value: JSONValue {
    [
      "path": .string(path), "sha256": .optional(sha256?.hex),
      "bytes": bytes.map { .integer(Int64($0)) } ?? .null,
    ]
  }
}

extension FileReference {
  var value: JSONValue { ["path": .string(path), "sha256": .string(sha256.hex)] }
}

extension PromptFact {
  var value: JSONValue { ["sha256": .string(sha256.hex), "bytes": .integer(Int64(bytes))] }
}

extension Actor {
  var value: JSONValue { ["actor": .optional(name), "channel": .string(channel.rawValue)] }
}
