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
    case workerExitNonzero = "worker_exit_nonzero"
    case workerTimeout = "worker_timeout"
    case workerMissing = "worker_missing"
    case workerInterrupted = "worker_interrupted"
    case rateLimited = "rate_limited"
    case testCommandFailed = "test_command_failed"
    case diffBudgetExceeded = "diff_budget_exceeded"
    case failedByPerson = "failed_by_person"
    case runCanceled = "run_canceled"

    package var verdict: Class {
      switch self {
      case .allRulesPassed, .passedWithWarnings: .pass
      case .ruleFailed, .outputMissing, .workerExitNonzero, .workerTimeout, .workerInterrupted,
        .rateLimited, .testCommandFailed:
        .retryable
      case .attemptCapReached, .noChangeSinceLastAttempt, .workerMissing, .diffBudgetExceeded,
        .failedByPerson, .runCanceled:
        .humanReview
      }
    }

    /// Says whether only a worker's end has this reason, so that no rule was run.
    package var isOfWorker: Bool {
      switch self {
      case .workerExitNonzero, .workerTimeout, .workerMissing, .workerInterrupted, .rateLimited,
        .testCommandFailed, .diffBudgetExceeded:
        true
      case .allRulesPassed, .passedWithWarnings, .ruleFailed, .outputMissing, .attemptCapReached,
        .noChangeSinceLastAttempt, .failedByPerson, .runCanceled:
        false
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
