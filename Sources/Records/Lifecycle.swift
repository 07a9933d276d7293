/// Where a run stands.
package enum RunStatus: String, Sendable, CaseIterable {
  case running = "RUNNING"
  case passed = "PASSED"
  case failed = "FAILED"
  case canceled = "CANCELED"

  /// A final run is never changed again.
  package var isFinal: Bool { self == .passed || self == .canceled }

  /// The gate that is worked on or comes next, of gates in their order; nil where the run is final or has passed them all.
  package func waiting(at gates: [(id: GateID, status: GateStatus)]) -> GateID? {
    guard !isFinal else { return nil }
    return (gates.first { $0.status == .running } ?? gates.first { $0.status != .pass })?.id
  }
}

/// Where a gate of a run stands.
package enum GateStatus: String, Sendable, CaseIterable {
  case pending = "PENDING"
  case running = "RUNNING"
  case pass = "PASS"
  case fail = "FAIL"
  case stale = "STALE"
}

/// How an attempt closed.
package enum AttemptStatus: String, Sendable, CaseIterable {
  case pass = "PASS"
  case fail = "FAIL"
}

/// Every legal transition of a run and of a gate; what is not listed here is refused.
package enum Lifecycle {
  /// What can happen to a run.
  package enum RunStep: Sendable, Hashable, CaseIterable {
    case gateStarted, gateFinished, invocationRecorded
    case finished(RunStatus)

    package static let allCases: [RunStep] = [
      .gateStarted, .gateFinished, .invocationRecorded, .finished(.passed), .finished(.failed),
      .finished(.canceled),
    ]
  }

  /// What can happen to a gate.
  package enum GateStep: Sendable, Hashable, CaseIterable {
    case started, passed, failed, becameStale
  }

  /// The status of a run after a step, or nil where the step is illegal.
  ///
  /// That a run passes only when all its gates pass, and closes only when no attempt is open, is checked where the gates are
  /// at hand.
  package static func run(_ status: RunStatus, _ step: RunStep) -> RunStatus? {
    switch (status, step) {
    case (.running, .gateStarted), (.failed, .gateStarted): .running
    case (.running, .gateFinished), (.running, .invocationRecorded): .running
    case (.failed, .invocationRecorded): .failed
    case (.running, .finished(.passed)), (.failed, .finished(.passed)): .passed
    case (.running, .finished(.failed)): .failed
    case (.running, .finished(.canceled)), (.failed, .finished(.canceled)): .canceled
    default: nil
    }
  }

  /// The status of a gate after a step, or nil where the step is illegal.
  package static func gate(_ status: GateStatus, _ step: GateStep) -> GateStatus? {
    switch (status, step) {
    case (.pending, .started), (.pass, .started), (.fail, .started), (.stale, .started): .running
    case (.running, .passed): .pass
    case (.running, .failed): .fail
    case (.pass, .becameStale): .stale
    default: nil
    }
  }
}
