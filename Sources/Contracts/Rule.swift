package import JSONDocument
package import Text

/// One demand of a contract.
package struct Rule: Sendable {
  /// What a rule that is not met does to the attempt.
  package enum Severity: String, Sendable, CaseIterable {
    case fail, warn
  }

  /// The contract's own, else `R1`… over required outputs and then validations.
  package let id: String
  package let path: PathTemplate
  package let severity: Severity
  /// The author's words, added to the fix.
  package let hint: String?
  /// Says whether a pattern that matches nothing is met.
  package let allowsEmpty: Bool
  /// The line in the contract that a person mends where the rule is wrong, from 1.
  package let line: Int
  package let kind: any RuleKind

  package var type: String { Swift.type(of: kind).name }

  /// Says whether its answer is a claim that cannot be made again from recorded bytes.
  package var isClaimed: Bool { Swift.type(of: kind).isClaimed }

  /// The words of the fix for one finding.
  ///
  /// Made from the contract and what was recorded alone, so that a packet can say it again later.
  package func fix(for message: String, found: String?) -> String {
    let fix = FileProblem.fix(for: message) ?? kind.fix(for: message, found: found)
    guard let hint else { return fix }
    return "\(fix); \(hint)"
  }
}

/// A type of rule: its parameters, its demand in words, and its check.
package protocol RuleKind: Sendable {
  /// The value of `type` in a contract.
  static var name: String { get }

  /// The members that a contract may give beside `type`, `path`, `id`, `severity`, `hint` and `allow_empty`.
  static var parameters: [String] { get }

  /// Says whether the rule judges text; else it sees only that files are there and how long they are.
  static var readsText: Bool { get }

  /// Says whether a text is read as Markdown for it.
  var readsMarkdown: Bool { get }

  /// Reads the parameters.
  init(_ members: RuleMembers) throws(JSONError)

  /// What is demanded, as attempts record it.
  func expected(at depth: Depth) -> String

  /// What is demanded of a path, as a sentence that begins with it, for the packet.
  func sentence(about path: String, at depth: Depth) -> String

  /// More that a writer must know to meet the rule, as a sentence, or nil.
  var explanation: String? { get }

  /// Says whether the rule follows what it reads to other files.
  static var looksFurther: Bool { get }

  /// Says whether a pattern that matches nothing is for the rule itself to judge.
  static var judgesNoMatch: Bool { get }

  /// Says whether the answer comes from outside, so that it cannot be made again from recorded bytes.
  static var isClaimed: Bool { get }

  /// Judges files that all are regular, readable and, for text rules, UTF-8.
  func check(_ files: [CheckedFile], in context: RuleContext) -> Answer

  /// What to do about a finding of this rule.
  func fix(for message: String, found: String?) -> String
}

extension RuleKind {
  package static var readsText: Bool { true }
  package static var looksFurther: Bool { false }
  package var readsMarkdown: Bool { Self.readsText }
  package static var judgesNoMatch: Bool { false }
  package static var isClaimed: Bool { false }
  package var explanation: String? { nil }
}

/// What a check of a rule says.
package struct Answer: Sendable {
  package let pass: Bool
  /// What there was, in a few words.
  package let found: String
  package let findings: [Finding]
  /// Why the rule could not run, which is then neither a pass nor the writer's fault.
  package let error: String?

  package init(pass: Bool, found: String, findings: [Finding] = []) {
    self.pass = pass
    self.found = found
    self.findings = findings
    error = nil
  }

  package init(error: String) {
    pass = false
    found = ""
    findings = []
    self.error = error
  }
}

/// Where a rule is asked: the run's values, and the ways to look at further files and to have a program run.
package struct RuleContext {
  /// What a rule sees of a file that it comes to by way of another.
  package enum Sight {
    case missing
    /// A regular file; its text is empty where it is no UTF-8 text of at most 16 MiB.
    case file(CheckedFile)
    /// Something else, named for a person ("a folder").
    case other(String)
    case unreadable(String)
  }

  package let values: PathTemplate.Values
  /// Opens a file once; what it was is recorded among the artifacts.
  package let look: (RepositoryPath) -> Sight
  /// Runs programs; nil where none may be run, and then no claimed rule is asked.
  package let checks: (any CheckRunner)?
  /// The id of the rule that is asked.
  package internal(set) var rule = ""

  package var depth: Depth { values.depth }
}
