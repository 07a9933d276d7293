import Digests
package import JSONDocument
package import Records

/// Rewrites a record as somebody does who knows the whole format: after an edit every digest, the chain of attempts, the
/// events that repeat an attempt, all that is derived, and the seal are made right again.
package struct Forger: Sendable {
  /// RUN.json, to be edited; of what it derives only the events' own members matter.
  package var run: JSONValue
  /// The attempt files, to be edited.
  package var attempts: [AttemptKey: JSONValue]
  private let before: [AttemptKey: JSONValue]
  private let digests: [AttemptKey: Digest]

  /// Takes a record that is in order.
  package init(_ files: RecordFiles) throws(JSONError) {
    run = try JSONDocument(parsing: files.run).root.value
    var attempts: [AttemptKey: JSONValue] = [:]
    for (key, bytes) in files.attempts {
      attempts[key] = try JSONDocument(parsing: bytes).root.value
    }
    self.attempts = attempts
    before = attempts
    digests = files.attempts.mapValues { SHA256.digest(of: $0) }
  }

  /// Puts another value where a JSON pointer leads in an attempt.
  package mutating func set(_ key: AttemptKey, _ pointer: String, _ value: JSONValue?) {
    attempts[key] = attempts[key]?.setting(pointer, value)
  }

  /// The files of the forged record.
  ///
  /// Where the edit leaves no history that could have happened, the digests, the chain and the seal are right all the same.
  package var files: RecordFiles { consistent ?? patched }

  /// The record made anew from the edited header, events and attempts; nil where they do not hold together.
  package var consistent: RecordFiles? {
    guard let file = try? RunFile(decoding: JSONWriter.write(run)), let first = file.events.first,
      var record = try? RunRecord(
        header: file.header,
        events: [Event(seq: 1, at: first.at, key: first.key, fact: first.fact)], attempts: [:])
    else { return nil }
    var renamed: [AttemptKey: [InvocationID]] = [:]
    for event in file.events.dropFirst() {
      guard let next = try? self.record(record, after: event, &renamed) else { return nil }
      record = next
    }
    return RecordFiles(record)
  }

  private struct Unforgeable: Error {}

  private func record(
    _ record: RunRecord, after event: Event, _ renamed: inout [AttemptKey: [InvocationID]]
  ) throws -> RunRecord {
    switch event.fact {
    case .runStarted: throw Unforgeable()
    case .runFinished: return try record.appending(event.fact, at: event.at, key: event.key)
    case .gateStarted(let started):
      let number = (record.state.gate(started.gate)?.attempts.count ?? 0) + 1
      let key = AttemptKey(gate: started.gate, number: number)
      let attempt = try attempts[key].map { try Attempt(decoding: JSONWriter.write($0)) }
      if let attempt { renamed[key] = attempt.invocationIDs }
      let expected = record.state.expectedInputs(of: started.gate, attempts: record.attempts)
      var inputs = started.inputs
      if let attempt, !isSame(key, "/inputs"), attempt.inputs.count == expected.count {
        inputs = zip(expected, attempt.inputs).filter { $0 != $1 }.map(\.1)
      }
      let before = record.state.gates.prefix { $0.id != started.gate }.filter { $0.status != .pass }
      return try record.appending(
        .gateStarted(
          Event.GateStarted(
            gate: started.gate, attempt: number,
            agent: attempt.map(\.agent) ?? started.agent,
            contract: isSame(key, "/contract")
              ? started.contract : attempt?.contract ?? started.contract,
            prompt: attempt?.prompt ?? started.prompt, inputs: inputs, before: before.map(\.id))),
        at: isSame(key, "/started_at") ? event.at : attempt?.startedAt ?? event.at, key: event.key)
    case .invocationRecorded(let invocation):
      var id = invocation.id
      let open = record.state.openAttempt(of: invocation.gate)
      if let key = open?.key, let names = renamed[key], let place = open?.invocationIDs.count,
        names.indices.contains(place)
      {
        id = names[place]
      }
      return try record.appending(
        .invocationRecorded(
          Event.InvocationRecorded(
            id: id, gate: invocation.gate, attempt: open?.key.number, agent: invocation.agent,
            status: invocation.status)),
        at: id.at, key: event.key)
    case .gateFinished(let finished):
      guard let open = record.state.openAttempt(of: finished.gate), let edited = attempts[open.key]
      else { throw Unforgeable() }
      var value = edited
      if isSame(open.key, "/inputs") {
        let inputs = try JSONDocument(
          parsing: Draft(record, finished.gate, .allRulesPassed, outputs: [], at: event.at)
            .attempt.encoded()
        ).root.value
        value = value.setting("/inputs", inputs.value(at: "/inputs") ?? .null)
      }
      value = value.setting(
        "/previous",
        record.state.lastClosed.map {
          ["record": .string($0.record), "sha256": .string($0.sha256.hex)]
        } ?? .null)
      let attempt = try Attempt(decoding: JSONWriter.write(value))
      // Events that were renumbered leave the number in the file; a forger mends that too.
      guard attempt.key == open.key else { throw Unforgeable() }
      return try record.closing(attempt, sha256: SHA256.digest(of: attempt.encoded()))
    }
  }

  private func isSame(_ key: AttemptKey, _ pointer: String) -> Bool {
    attempts[key]?.value(at: pointer) == before[key]?.value(at: pointer)
  }

  /// The edited files as they are, with each attempt's new digest wherever the old one stood.
  package var patched: RecordFiles {
    var files: [AttemptKey: [UInt8]] = [:]
    var replaced: [String: String] = [:]
    let closed = run.value(at: "/events")?.elements.compactMap(Self.finished) ?? []
    let order = closed + attempts.keys.filter { !closed.contains($0) }
    for key in order {
      guard let value = attempts[key] else { continue }
      let bytes = JSONWriter.write(value.replacing(replaced))
      files[key] = bytes
      if let old = digests[key] { replaced[old.hex] = SHA256.digest(of: bytes).hex }
    }
    let sealed = try? Resealed.bytes(run.replacing(replaced))
    return RecordFiles(run: sealed ?? JSONWriter.write(run), attempts: files)
  }

  private static func finished(_ event: JSONValue) -> AttemptKey? {
    guard event.value(at: "/type") == .string("gate_finished"),
      case .string(let record)? = event.value(at: "/record")
    else { return nil }
    return AttemptKey(record: Array(record.utf8))
  }
}

extension JSONValue {
  /// The elements of an array; none of anything else.
  package var elements: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }
}
