import Text

extension String: ArgumentValue {
  package init(argument: String) { self = argument }

  package var argumentText: String { self }
}

extension Int: ArgumentValue {
  package static var kind: ValueKind { .number }

  /// Reads decimal digits with an optional minus sign, and nothing else.
  package init(argument: String) throws(ValueRefusal) {
    let digits =
      argument.utf8.first == UInt8(ascii: "-") ? argument.utf8.dropFirst() : argument.utf8[...]
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int(argument)
    else { throw ValueRefusal(needs: "a whole number") }
    self = number
  }

  package var argumentText: String { String(self) }
}

extension ArgumentValue where Self: CaseIterable & RawRepresentable, Self.RawValue == String {
  package static var kind: ValueKind { .choice(allCases.map(\.rawValue)) }

  /// Reads one of the choices, byte for byte.
  package init(argument: String) throws(ValueRefusal) {
    guard let match = Self.allCases.first(where: { $0.rawValue.isSame(as: argument) }) else {
      let choices = Self.allCases.map(\.rawValue)
      throw ValueRefusal(
        needs: choices.listed("or"), nearest: Spelling.closest(to: argument, among: choices))
    }
    self = match
  }

  package var argumentText: String { rawValue }
}
