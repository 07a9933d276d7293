import Foundation
import JSONDocument
import OrchestrateCLI
import RecordSamples
import Records
import TestSupport
import Testing
import Verification

extension Planted {
  /// Faults of the files of a record.
  static let record: [Planted] = [
    Planted(
      .missingFile, "an attempt deleted", status: .negative, at: GoodRun.path(GoodRun.failed),
      .file, .mends
    ) { try $0.scratch.remove(GoodRun.path(GoodRun.failed)) },
    Planted(
      .missingFile, "an attempt deleted and committed", status: .negative,
      at: GoodRun.path(GoodRun.failed), .file
    ) {
      try $0.scratch.remove(GoodRun.path(GoodRun.failed))
      try $0.commit()
    },
    Planted(
      .missingFile, "RUN.json deleted", status: .negative, at: GoodRun.runFile, [.next], .mends
    ) { try $0.scratch.remove(GoodRun.runFile) },
    Planted(
      .unexpectedFile, "a note in the record", status: .negative, at: "\(GoodRun.record)/NOTES.md",
      [.next], .mends
    ) { try $0.scratch.write("\(GoodRun.record)/NOTES.md", "mine\n") },
    Planted(
      .unexpectedFile, "a committed name that a shell would mind", status: .negative,
      at: "\(GoodRun.record)/it's; $(touch x).md", [.next], .mends
    ) {
      try $0.scratch.write("\(GoodRun.record)/it's; $(touch x).md", "mine\n")
      try $0.commit()
    },
    Planted(
      .unexpectedFile, "an attempt that no event names", status: .negative,
      at: "\(GoodRun.record)/gates/G2/attempt-3.json", [.next, .attempt], .mends
    ) {
      let text = try $0.scratch.text(GoodRun.path(GoodRun.passed))
      try $0.scratch.write(
        "\(GoodRun.record)/gates/G2/attempt-3.json",
        text.replacing("\"attempt\": 2", with: "\"attempt\": 3"))
    },
    Planted(
      .unexpectedFile, "a link in place of the record", status: .negative, at: GoodRun.record,
      [.next]
    ) {
      _ = try $0.scratch.run(["mv", GoodRun.record, "elsewhere"])
      try $0.scratch.link(GoodRun.record, to: $0.scratch.absolute("elsewhere"))
    },
    Planted(
      .unexpectedFile, "a link in place of the run", status: .negative,
      at: "orchestration/runs/\(GoodRun.id)", [.next]
    ) {
      _ = try $0.scratch.run(["mv", "orchestration/runs/\(GoodRun.id)", "elsewhere"])
      try $0.scratch.link("orchestration/runs/\(GoodRun.id)", to: $0.scratch.absolute("elsewhere"))
    },
    Planted(
      .unexpectedFile, "a link in place of an attempt", status: .negative,
      at: GoodRun.path(GoodRun.failed)
    ) {
      let path = GoodRun.path(GoodRun.failed)
      try $0.scratch.write("copy.json", $0.scratch.text(path))
      try $0.scratch.remove(path)
      try $0.scratch.link(path, to: $0.scratch.absolute("copy.json"))
    },
    Planted(
      .unreadableRecord, "RUN.json cut off", status: .negative, at: GoodRun.runFile,
      [.next, .line], .mends
    ) {
      let text = try $0.scratch.text(GoodRun.runFile)
      try $0.scratch.write(GoodRun.runFile, String(text.prefix(900)))
    },
    Planted(
      .unreadableRecord, "an attempt with a member more", status: .negative,
      at: GoodRun.path(GoodRun.passed), [.next, .line], .mends
    ) {
      try $0.edit(GoodRun.path(GoodRun.passed), "\"schema\": 1,", "\"schema\": 1, \"mine\": 1,")
    },
    Planted(
      .unreadableRecord, "no schema, but a seal: no earlier runner's", status: .negative,
      at: GoodRun.runFile, [.next, .line], .mends
    ) { try $0.edit(GoodRun.runFile, "  \"schema\": 1,\n", "") },
    Planted(
      .unreadableRecord, "no schema, seal or events, but attempts of this tool",
      status: .negative, at: GoodRun.runFile, [.next, .line], .mends
    ) {
      try $0.scratch.write(
        GoodRun.runFile,
        "{\"run_id\": \"\(GoodRun.id)\", \"status\": \"PASSED\", \"workflow\": {\"name\": \"two-gates\"}}\n"
      )
    },
    Planted(
      .mergeConflict, "markers of a merge in RUN.json", status: .negative, at: GoodRun.runFile,
      [.next, .line], .mends
    ) {
      let text = try $0.scratch.text(GoodRun.runFile)
      try $0.scratch.write(
        GoodRun.runFile, "<<<<<<< HEAD\n\(text)=======\n\(text)>>>>>>> other\n")
    },
    Planted(
      .mergeConflict, "two branches that both went on with a run", status: .negative,
      at: GoodRun.path(GoodRun.passed), [.next, .line], .mends
    ) {
      try $0.scratch.git("checkout", "-qb", "other")
      try $0.forge { $0.set(GoodRun.passed, "/agent", .string("one")) }
      try $0.scratch.git("checkout", "-q", "main")
      try $0.forge { $0.set(GoodRun.passed, "/agent", .string("another")) }
      _ = try $0.scratch.run(["git", "merge", "-q", "-m", "Merge", "other"])
    },
    Planted(
      .mergeConflict, "markers of a merge in an attempt, committed", status: .negative,
      at: GoodRun.path(GoodRun.passed), [.next, .line]
    ) {
      try $0.edit(
        GoodRun.path(GoodRun.passed), "  \"gate\"",
        "<<<<<<< HEAD\n  \"gate\": \"G1\",\n=======\n  \"gate\"")
      try $0.commit()
    },
    Planted(
      .newerSchema, "RUN.json of schema 2", "--run \(GoodRun.id)", status: .unavailable,
      at: GoodRun.runFile, [.line], .untried
    ) { try $0.edit(GoodRun.runFile, "\"schema\": 1", "\"schema\": 2") },
    Planted(
      .newerSchema, "an attempt of schema 2", "--run \(GoodRun.id)", status: .unavailable,
      at: GoodRun.path(GoodRun.passed), [.line], .untried
    ) { try $0.edit(GoodRun.path(GoodRun.passed), "\"schema\": 1", "\"schema\": 2") },
    Planted(
      .legacyRecord, "a run of an earlier runner", status: .done, at: "\(old)/record/RUN.json", [],
      .untried
    ) { try $0.scratch.write("\(old)/record/RUN.json", legacy) },
    Planted(
      .lineEndings, "a record checked out with CRLF", status: .negative, at: GoodRun.runFile,
      [.next], .mends
    ) {
      try $0.scratch.write(".gitattributes", "")
      try $0.commit()
      try $0.scratch.git("config", "core.autocrlf", "true")
      try $0.scratch.remove(GoodRun.runFile)
      try $0.scratch.git("checkout", "--", GoodRun.runFile)
    },
    Planted(
      .lineEndings, "an attempt with CRLF", status: .negative, at: GoodRun.path(GoodRun.passed),
      [.next], .mends
    ) {
      let text = try $0.scratch.text(GoodRun.path(GoodRun.passed))
      try $0.scratch.write(
        GoodRun.path(GoodRun.passed), text.replacing("\n", with: "\r\n"))
    },
    Planted(
      .notCanonical, "white space in RUN.json", status: .negative, at: GoodRun.runFile,
      [.next, .line], .mends
    ) { try $0.edit(GoodRun.runFile, "\"depth\": ", "\"depth\":  ") },
    Planted(
      .notCanonical, "members of an attempt in another order", status: .negative,
      at: GoodRun.path(GoodRun.passed), [.next, .line], .mends
    ) {
      try $0.edit(
        GoodRun.path(GoodRun.passed), "  \"gate\": \"G2\",\n  \"attempt\": 2,\n",
        "  \"attempt\": 2,\n  \"gate\": \"G2\",\n")
    },
    Planted(
      .sealMismatch, "a digit of the seal", status: .negative, at: GoodRun.runFile,
      [.expected, .found, .next], .mends
    ) {
      let text = try $0.scratch.text(GoodRun.runFile)
      let last = text.hasSuffix("0\"\n}\n") ? "1" : "0"
      try $0.scratch.write(GoodRun.runFile, text.dropLast(5) + last + "\"\n}\n")
    },
    Planted(
      .stateMismatch, "a status edited, the seal made right", status: .negative,
      at: GoodRun.runFile, [.expected, .found, .next, .line]
    ) {
      let text = try $0.scratch.text(GoodRun.runFile)
        .replacing(
          "\"status\": \"PASSED\",\n  \"started", with: "\"status\": \"FAILED\",\n  \"started")
      let value = try JSONDocument(parsing: Array(text.utf8)).root.value
      try $0.scratch.write(GoodRun.runFile, Data(Resealed.bytes(value)))
      try $0.commit()
    },
    Planted(
      .recordDigest, "a verdict edited by hand", status: .negative,
      at: GoodRun.path(GoodRun.failed), .file, .mends
    ) {
      try $0.edit(GoodRun.path(GoodRun.failed), "2 of 5 rules failed", "1 of 5 rules failed")
    },
    Planted(
      .foreignRun, "the folder of a run renamed", status: .negative,
      at: "orchestration/runs/run_20260119T143012Z_the-first-bug_000000/record/RUN.json",
      [.expected, .found, .next, .line], .mends
    ) {
      try $0.scratch.git(
        "mv", "orchestration/runs/\(GoodRun.id)",
        "orchestration/runs/run_20260119T143012Z_the-first-bug_000000")
      try $0.commit()
    },
    Planted(
      .nameTwins, "two artifacts that differ in capitals", status: .done, at: "twins/a.md",
      [.found], .untried
    ) {
      try $0.scratch.write(
        "workflows/twins/workflow.json",
        "{\"name\": \"twins\", \"version\": \"1\", \"gates\": [{\"gate\": \"T1\", \"name\": \"T\", \"prompt\": \"p.md\"}]}\n"
      )
      try $0.scratch.write("workflows/twins/p.md", "Write.\n")
      try $0.scratch.write(
        "orchestration/gates/contracts/T1.contract.json",
        "{\"gate\": \"T1\", \"name\": \"T\", \"required_outputs\": [\"{artifact_path}/A.md\", \"{artifact_path}/a.md\"], \"validations\": []}\n"
      )
      try $0.scratch.write("twins/A.md", "one\n")
      try $0.scratch.write("twins/a.md", "two\n")
      $0.stage.done("run twins --slug t --artifact-path twins --no-pause")
      try $0.commit()
    },
  ]

  private static let old = "orchestration/runs/run_20250119T143012Z_old_000000"
  private static let legacy =
    "{\"run_id\": \"x\", \"status\": \"PASSED\", \"workflow\": {\"name\": \"two-gates\"}}\n"

  /// Faults of the history that a record tells.
  static let history: [Planted] = [
    Planted(
      .sequenceGap, "an event removed, the seal made right", status: .negative,
      at: GoodRun.runFile, [.expected, .found, .next]
    ) { try $0.patch { $0.run = $0.run.setting("/events/2", nil) } },
    Planted(
      .sequenceGap, "an attempt renumbered with its events", status: .negative,
      at: GoodRun.runFile
    ) {
      try $0.patch { forger in
        forger.attempts[AttemptKey(gate: .named("G2"), number: 3)] =
          forger.attempts.removeValue(forKey: GoodRun.passed)?.setting("/attempt", .integer(3))
        for event in ["6", "7", "8"] {
          forger.run = forger.run.setting("/events/\(event)/attempt", .integer(3))
        }
        forger.run = forger.run.setting("/events/8/record", .string("gates/G2/attempt-3.json"))
      }
    },
    Planted(
      .brokenChain, "an attempt that leaves out the one before it", status: .negative,
      at: GoodRun.path(GoodRun.passed), .file
    ) {
      try $0.patch { forger in
        let earlier = forger.attempts[GoodRun.failed]?.value(at: "/previous")
        forger.set(GoodRun.passed, "/previous", earlier)
      }
    },
    Planted(
      .foreignAttempt, "an attempt copied from another run", status: .negative,
      at: GoodRun.path(GoodRun.intake), [.expected, .found, .recordedBy, .next, .attempt, .line]
    ) {
      let other = try $0.secondRun()
      let text = try $0.scratch.text("\(other)/gates/G1/attempt-1.json")
      try $0.scratch.write(GoodRun.path(GoodRun.intake), text)
      try $0.commit()
    },
    Planted(
      .foreignAttempt, "an attempt copied over another", status: .negative,
      at: GoodRun.path(GoodRun.failed), [.expected, .found, .recordedBy, .next, .attempt, .line],
      .mends
    ) {
      try $0.scratch.write(
        GoodRun.path(GoodRun.failed), $0.scratch.text(GoodRun.path(GoodRun.passed)))
    },
    Planted(
      .attemptMismatch, "a failed attempt that says PASS, all digests made right",
      status: .negative, at: GoodRun.path(GoodRun.failed), [.recordedBy, .next, .attempt]
    ) {
      try $0.forge { forger in
        forger.set(GoodRun.failed, "/status", .string("PASS"))
        forger.set(GoodRun.failed, "/verdict/class", .string("PASS"))
        forger.set(GoodRun.failed, "/verdict/reason_code", .string("all_rules_passed"))
        forger.set(GoodRun.failed, "/failure_reason", .null)
      }
    },
    Planted(
      .attemptMismatch, "a length that its bytes do not have, all digests made right",
      status: .negative, at: GoodRun.path(GoodRun.passed),
      .file
    ) {
      try $0.forge { $0.set(GoodRun.passed, "/artifacts/0/bytes", .integer(1)) }
    },
    Planted(
      .attemptMismatch, "an agent in the attempt that its event does not name", status: .negative,
      at: GoodRun.path(GoodRun.passed), [.recordedBy, .next, .attempt]
    ) { try $0.patch { $0.set(GoodRun.passed, "/agent", .string("somebody")) } },
    Planted(
      .duplicateEvent, "an invocation recorded twice", status: .negative, at: GoodRun.runFile
    ) {
      try $0.patch { forger in
        var events = forger.run.value(at: "/events")?.elements ?? []
        events.insert(events[2], at: 2)
        events = events.enumerated().map { $1.setting("/seq", .integer(Int64($0 + 1))) }
        forger.run = forger.run.setting("/events", .array(events))
      }
    },
    Planted(
      .illegalHistory, "passed without its second gate", status: .negative, at: GoodRun.runFile
    ) {
      try $0.patch { forger in
        forger.attempts[GoodRun.failed] = nil
        forger.attempts[GoodRun.passed] = nil
        let events = forger.run.value(at: "/events")?.elements ?? []
        let kept = Array(events.prefix(4)) + [events[9].setting("/seq", .integer(5))]
        forger.run = forger.run.setting("/events", .array(kept))
      }
    },
    Planted(
      .implausibleNumber, "a run that ends in the year 9999", status: .negative,
      at: GoodRun.runFile
    ) {
      try $0.forge {
        $0.run = $0.run.setting("/events/9/at", .string("9999-12-31T23:59:59.999Z"))
      }
    },
    Planted(
      .clockBackwards, "a clock set back before the run ended", status: .done,
      at: GoodRun.runFile, [.expected, .found], .untried
    ) {
      try $0.forge {
        $0.run = $0.run.setting("/events/9/at", .string("2026-01-20T08:36:00.000Z"))
      }
    },
  ]
}
