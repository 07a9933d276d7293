/// A named argument with one value: `--slug S`, `--slug=S`, `-C DIR`, `-CDIR`.
///
/// `Value` is what the command receives: `Option<String>` never nil, `Option<String?>` nil when left out.
package struct Option<Value: Sendable>: DeclaredArgument {
  package let declaration: ArgumentDeclaration
  private let reader: ArgumentReader<Value>

  package func value(of texts: [String]) throws(ValueRefusal) -> Value? { try reader.read(texts) }
}

extension Option where Value: ArgumentValue {
  /// Declares an option that must be given.
  ///
  /// - Parameters:
  ///   - name: The name with its dashes, `--slug`; or `-C` for an option that has no long name.
  ///   - valueName: The placeholder of the value in help.
  ///   - short: A one-letter name beside a long one, `-o`.
  ///   - kind: What the value names, if its type does not say enough.
  ///   - section: A heading of its own in help.
  ///   - environment: A variable that gives the value when the command line does not.
  ///   - help: One sentence, without a full stop.
  /// - Returns: An option whose value is never nil.
  package static func required(
    _ name: String, _ valueName: String, short: String? = nil, kind: ValueKind = Value.kind,
    section: String? = nil, environment: String? = nil, help: String
  ) -> Self {
    Self(
      declaration: .option(
        name, valueName, short, kind, section, environment, help, .required, of: Value.self),
      reader: .required)
  }

  /// Declares an option that has a value of its own when it is left out.
  ///
  /// - Parameters:
  ///   - name: The name with its dashes, `--depth`; or `-C` for an option that has no long name.
  ///   - valueName: The placeholder of the value in help.
  ///   - short: A one-letter name beside a long one, `-o`.
  ///   - value: What holds when the option is left out.
  ///   - kind: What the value names, if its type does not say enough.
  ///   - section: A heading of its own in help.
  ///   - environment: A variable that gives the value when the command line does not.
  ///   - help: One sentence, without a full stop.
  package init(
    _ name: String, _ valueName: String, short: String? = nil, default value: Value,
    kind: ValueKind = Value.kind, section: String? = nil, environment: String? = nil, help: String
  ) {
    let reader = ArgumentReader.defaulting(to: value)
    declaration = .option(
      name, valueName, short, kind, section, environment, help, reader.presence, of: Value.self)
    self.reader = reader
  }

  /// Declares an option that may be left out; the command then receives nil.
  ///
  /// - Parameters:
  ///   - name: The name with its dashes, `--run`; or `-C` for an option that has no long name.
  ///   - valueName: The placeholder of the value in help.
  ///   - short: A one-letter name beside a long one, `-o`.
  ///   - otherwise: What then holds, shown in help as the default: "the newest run".
  ///   - kind: What the value names, if its type does not say enough.
  ///   - section: A heading of its own in help.
  ///   - environment: A variable that gives the value when the command line does not.
  ///   - help: One sentence, without a full stop.
  /// - Returns: An option whose value may be nil.
  package static func optional(
    _ name: String, _ valueName: String, short: String? = nil, otherwise: String? = nil,
    kind: ValueKind = Value.kind, section: String? = nil, environment: String? = nil, help: String
  ) -> Option<Value?> {
    let reader = ArgumentReader<Value>.optional(otherwise: otherwise)
    return Option<Value?>(
      declaration: .option(
        name, valueName, short, kind, section, environment, help, reader.presence, of: Value.self),
      reader: reader)
  }
}

extension ArgumentDeclaration {
  fileprivate static func option<Value: ArgumentValue>(
    _ name: String, _ valueName: String, _ short: String?, _ kind: ValueKind, _ section: String?,
    _ environment: String?, _ help: String, _ presence: Presence, of type: Value.Type
  ) -> Self {
    Self(
      form: .option, name: name, short: short, valueName: valueName, kind: kind, help: help,
      section: section, environment: environment, presence: presence,
      allowsEmpty: Value.allowsEmpty,
      check: { (text) throws(ValueRefusal) in _ = try Value(argument: text) })
  }
}
