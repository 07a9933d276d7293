import Digests
package import Records
import Text

/// What differs between two runs; what is the same in both is not in it.
package struct RunComparison: Sendable {
  /// A fact of the whole run; nil where a run has none.
  package struct Fact: Sendable {
    /// What it is, as one word or two in lower case.
    package let name: String
    package let a: String?
    package let b: String?
  }

  /// What can differ in a gate.
  package enum Aspect: String, Sendable, CaseIterable {
    case status, attempts, agents, contract, warnings
    case closedBy = "closed_by"
    case firstFailure = "first_failure"
  }

  /// A gate that differs; nil in the run that has no such gate.
  package struct Gate: Sendable {
    package let id: GateID
    package let a: GateStory?
    package let b: GateStory?
    /// Empty where only one run has the gate.
    package let aspects: [Aspect]
  }

  /// A required output of standing attempts that differs, by its path as records keep it.
  package struct Artifact: Sendable {
    package let path: String
    package let a: FileFact?
    package let b: FileFact?
  }

  package let a: RunID
  package let b: RunID
  /// The names of two different workflows; gates are compared by id all the same.
  package let workflows: (a: String, b: String)?
  package let facts: [Fact]
  package let gates: [Gate]
  package let artifacts: [Artifact]
  /// How many artifacts are the same in both.
  package let sameArtifacts: Int

  /// Compares two runs, the first one's order of gates before the second one's.
  package init(_ a: RunRecord, _ b: RunRecord) {
    self.a = a.header.id
    self.b = b.header.id
    let names = (a: a.header.workflow.name, b: b.header.workflow.name)
    workflows = isSame(names.a, names.b) ? nil : names
    facts = zip(Self.facts(of: a), Self.facts(of: b)).compactMap { one, other in
      isSame(one.value, other.value) ? nil : Fact(name: one.name, a: one.value, b: other.value)
    }
    gates = Self.gates(GateStory.all(of: a), GateStory.all(of: b))
    let (different, same) = Self.artifacts(a.state.index.map(\.file), b.state.index.map(\.file))
    artifacts = different
    sameArtifacts = same
  }

  /// Says whether nothing differs.
  package var isEmpty: Bool {
    workflows == nil && facts.isEmpty && gates.isEmpty && artifacts.isEmpty
  }

  private static func facts(of record: RunRecord) -> [(name: String, value: String?)] {
    let header = record.header
    let finished = record.state.status == .running ? nil : record.runFinished
    return [
      ("status", record.state.status.rawValue),
      ("finished by", finished.map(\.fact.by).map(words)), ("reason", finished?.fact.reason),
      ("depth", header.depth.rawValue), ("slug", header.workflow.slug.description),
      ("artifact path", header.workflow.artifactPath.text),
      ("prompt file", header.promptFile.map { "\($0.path) \(short($0.sha256))" }),
      ("workflow version", header.workflow.version),
      ("workflow.json", short(header.workflow.sha256)),
      ("recorder", "\(header.recorder.name) \(header.recorder.version)"),
    ]
  }

  private static func words(_ actor: Actor) -> String {
    "\(actor.name ?? "nobody named") (\(actor.channel.rawValue))"
  }

  private static func short(_ digest: Digest) -> String {
    String(decoding: digest.hexDigits.prefix(12), as: UTF8.self)
  }

  private static func gates(_ a: [GateStory], _ b: [GateStory]) -> [Gate] {
    let inBoth = a.map { story in (story, b.first { $0.gate == story.gate }) }
    let first = inBoth.compactMap { story, other -> Gate? in
      let aspects = other.map { self.aspects(story, $0) } ?? []
      guard other == nil || !aspects.isEmpty else { return nil }
      return Gate(id: story.gate, a: story, b: other, aspects: aspects)
    }
    let rest = b.filter { story in !a.contains { $0.gate == story.gate } }
    return first + rest.map { Gate(id: $0.gate, a: nil, b: $0, aspects: []) }
  }

  private static func aspects(_ a: GateStory, _ b: GateStory) -> [Aspect] {
    Aspect.allCases.filter { aspect in
      switch aspect {
      case .status: a.status != b.status
      case .attempts: a.attempts != b.attempts || a.failures != b.failures
      case .agents: !isSame(a.agents, b.agents)
      case .contract: a.contract != b.contract
      case .warnings:
        a.warnings.count != b.warnings.count
          || !zip(a.warnings, b.warnings).allSatisfy { $0.isLike($1) }
      case .closedBy:
        a.closed?.by.channel != b.closed?.by.channel
          || !isSame(a.closed?.by.name, b.closed?.by.name)
      case .firstFailure:
        switch (a.firstFailure, b.firstFailure) {
        case (nil, nil): false
        case (let a?, let b?): !a.isLike(b)
        default: true
        }
      }
    }
  }

  private static func artifacts(_ a: [FileFact], _ b: [FileFact]) -> ([Artifact], same: Int) {
    var rest: [[UInt8]: FileFact] = [:]
    for file in b { rest[Array(file.path.utf8)] = file }
    var artifacts: [Artifact] = []
    var same = 0
    for file in a {
      let other = rest.removeValue(forKey: Array(file.path.utf8))
      if let other, other == file {
        same += 1
      } else {
        artifacts.append(Artifact(path: file.path, a: file, b: other))
      }
    }
    artifacts += rest.values.map { Artifact(path: $0.path, a: nil, b: $0) }
    return (
      artifacts.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }, same
    )
  }
}

extension RunRecord {
  /// The `run_finished` that came last, with its moment; also where the run was opened again since.
  var runFinished: (fact: Event.RunFinished, at: Instant)? {
    for event in events.reversed() {
      if case .runFinished(let finished) = event.fact { return (finished, event.at) }
    }
    return nil
  }
}
