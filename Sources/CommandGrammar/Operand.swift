/// An argument without a name, known by its place among the words after the command: `<workflow>`, `FILE`.
package struct Operand<Value: Sendable>: DeclaredArgument {
  package let declaration: ArgumentDeclaration
  private let reader: ArgumentReader<Value>

  package func value(of texts: [String]) throws(ValueRefusal) -> Value? { try reader.read(texts) }
}

extension Operand where Value: ArgumentValue {
  /// Declares an operand that must be given.
  ///
  /// - Parameters:
  ///   - valueName: The placeholder in help, `<workflow>` or `FILE`, unlike that of any other operand of the command.
  ///   - kind: What the value names, if its type does not say enough.
  ///   - help: One sentence, without a full stop.
  /// - Returns: An operand whose value is never nil.
  package static func required(
    _ valueName: String, kind: ValueKind = Value.kind, help: String
  ) -> Self {
    Self(
      declaration: .operand(valueName, kind, help, .required, of: Value.self), reader: .required)
  }

  /// Declares an operand that has a value of its own when it is left out.
  ///
  /// - Parameters:
  ///   - valueName: The placeholder in help.
  ///   - value: What holds when the operand is left out.
  ///   - kind: What the value names, if its type does not say enough.
  ///   - help: One sentence, without a full stop.
  package init(
    _ valueName: String, default value: Value, kind: ValueKind = Value.kind, help: String
  ) {
    let reader = ArgumentReader.defaulting(to: value)
    declaration = .operand(valueName, kind, help, reader.presence, of: Value.self)
    self.reader = reader
  }

  /// Declares an operand that may be left out; the command then receives nil.
  ///
  /// - Parameters:
  ///   - valueName: The placeholder in help.
  ///   - otherwise: What then holds, shown in help as the default.
  ///   - kind: What the value names, if its type does not say enough.
  ///   - help: One sentence, without a full stop.
  /// - Returns: An operand whose value may be nil.
  package static func optional(
    _ valueName: String, otherwise: String? = nil, kind: ValueKind = Value.kind, help: String
  ) -> Operand<Value?> {
    let reader = ArgumentReader<Value>.optional(otherwise: otherwise)
    return Operand<Value?>(
      declaration: .operand(valueName, kind, help, reader.presence, of: Value.self), reader: reader)
  }

  /// Declares the last operand of a command, which takes all words that are left, none or more.
  ///
  /// - Parameters:
  ///   - valueName: The placeholder in help.
  ///   - kind: What the value names, if its type does not say enough.
  ///   - help: One sentence, without a full stop.
  /// - Returns: An operand whose value is a list.
  package static func list(
    _ valueName: String, kind: ValueKind = Value.kind, help: String
  ) -> Operand<[Value]> {
    Operand<[Value]>(
      declaration: .operand(valueName, kind, help, .list, of: Value.self),
      reader: ArgumentReader<Value>.list)
  }
}

extension ArgumentDeclaration {
  fileprivate static func operand<Value: ArgumentValue>(
    _ valueName: String, _ kind: ValueKind, _ help: String, _ presence: Presence,
    of type: Value.Type
  ) -> Self {
    Self(
      form: .operand, name: valueName, short: nil, valueName: valueName, kind: kind, help: help,
      section: nil, environment: nil, presence: presence, allowsEmpty: Value.allowsEmpty,
      check: { (text) throws(ValueRefusal) in _ = try Value(argument: text) })
  }
}
