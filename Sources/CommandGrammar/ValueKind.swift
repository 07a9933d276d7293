/// What a value names, so that help can list it and a shell can complete it.
package enum ValueKind: Equatable, Sendable {
  /// Free text; nothing to complete.
  case text
  /// A whole number.
  case number
  /// The path of a file.
  case file
  /// The path of a folder.
  case folder
  /// One of a few words, in the order in which help lists them.
  case choice([String])
  /// The name of something that the program knows and can list, such as a run or a gate.
  case name(of: String)
}
