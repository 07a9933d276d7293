/// Says that a search was given up, so that nobody knows whether there is a match.
package struct PatternOverrun: Error, Equatable, Sendable {
  /// The steps that did not do.
  package let budget: Int

  package init(budget: Int) { self.budget = budget }
}

extension PatternOverrun: CustomStringConvertible {
  package var description: String {
    "the search takes more than \(budget) steps; write a shorter pattern, or part the text"
  }
}
