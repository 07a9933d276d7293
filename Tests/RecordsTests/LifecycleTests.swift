import Records
import Testing

/// The tables are written out in full, so that a row that changes in the program turns a test red.
@Suite("Legal transitions")
struct LifecycleTests {
  @Test("A run moves by these steps and no other")
  func runs() {
    let table: [(RunStatus, Lifecycle.RunStep, RunStatus?)] = [
      (.running, .gateStarted, .running), (.running, .gateFinished, .running),
      (.running, .invocationRecorded, .running), (.running, .finished(.running), nil),
      (.running, .finished(.passed), .passed), (.running, .finished(.failed), .failed),
      (.running, .finished(.canceled), .canceled),
      (.failed, .gateStarted, .running), (.failed, .gateFinished, nil),
      (.failed, .invocationRecorded, .failed), (.failed, .finished(.running), nil),
      (.failed, .finished(.passed), .passed), (.failed, .finished(.failed), nil),
      (.failed, .finished(.canceled), .canceled),
      (.passed, .gateStarted, nil), (.passed, .gateFinished, nil),
      (.passed, .invocationRecorded, nil), (.passed, .finished(.running), nil),
      (.passed, .finished(.passed), nil), (.passed, .finished(.failed), nil),
      (.passed, .finished(.canceled), nil),
      (.canceled, .gateStarted, nil), (.canceled, .gateFinished, nil),
      (.canceled, .invocationRecorded, nil), (.canceled, .finished(.running), nil),
      (.canceled, .finished(.passed), nil), (.canceled, .finished(.failed), nil),
      (.canceled, .finished(.canceled), nil),
    ]
    let steps = Set(Lifecycle.RunStep.allCases + [.finished(.running)])
    #expect(table.count == RunStatus.allCases.count * steps.count)
    for (status, step, next) in table {
      #expect(Lifecycle.run(status, step) == next, "\(status) \(step)")
    }
  }

  @Test("A gate moves by these steps and no other")
  func gates() {
    let table: [(GateStatus, Lifecycle.GateStep, GateStatus?)] = [
      (.pending, .started, .running), (.pending, .passed, nil), (.pending, .failed, nil),
      (.pending, .becameStale, nil),
      (.running, .started, nil), (.running, .passed, .pass), (.running, .failed, .fail),
      (.running, .becameStale, nil),
      (.pass, .started, .running), (.pass, .passed, nil), (.pass, .failed, nil),
      (.pass, .becameStale, .stale),
      (.fail, .started, .running), (.fail, .passed, nil), (.fail, .failed, nil),
      (.fail, .becameStale, nil),
      (.stale, .started, .running), (.stale, .passed, nil), (.stale, .failed, nil),
      (.stale, .becameStale, nil),
    ]
    #expect(table.count == GateStatus.allCases.count * Lifecycle.GateStep.allCases.count)
    for (status, step, next) in table {
      #expect(Lifecycle.gate(status, step) == next, "\(status) \(step)")
    }
  }

  @Test("PASSED and CANCELED are final, RUNNING and FAILED are not")
  func final() {
    #expect(RunStatus.allCases.filter(\.isFinal) == [.passed, .canceled])
  }

  @Test("Each reason code has its verdict")
  func verdicts() {
    let table: [Verdict.ReasonCode: Verdict.Class] = [
      .allRulesPassed: .pass, .passedWithWarnings: .pass, .ruleFailed: .retryable,
      .outputMissing: .retryable, .attemptCapReached: .humanReview,
      .noChangeSinceLastAttempt: .humanReview, .failedByPerson: .humanReview,
      .runCanceled: .humanReview, .workerExitNonzero: .retryable, .workerTimeout: .retryable,
      .workerMissing: .humanReview, .workerInterrupted: .retryable, .rateLimited: .retryable,
      .testCommandFailed: .retryable, .diffBudgetExceeded: .humanReview,
    ]
    #expect(Set(table.keys) == Set(Verdict.ReasonCode.allCases))
    for (code, verdict) in table { #expect(code.verdict == verdict) }
  }
}
