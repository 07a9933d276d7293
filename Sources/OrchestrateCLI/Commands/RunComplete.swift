import CommandGrammar
import Records
import Reports
import Runs

/// `run complete`: finishes a run as passed, failed or canceled.
struct RunComplete: ChangingCommand {
  enum Outcome: String, CaseIterable, ArgumentValue {
    case passed = "PASSED"
    case failed = "FAILED"
    case canceled = "CANCELED"

    var status: RunStatus {
      switch self {
      case .passed: .passed
      case .failed: .failed
      case .canceled: .canceled
      }
    }
  }

  static let status = Option<Outcome>(
    "--status", "STATUS", default: .passed, help: "how the run ends")
  static let reason = Option<String>.optional("--reason", "T", help: "why, in a person's words")
  static let declaration = CommandDeclaration(
    ["run", "complete"], group: "By hand",
    abstract: "finish a run; PASSED needs every gate to pass",
    discussion: [
      "PASSED and CANCELED are final. CANCELED closes what is open as FAIL; nothing is deleted."
    ],
    arguments: [Shared.run, status, reason, Shared.skipDoctor],
    examples: [
      Example("orchestrate run complete", "finish the open run as passed"),
      Example(
        "orchestrate run complete --status CANCELED --reason 'the topic is gone'", "give a run up"),
    ])

  private let run: String?
  private let outcome: Outcome
  private let reason: String?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    run = arguments[Shared.run]
    outcome = arguments[Self.status]
    reason = try arguments.reason(Self.reason)
  }

  func run(in session: Session) throws -> Answer {
    let run = try session.selectRun(run)
    let record = try session.finishRun(
      run, outcome.status, channel: .command, reason: reason, key: session.key)
    let overview = session.overview(record)
    let changed = overview.artifacts.filter { $0.state != .same }
    if outcome == .passed {
      for artifact in changed {
        session.frame.say("note: \(artifact.path) \(artifact.words)")
      }
    }
    return Answer(
      report: ["\(record.state.status.rawValue) \(run)", "next: \(overview.next.command)"],
      Members.overview(overview))
  }
}

extension ParsedArguments {
  /// A person's words that may be left out.
  func reason(_ option: Option<String?>) throws(UsageError) -> String? {
    guard let text = self[option] else { return nil }
    return try checkedReason(text)
  }

  /// A person's words.
  func reason(_ option: Option<String>) throws(UsageError) -> String {
    try checkedReason(self[option])
  }

  private func checkedReason(_ text: String) throws(UsageError) -> String {
    guard let reason = Reason(text) else {
      throw refused("the reason is not usable", hint: "write \(Reason.grammar)")
    }
    return reason.text
  }
}
