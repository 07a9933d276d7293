package import Records

/// A run whose record has been held to its own rules.
package struct CheckedRecord: Sendable {
  /// The name of the run's folder.
  package let name: String
  /// The run as its events and attempts tell it; nil where they do not hold together.
  package let record: RunRecord?
  /// What RUN.json says of the run, also where the rest does not hold together; nil where it cannot be read.
  package let header: RunHeader?
  package let findings: [VerificationFinding]
  /// Says whether the folder holds no record at all, which is no finding.
  package let isEmpty: Bool

  /// Says whether nothing in the record itself failed.
  package var holds: Bool {
    record != nil && findings.allSatisfy { $0.level > .cannotCheck }
  }
}
