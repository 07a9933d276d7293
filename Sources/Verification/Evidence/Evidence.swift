import Digests
import Records
import Runs
import Text

/// What became of each file that a standing attempt vouches for.
struct Evidence: Sendable {
  /// The answers of the evidence.
  enum Answer: Sendable, Equatable {
    /// The recorded bytes are there.
    case reproduced
    /// HEAD has the recorded bytes, and the working tree differs in line endings alone.
    case reproducedButForLineEndings
    /// A Git LFS pointer to the recorded bytes is there.
    case reproducedByPointer
    /// A later standing attempt vouches for other bytes at the same path, and those are there; or were committed, where these were not.
    case superseded
    /// The bytes are in the history, and nothing newer covers the file.
    case changed
    /// As changed; the same bytes stand at another path.
    case moved(to: String)
    /// The bytes were never committed.
    case unwitnessed
    /// What would decide is not at hand.
    case cannotCheck(why: String, cure: String)
    /// What stands there could not be looked at.
    case unreadable

    var isBorneOut: Bool {
      switch self {
      case .reproduced, .reproducedButForLineEndings, .reproducedByPointer, .superseded: true
      case .changed, .moved, .unwitnessed, .cannotCheck, .unreadable: false
      }
    }

    /// Says whether it is neither borne out nor not.
    var isOpen: Bool {
      switch self {
      case .cannotCheck, .unreadable: true
      default: false
      }
    }
  }

  /// The claims that are not simply borne out by the working tree, with their answers, in the order of the runs.
  private(set) var answers: [(claim: Claim, answer: Answer)] = []
  /// How many claims the working tree bears out as they stand.
  private(set) var reproduced = 0

  /// The files of which HEAD still has the recorded bytes, so that their change is not committed.
  private(set) var uncommitted: Set<RecordedFile> = []

  /// Decides each claim by the working tree, then by what was found in the history.
  ///
  /// `others` are claims of runs that are not asked, which may take the place of these; `othersOn` gives those on more paths.
  /// `sameText` says whether HEAD's blob and the file of the working tree differ in line endings alone, `leftOut` which files of HEAD
  /// are not checked out, as a sparse checkout has it. `moves` gives the paths at which HEAD has some blobs; it is asked at most
  /// once, and only where a file has changed.
  init(
    _ runs: [RunInspection], _ others: [Claim], _ found: HistorySearch,
    othersOn: ([RepositoryPath]) -> [Claim],
    sameText: ([(file: RecordedFile, blob: String)]) -> Set<RecordedFile>,
    leftOut: ([RecordedFile]) -> Set<RecordedFile>,
    moves: (Set<String>) -> [String: [String]]
  ) {
    let doubtful = Self.all(runs, others).filter { !$0.today.isThere }
    uncommitted = Set(Self.filesOfHead(doubtful, found) { _ in true })
    let converted = sameText(
      Self.filesOfHead(doubtful, found) { if case .other = $0 { true } else { false } }
        .map { ($0, found.blobs[$0] ?? "") })
    let absent = leftOut(Self.filesOfHead(doubtful, found) { $0 == .missing })
    func isThere(_ claim: Claim) -> Answer? {
      switch claim.today {
      case .same: .reproduced
      case .pointer: .reproducedByPointer
      case .otherLineEndings: .reproducedButForLineEndings
      case .missing: absent.contains(claim.file) ? .reproduced : nil
      default: converted.contains(claim.file) ? .reproducedButForLineEndings : nil
      }
    }
    var open: Set<RepositoryPath> = []
    for run in runs {
      for claim in run.claims where isThere(claim) == nil { open.insert(claim.file.path) }
    }
    let byPath = Self.claims(of: runs, others, on: open)
    for run in runs {
      for claim in run.claims {
        if let answer = isThere(claim) {
          if answer == .reproduced { reproduced += 1 } else { answers.append((claim, answer)) }
          continue
        }
        let later = byPath[claim.file.path, default: []].filter { $0.supersedes(claim) }
        if later.contains(where: { isThere($0) != nil }) {
          answers.append((claim, .superseded))
          continue
        }
        var answer = Self.answer(claim, found)
        // What was passed over before it was committed is not missed where what came after it was.
        if answer != .changed, later.contains(where: { found.has($0.file) }) {
          answer = .superseded
        }
        answers.append((claim, answer))
      }
    }
    // What is left of a work was not moved: a twin of its bytes elsewhere does not stand in for a file that was taken out.
    let gone = Set(
      runs.filter { $0.claims.allSatisfy { !$0.isNamed || $0.today == .missing } }.map(\.name))
    findMoved(runs, found, isThere: { isThere($0) != nil }, gone, othersOn: othersOn, moves)
    followMoved(gone)
  }

  /// Finds those of the removed files that passed anew elsewhere, where something newer has taken the place of them again.
  private mutating func followMoved(_ gone: Set<String>) {
    var removed = answers.indices.filter {
      answers[$0].answer == .changed && answers[$0].claim.today == .missing
        && gone.contains(answers[$0].claim.run)
    }
    guard !removed.isEmpty else { return }
    let digests = Set(removed.map { answers[$0].claim.file.sha256 })
    var taken = Dictionary(
      grouping: answers.filter { $0.answer == .superseded }.map(\.claim), by: \.file.sha256
    ).filter { digests.contains($0.key) }
    while !taken.isEmpty {
      let followed = removed.filter { index in
        let claim = answers[index].claim
        return taken[claim.file.sha256, default: []].contains {
          $0.file.path != claim.file.path && $0.mayFollow(claim)
        }
      }
      if followed.isEmpty { return }
      for index in followed { answers[index].answer = .superseded }
      removed.removeAll { answers[$0].answer == .superseded }
      taken = Dictionary(grouping: followed.map { answers[$0].claim }, by: \.file.sha256)
    }
  }

  /// Finds those of the changed files whose bytes stand at another path.
  private mutating func findMoved(
    _ runs: [RunInspection], _ found: HistorySearch, isThere: (Claim) -> Bool,
    _ gone: Set<String>, othersOn: ([RepositoryPath]) -> [Claim],
    _ moves: (Set<String>) -> [String: [String]]
  ) {
    let changed = answers.indices.filter { answers[$0].answer == .changed }
    let blobs = Set(changed.compactMap { found.blobs[answers[$0].claim.file] })
    guard !blobs.isEmpty else { return }
    let places = moves(blobs)
    var moved: [(index: Int, places: [String])] = []
    for index in changed {
      let claim = answers[index].claim
      guard let blob = found.blobs[claim.file] else { continue }
      let others = places[blob, default: []].filter {
        !$0.utf8.elementsEqual(claim.file.path.text.utf8)
      }
      // What stands in the working tree at its path was edited, not moved.
      guard claim.today == .missing || found.heads[claim.file.path] != blob, !others.isEmpty
      else { continue }
      moved.append((index, others))
    }
    let digests = Set(moved.map { answers[$0.index].claim.file.sha256 })
    // What HEAD has at a place is there, as far as runs are concerned that are not asked.
    let others = othersOn(moved.flatMap(\.places).compactMap { try? RepositoryPath($0) })
    let takers = Dictionary(
      grouping: (runs.lazy.flatMap(\.claims).filter(isThere) + others).filter {
        digests.contains($0.file.sha256)
      }, by: \.file.sha256)
    for (index, others) in moved {
      let claim = answers[index].claim
      guard let place = others.min(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) else {
        continue
      }
      // A run over the new place that vouches for the same bytes there has taken the old one's place, if nothing stands in that.
      let isTakenOver =
        claim.today == .missing
        && takers[claim.file.sha256, default: []].contains { other in
          other.mayFollow(claim) && gone.contains(claim.run)
            && others.contains { $0.utf8.elementsEqual(other.file.path.text.utf8) }
        }
      answers[index].answer = isTakenOver ? .superseded : .moved(to: place)
    }
  }

  /// The claims that the working tree alone does not decide, for which the history is to be searched.
  static func undecided(_ runs: [RunInspection], beside others: [Claim] = []) -> Set<RecordedFile> {
    let open = all(runs, others).filter { !$0.today.isThere }
    let byPath = claims(of: runs, others, on: Set(open.map(\.file.path)))
    return Set(
      open.filter { claim in
        !byPath[claim.file.path, default: []].contains {
          $0.supersedes(claim) && $0.today.isThere
        }
      }.map(\.file))
  }

  private static func all(
    _ runs: [RunInspection], _ others: [Claim]
  ) -> FlattenSequence<[[Claim]]> {
    (runs.map(\.claims) + [others]).joined()
  }

  /// All claims on some paths.
  private static func claims(
    of runs: [RunInspection], _ others: [Claim], on paths: Set<RepositoryPath>
  ) -> [RepositoryPath: [Claim]] {
    guard !paths.isEmpty else { return [:] }
    return Dictionary(
      grouping: all(runs, others).filter { paths.contains($0.file.path) }, by: \.file.path)
  }

  /// Files of which HEAD has the recorded bytes, and the working tree has something else.
  private static func filesOfHead(
    _ claims: some Sequence<Claim>, _ found: HistorySearch, where isAsked: (Claim.Today) -> Bool
  ) -> [RecordedFile] {
    var files: Set<RecordedFile> = []
    for claim in claims where isAsked(claim.today) {
      guard let blob = found.blobs[claim.file], found.heads[claim.file.path] == blob else {
        continue
      }
      files.insert(claim.file)
    }
    return files.sorted { $0.path < $1.path }
  }

  private static func answer(_ claim: Claim, _ found: HistorySearch) -> Answer {
    if case .unreadable = claim.today { return .unreadable }
    if found.has(claim.file) { return .changed }
    if let cut = found.cut { return .cannotCheck(why: cut.why, cure: cut.cure) }
    if found.incomplete.contains(claim.file.path) {
      return .cannotCheck(
        why: "git does not have every version of the file", cure: "git fetch --refetch --no-filter")
    }
    return .unwitnessed
  }
}

extension Claim.Today {
  /// Says whether the working tree alone bears the claim out.
  fileprivate var isThere: Bool {
    switch self {
    case .same, .otherLineEndings, .pointer: true
    case .other, .missing, .otherKind, .unreadable: false
    }
  }
}
