import Digests
import Records
import Runs
package import Verification

/// What `run diff` prints: two runs as A and B, and only what differs.
package struct RunComparisonText: Sendable {
  package let lines: [String]

  package init(_ comparison: RunComparison) {
    var lines = ["A  \(comparison.a)", "B  \(comparison.b)"]
    if let names = comparison.workflows {
      let phrase: ReviewPhrase =
        "different workflows, \(names.a) and \(names.b); their gates are compared by id"
      lines.append(phrase.plain)
    }
    if comparison.isEmpty { lines += ["", "no differences"] }
    if !comparison.facts.isEmpty { lines.append("") }
    for fact in comparison.facts {
      lines.append(Self.moved(ReviewPhrase(fact.name), fact.a.phrase, fact.b.phrase))
    }
    for gate in comparison.gates { lines += [""] + Self.gate(gate) }
    if !comparison.artifacts.isEmpty {
      lines += ["", "Artifacts that passed, \(comparison.sameArtifacts) the same in both:"]
      lines += comparison.artifacts.map(Self.artifact)
    }
    self.lines = lines
  }

  private static func moved(_ name: ReviewPhrase, _ a: ReviewPhrase, _ b: ReviewPhrase) -> String {
    "  \(name.plain): \(a.plain) → \(b.plain)"
  }

  private static func gate(_ gate: RunComparison.Gate) -> [String] {
    guard let story = gate.a ?? gate.b else { return [] }
    let title: ReviewPhrase = "\(story.gate.description) \(story.name)"
    guard let a = gate.a, let b = gate.b else {
      return [
        title.plain,
        "  only in \(gate.a == nil ? "B" : "A"): \(story.status.rawValue), "
          + Count.of(story.attempts, "attempt"),
      ]
    }
    return [title.plain] + gate.aspects.flatMap { lines(of: $0, a, b) }
  }

  private static func lines(
    of aspect: RunComparison.Aspect, _ a: GateStory, _ b: GateStory
  ) -> [String] {
    switch aspect {
    case .status: [moved("status", "\(a.status.rawValue)", "\(b.status.rawValue)")]
    case .attempts: [moved("attempts", attempts(a), attempts(b))]
    case .agents: [moved("agents", agents(a), agents(b))]
    case .contract: [moved("contract", contract(a), contract(b))]
    case .closedBy: [moved("closed by", closer(a), closer(b))]
    case .warnings: side("A", warnings(a)) + side("B", warnings(b))
    case .firstFailure: side("A", failure(a)) + side("B", failure(b))
    }
  }

  private static func attempts(_ story: GateStory) -> ReviewPhrase {
    story.failures > 0 ? "\(story.attempts), \(story.failures) failed" : "\(story.attempts)"
  }

  private static func agents(_ story: GateStory) -> ReviewPhrase {
    story.agents.isEmpty
      ? "none" : story.agents.map { ReviewPhrase($0) }.joined(separator: ", ")
  }

  private static func contract(_ story: GateStory) -> ReviewPhrase {
    guard let contract = story.contract else { return "none" }
    return "\(code: contract.path) \(short(contract.sha256))"
  }

  private static func closer(_ story: GateStory) -> ReviewPhrase {
    story.closed.map { ReviewWords.actor($0.by) } ?? "nobody"
  }

  private static func warnings(_ story: GateStory) -> [ReviewWords.Line] {
    story.warnings.isEmpty
      ? [ReviewWords.Line(0, "no warning stands")]
      : story.warnings.map { ReviewWords.Line(0, "warning: \(ReviewWords.failed($0))") }
  }

  private static func failure(_ story: GateStory) -> [ReviewWords.Line] {
    story.firstFailure.map { ReviewWords.story($0, depth: 0) }
      ?? [ReviewWords.Line(0, "no attempt failed")]
  }

  /// Lines of one run, its letter before the first.
  private static func side(_ letter: String, _ lines: [ReviewWords.Line]) -> [String] {
    lines.enumerated().map { index, line in
      "  \(index == 0 ? letter : " ")  "
        + String(repeating: "  ", count: line.depth) + line.phrase.plain
    }
  }

  private static func artifact(_ artifact: RunComparison.Artifact) -> String {
    let path: ReviewPhrase = "\(code: artifact.path)"
    guard let a = artifact.a, let b = artifact.b else {
      let (letter, file) = artifact.a.map { ("A", $0) } ?? ("B", artifact.b ?? empty)
      return "  only in \(letter)  \(path.plain)  \(fact(file))"
    }
    return "  differs    \(path.plain)  \(fact(a)) → \(fact(b))"
  }

  private static let empty = FileFact(path: "", sha256: nil, bytes: nil)

  private static func fact(_ file: FileFact) -> String {
    guard let sha256 = file.sha256, let bytes = file.bytes else { return "missing" }
    return "\(short(sha256)) (\(Count.of(bytes, "byte")))"
  }

  private static func short(_ digest: Digest) -> String {
    String(decoding: digest.hexDigits.prefix(12), as: UTF8.self)
  }
}

extension String? {
  fileprivate var phrase: ReviewPhrase { map { ReviewPhrase($0) } ?? "none" }
}
