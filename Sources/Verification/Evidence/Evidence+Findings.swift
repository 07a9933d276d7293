import Digests
import Records
import Runs
import Text

extension Evidence {
  var counts: VerificationReport.Counts {
    var counts = VerificationReport.Counts()
    counts.reproduced = reproduced
    for (_, answer) in answers {
      switch answer {
      case .reproduced, .reproducedButForLineEndings, .reproducedByPointer: counts.reproduced += 1
      case .superseded: counts.superseded += 1
      case .changed: counts.changed += 1
      case .moved: counts.moved += 1
      case .unwitnessed: counts.unwitnessed += 1
      case .cannotCheck, .unreadable: counts.cannotCheck += 1
      }
    }
    return counts
  }

  /// What is to be said of the claims; `ignored` are the paths that git ignores, `redo` the command that has a gate judged again.
  func findings(
    isStrict: Bool, ignored: Set<[UInt8]>, redo: (Claim) -> String?
  ) -> [VerificationFinding] {
    answers.compactMap { claim, answer in
      Self.finding(
        claim, answer, isStrict: isStrict, ignored: ignored, uncommitted: uncommitted, redo: redo)?
        .unlessAnotherRunVouches
    }
  }

  /// The paths of files that were never committed.
  var unwitnessedPaths: [String] {
    Set(answers.filter { $0.answer == .unwitnessed }.map(\.claim.file.path)).sorted().map(\.text)
  }

  private static func finding(
    _ claim: Claim, _ answer: Answer, isStrict: Bool, ignored: Set<[UInt8]>,
    uncommitted: Set<RecordedFile>, redo: (Claim) -> String?
  ) -> VerificationFinding? {
    let path = claim.file.path.text
    func finding(
      _ id: FindingID, isStrict: Bool = isStrict, _ message: String, next: String?,
      found: String? = nil
    ) -> VerificationFinding {
      VerificationFinding(
        id, isStrict: isStrict, path: path, run: claim.run, attempt: claim.attempt,
        message: message, expected: claim.file.sha256.hex, found: found ?? claim.today.words,
        recordedBy: "attempt \(claim.attempt.number) of \(claim.attempt.gate)", next: next)
    }
    switch answer {
    case .reproduced, .superseded: return nil
    case .reproducedButForLineEndings:
      return finding(
        .lineEndingsDiffer, "it is the text that was recorded, and only its line endings differ",
        next: nil)
    case .reproducedByPointer:
      return finding(
        .lfsPointer, "a Git LFS pointer to the recorded bytes stands in their place",
        next: "git lfs pull")
    case .changed:
      let isCommitted = !uncommitted.contains(claim.file)
      // What a text links to may be edited; the link still leads there.
      return finding(
        .changed, isStrict: isStrict && (claim.isNamed || claim.today == .missing),
        claim.changedWords,
        next: "git \(isCommitted ? "log --oneline" : "diff HEAD") -- \(ShellWord.quoted(path))")
    case .moved(let place):
      return finding(
        .moved, "it is not where it passed; the same bytes stand at another path",
        next: "git log --oneline --follow -- \(ShellWord.quoted(place))", found: place)
    case .unwitnessed:
      if ignored.contains(Array(path.utf8)) {
        return finding(
          .unwitnessed, "the bytes that passed were never committed: git ignores the path",
          next: "git check-ignore -v -- \(ShellWord.quoted(path))")
      }
      return finding(
        .unwitnessed, "the bytes that passed were never committed, and are not here",
        next: redo(claim))
    case .cannotCheck(let why, let cure):
      return finding(
        .cannotCheck, "the bytes that passed are not here, and \(why)", next: cure)
    case .unreadable:
      return finding(
        .cannotCheck, "whether it is as it passed is not known, as it cannot be read",
        next: "ls -ld -- \(ShellWord.quoted(path))")
    }
  }
}

extension Claim {
  fileprivate var changedWords: String {
    switch today {
    case .missing: "it was removed after it passed \(attempt.gate)"
    default: "it has been changed after it passed \(attempt.gate)"
    }
  }
}

extension Claim.Today {
  /// What stands there now, for the line `found:`.
  fileprivate var words: String {
    switch self {
    case .same: "the same"
    case .otherLineEndings: "the same text with LF"
    case .other(let digest): digest.hex
    case .missing: "no file"
    case .otherKind(let kind): kind
    case .pointer: "a Git LFS pointer to it"
    case .unreadable(let why): "unreadable: \(why)"
    }
  }
}
