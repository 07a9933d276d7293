package import Records
import Text

/// The first attempt of a gate that failed, and what became of each rule that it did not meet.
package struct FirstFailure: Sendable {
  /// A rule that failed, and how that ended.
  package struct Rule: Sendable {
    /// How it ended.
    package enum End: Sendable, Equatable {
      /// The first later attempt in which the rule was met.
      case met(in: Int)
      /// The first later attempt whose contract has no such rule any more.
      case dropped(in: Int)
      /// No later attempt met it.
      case open
    }

    package let rule: FailedRule
    package let end: End
  }

  /// The number of the attempt.
  package let attempt: Int
  package let reasonCode: Verdict.ReasonCode
  /// The record's `failure_reason`; the words of a person where one failed the attempt.
  package let reason: String?
  package let by: Actor
  /// The rules of severity fail that were not met, in the order of the contract.
  package let rules: [Rule]
  /// The first later attempt that passed, or nil.
  package let passedIn: Int?
  /// The required outputs whose bytes differ between the two, with their paths in the repository.
  package let changedOutputs: [String]
  /// Says whether the attempt that passed was judged by other contract bytes.
  package let isContractChanged: Bool

  /// Nil where no attempt of the gate failed; `attempts` are its closed ones in order.
  init?(_ attempts: [ClosedAttempt], in header: RunHeader) {
    guard let index = attempts.firstIndex(where: { $0.attempt.status == .fail }) else { return nil }
    let failed = attempts[index]
    let later = attempts[(index + 1)...]
    attempt = failed.attempt.key.number
    reasonCode = failed.attempt.verdict.reasonCode
    reason = failed.attempt.failureReason
    by = failed.attempt.finishedBy
    rules = failed.attempt.validations.filter { !$0.pass && $0.severity == .fail }.map {
      Rule(
        rule: FailedRule($0, of: failed.attempt.key.gate, in: header),
        end: Self.end(of: $0, in: later))
    }
    let passed = later.first { $0.attempt.status == .pass }
    passedIn = passed?.attempt.key.number
    isContractChanged = passed.map { $0.attempt.contract != failed.attempt.contract } ?? false
    changedOutputs = Self.changed(from: failed, to: passed, in: header)
  }

  /// A rule is the same where its id and type are.
  private static func end(
    of rule: Attempt.Validation, in later: ArraySlice<ClosedAttempt>
  ) -> Rule.End {
    for closed in later where !closed.attempt.validations.isEmpty {
      let again = closed.attempt.validations.first {
        isSame($0.id, rule.id) && isSame($0.type, rule.type)
      }
      guard let again else { return .dropped(in: closed.attempt.key.number) }
      if again.pass { return .met(in: closed.attempt.key.number) }
    }
    return .open
  }

  private static func changed(
    from failed: ClosedAttempt, to passed: ClosedAttempt?, in header: RunHeader
  ) -> [String] {
    guard let passed else { return [] }
    let changed = passed.outputs.filter { !failed.outputs.contains($0) }
    return changed.map { PathTemplate.filed($0.path, in: header.workflow.artifactPath) }
  }
}

extension FirstFailure {
  /// Says whether two runs tell the same story, in files that may stand in different folders.
  func isLike(_ other: FirstFailure) -> Bool {
    attempt == other.attempt && reasonCode == other.reasonCode && isSame(reason, other.reason)
      && passedIn == other.passedIn && rules.count == other.rules.count
      && zip(rules, other.rules).allSatisfy { $0.rule.isLike($1.rule) && $0.end == $1.end }
  }
}
