package import Contracts
package import Records
import Text

/// What the rules of a gate said, ready to be shown: of a closed attempt or of a check that recorded nothing.
package struct GateReport: Sendable {
  /// One place where a rule is not met, with what to do about it and where the rule stands.
  package struct Finding: Sendable {
    /// How much weighs on it.
    package enum Level: String, Sendable {
      case fail, error, warn
    }

    package let level: Level
    package let rule: String
    package let type: String
    /// The path in the repository.
    package let path: String
    package let line: Int?
    package let column: Int?
    package let message: String
    package let found: String?
    package let fix: String?
    /// Where the rule stands in the contract, `path:line`.
    package let ruleAt: String
  }

  package let header: RunHeader
  package let gate: GateID
  package let gateName: String
  /// Nil for a check.
  package let attempt: Attempt?
  package let passes: Bool
  package let validations: [Attempt.Validation]
  /// Fails, then errors, then warnings, each by rule and line.
  package let findings: [Finding]
  /// Words on a contract that changed since the attempt opened, or nil.
  package let contractChange: String?

  /// The report on a closed attempt.
  package init(
    closed attempt: Attempt, in record: RunRecord, contract: Contract, contractChange: String? = nil
  ) {
    self.init(
      record, attempt.key.gate, attempt: attempt, passes: attempt.status == .pass,
      validations: attempt.validations, contract: contract, contractChange: contractChange)
  }

  /// The report on a check.
  package init(
    check evaluation: Evaluation, of gate: GateID, in record: RunRecord, contract: Contract,
    contractChange: String? = nil
  ) {
    self.init(
      record, gate, attempt: nil, passes: evaluation.isMet,
      validations: evaluation.validations(in: record.header), contract: contract,
      contractChange: contractChange)
  }

  private init(
    _ record: RunRecord, _ gate: GateID, attempt: Attempt?, passes: Bool,
    validations: [Attempt.Validation], contract: Contract, contractChange: String?
  ) {
    header = record.header
    self.gate = gate
    gateName = record.state.gate(gate)?.name ?? ""
    self.attempt = attempt
    self.passes = passes
    self.validations = validations
    self.contractChange = contractChange
    let values = record.header.values(for: gate)
    let all = validations.flatMap { Self.findings(of: $0, contract: contract, values: values) }
    findings = [.fail, .error, .warn].flatMap { level in all.filter { $0.level == level } }
  }

  package var failures: Int {
    validations.count { !$0.pass && $0.error == nil && $0.severity == .fail }
  }
  package var warnings: Int {
    validations.count { !$0.pass && $0.error == nil && $0.severity == .warn }
  }
  package var errors: Int { validations.count { $0.error != nil } }

  private static func findings(
    of validation: Attempt.Validation, contract: Contract, values: PathTemplate.Values
  ) -> [Finding] {
    guard !validation.pass else { return [] }
    let rule = contract.rules.first { $0.id.utf8.elementsEqual(validation.id.utf8) }
    let ruleAt = rule.map { "\(contract.path):\($0.line)" } ?? contract.path.text
    func finding(
      _ level: Finding.Level, path: String, _ place: Attempt.Finding?, _ message: String,
      fix: String?
    ) -> Finding {
      Finding(
        level: level, rule: validation.id, type: validation.type,
        path: PathTemplate.fill(path, values), line: place?.line, column: place?.column,
        message: message, found: validation.found, fix: fix, ruleAt: ruleAt)
    }
    if let error = validation.error {
      return [finding(.error, path: validation.path, nil, "could not run: \(error)", fix: nil)]
    }
    let level: Finding.Level = validation.severity == .fail ? .fail : .warn
    let sorted = validation.findings.enumerated().sorted {
      ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset)
    }
    return sorted.map { _, place in
      finding(
        level, path: place.path, place, place.message,
        fix: rule?.fix(for: place.message, found: validation.found))
    }
  }
}
