import Contracts
import JSONDocument
import Records
import Runs
import Text

/// What running the rules of an attempt again, on the bytes that it recorded, says of its answers.
struct Replay: Sendable {
  /// An answer that is not the recorded one.
  struct Difference: Sendable {
    /// The place of the rule in `validations`, or nil where the rules themselves differ.
    let index: Int?
    let message: String
    let expected: String
    let found: String
  }

  /// Rules that were run again.
  private(set) var replayed = 0
  /// Rules whose bytes were not found.
  private(set) var notReplayed = 0
  /// Rules whose answers came from outside, so that they stay the word of whoever recorded them.
  private(set) var claimed = 0
  private(set) var differences: [Difference] = []

  /// Runs the rules of the contract that judged an attempt.
  init(
    of attempt: Attempt, _ artifacts: [RecordedArtifact], in header: RunHeader,
    by contract: Contract, found: (RecordedFile) -> Artifact.State?
  ) {
    guard contract.gate.utf8.elementsEqual(attempt.key.gate.description.utf8) else {
      differences.append(
        Difference(
          index: nil, message: "it was judged by the contract of another gate",
          expected: attempt.key.gate.description, found: contract.gate))
      return
    }
    let outputs = contract.requiredOutputs.map(\.text)
    guard
      outputs.elementsEqual(
        attempt.requiredOutputs, by: { $0.isIdentical(to: $1) })
    else {
      differences.append(
        Difference(
          index: nil, message: "its required outputs are not those of its contract",
          expected: outputs.joined(separator: ", "),
          found: attempt.requiredOutputs.joined(separator: ", ")))
      return
    }
    // A person's decision and a worker's end run no rule, and look at the required outputs alone.
    guard !attempt.isClosedWithoutRules else {
      if artifacts.count > Set(outputs.map { Array($0.utf8) }).count {
        differences.append(Self.otherFiles(Set(artifacts.map(\.path)), []))
      }
      return
    }
    let evaluation = Evaluation(
      of: contract, values: header.values(for: attempt.key.gate),
      source: RecordedArtifacts(artifacts, found: found))
    compare(
      evaluation.validations(in: header), with: attempt.validations,
      claimed: evaluation.results.map { $0.rule.isClaimed && $0.outcome != .fail })
    // What was not looked at is no evidence, and what was looked at is not left out.
    let (seen, recorded) = (Set(evaluation.artifacts.map(\.path)), Set(artifacts.map(\.path)))
    if notReplayed == 0, seen != recorded {
      differences.append(Self.otherFiles(recorded.subtracting(seen), seen.subtracting(recorded)))
    }
  }

  private static func otherFiles(
    _ extra: Set<RepositoryPath>, _ missing: Set<RepositoryPath>
  ) -> Difference {
    func words(_ paths: Set<RepositoryPath>) -> String {
      let names = paths.sorted().prefix(3).map(\.text).joined(separator: ", ")
      return paths.isEmpty
        ? "none" : names + (paths.count > 3 ? " and \(paths.count - 3) more" : "")
    }
    return Difference(
      index: nil, message: "its artifacts are not the files that its rules look at",
      expected: "left out: \(words(missing))", found: "too much: \(words(extra))")
  }

  /// An attempt whose contract is not at hand, so that none of its rules could be run.
  init(contractMissing rules: Int) { notReplayed = rules }

  /// An attempt whose contract is at hand and cannot be read.
  init(unreadable why: String) {
    differences = [
      Difference(
        index: nil, message: "the contract that judged it cannot be read", expected: "a contract",
        found: why)
    ]
  }

  private mutating func compare(
    _ answers: [Attempt.Validation], with recorded: [Attempt.Validation], claimed isClaimed: [Bool]
  ) {
    guard answers.count == recorded.count else {
      differences.append(
        Difference(
          index: nil, message: "its rules are not those of its contract",
          expected: Count.rules(answers.count), found: Count.rules(recorded.count)))
      return
    }
    for (index, (answer, recorded)) in zip(answers, recorded).enumerated() {
      func same(_ a: String, _ b: String) -> Bool { a.isIdentical(to: b) }
      guard same(answer.id, recorded.id), same(answer.type, recorded.type),
        same(answer.path, recorded.path), answer.severity == recorded.severity
      else {
        differences.append(
          Difference(
            index: index, message: "the rule is not the one in its contract",
            expected: Self.name(answer), found: Self.name(recorded)))
        continue
      }
      if isClaimed[index] {
        claimed += 1
        continue
      }
      if let error = answer.error, Self.isNotAtHand(error) {
        notReplayed += 1
        continue
      }
      // Why a file could not be read then, nobody can know now; such an answer vouches for nothing.
      if recorded.error != nil, answer.error == nil {
        notReplayed += 1
        continue
      }
      replayed += 1
      if answer.pass != recorded.pass || (answer.error == nil) != (recorded.error == nil) {
        differences.append(
          Difference(
            index: index,
            message: "rule \(recorded.id) \(recorded.type), run again, does not answer as recorded",
            expected: Self.words(recorded), found: Self.words(answer)))
      }
    }
  }

  private static func isNotAtHand(_ error: String) -> Bool {
    error.utf8.reversed().starts(with: RecordedArtifacts.notAtHand.utf8.reversed())
  }

  private static func name(_ rule: Attempt.Validation) -> String {
    "\(rule.id) \(rule.type) \(rule.path) (\(rule.severity.rawValue))"
  }

  private static func words(_ answer: Attempt.Validation) -> String {
    if let error = answer.error { return "could not run: \(error)" }
    let found = answer.found.map { ": \($0)" } ?? ""
    return (answer.pass ? "met" : "not met") + found
  }
}

extension Attempt {
  /// The line of a rule's answer in the attempt's file, from 1.
  func line(ofValidation index: Int) -> Int? {
    guard let root = try? JSONDocument(parsing: encoded()).root.object(),
      let answers = try? root.optional("validations")?.array()
    else { return nil }
    var place = 0
    for answer in answers {
      if place == index { return answer.position.line }
      place += 1
    }
    return nil
  }
}
