package import Contracts
package import Digests
package import Records
import Text

/// All that the prompt packet of an attempt says; the same files and record give the same packet.
package struct Packet: Sendable {
  /// A file and what became of it since it was last recorded.
  package struct File: Sendable {
    /// What became of a file.
    package enum State: Sendable, Equatable {
      case same(since: String)
      case changed(since: String)
      case new(since: String)
      case there
      case missing
    }

    package let path: String
    package let state: State
    /// The digest today; nil where there is no file.
    package let sha256: Digest?
  }

  /// A rule of the contract with what a check says of it today.
  package struct RuleToday: Sendable {
    package let id: String
    package let type: String
    package let isWarning: Bool
    /// The demand as sentences.
    package let lines: [String]
    package let outcome: Evaluation.Result.Outcome
    package let found: String?
  }

  /// A rule that the last attempt did not meet, or did.
  package struct RuleThen: Sendable {
    package let validation: Attempt.Validation
    /// The findings with the words of their fix and the paths of the repository.
    package let findings: [(finding: Attempt.Finding, fix: String)]
    package let path: String
  }

  /// The last attempt, where it failed.
  package enum LastFailure: Sendable {
    case rules(number: Int, rules: [RuleThen])
    case person(number: Int, words: String)
    case worker(number: Int, words: String)
  }

  package let header: RunHeader
  package let key: AttemptKey
  package let gateName: String
  package let agent: String?
  package let contract: FileReference
  package let lastFailure: LastFailure?
  package let task: String
  package let inputs: [File]
  package let outputs: [File]
  /// The text of the prompt file, with the digest that it has now.
  package let topic: (file: FileReference, text: String)?
  package let rules: [RuleToday]
}

extension Packet {
  /// The packet of an attempt that is planned or open.
  ///
  /// `inputs` are pairs of a file of the index and the same file today; `task` is the prompt's text, unfilled. Throws where an
  /// output could not be read.
  package init(
    record: RunRecord, key: AttemptKey, agent: String?, contract: Contract, evaluation: Evaluation,
    inputs: [(recorded: RunState.Indexed?, today: FileFact)], task: String,
    topic: (file: FileReference, text: String)?
  ) throws(UnreadableArtifact) {
    let header = record.header
    let values = header.values(for: key.gate)
    self.header = header
    self.key = key
    gateName = record.state.gate(key.gate)?.name ?? ""
    self.agent = agent
    self.contract = FileReference(path: contract.path.text, sha256: contract.sha256)
    self.task = PathTemplate.fill(task, values)
    self.topic = topic
    let last = record.newestClosed(of: key.gate)?.attempt
    lastFailure = last.flatMap { $0.status == .fail ? LastFailure($0, contract, header) : nil }
    self.inputs = inputs.map { recorded, today in
      File(
        path: PathTemplate.filed(today.path, in: header.workflow.artifactPath),
        state: .init(input: today, recorded),
        sha256: today.sha256)
    }
    let outputs = contract.requiredOutputs.compactMap { try? $0.filled(values) }
    var files: [File] = []
    for path in outputs {
      let artifact = evaluation.artifacts.first { $0.path.text.utf8.elementsEqual(path.utf8) }
      guard let today = try artifact?.recorded(in: header).file else { continue }
      files.append(File(path: path, state: .init(output: today, last), sha256: today.sha256))
    }
    self.outputs = files
    rules = evaluation.results.map { RuleToday($0, values: values) }
  }
}

extension Packet.File.State {
  fileprivate init(input today: FileFact, _ recorded: RunState.Indexed?) {
    guard let sha256 = today.sha256 else {
      self = .missing
      return
    }
    let since = recorded.map { "it passed \($0.attempt.gate)" } ?? "it passed"
    self = sha256 == recorded?.file.sha256 ? .same(since: since) : .changed(since: since)
  }

  fileprivate init(output today: FileFact, _ last: Attempt?) {
    guard let sha256 = today.sha256 else {
      self = .missing
      return
    }
    let before = last?.artifacts.first { $0.file.path.utf8.elementsEqual(today.path.utf8) }
    guard let last, let before else {
      self = .there
      return
    }
    let since = "attempt \(last.key.number)"
    if before.file.sha256 == sha256 {
      self = .same(since: since)
    } else {
      self = before.exists ? .changed(since: since) : .new(since: since)
    }
  }
}

extension Packet.RuleToday {
  fileprivate init(_ result: Evaluation.Result, values: PathTemplate.Values) {
    let rule = result.rule
    let path = (try? rule.path.filled(values)) ?? rule.path.text
    id = rule.id
    type = rule.type
    isWarning = rule.severity == .warn
    lines = [rule.kind.sentence(about: path, at: values.depth), rule.kind.explanation].compactMap(
      \.self)
    outcome = result.outcome
    found = result.error ?? result.found
  }
}

extension Packet.LastFailure {
  fileprivate init(_ attempt: Attempt, _ contract: Contract, _ header: RunHeader) {
    let number = attempt.key.number
    guard !attempt.validations.isEmpty else {
      let words = attempt.failureReason ?? ""
      self =
        attempt.isClosedByWorkersEnd
        ? .worker(number: number, words: words) : .person(number: number, words: words)
      return
    }
    let values = header.values(for: attempt.key.gate)
    self = .rules(
      number: number,
      rules: attempt.validations.map { validation in
        let rule = contract.rules.first { $0.id.utf8.elementsEqual(validation.id.utf8) }
        return Packet.RuleThen(
          validation: validation,
          findings: validation.findings.map { finding in
            let fix = rule?.fix(for: finding.message, found: validation.found)
            return (
              Attempt.Finding(
                path: PathTemplate.fill(finding.path, values), line: finding.line,
                column: finding.column, message: finding.message),
              fix ?? "see the rule below"
            )
          },
          path: PathTemplate.fill(validation.path, values))
      })
  }
}
