import Records
import Runs
import Text

extension ClosedAttempt {
  /// What in an attempt contradicts the rest of it, in words; nothing where it could have been written by the tool.
  func selfContradictions(in header: RunHeader) -> [String] {
    var faults = attempt.selfContradictions(in: header)
    // Where each required output was found, nobody need look for them one by one.
    guard
      outputs.count != attempt.requiredOutputs.count
        || outputs.contains(where: { $0.sha256 == nil })
    else { return faults }
    faults += attempt.outputFaults(in: header)
    return faults
  }
}

extension Attempt {
  /// What in an attempt contradicts the rest of it, in words; nothing where it could have been written by the tool.
  fileprivate func selfContradictions(in header: RunHeader) -> [String] {
    var faults: [String] = []
    func require(_ holds: Bool, _ fault: @autoclosure () -> String) {
      if !holds { faults.append(fault()) }
    }
    let isPass = verdict.reasonCode.verdict == .pass
    require((status == .pass) == isPass, "its status contradicts its verdict")
    let fails = validations.contains { !$0.pass && $0.severity == .fail && $0.error == nil }
    let warns = validations.contains { !$0.pass && $0.severity == .warn && $0.error == nil }
    let errors = validations.contains { $0.error != nil }
    require(
      validations.allSatisfy { !$0.pass || $0.error == nil },
      "a rule is said to pass that could not run")
    switch verdict.reasonCode {
    case .allRulesPassed:
      require(!fails && !warns && !errors, "it passed with a rule that did not")
    case .passedWithWarnings:
      require(!fails && warns && !errors, "it passed with a rule that did not")
    case .ruleFailed, .outputMissing:
      require(fails, "it failed by its rules, and none of them failed")
      let isMissing = isOutputMissing(in: header)
      require(
        isMissing == (verdict.reasonCode == .outputMissing),
        isMissing
          ? "a required output was missing, and its verdict does not say so"
          : "its verdict says that a required output was missing, and all were there")
    case .attemptCapReached where isClosedByWorkersEnd: break
    case .attemptCapReached, .noChangeSinceLastAttempt:
      require(fails, "it failed by its rules, and none of them failed")
    case .workerExitNonzero, .workerTimeout, .workerMissing, .workerInterrupted, .rateLimited,
      .testCommandFailed, .diffBudgetExceeded:
      require(validations.isEmpty, "a worker's end closed it, and rules were run")
      require(
        finishedBy.channel == .worker, "a worker's end closed it, and its channel is another")
    case .failedByPerson, .runCanceled:
      require(validations.isEmpty, "a person closed it, and rules were run")
    }
    require((failureReason == nil) == isPass, "its failure_reason contradicts its verdict")
    let next =
      verdict.reasonCode == .runCanceled ? RunCommand.show(runID) : RunCommand.resume(runID)
    require(
      verdict.nextAction.utf8.elementsEqual(next.utf8), "its next_action is not this tool's")
    faults += fileFaults(in: header)
    return faults
  }

  private func isOutputMissing(in header: RunHeader) -> Bool {
    let outputs = outputs(in: header)
    return artifacts.contains { artifact in
      !artifact.exists && outputs.contains { $0.path.utf8.elementsEqual(artifact.file.path.utf8) }
    }
  }

  private func fileFaults(in header: RunHeader) -> [String] {
    var faults: [String] = []
    for artifact in artifacts {
      let file = artifact.file
      if (file.sha256 == nil) != (file.bytes == nil) || (file.sha256 != nil && !artifact.exists) {
        faults.append("artifact '\(file.path)' has half of what describes a file")
      }
    }
    let paths = artifacts.map(\.file.path)
    for path in paths + [contract.path] + inputs.map(\.path) {
      let filed = PathTemplate.filed(path, in: header.workflow.artifactPath)
      if (try? RepositoryPath(filed)) == nil {
        faults.append("'\(path)' is no path that a record can hold")
      }
    }
    if zip(paths, paths.dropFirst()).contains(where: {
      !$0.utf8.lexicographicallyPrecedes($1.utf8)
    }) {
      faults.append("its artifacts are not sorted, each once")
    }
    return faults
  }

  fileprivate func outputFaults(in header: RunHeader) -> [String] {
    var faults: [String] = []
    for (output, path) in zip(requiredOutputs, outputPaths(in: header)) {
      let artifact = artifacts.first { artifact in
        path.map { $0.utf8.elementsEqual(artifact.file.path.utf8) } ?? false
      }
      guard let artifact else {
        faults.append("its artifacts do not hold the required output '\(output)'")
        continue
      }
      if status == .pass, artifact.file.sha256 == nil {
        faults.append("it passed, and the required output '\(output)' was not there")
      }
    }
    return faults
  }
}
