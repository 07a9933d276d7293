import CommandGrammar
import Host
import Reports
import Runs
import Verification

/// `run diff`: what differs between two runs.
struct RunDiff: OrchestrateCommand {
  static let a = Operand<String>.required(
    "A", kind: .name(of: "run"), help: "a run: an id, a unique part of one, a slug, or 'latest'")
  static let b = Operand<String>.required(
    "B", kind: .name(of: "run"), help: "the run to compare it with, named likewise")
  static let declaration = CommandDeclaration(
    ["run", "diff"], group: "Look", abstract: "show what differs between two runs",
    discussion: [
      "Shows only what differs: where gates stand, attempts, what failed first and how it was mended, warnings, contracts, artifacts by their digests. Differences are an answer: the status is 0."
    ],
    arguments: [a, b],
    examples: [
      Example("orchestrate run diff robot latest", "compare an essay's newest run with the newest"),
      Example("orchestrate run diff robot latest --json", "the same for a program"),
    ])

  private let a: String
  private let b: String

  init(_ arguments: ParsedArguments) {
    a = arguments[Self.a]
    b = arguments[Self.b]
  }

  func run(in session: Session) throws -> Answer {
    let runs = try session.store.runs()
    let comparison = RunComparison(
      try session.load(RunSelection.named(a, among: runs)),
      try session.load(RunSelection.named(b, among: runs)))
    return Answer(
      report: RunComparisonText(comparison).lines, RunComparisonJSON.members(comparison))
  }
}
