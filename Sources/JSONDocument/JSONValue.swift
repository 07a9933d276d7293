/// A JSON value whose objects keep the order of their members.
///
/// Two values are equal when their members stand in the same order and their texts have the same
/// UTF-8 bytes: "é" in one scalar and "é" in two differ.
package enum JSONValue: Sendable {
  /// The literal null.
  case null

  /// One of the literals true and false.
  case bool(Bool)

  /// A number without fraction and exponent that fits; `-0` is no integer.
  case integer(Int64)

  /// Any other number, as it is written: a fraction, an exponent, `-0`, or too big for 64 bits.
  case number(String)

  /// A text.
  case string(String)

  /// Values in order.
  case array([JSONValue])

  /// Members in order; the reader lets no key stand twice.
  case object([JSONMember])
}

/// A key of an object and the value that stands under it.
package struct JSONMember: Sendable {
  /// The key, without escapes.
  package var key: String

  /// The value.
  package var value: JSONValue

  /// Creates a member from its key and its value.
  package init(_ key: String, _ value: JSONValue) {
    self.key = key
    self.value = value
  }
}

extension JSONValue: Equatable {
  package static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.number(let a), .number(let b)): a.utf8.elementsEqual(b.utf8)
    case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    default: false
    }
  }
}

extension JSONMember: Equatable {
  package static func == (left: JSONMember, right: JSONMember) -> Bool {
    left.key.utf8.elementsEqual(right.key.utf8) && left.value == right.value
  }
}
