package import JSONDocument
package import Records

/// What driving a workflow would do, gate by gate.
package struct RunPlan: Sendable {
  /// What would be done at a gate.
  package enum Action: String, Sendable {
    /// Its worker is run.
    case run
    /// It has passed, and nothing that it passed on has changed.
    case keep
    /// It waits for a person.
    case pause
  }

  package struct Step: Sendable {
    package let gate: Workflow.Gate
    package let action: Action
    /// Why, in a few words.
    package let reason: String
    /// Steps of one wave go on at the same time; from 1, and nil for a gate that is kept.
    package let wave: Int?
  }

  package let workflow: Workflow
  /// The run that would be gone on with; nil for a new one.
  package let run: RunID?
  package let concurrency: Concurrency
  package let steps: [Step]

  /// `again` are gates that pass and would be run all the same, with the reason.
  package init(
    _ workflow: Workflow, record: RunRecord?, concurrency: Concurrency, again: [GateID: String],
    forced: Set<GateID>
  ) {
    self.workflow = workflow
    run = record?.header.id
    self.concurrency = concurrency
    let choices = workflow.gates.map { gate in
      Self.choice(gate, record, again: again[gate.id], isForced: forced.contains(gate.id))
    }
    let waves = Self.waves(workflow, choices.map(\.action), limit: concurrency.gates)
    steps = zip(workflow.gates, choices).map { gate, choice in
      Step(gate: gate, action: choice.action, reason: choice.reason, wave: waves[gate.id])
    }
  }

  private static func choice(
    _ gate: Workflow.Gate, _ record: RunRecord?, again: String?, isForced: Bool
  ) -> (action: Action, reason: String) {
    let status = record?.state.gate(gate.id)?.status ?? .pending
    if status == .pass, again == nil { return (.keep, "it has passed, and nothing has changed") }
    guard gate.worker != nil else { return (.pause, "a person works on it") }
    if let again { return (.run, again) }
    if !isForced, let reason = record?.reviewReason(of: gate.id) {
      return (.pause, "it needs a person: \(reason.rawValue)")
    }
    return (.run, isForced ? "it is forced" : "it is \(status.rawValue)")
  }

  /// The waves in which gates would go on if each passed and all took the same time.
  private static func waves(
    _ workflow: Workflow, _ actions: [Action], limit: Int
  ) -> [GateID: Int] {
    let pairs = zip(workflow.gates, actions)
    let scheduler = Scheduler(
      gates: pairs.map { gate, action in
        Scheduler.Gate(
          id: gate.id, needs: gate.needs, isAlone: action == .pause || gate.limits.isAny)
      }, limit: limit)
    var progress = Dictionary(
      pairs.map { ($0.id, $1 == .keep ? Scheduler.Progress.passed : .due(.zero)) },
      uniquingKeysWith: { first, _ in first })
    var waves: [GateID: Int] = [:]
    var wave = 1
    while true {
      let starts = scheduler.starts(progress, at: .zero)
      guard !starts.isEmpty else { return waves }
      for gate in starts {
        waves[gate] = wave
        progress[gate] = .passed
      }
      wave += 1
    }
  }
}

extension RunPlan {
  /// A line for each gate, under a line about the whole.
  package var lines: [String] {
    let what = run.map { "would go on with \($0)" } ?? "would open a new run"
    let names = steps.map { "\($0.gate.id) \($0.gate.name)" }
    let width = names.map(\.unicodeScalars.count).max() ?? 0
    return ["\(workflow.name): \(what), \(concurrency.rawValue)"]
      + zip(names, steps).map { name, step in
        let pad = String(repeating: " ", count: width - name.unicodeScalars.count)
        let wave = step.wave.map { "wave \($0)" } ?? "-"
        let worker = step.gate.worker.map { " · \($0.name)" } ?? ""
        return "  \(name)\(pad)  \(step.action.rawValue)  \(wave)\(worker) · \(step.reason)"
      }
  }

  /// The same for programs.
  package var value: JSONValue {
    [
      "workflow": .string(workflow.name),
      "run_id": run.map { .string($0.description) } ?? .null,
      "concurrency": .string(concurrency.rawValue),
      "plan": .array(
        steps.map { step in
          [
            "gate": .string(step.gate.id.description), "name": .string(step.gate.name),
            "action": .string(step.action.rawValue), "reason": .string(step.reason),
            "wave": step.wave.map { .integer(Int64($0)) } ?? .null,
            "needs": .array(step.gate.needs.map { .string($0.description) }),
            "worker": step.gate.worker.map { .string($0.name) } ?? .null,
          ]
        }),
    ]
  }
}
