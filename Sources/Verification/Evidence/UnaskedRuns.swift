import Records
import Text

/// The runs that are not asked: what they vouch for is read only where it may stand in for what another run vouches for.
struct UnaskedRuns<Source: EvidenceSource>: Sendable {
  private let names: [String]
  private let source: Source
  /// The revisions since which no file that they vouch for has changed; none where only one run is reported.
  private let bases: [BaseRecords]

  init(
    among runs: [RunInspection], since bases: [BaseRecords], _ request: VerificationRequest,
    in source: Source
  ) {
    names = runs.filter { !$0.isAsked }.map(\.name)
    self.source = source
    self.bases = request.run == nil ? bases : []
  }

  /// What they vouch for at some paths, with what the working tree has there.
  func claims(on paths: some Sequence<RepositoryPath>) -> [Claim] {
    let claims = recorded(on: paths)
    return source.concurrently(claims.count) { index in
      var claim = claims[index]
      claim.today = RunInspector<Source>.today(claim.file, source.file(at: claim.file.path))
      return claim
    }
  }

  /// The same without a look at the files, which pass for those that were recorded.
  func recorded(on paths: some Sequence<RepositoryPath>) -> [Claim] {
    let paths = Set(paths.filter { !bases.haveChange(of: $0) })
    guard !paths.isEmpty else { return [] }
    return source.concurrently(names.count) { index in
      let record = RecordCheck.check(source.folder(of: names[index])).record
      return (record?.claims { _ in .same } ?? []).filter { paths.contains($0.file.path) }
    }.flatMap(\.self)
  }
}
