import CommandGrammar
import JSONDocument
import Records
import Reports
import Runs
import Verification

/// `inspect`: what a run took, what was tried again and why, and what to look at.
struct Inspect: OrchestrateCommand {
  static let declaration = CommandDeclaration(
    ["inspect"], group: "Look", abstract: "show what a run took, what was tried again, and why",
    discussion: [
      "Shows each gate with its attempts and its time; then, by rule, what took longest, what was tried again and why, what failed first and how it was mended, known failures, rate limits, what agents did, and what to look at.",
      "Times are those of the ledger in logs/, which tell the work of commands alone; where it has none, those of the record, in which waiting is counted too, marked with *. What the logs say against the record is left out and counted. The same is in logs/digest.json and logs/insight.md of a finished run; inspect makes it afresh and never reads them.",
    ],
    arguments: [Shared.run],
    examples: [
      Example("orchestrate inspect", "inspect the open run, else the newest"),
      Example("orchestrate inspect --run latest --json", "give the newest to a program"),
    ])

  private let run: String?

  init(_ arguments: ParsedArguments) { run = arguments[Shared.run] }

  func run(in session: Session) throws -> Answer {
    let record = try session.load(session.selectRun(run, fallback: .latest))
    let digest = session.digest(of: record)
    let insight = InsightText.insight(digest).drop { $0.utf8.isEmpty }
    return Answer(
      report: InsightText(digest).lines,
      [
        "run_id": .string(record.header.id.description), "digest": DigestJSON.value(digest),
        "insight": .array(insight.map(JSONValue.string)),
      ])
  }
}
