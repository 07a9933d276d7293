import Contracts
import Digests
import Host
import Records
import Reports
import Runs
import Text

/// An attempt that was closed, with the report on it.
struct ClosedGate {
  let record: RunRecord
  let attempt: Attempt
  let report: GateReport
}

/// What an open attempt is to be closed by.
struct Closing {
  let key: AttemptKey
  let closing: GateClosing
  let contract: Contract
  /// Words on a contract that changed since the attempt opened, or nil.
  var contractChange: String?
}

extension Session {
  /// Closes the open attempt of a gate by the rules of its contract.
  ///
  /// Throws where nothing fails and a rule could not run; the attempt then stays open.
  func finishGate(_ gate: GateID, of run: RunID, channel: Actor.Channel, key: String?) throws
    -> ClosedGate
  {
    let record = try load(run)
    if let closed = try repeatedClosing(
      of: gate, key, in: record, where: { $0.verdict.reasonCode != .failedByPerson })
    {
      return closed
    }
    return try close(judging(gate, in: record), of: record, channel: channel, key: key)
  }

  /// Judges the open attempt of a gate by the rules of its contract; closing it is then one step.
  ///
  /// Throws where nothing fails and a rule could not run. The commands of `runner` go on while a rule runs a program.
  func judging(
    _ gate: GateID, in record: RunRecord, beside runner: ProcessRunner? = nil
  ) throws -> Closing {
    let open = try record.openAttempt(of: gate)
    let contract = try contract(of: gate, in: record)
    let evaluation = judgement(
      of: contract, gate: gate, in: record, keepingOutputsOf: open.key, beside: runner)
    if !evaluation.fails, !evaluation.errors.isEmpty {
      let report = GateReport(check: evaluation, of: gate, in: record, contract: contract)
      throw SessionError.couldNotCheck(
        GateText(report, commit: nil, next: nil).lines,
        path: report.findings.first { $0.level == .error }?.path,
        hint: "mend what is named, then again: \(RunCommand.finish(record.header.id, gate))")
    }
    return Closing(
      key: open.key, closing: .judged(evaluation), contract: contract,
      contractChange: contractChange(contract, since: open, in: record))
  }

  /// Closes an open attempt by the way that one of its commands ended; no rule is run.
  func failing(_ key: AttemptKey, by failure: WorkerFailure, in record: RunRecord) throws -> Closing
  {
    let contract = try contract(of: key.gate, in: record)
    let outputs = outputs(of: contract, gate: key.gate, in: record)
    return Closing(key: key, closing: .worker(failure, outputs: outputs), contract: contract)
  }

  /// Closes the open attempt of a gate as failed, in a person's words; no rule is run.
  func failGate(
    _ gate: GateID, of run: RunID, reason: String, channel: Actor.Channel, key: String?
  ) throws -> ClosedGate {
    let record = try load(run)
    if let closed = try repeatedClosing(
      of: gate, key, in: record,
      where: { $0.verdict.reasonCode == .failedByPerson && $0.failureReason == reason })
    {
      return closed
    }
    let open = try record.openAttempt(of: gate)
    let contract = try contract(of: gate, in: record)
    let outputs = outputs(of: contract, gate: gate, in: record)
    return try close(
      Closing(
        key: open.key, closing: .failed(reason: reason, outputs: outputs), contract: contract),
      of: record, channel: channel, key: key)
  }

  /// The required outputs of a contract, hashed as they are; one that cannot be read keeps its attempt from being closed.
  func outputs(of contract: Contract, gate: GateID, in record: RunRecord) -> [Artifact] {
    let values = record.header.values(for: gate)
    let paths = contract.requiredOutputs.compactMap { try? RepositoryPath($0.filled(values)) }
    return Set(paths).sorted().map { artifacts.artifact(at: $0, keepingContents: false) }
  }

  private func close(
    _ closing: Closing, of record: RunRecord, channel: Actor.Channel, key: String?
  ) throws -> ClosedGate {
    let run = record.header.id
    guard
      let closed = try close([closing], of: run, channel: channel, key: key).first
    else { throw Refusal.changedMeanwhile(run) }
    return closed
  }

  /// Closes open attempts in one go, in their order; one that is no longer open stops all.
  func close(
    _ closings: [Closing], of run: RunID, channel: Actor.Channel, key: String?
  ) throws -> [ClosedGate] {
    let actor = actor(channel)
    var attempts: [Attempt] = []
    let written = try update(run) { fresh in
      var record = fresh
      var closed: [(key: AttemptKey, bytes: [UInt8])] = []
      let workflow = try workflow(fresh.header.workflow.name)
      for closing in closings {
        let current = try record.openAttempt(of: closing.key.gate)
        guard current.key == closing.key else { throw Refusal.changedMeanwhile(run) }
        let rules = try rules(for: closing.key.gate, in: workflow)
        let attempt = try record.closing(
          current, closing.closing, contract: closing.contract, maxAttempts: rules?.maxAttempts,
          by: actor, at: now(), key: key, known: rules?.knownFailures ?? [])
        let bytes = attempt.encoded()
        record = try record.closing(attempt, sha256: SHA256.digest(of: bytes))
        attempts.append(attempt)
        closed.append((attempt.key, bytes))
      }
      return (record, closed: closed)
    }
    return zip(closings, attempts).map { closing, attempt in
      ClosedGate(
        record: written, attempt: attempt,
        report: GateReport(
          closed: attempt, in: written, contract: closing.contract,
          contractChange: closing.contractChange))
    }
  }

  /// The closing that the same `--key` made before, where it is of the kind that is asked for now.
  private func repeatedClosing(
    of gate: GateID, _ key: String?, in record: RunRecord, where isSameKind: (Attempt) -> Bool
  ) throws -> ClosedGate? {
    guard let key, let event = try eventOfRepeat(key, in: record) else { return nil }
    guard case .gateFinished(let finished) = event.fact, finished.gate == gate,
      let closed = record.attempts[AttemptKey(gate: gate, number: finished.attempt)],
      isSameKind(closed.attempt)
    else { throw Refusal.keyUsed(key, for: event.fact.type) }
    let contract = try contract(of: gate, in: record)
    return ClosedGate(
      record: record, attempt: closed.attempt,
      report: GateReport(closed: closed.attempt, in: record, contract: contract))
  }
}

// MARK: A contract that changed under an open attempt

extension Session {
  /// Words on which rules differ from those in the packet, or nil where the contract is the same.
  func contractChange(_ contract: Contract, since open: RunState.Open, in record: RunRecord)
    -> String?
  {
    guard contract.sha256 != open.started.contract.sha256 else { return nil }
    let changed = "The contract has changed since the attempt opened"
    let copy = RunPaths(record.header.id).contractCopy(open.key.gate)
    guard let bytes = try? folder.read(copy, limit: 1 << 23),
      SHA256.digest(of: bytes) == open.started.contract.sha256,
      let before = try? Contract(bytes, path: contract.path)
    else { return changed + "." }
    let depth = record.header.depth
    func lines(_ contract: Contract) -> [String: String] {
      Dictionary(
        contract.rules.map { rule in
          (
            "\(rule.id)",
            "\(rule.type) \(rule.severity) \(rule.kind.sentence(about: rule.path.text, at: depth))"
          )
        }, uniquingKeysWith: { first, _ in first })
    }
    let (old, new) = (lines(before), lines(contract))
    let ids = before.rules.map(\.id) + contract.rules.map(\.id).filter { old[$0] == nil }
    let differing = ids.filter { old[$0] != new[$0] }
    guard !differing.isEmpty else { return changed + ", but no rule's demand." }
    return
      "\(changed): \(differing.joined(separator: ", ")) \(differing.count == 1 ? "differs" : "differ") "
      + "from the packet."
  }
}
