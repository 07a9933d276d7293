import CommandGrammar
import Host
import JSONDocument
import Records
import Reports
import Runs
import Verification

/// `verify`: every record against itself, against the files and the history of git, and against what is trusted.
struct Verify: OrchestrateCommand {
  static let run = Option<String>.optional(
    "--run", "R", otherwise: "all runs", kind: .name(of: "run"),
    help: "an id, a unique part of one, a slug, or 'latest'")
  static let contractsFrom = Option<String>.optional(
    "--contracts-from", "REV",
    help: "trust the contracts and workflows of this revision, and no others")
  static let strict = Flag(
    "--strict", help: "fail on what only warns: changed, moved, outdated, other rules")
  static let format = Option<ReportFormat>.optional(
    "--format", "F", otherwise: "text; github where GITHUB_ACTIONS is true",
    help: "how the report is written")
  static let declaration = CommandDeclaration(
    ["verify"], group: "Look",
    abstract: "verify the records; nothing is written",
    discussion: [
      "Nothing in a record is trusted. Every finding has an id, which orchestration/README.md explains with what to do about it.",
      "With --since, what was recorded at REV must still be there; what REV has is believed, and of a run of which nothing has changed since only seal and digests are checked.",
    ],
    arguments: [run, Shared.since, contractsFrom, strict, format],
    examples: [
      Example("orchestrate verify", "verify every run"),
      Example(
        "orchestrate verify --strict --since origin/main --contracts-from origin/main",
        "what a pull request must pass"),
      Example("orchestrate verify --format sarif", "the findings for a code scanner"),
    ],
    exitStatuses: [
      ExitStatusRow(0, meaning: "all records verify"),
      ExitStatusRow(2, meaning: "a record, a file or a verdict does not verify"),
      ExitStatusRow(10, meaning: "unknown run or revision"),
      ExitStatusRow(20, meaning: "nothing fails, and something could not be checked"),
    ])

  private let run: String?
  private let since: String?
  private let contractsFrom: String?
  private let isStrict: Bool
  private let showsNotes: Bool
  private let format: ReportFormat?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    run = arguments[Self.run]
    since = arguments[Shared.since]
    contractsFrom = arguments[Self.contractsFrom]
    isStrict = arguments[Self.strict]
    showsNotes = arguments[Common.verbose]
    format = arguments[Self.format]
    if let format, arguments[Common.json], format != .json {
      throw arguments.refused(
        "--json and --format \(format.rawValue) exclude each other", hint: "leave one out")
    }
  }

  func run(in session: Session) throws -> Answer {
    let report = try session.verify(
      run: run, since: since, contractsFrom: contractsFrom, isStrict: isStrict)
    return answer(report, format ?? session.defaultFormat)
  }

  private func answer(_ report: VerificationReport, _ format: ReportFormat) -> Answer {
    let status = ExitStatus(report.outcome)
    let members = JSONValue.object(VerificationJSON.members(of: report))
    return switch format {
    case .text:
      Answer(
        status, report: VerificationText.lines(of: report, showsNotes: showsNotes), members)
    case .json: Answer(status, json: members)
    case .github: Answer(status, lines: GitHubAnnotations.lines(of: report), members)
    case .junit: Answer(status, text: JUnitReport.text(of: report), members)
    case .sarif: Answer(status, text: SARIFReport.text(of: report), members)
    case .gitlab: Answer(status, text: GitLabReport.text(of: report), members)
    case .markdown: Answer(status, text: VerificationMarkdown.text(of: report), members)
    }
  }
}

extension ReportFormat: ArgumentValue {}

extension ExitStatus {
  fileprivate init(_ outcome: VerificationReport.Outcome) {
    self =
      switch outcome {
      case .verified: .done
      case .failed: .negative
      case .cannotCheck: .unavailable
      }
  }
}
