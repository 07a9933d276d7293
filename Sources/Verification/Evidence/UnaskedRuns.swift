import Contracts
import Records
import Text

/// Runs of which nothing is asked: what they vouch for is read only where it may stand in for what another run vouches for.
struct UnaskedRuns<Source: EvidenceSource>: Sendable {
  private let names: [String]
  private let source: Source
  /// Says of a path that none of them vouches for it.
  private let isForeign: @Sendable (RepositoryPath) -> Bool

  init(
    _ runs: [RunInspection], since bases: [BaseRecords], _ request: VerificationRequest,
    in source: Source
  ) {
    names = runs.filter(\.summary.isUnchanged).map(\.name)
    self.source = source
    // Where all runs are spoken of, those that vouch for a path that has changed are asked.
    let isAll = request.run == nil
    isForeign = { path in
      isAll && bases.contains { $0.hasChanged(Array(path.text.utf8)) }
    }
  }

  /// What they vouch for at some paths.
  func claims(on paths: some Sequence<RepositoryPath>) -> [Claim] {
    let paths = Set(paths.filter { !isForeign($0) })
    guard !paths.isEmpty else { return [] }
    let files = Dictionary(
      zip(paths, source.files(at: Array(paths))), uniquingKeysWith: { first, _ in first })
    return source.concurrently(names.count) { index in
      let record = RecordCheck.check(source.folder(of: names[index])).record
      let claims = record?.claims { file in
        RunInspector<Source>.today(file, files[file.path] ?? .missing)
      }
      return (claims ?? []).filter { files[$0.file.path] != nil }
    }.flatMap(\.self)
  }
}
