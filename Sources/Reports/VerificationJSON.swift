package import JSONDocument
import Records
package import Verification

/// What `verify --json` answers.
package enum VerificationJSON {
  /// The members of the answer, to stand behind those that every answer has.
  ///
  /// Texts are as they were found; who prints them makes them harmless with `Visible.json`.
  package static func members(of report: VerificationReport) -> [JSONMember] {
    [
      JSONMember("outcome", .string(report.outcome.rawValue)),
      JSONMember("summary", .string(report.summary)),
      JSONMember("strict", .bool(report.isStrict)),
      JSONMember("since", base(report.since)),
      JSONMember("contracts_from", base(report.contractsFrom)),
      JSONMember("counts", counts(report)),
      JSONMember("runs", .array(report.runs.map(run))),
      JSONMember("findings", .array(report.findings.map(finding))),
    ]
  }

  private static func base(_ base: VerificationReport.Base?) -> JSONValue {
    guard let base else { return .null }
    return ["revision": .string(base.revision), "commit": .string(base.commit)]
  }

  private static func counts(_ report: VerificationReport) -> JSONValue {
    let counts = report.counts
    func number(_ value: Int) -> JSONValue { .integer(Int64(value)) }
    return [
      "artifacts": [
        "reproduced": number(counts.reproduced), "superseded": number(counts.superseded),
        "changed": number(counts.changed), "moved": number(counts.moved),
        "unwitnessed": number(counts.unwitnessed), "cannot_check": number(counts.cannotCheck),
      ],
      "rules": [
        "replayed": number(counts.rulesReplayed), "not_replayed": number(counts.rulesNotReplayed),
        "claimed": number(counts.rulesClaimed),
      ],
      "findings": [
        "fail": number(report.count(.failure)),
        "cannot_check": number(report.count(.cannotCheck)),
        "warn": number(report.count(.warning)), "note": number(report.count(.note)),
      ],
    ]
  }

  private static func run(_ run: VerificationReport.Run) -> JSONValue {
    [
      "run": .string(run.id), "status": text(run.status?.rawValue), "workflow": text(run.workflow),
      "artifact_path": text(run.artifactPath), "waiting_at": text(run.waitingAt?.description),
      "unchanged": .bool(run.isUnchanged),
    ]
  }

  private static func finding(_ finding: VerificationFinding) -> JSONValue {
    [
      "id": .string(finding.id.rawValue), "level": .string(finding.level.rawValue),
      "path": .string(finding.path), "line": number(finding.line), "run": text(finding.run),
      "gate": text(finding.attempt?.gate.description), "attempt": number(finding.attempt?.number),
      "message": .string(finding.message), "expected": text(finding.expected),
      "found": text(finding.found), "recorded_by": text(finding.recordedBy),
      "next": text(finding.next),
    ]
  }

  private static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  private static func number(_ number: Int?) -> JSONValue {
    number.map { .integer(Int64($0)) } ?? .null
  }
}
