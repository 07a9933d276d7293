import CommandGrammar
import Reports
import Verification

/// `report`: what a reviewer needs to know of the runs, since a revision or of all of them.
struct Report: OrchestrateCommand {
  enum Format: String, CaseIterable, ArgumentValue { case text, markdown, json }

  static let format = Option<Format>(
    "--format", "F", default: .text, help: "markdown fits a comment on a pull request")
  static let declaration = CommandDeclaration(
    ["report"], group: "Look", abstract: "tell a reviewer what happened to the runs",
    discussion: [
      "Begins with what needs a reviewer's eyes: files and contracts that changed after a gate passed, gates that passed with warnings, out of order, with nobody asked, or under another contract than they failed under. Then each run: which gates moved, attempts used, what failed first and how it was mended.",
      "With --since, of the runs that are new or have changed, and of those whose files have. Files are compared as they are in the working tree. Markdown has a timeline that code hosts draw, and at most 60,000 bytes.",
    ],
    arguments: [Shared.since, format],
    examples: [
      Example("orchestrate report", "tell of every run"),
      Example(
        "orchestrate report --since main --format markdown", "tell what a branch did to the runs"),
    ],
    exitStatuses: [
      ExitStatusRow(10, meaning: "the revision is unknown; the hint says how to fetch it"),
      ExitStatusRow(20, meaning: "the history is cut before the branch left the revision"),
    ])

  private let since: String?
  private let format: Format

  init(_ arguments: ParsedArguments) throws(UsageError) {
    since = arguments[Shared.since]
    format = arguments[Self.format]
    if arguments[Common.json], format != .json,
      arguments.source(of: Self.format) == .commandLine
    {
      throw arguments.refused(
        "--json and --format \(format.rawValue) exclude each other", hint: "leave one of them out")
    }
  }

  func run(in session: Session) throws -> Answer {
    let report = try session.review(since: since)
    let members = ReviewJSON.members(report)
    return switch format {
    case .text: Answer(report: ReviewText(report).lines, members)
    case .markdown: Answer(lines: ReviewMarkdown(report).lines, members)
    case .json: Answer(.done, json: members)
    }
  }
}
