/// What the tool's exit status means; a negative answer and "could not check" never share one.
package enum ExitStatus: Int32, Sendable, CaseIterable {
  case done = 0
  case negative = 2
  case waiting = 3
  case refused = 10
  case unavailable = 20
  case defect = 30

  var meaning: String {
    switch self {
    case .done: "done, or passed"
    case .negative: "a negative answer: a gate not met, records that do not verify"
    case .waiting: "waiting for a person"
    case .refused: "refused, nothing was written: usage, unknown run, bad file"
    case .unavailable: "could not be done now; nothing was lost, try again"
    case .defect: "a defect in orchestrate"
    }
  }
}
