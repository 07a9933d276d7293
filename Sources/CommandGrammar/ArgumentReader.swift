/// The typed half of an option or operand: how its texts become its value.
struct ArgumentReader<Value: Sendable>: Sendable {
  let presence: ArgumentDeclaration.Presence
  let read: @Sendable ([String]) throws(ValueRefusal) -> Value?
}

extension ArgumentReader where Value: ArgumentValue {
  /// Reads one value that must be given.
  static var required: Self {
    Self(presence: .required) { (texts) throws(ValueRefusal) in
      guard let text = texts.first else { return nil }
      return try Value(argument: text)
    }
  }

  /// Reads one value, and gives another when it was left out.
  static func defaulting(to value: Value) -> Self {
    Self(presence: .defaulted(value.argumentText)) { (texts) throws(ValueRefusal) in
      guard let text = texts.first else { return value }
      return try Value(argument: text)
    }
  }

  /// Reads one value, or nil when it was left out.
  static func optional(otherwise: String?) -> ArgumentReader<Value?> {
    ArgumentReader<Value?>(presence: .optional(otherwise: otherwise)) {
      (texts) throws(ValueRefusal) in
      guard let text = texts.first else { return .some(nil) }
      return .some(try Value(argument: text))
    }
  }

  /// Reads any number of values.
  static var list: ArgumentReader<[Value]> {
    ArgumentReader<[Value]>(presence: .list) { (texts) throws(ValueRefusal) in
      var values: [Value] = []
      for text in texts { values.append(try Value(argument: text)) }
      return values
    }
  }
}
