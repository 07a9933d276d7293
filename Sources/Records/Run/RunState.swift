package import Digests
import Text

/// Where a run stands after a number of its events: all that RUN.json derives.
///
/// Made only by folding events and attempts; the same fold serves writing and checking.
package struct RunState: Sendable, Equatable {
  /// An attempt in a gate's list.
  package struct Entry: Sendable, Equatable {
    package let number: Int
    /// Nil while the attempt is open.
    package fileprivate(set) var closed: Closed?
  }

  /// How an attempt closed.
  package struct Closed: Sendable, Equatable {
    package let status: AttemptStatus
    package let sha256: Digest
  }

  /// A gate with its attempts in order.
  package struct Gate: Sendable, Equatable {
    package let id: GateID
    package let name: String
    package fileprivate(set) var status: GateStatus
    package fileprivate(set) var attempts: [Entry]
    /// The newest PASS.
    package fileprivate(set) var standing: AttemptKey?
  }

  /// An attempt that is not closed yet.
  package struct Open: Sendable, Equatable {
    package let key: AttemptKey
    package let at: Instant
    package let started: Event.GateStarted
    /// The passing outputs of earlier gates as they were found when the attempt opened.
    package let inputs: [FileFact]
    package fileprivate(set) var invocationIDs: [InvocationID]
  }

  /// A recorded invocation.
  package struct Invocation: Sendable, Equatable {
    package let at: Instant
    package let fact: Event.InvocationRecorded
  }

  /// A required output of a standing attempt.
  package struct Indexed: Sendable, Equatable {
    package let file: FileFact
    package let attempt: AttemptKey
  }

  package private(set) var status: RunStatus = .running
  package private(set) var startedAt: Instant
  /// The moment of the `run_finished` in force.
  package private(set) var finishedAt: Instant?
  package private(set) var gates: [Gate]
  package private(set) var open: [Open] = []
  package private(set) var invocations: [Invocation] = []
  /// The attempt that closed last.
  package private(set) var lastClosed: Attempt.Previous?
  package private(set) var seq = 0

  /// The required outputs of standing attempts, sorted by path; a path of two gates names the later one.
  package private(set) var index: [Indexed] = []
}

/// A closed attempt with the digest of its file.
package struct ClosedAttempt: Sendable, Equatable {
  package let attempt: Attempt
  package let sha256: Digest
  /// The required outputs as the attempt found them, sorted by path.
  package let outputs: [FileFact]

  /// Takes an attempt of the run whose header is given.
  package init(attempt: Attempt, sha256: Digest, in header: RunHeader) {
    self.attempt = attempt
    self.sha256 = sha256
    outputs = attempt.outputs(in: header)
  }
}

extension RunState {
  /// Folds a history to the state that it leads to.
  ///
  /// Throws where an event is out of order or illegal, or an attempt contradicts the event that names it.
  package init(
    header: RunHeader, events: [Event], attempts: [AttemptKey: ClosedAttempt]
  ) throws(RecordError) {
    guard let first = events.first, case .runStarted = first.fact else {
      throw RecordError(record: "RUN.json", what: "the history does not begin with run_started")
    }
    guard header.id.isOf(header.workflow.slug, startedAt: first.at) else {
      throw RecordError(
        record: "RUN.json", seq: 1,
        what: "the run's id does not hold the moment of its start and its slug")
    }
    startedAt = first.at
    gates = header.gates.map {
      Gate(id: $0.id, name: $0.name, status: .pending, attempts: [], standing: nil)
    }
    for event in events { try apply(event, header: header, attempts: attempts) }
  }

  /// The state after one more event, exactly as folding the whole history again would make it.
  func appending(
    _ event: Event, header: RunHeader, attempts: [AttemptKey: ClosedAttempt]
  ) throws(RecordError) -> RunState {
    var next = self
    try next.apply(event, header: header, attempts: attempts)
    return next
  }

  /// The state of one gate, or nil where the run has no such gate.
  package func gate(_ id: GateID) -> Gate? { gates.first { $0.id == id } }

  /// The open attempt of a gate.
  package func openAttempt(of gate: GateID) -> Open? { open.first { $0.key.gate == gate } }

  /// Says whether every gate passes.
  package var allGatesPass: Bool { gates.allSatisfy { $0.status == .pass } }

  /// The passing outputs of the gates before one, as the index has them.
  package func expectedInputs(
    of gate: GateID, attempts: [AttemptKey: ClosedAttempt]
  ) -> [FileFact] {
    var paths: Set<PathBytes> = []
    for earlier in gates.prefix(while: { $0.id != gate }) {
      guard let key = earlier.standing, let closed = attempts[key] else { continue }
      paths.formUnion(closed.outputs.map { PathBytes(Array($0.path.utf8)) })
    }
    return index.map(\.file).filter { paths.contains(PathBytes(Array($0.path.utf8))) }
  }

  private mutating func apply(
    _ event: Event, header: RunHeader, attempts: [AttemptKey: ClosedAttempt]
  ) throws(RecordError) {
    func problem(_ what: String) -> RecordError {
      RecordError(record: "RUN.json", seq: event.seq, what: what)
    }
    guard event.seq == seq + 1 else {
      throw problem("its number should be \(seq + 1)").of(.sequence)
    }
    seq = event.seq
    switch event.fact {
    case .runStarted:
      guard seq == 1 else { throw problem("a run starts once").of(.duplicate) }
    case .gateStarted(let started):
      status = try next(.gateStarted, problem)
      finishedAt = nil
      try start(started, at: event.at, attempts: attempts, problem)
    case .invocationRecorded(let invocation):
      status = try next(.invocationRecorded, problem)
      try record(invocation, at: event.at, problem)
    case .gateFinished(let finished):
      status = try next(.gateFinished, problem)
      try finish(finished, event: event, header: header, attempts: attempts, problem)
    case .runFinished(let finished):
      status = try next(.finished(finished.status), problem)
      guard open.isEmpty else { throw problem("an attempt is still open") }
      guard finished.status != .passed || allGatesPass else {
        throw problem("the run passed though not every gate had")
      }
      finishedAt = event.at
    }
  }

  private func next(
    _ step: Lifecycle.RunStep, _ problem: (String) -> RecordError
  ) throws(RecordError) -> RunStatus {
    guard let next = Lifecycle.run(status, step) else {
      throw problem("not possible in a run that is \(status.rawValue)")
    }
    return next
  }

  private mutating func move(
    _ index: Int, _ step: Lifecycle.GateStep, _ problem: (String) -> RecordError
  ) throws(RecordError) {
    guard let next = Lifecycle.gate(gates[index].status, step) else {
      throw problem(
        "not possible in gate \(gates[index].id), which is \(gates[index].status.rawValue)")
    }
    gates[index].status = next
  }

  private func index(
    of gate: GateID, _ problem: (String) -> RecordError
  ) throws(RecordError) -> Int {
    guard let index = gates.firstIndex(where: { $0.id == gate }) else {
      throw problem("the run has no gate \(gate)")
    }
    return index
  }

  private mutating func start(
    _ started: Event.GateStarted, at: Instant, attempts: [AttemptKey: ClosedAttempt],
    _ problem: (String) -> RecordError
  ) throws(RecordError) {
    let position = try index(of: started.gate, problem)
    let number = gates[position].attempts.count + 1
    guard started.attempt == number else {
      throw problem("the attempt's number should be \(number)").of(.sequence)
    }
    let before = gates[..<position].filter { $0.status != .pass }.map(\.id)
    guard started.before == before else {
      throw problem("'before' does not name the earlier gates that had not passed")
    }
    let expected = expectedInputs(of: started.gate, attempts: attempts)
    guard let inputs = Self.merged(expected, changed: started.inputs) else {
      throw problem("'inputs' does not list files that differ from the index")
    }
    try move(position, .started, problem)
    gates[position].attempts.append(Entry(number: number, closed: nil))
    open.append(
      Open(
        key: AttemptKey(gate: started.gate, number: number), at: at, started: started,
        inputs: inputs, invocationIDs: []))
  }

  private mutating func record(
    _ invocation: Event.InvocationRecorded, at: Instant, _ problem: (String) -> RecordError
  ) throws(RecordError) {
    _ = try index(of: invocation.gate, problem)
    guard !invocations.contains(where: { $0.fact.id == invocation.id }) else {
      throw problem("invocation \(invocation.id) is recorded twice").of(.duplicate)
    }
    guard invocation.id.at == at else { throw problem("the invocation's id holds another moment") }
    let position = open.firstIndex { $0.key.gate == invocation.gate }
    guard invocation.attempt == position.map({ open[$0].key.number }) else {
      throw problem("the invocation names an attempt that was not open")
    }
    invocations.append(Invocation(at: at, fact: invocation))
    if let position { open[position].invocationIDs.append(invocation.id) }
  }

  private mutating func finish(
    _ finished: Event.GateFinished, event: Event, header: RunHeader,
    attempts: [AttemptKey: ClosedAttempt], _ problem: (String) -> RecordError
  ) throws(RecordError) {
    let position = try index(of: finished.gate, problem)
    let key = AttemptKey(gate: finished.gate, number: finished.attempt)
    guard let opened = open.firstIndex(where: { $0.key == key }) else {
      throw problem("attempt \(finished.attempt) of \(finished.gate) was not open")
    }
    guard let closed = attempts[key] else {
      throw problem("\(key.record) is missing").of(.missing)
    }
    guard closed.sha256 == finished.sha256 else {
      throw RecordError(
        record: key.record, seq: event.seq, kind: .digest,
        what: "\(key.record) is not the file that was recorded")
    }
    if let error = closed.attempt.contradiction(
      to: open[opened], finished: finished, event: event, previous: lastClosed, header: header)
    {
      throw error
    }
    try move(position, finished.status == .pass ? .passed : .failed, problem)
    let entry = gates[position].attempts.count - 1
    gates[position].attempts[entry].closed = Closed(
      status: finished.status, sha256: finished.sha256)
    open.remove(at: opened)
    lastClosed = Attempt.Previous(record: key.record, sha256: finished.sha256)
    if finished.status == .pass {
      try pass(position, closed, attempts: attempts, problem)
    }
  }

  private mutating func pass(
    _ position: Int, _ closed: ClosedAttempt, attempts: [AttemptKey: ClosedAttempt],
    _ problem: (String) -> RecordError
  ) throws(RecordError) {
    let earlier = gates[position].standing.flatMap { attempts[$0] }
    gates[position].standing = closed.attempt.key
    index = Self.index(of: gates, attempts: attempts)
    guard let earlier, earlier.outputs != closed.outputs else { return }
    for later in gates.indices where later > position && gates[later].status == .pass {
      try move(later, .becameStale, problem)
    }
  }

  private static func index(
    of gates: [Gate], attempts: [AttemptKey: ClosedAttempt]
  ) -> [Indexed] {
    var byPath: [PathBytes: Indexed] = [:]
    for gate in gates {
      guard let key = gate.standing, let closed = attempts[key] else { continue }
      for file in closed.outputs {
        byPath[PathBytes(Array(file.path.utf8))] = Indexed(file: file, attempt: key)
      }
    }
    return byPath.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }.map(\.value)
  }

  /// The inputs of an attempt: what the index had, with the files that had changed in their place.
  private static func merged(_ expected: [FileFact], changed: [FileFact]) -> [FileFact]? {
    var rest = changed[...]
    let inputs = expected.map { file in
      guard let first = rest.first, first.path.utf8.elementsEqual(file.path.utf8) else {
        return file
      }
      rest.removeFirst()
      return first
    }
    guard rest.isEmpty, zip(expected, inputs).filter({ $0 != $1 }).count == changed.count else {
      return nil
    }
    return inputs
  }
}
