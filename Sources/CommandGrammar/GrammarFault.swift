/// A mistake in the declarations themselves; a test holds the list of them empty.
package struct GrammarFault: Equatable, Sendable, CustomStringConvertible {
  /// What has the mistake: "run start --slug".
  package let place: String
  /// The mistake: "is declared twice".
  package let mistake: String

  package var description: String { "\(place) \(mistake)" }
}
