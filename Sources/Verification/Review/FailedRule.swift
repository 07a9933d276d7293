package import Records
import Text

/// A rule that an attempt did not meet, with the place to look at first.
package struct FailedRule: Sendable {
  package let id: String
  package let type: String
  /// The path as the contract writes it, its variables filled in.
  package let path: String
  /// What the rule found, or why it could not run; nil where the record has no words for it.
  package let found: String?
  /// The first place, with its path in the repository; nil where the rule named none.
  package let place: Attempt.Finding?
  /// How many places the record keeps.
  package let places: Int

  /// `validation` is one of the given attempt's run that did not pass.
  init(_ validation: Attempt.Validation, of gate: GateID, in header: RunHeader) {
    let values = header.values(for: gate)
    id = validation.id
    type = validation.type
    path = PathTemplate.fill(validation.path, values)
    found = validation.error.map { "could not run: \($0)" } ?? validation.found
    place = validation.findings.first.map {
      Attempt.Finding(
        path: PathTemplate.fill($0.path, values), line: $0.line, column: $0.column,
        message: $0.message)
    }
    places = validation.findings.count
  }
}

extension FailedRule {
  /// Says whether two runs tell the same of a rule, in files that may stand in different folders.
  func isLike(_ other: FailedRule) -> Bool {
    isSame(id, other.id) && isSame(type, other.type) && isSame(found, other.found)
      && places == other.places && place?.line == other.place?.line
      && isSame(place?.message, other.place?.message)
  }
}
