/// The program that made a record, in its version.
package struct Recorder: Sendable, Equatable {
  package let name: String
  package let version: String

  package init(name: String, version: String) {
    self.name = name
    self.version = version
  }

  /// This program.
  package static let current = Recorder(name: "orchestrate", version: "1.0.0")

  /// The number that is raised whenever any rule's answer may change.
  package static let rules = 1
}
