package import Digests

/// One fact in a run's history; the events and the attempt files are the truth of a record.
package struct Event: Sendable, Equatable {
  /// How an invocation of an agent ended.
  package enum InvocationStatus: String, Sendable, CaseIterable {
    case success = "SUCCESS"
    case fail = "FAIL"
  }

  /// An attempt was opened.
  package struct GateStarted: Sendable, Equatable {
    package let gate: GateID
    package let attempt: Int
    package let agent: String?
    package let contract: FileReference
    package let prompt: PromptFact
    /// The passing outputs of earlier gates that differ from the index as it stood before this event.
    package let inputs: [FileFact]
    /// Earlier gates that had not passed.
    package let before: [GateID]

    package init(
      gate: GateID, attempt: Int, agent: String?, contract: FileReference, prompt: PromptFact,
      inputs: [FileFact], before: [GateID]
    ) {
      self.gate = gate
      self.attempt = attempt
      self.agent = agent
      self.contract = contract
      self.prompt = prompt
      self.inputs = inputs
      self.before = before
    }
  }

  /// A call of an agent was recorded; `attempt` is nil where none was open.
  package struct InvocationRecorded: Sendable, Equatable {
    package let id: InvocationID
    package let gate: GateID
    package let attempt: Int?
    package let agent: String
    package let status: InvocationStatus

    package init(
      id: InvocationID, gate: GateID, attempt: Int?, agent: String, status: InvocationStatus
    ) {
      self.id = id
      self.gate = gate
      self.attempt = attempt
      self.agent = agent
      self.status = status
    }
  }

  /// An attempt was closed; its file is named with its digest.
  package struct GateFinished: Sendable, Equatable {
    package let gate: GateID
    package let attempt: Int
    package let status: AttemptStatus
    package let reasonCode: Verdict.ReasonCode
    package let sha256: Digest

    package init(
      gate: GateID, attempt: Int, status: AttemptStatus, reasonCode: Verdict.ReasonCode,
      sha256: Digest
    ) {
      self.gate = gate
      self.attempt = attempt
      self.status = status
      self.reasonCode = reasonCode
      self.sha256 = sha256
    }

    /// The attempt's file, relative to the folder of RUN.json.
    package var record: String { AttemptKey(gate: gate, number: attempt).record }
  }

  /// The run was completed, failed or canceled; `reason` holds a person's words only.
  package struct RunFinished: Sendable, Equatable {
    package let status: RunStatus
    package let by: Actor
    package let reason: String?

    package init(status: RunStatus, by: Actor, reason: String?) {
      self.status = status
      self.by = by
      self.reason = reason
    }
  }

  package enum Fact: Sendable, Equatable {
    case runStarted
    case gateStarted(GateStarted)
    case invocationRecorded(InvocationRecorded)
    case gateFinished(GateFinished)
    case runFinished(RunFinished)

    /// The event's `type` in the record.
    package var type: String {
      switch self {
      case .runStarted: "run_started"
      case .gateStarted: "gate_started"
      case .invocationRecorded: "invocation_recorded"
      case .gateFinished: "gate_finished"
      case .runFinished: "run_finished"
      }
    }
  }

  /// The place in the history, from 1 without a gap.
  package let seq: Int
  package let at: Instant
  /// The caller's `--key`, which makes a repeat of the command a no-op.
  package let key: String?
  package let fact: Fact

  package init(seq: Int, at: Instant, key: String?, fact: Fact) {
    self.seq = seq
    self.at = at
    self.key = key
    self.fact = fact
  }
}

/// The name of an attempt in its run.
package struct AttemptKey: Sendable, Hashable {
  package let gate: GateID
  /// From 1.
  package let number: Int

  package init(gate: GateID, number: Int) {
    self.gate = gate
    self.number = number
  }

  /// The attempt's file, relative to the folder of RUN.json.
  package var record: String { "gates/\(gate)/attempt-\(number).json" }

  /// Reads the path of an attempt's file, relative to the folder of RUN.json.
  package init?(record path: [UInt8]) {
    let (folder, file, ending) = ("gates/".utf8, "/attempt-".utf8, ".json".utf8)
    guard path.starts(with: folder), let slash = path[folder.count...].firstIndex(of: 0x2F),
      path[slash...].starts(with: file), path.suffix(ending.count).elementsEqual(ending)
    else { return nil }
    let digits = path[slash...].dropFirst(file.count).dropLast(ending.count)
    // Only one way of writing a number is the name of a file of the record.
    guard let first = digits.first, first != 0x30,
      digits.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(String(decoding: digits, as: UTF8.self)),
      let gate = GateID(String(decoding: path[folder.count..<slash], as: UTF8.self))
    else { return nil }
    self.init(gate: gate, number: number)
  }
}
