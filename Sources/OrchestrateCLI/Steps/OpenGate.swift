import Contracts
import Digests
import Host
import Records
import Reports
import Runs
import Text

/// An attempt that was opened, or one that was open, with its packet.
struct OpenedGate {
  let record: RunRecord
  let key: AttemptKey
  /// Where the packet stands in the repository.
  let packetPath: String
  let packet: PacketText
  /// Says whether the attempt was open before.
  let isReturn: Bool
  /// Words for the person.
  let warnings: [String]
}

extension Session {
  /// Opens the next attempt of a gate: writes its packet, then the event that names it.
  func openGate(_ gate: GateID, of run: RunID, agent: String?, key: String?) throws -> OpenedGate {
    if let opened = try repeatedOpening(of: gate, agent, key, in: load(run)) { return opened }
    guard let opened = try openGates([gate], of: run, agent: agent, key: key).first else {
      throw Refusal.changedMeanwhile(run)
    }
    return opened
  }

  /// Opens the next attempts of several gates in one go: writes their packets, then the events that name them.
  ///
  /// The first event has the key.
  func openGates(
    _ gates: [GateID], of run: RunID, agent: String?, key: String?
  ) throws -> [OpenedGate] {
    for _ in 0..<Self.tries {
      let record = try known(run)
      let workflow = try workflow(record.header.workflow.name)
      let seen = FilesToday(artifacts, record.header)
      var next = record
      var planned: [(plan: GateOpening, text: PacketText, material: Material)] = []
      for gate in gates {
        let plan = try next.opening(of: gate, workflow: workflow, agent: agent)
        let inputs = try seen.facts(plan.expectedInputs)
        let material = try material(gate, in: next, workflow: workflow)
        let text = try packetText(
          plan.key, agent: plan.agent, record: next, material, inputs: inputs)
        let bytes = text.bytes
        let contract = FileReference(
          path: material.contract.path.text, sha256: material.contract.sha256)
        next = try next.opening(
          plan, contract: contract,
          prompt: PromptFact(sha256: SHA256.digest(of: bytes), bytes: bytes.count),
          inputs: inputs, at: now(), key: planned.isEmpty ? key : nil)
        planned.append((plan, text, material))
      }
      var isStale = false
      let opened = try update(run) { fresh in
        // Whatever was judged and rendered before the lock must still be so under it.
        isStale = fresh.events.count != record.events.count
        guard !isStale else { return (fresh, closed: []) }
        for (plan, text, material) in planned {
          try writePacket(text.bytes, material, plan.key.gate, in: fresh)
        }
        return (next, closed: [])
      }
      if isStale { continue }
      return planned.map { plan, text, _ in
        OpenedGate(
          record: opened, key: plan.key, packetPath: RunPaths(run).packet(plan.key.gate),
          packet: text, isReturn: false,
          warnings: warnings(plan, workflow: workflow, header: record.header))
      }
    }
    throw Refusal.changedMeanwhile(run)
  }

  /// The packet of an attempt, rendered afresh: of the open one, else of the one that would come next.
  func renderPacket(_ gate: GateID, in record: RunRecord) throws -> PacketText {
    try renderPacket(gate, in: record, material(gate, in: record))
  }

  private func renderPacket(
    _ gate: GateID, in record: RunRecord, _ material: Material
  ) throws -> PacketText {
    if let open = record.state.openAttempt(of: gate) {
      return try packetText(
        open.key, agent: open.started.agent, record: record, material,
        inputs: try today(open.inputs, in: record.header))
    }
    let expected = record.state.expectedInputs(
      of: gate, attempts: record.attempts)
    let number = (record.state.gate(gate)?.attempts.count ?? 0) + 1
    return try packetText(
      AttemptKey(gate: gate, number: number), agent: material.agent, record: record, material,
      inputs: try today(expected, in: record.header))
  }

  /// The packet of an open attempt, written again where the logs were cleaned.
  func packetOfOpenAttempt(_ open: RunState.Open, in record: RunRecord) throws -> OpenedGate {
    let run = record.header.id
    let gate = open.key.gate
    let material = try material(gate, in: record)
    let text = try renderPacket(gate, in: record, material)
    let path = RunPaths(run).packet(gate)
    if try folder.status(of: path) == .missing {
      try writePacket(text.bytes, material, gate, in: record)
    }
    return OpenedGate(
      record: record, key: open.key, packetPath: path, packet: text, isReturn: true, warnings: [])
  }

  private static var tries: Int { 5 }

  /// The opening that the same `--key` made before.
  private func repeatedOpening(
    of gate: GateID, _ agent: String?, _ key: String?, in record: RunRecord
  ) throws -> OpenedGate? {
    guard let key, let event = try eventOfRepeat(key, in: record) else { return nil }
    guard case .gateStarted(let started) = event.fact, started.gate == gate,
      agent == nil || agent == started.agent
    else { throw Refusal.keyUsed(key, for: event.fact.type) }
    return OpenedGate(
      record: record, key: AttemptKey(gate: gate, number: started.attempt),
      packetPath: RunPaths(record.header.id).packet(gate),
      packet: try renderPacket(gate, in: record), isReturn: true, warnings: [])
  }

  private func writePacket(
    _ packet: [UInt8], _ material: Material, _ gate: GateID, in record: RunRecord
  ) throws {
    let run = record.header.id
    let paths = RunPaths(run)
    let seen = Self.lines(of: material.evaluation.artifacts, in: record.header).joined()
    try store.writeLog(paths.packet(gate), packet, of: run)
    // What only helps to say later what has changed may be lost with the power.
    try store.writeNote(paths.contractCopy(gate), material.contract.bytes, of: run)
    try store.writeNote(paths.outputsSeen(gate), Array(seen.utf8), of: run)
  }

  /// The files that the rules look at which have changed since an attempt opened; nil where the logs are gone.
  func changedSinceOpening(_ open: RunState.Open, in record: RunRecord) throws -> [String]? {
    let gate = open.key.gate
    let path = RunPaths(record.header.id).outputsSeen(gate)
    guard let bytes = try? folder.read(path, limit: 8 << 20) else { return nil }
    let before = Set(
      bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) + "\n" })
    let contract = try contract(of: gate, in: record)
    let artifacts = evaluation(of: contract, gate: gate, in: record).artifacts
    let now = Self.lines(of: artifacts, in: record.header)
    return zip(artifacts, now).filter { !before.contains($1) }.map(\.0.path.text)
  }

  private static func lines(of artifacts: [Artifact], in header: RunHeader) -> [String] {
    artifacts.map { artifact in
      let path = PathTemplate.recorded(artifact.path, in: header.workflow.artifactPath)
      return "\(artifact.sha256?.hex ?? "-") \(path)\n"
    }
  }

  private func warnings(_ plan: GateOpening, workflow: Workflow, header: RunHeader) -> [String] {
    var warnings: [String] = []
    let needs = workflow.gate(plan.key.gate)?.needs ?? []
    let before = plan.before.filter { !workflow.namesNeeds || needs.contains($0) }
    if !before.isEmpty {
      let gates = before.map(\.description).joined(separator: ", ")
      warnings.append("warning: \(plan.key.gate) starts though \(gates) has not passed")
    }
    if !plan.mayBecomeStale.isEmpty {
      let gates = plan.mayBecomeStale.map(\.description).joined(separator: ", ")
      warnings.append(
        "note: where \(plan.key.gate) passes with other outputs, \(gates) becomes STALE")
    }
    if workflow.sha256 != header.workflow.sha256 {
      warnings.append("note: \(workflow.path) has changed since the run started")
    }
    return warnings
  }
}

// MARK: What a packet and a check are made of

extension Session {
  /// The contract of a gate with its bytes, the prompt and what a check says now.
  struct Material {
    let contract: Contract
    let evaluation: Evaluation
    let task: String
    /// The agent that the workflow names.
    let agent: String?
    let topic: (file: FileReference, text: String)?
  }

  func contract(of gate: GateID, in record: RunRecord) throws -> Contract {
    let workflow = try workflow(record.header.workflow.name)
    guard let declared = workflow.gate(gate) else { throw Refusal.gateLeftWorkflow(gate, workflow) }
    return try contract(of: declared)
  }

  /// What the rules of a contract say of the files as they are; no program is run.
  func evaluation(of contract: Contract, gate: GateID, in record: RunRecord) -> Evaluation {
    Evaluation(of: contract, values: record.header.values(for: gate), source: artifacts)
  }

  /// The same with all programs that the rules ask for, as a check and a closing want it.
  ///
  /// What they write is kept in the logs of an attempt that is to be closed; a check writes nothing.
  func judgement(
    of contract: Contract, gate: GateID, in record: RunRecord,
    keepingOutputsOf key: AttemptKey? = nil, beside runner: ProcessRunner? = nil
  ) -> Evaluation {
    Evaluation(
      of: contract, values: record.header.values(for: gate), source: artifacts,
      checks: ProgramChecks(
        root: folder, path: root.path, environment: surroundings.environment,
        holdsSignalsBack: surroundings.die != nil,
        logs: key.map { "\(RunPaths(record.header.id).work($0))/rules" }, beside: runner))
  }

  private func material(_ gate: GateID, in record: RunRecord) throws -> Material {
    try material(gate, in: record, workflow: workflow(record.header.workflow.name))
  }

  private func material(_ gate: GateID, in record: RunRecord, workflow: Workflow) throws -> Material
  {
    guard let declared = workflow.gate(gate) else { throw Refusal.gateLeftWorkflow(gate, workflow) }
    let contract = try contract(of: declared)
    return Material(
      contract: contract,
      evaluation: evaluation(of: contract, gate: gate, in: record),
      task: try text(declared.prompt, role: "the prompt of \(gate)"), agent: declared.agent,
      topic: try topic(record.header.promptFile))
  }

  /// The topic as it is now; a file that has gone since the run started is left out of the packet.
  private func topic(_ file: FileReference?) throws -> (file: FileReference, text: String)? {
    guard let file else { return nil }
    let path = try RepositoryPath(file.path)
    guard try folder.status(of: path.text) != .missing else { return nil }
    let text = try text(path, role: "the prompt file")
    return (FileReference(path: file.path, sha256: SHA256.digest(of: Array(text.utf8))), text)
  }

  private func packetText(
    _ key: AttemptKey, agent: String?, record: RunRecord, _ material: Material, inputs: [FileFact]
  ) throws -> PacketText {
    let recorded = Dictionary(
      record.state.index.map { (PathBytes(Array($0.file.path.utf8)), $0) },
      uniquingKeysWith: { first, _ in first })
    let pairs = inputs.map { today in
      (recorded: recorded[PathBytes(Array(today.path.utf8))], today: today)
    }
    return PacketText(
      try Packet(
        record: record, key: key, agent: agent, contract: material.contract,
        evaluation: material.evaluation, inputs: pairs, task: material.task, topic: material.topic))
  }
}
