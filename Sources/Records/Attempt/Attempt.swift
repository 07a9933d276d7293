package import Digests
import Text

/// One closed try at a gate, exactly as its file holds it.
package struct Attempt: Sendable, Equatable {
  /// The attempt that closed before this one in the run.
  package struct Previous: Sendable, Equatable {
    package let record: String
    package let sha256: Digest

    package init(record: String, sha256: Digest) {
      self.record = record
      self.sha256 = sha256
    }

    package static func == (a: Previous, b: Previous) -> Bool {
      a.record.isIdentical(to: b.record) && a.sha256 == b.sha256
    }
  }

  /// A required output, or a file that a rule opened or looked for.
  package struct Artifact: Sendable, Equatable {
    package let file: FileFact
    /// Says whether anything stood at the path, also what is no regular file.
    package let exists: Bool

    package init(file: FileFact, exists: Bool) {
      self.file = file
      self.exists = exists
    }
  }

  /// One place where a rule is not met.
  package struct Finding: Sendable, Equatable {
    package let path: String
    /// From 1; nil where the finding has no place.
    package let line: Int?
    /// From 1, in Unicode scalars.
    package let column: Int?
    package let message: String

    package init(path: String, line: Int?, column: Int?, message: String) {
      self.path = path
      self.line = line
      self.column = column
      self.message = message
    }
  }

  /// What one rule said.
  package struct Validation: Sendable, Equatable {
    /// What a rule that is not met does to the attempt.
    package enum Severity: String, Sendable, CaseIterable {
      case fail, warn
    }

    package let id: String
    package let type: String
    package let path: String
    package let pass: Bool
    package let severity: Severity
    package let expected: String?
    package let found: String?
    package let error: String?
    package let findings: [Finding]

    package init(
      id: String, type: String, path: String, pass: Bool, severity: Severity, expected: String?,
      found: String?, error: String?, findings: [Finding]
    ) {
      self.id = id
      self.type = type
      self.path = path
      self.pass = pass
      self.severity = severity
      self.expected = expected
      self.found = found
      self.error = error
      self.findings = findings
    }
  }

  package let runID: RunID
  package let key: AttemptKey
  package let status: AttemptStatus
  package let verdict: Verdict
  package let startedAt: Instant
  package let finishedAt: Instant
  package let recorder: Recorder
  /// The recorder's number of the rules' answers.
  package let rules: Int
  package let agent: String?
  package let finishedBy: Actor
  /// The caller's `--key`.
  package let requestKey: String?
  package let invocationIDs: [InvocationID]
  package let contract: FileReference
  package let prompt: PromptFact
  package let previous: Previous?
  package let inputs: [FileFact]
  package let requiredOutputs: [String]
  package let artifacts: [Artifact]
  package let validations: [Validation]
  package let failureReason: String?

  package init(
    runID: RunID, key: AttemptKey, status: AttemptStatus, verdict: Verdict, startedAt: Instant,
    finishedAt: Instant, recorder: Recorder, rules: Int, agent: String?, finishedBy: Actor,
    requestKey: String?, invocationIDs: [InvocationID], contract: FileReference, prompt: PromptFact,
    previous: Previous?, inputs: [FileFact], requiredOutputs: [String], artifacts: [Artifact],
    validations: [Validation], failureReason: String?
  ) {
    self.runID = runID
    self.key = key
    self.status = status
    self.verdict = verdict
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.recorder = recorder
    self.rules = rules
    self.agent = agent
    self.finishedBy = finishedBy
    self.requestKey = requestKey
    self.invocationIDs = invocationIDs
    self.contract = contract
    self.prompt = prompt
    self.previous = previous
    self.inputs = inputs
    self.requiredOutputs = requiredOutputs
    self.artifacts = artifacts
    self.validations = validations
    self.failureReason = failureReason
  }
}

extension Attempt {
  /// Says whether it was closed without a rule being run: by a person, or by the way that a worker ended.
  package var isClosedWithoutRules: Bool {
    switch verdict.reasonCode {
    case .failedByPerson, .runCanceled: true
    default: isClosedByWorkersEnd
    }
  }

  /// Says whether the way that a worker ended closed it; with the cap reached, that it did is told by what is not there.
  package var isClosedByWorkersEnd: Bool {
    verdict.reasonCode.isOfWorker
      || (verdict.reasonCode == .attemptCapReached && validations.isEmpty
        && finishedBy.channel == .worker)
  }

  /// The required outputs as this attempt found them, in the spelling of `artifacts`, sorted by path.
  ///
  /// One that `artifacts` does not hold, or that is no path, is left out.
  package func outputs(in header: RunHeader) -> [FileFact] {
    let paths = outputPaths(in: header).compactMap(\.self)
    return artifacts.map(\.file).filter { file in
      paths.contains { $0.isIdentical(to: file.path) }
    }
  }

  /// The paths of the required outputs in the spelling of `artifacts`; nil for one that is no path.
  package func outputPaths(in header: RunHeader) -> [String?] {
    let values = header.values(for: key.gate)
    return requiredOutputs.map { output in
      // Most are written as records keep them.
      if PathTemplate.isRecorded(output) { return output }
      guard let filled = try? PathTemplate(output).filled(values) else { return nil }
      guard let path = try? RepositoryPath(filled) else { return nil }
      return PathTemplate.recorded(path, in: header.workflow.artifactPath)
    }
  }
}
