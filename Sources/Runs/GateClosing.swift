package import Contracts
package import Records
import Text

/// How an open attempt is closed.
package enum GateClosing: Sendable {
  /// By the rules of its contract.
  case judged(Evaluation)
  /// By a person's decision; the outputs are hashed and no rule is run.
  case failed(reason: String, outputs: [Artifact])
  /// Because the run is canceled; the outputs are hashed and no rule is run.
  case canceled(outputs: [Artifact])
  /// By the way that a worker ended; the outputs are hashed and no rule is run.
  case worker(WorkerFailure, outputs: [Artifact])

  private var artifacts: [Artifact] {
    switch self {
    case .judged(let evaluation): evaluation.artifacts
    case .failed(_, let outputs), .canceled(let outputs), .worker(_, let outputs): outputs
    }
  }
}

extension RunRecord {
  /// The closed attempt that a closing makes of an open one.
  ///
  /// `known` are the failures of the gate that are expected, which the attempt then says. Throws where a file could not be read; the
  /// attempt then stays open.
  package func closing(
    _ open: RunState.Open, _ closing: GateClosing, contract: Contract, maxAttempts: Int?,
    by actor: Actor, at instant: Instant, key: String?, known: [KnownFailure] = []
  ) throws(UnreadableArtifact) -> Attempt {
    let artifacts = try closing.artifacts(in: header)
    let reasonCode = reasonCode(open.key, closing, contract, artifacts, maxAttempts: maxAttempts)
    let isPass = reasonCode.verdict == .pass
    return Attempt(
      runID: header.id, key: open.key, status: isPass ? .pass : .fail,
      verdict: Verdict(
        reasonCode: reasonCode,
        nextAction: reasonCode == .runCanceled
          ? RunCommand.show(header.id) : RunCommand.resume(header.id)),
      startedAt: open.at, finishedAt: instant, recorder: .current, rules: Recorder.rules,
      agent: open.started.agent, finishedBy: actor, requestKey: key,
      invocationIDs: open.invocationIDs,
      contract: FileReference(path: contract.path.text, sha256: contract.sha256),
      prompt: open.started.prompt, previous: state.lastClosed, inputs: open.inputs,
      requiredOutputs: contract.requiredOutputs.map(\.text), artifacts: artifacts,
      validations: closing.validations(in: header),
      failureReason: closing.failureReason(isPass, reasonCode, known: known))
  }

  private func reasonCode(
    _ key: AttemptKey, _ closing: GateClosing, _ contract: Contract,
    _ artifacts: [Attempt.Artifact],
    maxAttempts: Int?
  ) -> Verdict.ReasonCode {
    let failed = state.gate(key.gate)?.attempts.count { $0.closed?.status == .fail } ?? 0
    let isLast = maxAttempts.map { failed + 1 >= $0 } ?? false
    let evaluation: Evaluation
    switch closing {
    case .canceled: return .runCanceled
    case .failed: return .failedByPerson
    case .worker(let failure, _):
      // Who was interrupted had no say in it.
      return isLast && failure.reason != .workerInterrupted ? .attemptCapReached : failure.reason
    case .judged(let judged): evaluation = judged
    }
    guard evaluation.fails else {
      return evaluation.warns ? .passedWithWarnings : .allRulesPassed
    }
    if isLast { return .attemptCapReached }
    if let last = newestClosed(of: key.gate)?.attempt, last.status == .fail,
      !last.validations.isEmpty, !evaluation.failures.contains(where: \.rule.isClaimed),
      last.contract.sha256 == contract.sha256, last.artifacts == artifacts
    {
      return .noChangeSinceLastAttempt
    }
    let values = header.values(for: key.gate)
    let outputs = contract.requiredOutputs.compactMap { try? $0.filled(values) }
    let isMissing = evaluation.artifacts.contains { artifact in
      guard case .missing = artifact.state else { return false }
      return outputs.contains { $0.utf8.elementsEqual(artifact.path.text.utf8) }
    }
    return isMissing ? .outputMissing : .ruleFailed
  }
}

extension GateClosing {
  fileprivate func artifacts(
    in header: RunHeader
  ) throws(UnreadableArtifact) -> [Attempt.Artifact] {
    var recorded: [Attempt.Artifact] = []
    for artifact in artifacts { recorded.append(try artifact.recorded(in: header)) }
    return recorded.sorted { $0.file.path.utf8.lexicographicallyPrecedes($1.file.path.utf8) }
  }

  fileprivate func validations(in header: RunHeader) -> [Attempt.Validation] {
    if case .judged(let evaluation) = self { evaluation.validations(in: header) } else { [] }
  }

  fileprivate func failureReason(
    _ isPass: Bool, _ code: Verdict.ReasonCode, known: [KnownFailure]
  ) -> String? {
    switch self {
    case .failed(let reason, _): return reason
    case .canceled: return "the run was canceled"
    case .worker(let failure, _):
      let known = known.first { $0.fits(failure.reason, failure.result) }
      return KnownFailure.words(known, failure.words)
    case .judged(let evaluation):
      if isPass { return nil }
      return KnownFailure.words(
        known.first { $0.fits(code, nil) }, evaluation.failureReason)
    }
  }
}

extension Artifact {
  /// The file as records keep it; throws where it could not be read.
  package func recorded(
    in header: RunHeader
  ) throws(UnreadableArtifact) -> Attempt.Artifact {
    let path = PathTemplate.recorded(path, in: header.workflow.artifactPath)
    switch state {
    case .unreadable(let why): throw UnreadableArtifact(path: self.path, why: why)
    case .file(let file):
      return Attempt.Artifact(
        file: FileFact(path: path, sha256: file.sha256, bytes: file.count), exists: true)
    case .missing:
      return Attempt.Artifact(file: FileFact(path: path, sha256: nil, bytes: nil), exists: false)
    case .notRegular:
      return Attempt.Artifact(file: FileFact(path: path, sha256: nil, bytes: nil), exists: true)
    }
  }
}

extension Evaluation {
  /// The rules of severity fail that are not met.
  package var failures: [Result] {
    results.filter { $0.outcome == .fail && $0.rule.severity == .fail }
  }

  /// The rules of severity warn that are not met.
  package var warnings: [Result] {
    results.filter { $0.outcome == .fail && $0.rule.severity == .warn }
  }

  /// The rules that could not run.
  package var errors: [Result] { results.filter { $0.error != nil } }

  /// Says whether every rule of severity fail is met and every rule could run.
  package var isMet: Bool {
    failures.isEmpty && errors.isEmpty && !results.contains { $0.outcome == .claimed }
  }

  /// Says whether the gate is not met.
  package var fails: Bool { !failures.isEmpty }

  /// Says whether a warning is to be shown.
  package var warns: Bool { !warnings.isEmpty }

  /// "2 of 5 rules failed: R3 min_sources, R4 contains_headings".
  package var failureReason: String {
    let names = failures.map { "\($0.rule.id) \($0.rule.type)" }.joined(separator: ", ")
    return "\(failures.count) of \(Count.rules(results.count)) failed: \(names)"
  }
}

extension Evaluation {
  /// What the rules said, as attempts record it.
  package func validations(in header: RunHeader) -> [Attempt.Validation] {
    results.map { result in
      Attempt.Validation(
        id: result.rule.id, type: result.rule.type, path: result.rule.path.text,
        pass: result.outcome == .pass,
        severity: result.rule.severity == .fail ? .fail : .warn, expected: result.expected,
        found: result.found, error: result.error,
        findings: result.findings.map { finding in
          let path = try? RepositoryPath(finding.path)
          return Attempt.Finding(
            path: path.map { PathTemplate.recorded($0, in: header.workflow.artifactPath) }
              ?? result.rule.path.text,
            line: finding.position?.line, column: finding.position?.column, message: finding.message
          )
        })
    }
  }
}

extension Evaluation.Result {
  /// Why the rule could not run, or nil.
  package var error: String? {
    if case .error(let what) = outcome { what } else { nil }
  }
}
