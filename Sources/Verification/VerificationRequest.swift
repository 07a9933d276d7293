import Records

/// What is to be verified, and against what.
package struct VerificationRequest: Sendable {
  /// The folder name of the one run to report; nil for all.
  package let run: String?
  package let isStrict: Bool
  /// The merge base to compare the records with.
  package let since: VerificationReport.Base?
  /// More merge bases, where branches were merged crosswise; what each has must still be there.
  package let otherBases: [String]
  /// The revision whose contracts and workflows are trusted, and its merge base with HEAD.
  package let contractsFrom: VerificationReport.Base?
  package let mergeBase: String?
  /// The number of this tool's rules.
  package let rules: Int

  package init(
    run: String? = nil, isStrict: Bool = false, since: VerificationReport.Base? = nil,
    otherBases: [String] = [],
    contractsFrom: VerificationReport.Base? = nil, mergeBase: String? = nil,
    rules: Int = Recorder.rules
  ) {
    self.run = run
    self.rules = rules
    self.isStrict = isStrict
    self.since = since
    self.otherBases = otherBases
    self.contractsFrom = contractsFrom
    self.mergeBase = mergeBase
  }

  /// Says whether a run is one that the report tells of.
  func isReported(_ name: String) -> Bool {
    run.map { $0.utf8.elementsEqual(name.utf8) } ?? true
  }
}
