/// How deep a run goes; a contract may give a number for each.
package enum Depth: String, Sendable, CaseIterable {
  case quick, standard, deep
}
