/// A type that one word of a command line can be read as.
///
/// A conformance is pure: the same word gives the same answer. An enum of `String` raw values that is `CaseIterable` needs
/// only to declare the conformance; its raw values are the choices.
package protocol ArgumentValue: Sendable {
  /// What the values of this type name, unless a declaration says it more closely.
  static var kind: ValueKind { get }

  /// Whether the empty text is a value; if not, it is refused before `init(argument:)`.
  static var allowsEmpty: Bool { get }

  /// Reads a value as it was typed.
  ///
  /// - Parameter argument: The text of one argument, not trusted.
  /// - Throws: `ValueRefusal`, saying what is needed instead.
  init(argument: String) throws(ValueRefusal)

  /// The text that a person would type for this value.
  var argumentText: String { get }
}

/// Says why a text is no value of its type.
package struct ValueRefusal: Error, Equatable, Sendable {
  /// What is needed, fit to follow "needs": "a whole number".
  package let needs: String
  /// What was most likely meant, as it should be typed, or nil.
  package let nearest: String?

  /// Makes a refusal.
  ///
  /// - Parameters:
  ///   - needs: What is needed, fit to follow "needs": "a whole number".
  ///   - nearest: What was most likely meant, as it should be typed.
  package init(needs: String, nearest: String? = nil) {
    self.needs = needs
    self.nearest = nearest
  }
}

extension ArgumentValue {
  package static var allowsEmpty: Bool { false }

  package static var kind: ValueKind { .text }
}
