/// What follows from a closed attempt.
package struct Verdict: Sendable, Equatable {
  /// The three answers.
  package enum Class: String, Sendable, CaseIterable {
    case pass = "PASS"
    case retryable = "RETRYABLE"
    case humanReview = "HUMAN_REVIEW"
  }

  /// Why, as one closed list.
  package enum ReasonCode: String, Sendable, CaseIterable {
    case allRulesPassed = "all_rules_passed"
    case passedWithWarnings = "passed_with_warnings"
    case ruleFailed = "rule_failed"
    case outputMissing = "output_missing"
    case attemptCapReached = "attempt_cap_reached"
    case noChangeSinceLastAttempt = "no_change_since_last_attempt"
    case failedByPerson = "failed_by_person"
    case runCanceled = "run_canceled"

    package var verdict: Class {
      switch self {
      case .allRulesPassed, .passedWithWarnings: .pass
      case .ruleFailed, .outputMissing: .retryable
      case .attemptCapReached, .noChangeSinceLastAttempt, .failedByPerson, .runCanceled:
        .humanReview
      }
    }
  }

  package let reasonCode: ReasonCode
  /// One runnable command.
  package let nextAction: String

  package init(reasonCode: ReasonCode, nextAction: String) {
    self.reasonCode = reasonCode
    self.nextAction = nextAction
  }
}
