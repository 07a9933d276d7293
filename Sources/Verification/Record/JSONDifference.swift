import JSONDocument
import Text

/// The innermost place at which two JSON values differ.
struct JSONDifference: Sendable {
  private static let limit = 120

  /// As JSON, cut where it is long.
  let expected: String
  let found: String
  /// The line of the value that was found, from 1.
  let line: Int

  init(_ expected: JSONCursor, _ found: JSONCursor) {
    if let a = try? expected.object(), let b = try? found.object() {
      for (name, value) in a.members {
        guard let key = try? name.string(), let other = b.optional(key), other.value != value.value
        else { continue }
        self.init(value, other)
        return
      }
    } else if let a = try? expected.array(), let b = try? found.array() {
      for (value, other) in zip(a, b) where value.value != other.value {
        self.init(value, other)
        return
      }
      self.init(
        "\(Array(a).count) elements", "\(Array(b).count) elements", line: found.position.line)
      return
    }
    self.init(Self.short(expected.value), Self.short(found.value), line: found.position.line)
  }

  private init(_ expected: String, _ found: String, line: Int) {
    self.expected = expected
    self.found = found
    self.line = line
  }

  /// A value as JSON, at most 120 scalars of it.
  static func short(_ value: JSONValue) -> String {
    let text = String(decoding: JSONWriter.write(value).dropLast(), as: UTF8.self)
    guard text.unicodeScalars.count > limit else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))) + "…"
  }
}
