package import Records

/// What the gates of workflows cost over many runs.
package struct Bottlenecks: Sendable {
  /// One gate over the runs of its workflow; attempts that are open count for nothing.
  package struct Gate: Sendable {
    package let id: GateID
    package let name: String
    /// The runs in which an attempt was closed.
    package let runs: Int
    package let attempts: Int
    package let passes: Int
    package let failures: [(reason: Verdict.ReasonCode, count: Int)]
    /// Of all attempts, in milliseconds; of an even number the mean of the middle two.
    package let median: Int
    package let longest: Int
    package let total: Int
    /// What the durations were measured by; nil where by both clocks.
    package let clock: RunDigest.TimeSource?

    /// Attempts for each pass, in hundredths; nil where none passed.
    package var attemptsPerPass: Int? {
      passes > 0 ? (attempts * 200 + passes) / (passes * 2) : nil
    }
  }

  /// One workflow with the gates of its newest run first, then those that it has no more.
  package struct Workflow: Sendable {
    package let name: String
    package let runs: Int
    /// Only those that were tried.
    package let gates: [Gate]

    /// The gate on which most time was spent, or nil where none was.
    package var costliest: Gate? {
      gates.filter { $0.total > 0 }.max { $0.total < $1.total }
    }
  }

  fileprivate struct Tally {
    let name: String
    var runs = 0
    var order: [GateID] = []
    var gates: [GateID: GateTally] = [:]
  }

  fileprivate struct GateTally {
    var name = ""
    var runs = 0
    var reasons: [Verdict.ReasonCode] = []
    var passes = 0
    var durations: [Int] = []
    var clocks: Set<RunDigest.TimeSource> = []
  }

  private var tallies: [[UInt8]: Tally] = [:]

  package init() {}

  /// Takes a run in; the newest comes last.
  package mutating func add(_ digest: RunDigest) {
    let name = digest.header.workflow.name
    var tally = tallies[Array(name.utf8)] ?? Tally(name: name)
    tally.runs += 1
    let gates = digest.stages.map(\.story.gate)
    let known = Set(gates)
    tally.order = gates + tally.order.filter { !known.contains($0) }
    for stage in digest.stages {
      let closed = stage.tries.filter { $0.attempt != nil }
      guard !closed.isEmpty else { continue }
      var gate = tally.gates[stage.story.gate] ?? GateTally()
      gate.name = stage.story.name
      gate.runs += 1
      for one in closed {
        guard let duration = one.duration, let reason = one.reason else { continue }
        gate.durations.append(duration.milliseconds)
        gate.clocks.insert(duration.clock)
        if reason.verdict == .pass { gate.passes += 1 } else { gate.reasons.append(reason) }
      }
      tally.gates[stage.story.gate] = gate
    }
    tallies[Array(name.utf8)] = tally
  }

  /// The workflows in the order of their names.
  package var workflows: [Workflow] {
    tallies.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { _, tally in
      Workflow(
        name: tally.name, runs: tally.runs,
        gates: tally.order.compactMap { id in tally.gates[id].map { Gate(id, $0) } })
    }
  }
}

extension Bottlenecks.Gate {
  fileprivate init(_ id: GateID, _ tally: Bottlenecks.GateTally) {
    self.id = id
    name = tally.name
    runs = tally.runs
    attempts = tally.durations.count
    passes = tally.passes
    failures = tally.reasons.counted
    let sorted = tally.durations.sorted()
    let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
    median = low + (high - low) / 2
    longest = sorted.last ?? 0
    total = sorted.reduce(0) { $0.adding($1) }
    clock = tally.clocks.count == 1 ? tally.clocks.first : nil
  }
}
