/// The name of one kind of finding of `verify`: stable, in kebab case, each with its page line in `orchestration/README.md`.
package enum FindingID: String, Sendable, CaseIterable {
  // The record.
  case missingFile = "missing-file"
  case unexpectedFile = "unexpected-file"
  case unreadableRecord = "unreadable-record"
  case mergeConflict = "merge-conflict"
  case newerSchema = "newer-schema"
  case legacyRecord = "legacy-record"
  case lineEndings = "line-endings"
  case notCanonical = "not-canonical"
  case sealMismatch = "seal-mismatch"
  case stateMismatch = "state-mismatch"
  case recordDigest = "record-digest"
  case sequenceGap = "sequence-gap"
  case brokenChain = "broken-chain"
  case foreignAttempt = "foreign-attempt"
  case foreignRun = "foreign-run"
  case attemptMismatch = "attempt-mismatch"
  case duplicateEvent = "duplicate-event"
  case illegalHistory = "illegal-history"
  case implausibleNumber = "implausible-number"
  case clockBackwards = "clock-backwards"
  case nameTwins = "name-twins"

  // The evidence.
  case unwitnessed
  case changed
  case moved
  case cannotCheck = "cannot-check"
  case lineEndingsDiffer = "line-endings-differ"
  case lfsPointer = "lfs-pointer"
  case notCommitted = "not-committed"
  case notJudged = "not-judged"

  // The rules.
  case claimNotReproduced = "claim-not-reproduced"
  case rulesChanged = "rules-changed"
  case newerRules = "newer-rules"
  case notReplayed = "not-replayed"
  case workflowMismatch = "workflow-mismatch"
  case contractChanged = "contract-changed"

  // Trust.
  case historyRewritten = "history-rewritten"
  case runRemoved = "run-removed"
  case contractUntrusted = "contract-untrusted"
  case contractOutdated = "contract-outdated"
  case unreadableWorkflow = "unreadable-workflow"
  case uncovered

  /// What a finding does to the answer.
  package enum Level: String, Sendable, CaseIterable, Comparable {
    case failure = "fail"
    /// Neither holds nor fails: what decides it is not at hand.
    case cannotCheck = "cannot-check"
    case warning = "warn"
    case note

    /// The graver level is the lesser.
    package static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }

    private var rank: Int {
      switch self {
      case .failure: 0
      case .cannotCheck: 1
      case .warning: 2
      case .note: 3
      }
    }
  }

  /// What part of the verification speaks.
  package enum Topic: String, Sendable, CaseIterable {
    case record, evidence, rules, trust
  }

  package var topic: Topic {
    switch self {
    case .missingFile, .unexpectedFile, .unreadableRecord, .mergeConflict, .newerSchema,
      .legacyRecord, .lineEndings, .notCanonical, .sealMismatch, .stateMismatch, .recordDigest,
      .sequenceGap, .brokenChain, .foreignAttempt, .foreignRun, .attemptMismatch, .duplicateEvent,
      .illegalHistory, .implausibleNumber, .clockBackwards, .nameTwins:
      .record
    case .unwitnessed, .changed, .moved, .cannotCheck, .lineEndingsDiffer, .lfsPointer,
      .notCommitted, .notJudged:
      .evidence
    case .claimNotReproduced, .rulesChanged, .newerRules, .notReplayed, .workflowMismatch,
      .contractChanged:
      .rules
    case .historyRewritten, .runRemoved, .contractUntrusted, .contractOutdated,
      .unreadableWorkflow, .uncovered:
      .trust
    }
  }

  /// The level of such a finding; `isStrict` is `--strict`, which raises what an honest run may show but a merge should not.
  package func level(isStrict: Bool) -> Level {
    switch self {
    case .newerSchema, .cannotCheck, .newerRules: .cannotCheck
    case .changed, .moved, .notJudged, .rulesChanged, .contractOutdated:
      isStrict ? .failure : .warning
    case .legacyRecord, .clockBackwards, .nameTwins, .notCommitted: .warning
    case .lfsPointer: isStrict ? .cannotCheck : .note
    case .lineEndingsDiffer, .notReplayed, .contractChanged: .note
    default: .failure
    }
  }

  /// What such a finding means, as one sentence.
  package var meaning: String {
    switch self {
    case .missingFile: "A file that the record must have is not there."
    case .unexpectedFile: "The record folder holds something that is no part of a record."
    case .unreadableRecord: "A file of the record is no JSON of its format."
    case .mergeConflict: "A merge left its conflict markers in a file of the record."
    case .newerSchema: "A newer orchestrate wrote the file, and this one does not know its format."
    case .legacyRecord: "An earlier runner wrote the record; it can be shown, and not verified."
    case .lineEndings:
      "The lines of a record file end with CRLF, so it is not the file that was written."
    case .notCanonical: "A record file is not written byte for byte as this tool writes it."
    case .sealMismatch: "RUN.json was edited after it was written: its seal does not fit its bytes."
    case .stateMismatch: "What RUN.json derives is not what its events and attempts say."
    case .recordDigest: "An attempt file is not the one whose digest RUN.json recorded."
    case .sequenceGap: "Events or attempts are missing, repeated or out of order."
    case .brokenChain: "An attempt does not name the attempt that closed before it."
    case .foreignAttempt: "An attempt file belongs to another run, gate or number."
    case .foreignRun: "The record belongs to another run than its folder says."
    case .attemptMismatch: "An attempt contradicts itself, or the event that names it."
    case .duplicateEvent: "The same event is recorded twice."
    case .illegalHistory: "An event could not have happened where it stands."
    case .implausibleNumber: "A number or a time is beyond all that a run can reach."
    case .clockBackwards: "A later event has an earlier time: the clock was set back."
    case .nameTwins:
      "Two names differ only in capitals or Unicode form; some file systems hold them to be one."
    case .unwitnessed:
      "The recorded bytes are neither in the working tree nor anywhere in the history of git."
    case .changed: "The file has been changed since it passed, and nothing newer vouches for it."
    case .moved: "The file is no longer at its recorded path; the same bytes stand at another."
    case .cannotCheck:
      "What would decide is not at hand: the history is cut, git is missing, or a file cannot be read."
    case .lineEndingsDiffer:
      "The file in the working tree differs from the recorded bytes in line endings alone."
    case .lfsPointer: "A Git LFS pointer stands in place of the file; it names the recorded bytes."
    case .notCommitted: "The record is committed, and a file that it vouches for is not."
    case .notJudged:
      "A file matches the pattern of a rule, and no standing attempt has judged it."
    case .claimNotReproduced:
      "The rules, run again on the recorded bytes, do not answer as recorded."
    case .rulesChanged:
      "A rule answers otherwise than recorded, but an older orchestrate recorded it, whose rules differed."
    case .newerRules: "A newer orchestrate recorded the answers; this one does not know its rules."
    case .notReplayed: "A rule was not run again, because bytes that it judged are not at hand."
    case .workflowMismatch:
      "The gates or contracts of the run are not those of the workflow it names."
    case .contractChanged: "The contract has been edited since the gate passed."
    case .historyRewritten: "What was recorded at the trusted revision has been changed since."
    case .runRemoved: "A run that was recorded at the trusted revision is gone."
    case .contractUntrusted:
      "The gate was judged by a contract or workflow that the trusted revision never had."
    case .contractOutdated:
      "The gate was judged by an older contract or workflow than the trusted revision has."
    case .unreadableWorkflow: "A workflow cannot be read, so what it covers is not known."
    case .uncovered: "A folder that a workflow covers has no passed run that vouches for it."
    }
  }

  /// What to do about such a finding, as one sentence.
  package var cure: String {
    switch self {
    case .missingFile, .unreadableRecord, .lineEndings, .notCanonical, .sealMismatch,
      .stateMismatch, .recordDigest, .sequenceGap, .brokenChain, .foreignAttempt, .attemptMismatch,
      .duplicateEvent, .illegalHistory:
      "Restore the record from git; never mend one by hand."
    case .unexpectedFile: "Remove it, or move it to logs/."
    case .mergeConflict: "Take one side whole: RUN.json and the attempts of one branch."
    case .newerSchema, .newerRules: "Install the newer orchestrate and verify again."
    case .legacyRecord: "Leave it, or remove the run."
    case .foreignRun: "Give the folder the name of its run back."
    case .implausibleNumber:
      "Restore the record from git, or correct the clock and start a new run."
    case .clockBackwards:
      "Nothing, if you know why; the order of events is their number, not their time."
    case .nameTwins: "Rename one of the two."
    case .unwitnessed: "Commit the file that passed, or have the gate judged again."
    case .changed: "Have the gate judged again, or put the file back."
    case .moved: "Move the file back, or run the workflow again on the new path."
    case .cannotCheck:
      "Fetch the whole history, install git, or make the file readable, and verify again."
    case .lineEndingsDiffer:
      "Nothing; '-text' for the path in .gitattributes keeps the bytes exact."
    case .lfsPointer: "Fetch the file with git lfs to have its rules run again."
    case .notCommitted: "Add the file and commit it."
    case .notJudged: "Have the gate judged again, or take the file away."
    case .claimNotReproduced: "Have the gate judged again; ask who wrote the attempt."
    case .rulesChanged: "Have the gate judged again by this orchestrate."
    case .notReplayed: "Nothing, for an older attempt; else put the bytes back within reach."
    case .workflowMismatch: "Restore the record from git, or run the workflow as it is."
    case .contractChanged: "Nothing; have the gate judged again where the new demands should hold."
    case .historyRewritten, .runRemoved:
      "Put the record back as it was, and record anew in place of editing."
    case .contractUntrusted: "Have the contract reviewed and merged first, then the work."
    case .contractOutdated: "Bring the branch up to date and have the gate judged again."
    case .unreadableWorkflow: "Mend the workflow."
    case .uncovered: "Run the workflow on the folder to its end and commit the record."
    }
  }
}
