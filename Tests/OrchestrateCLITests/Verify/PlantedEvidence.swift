import Foundation
import JSONDocument
import OrchestrateCLI
import RecordSamples
import Records
import TestSupport
import Testing
import Verification

extension Planted {
  private static let notes = "\(GoodRun.essay)/research/NOTES.md"
  private static let brief = "\(GoodRun.essay)/intake/BRIEF.md"
  private static let citations = "\(GoodRun.essay)/research/CITATIONS.md"

  /// A history that never had the bytes that passed.
  private static func forget(_ good: GoodRun) throws {
    try good.scratch.git("checkout", "-q", "--orphan", "fresh")
    try good.scratch.git("tag", "-d", "good")
    try good.scratch.git("add", "-A")
    try good.scratch.git("commit", "-qm", "Squash")
    try good.scratch.git("branch", "-D", "main")
  }

  /// Lets a rule of the second gate judge every note.
  private static func judgeAllNotes(_ good: GoodRun) throws {
    try good.edit(
      GoodRun.contract, #""path": "{artifact_path}/research/NOTES.md", "pattern""#,
      #""path": "{artifact_path}/research/*.md", "pattern""#)
    try good.commit("Judge all notes")
  }

  private static func addUnjudged(_ good: GoodRun) throws {
    try judgeAllNotes(good)
    try good.secondRun()
    try good.scratch.write("essays/second/research/MORE.md", "# More\n")
    try good.commit("Add more")
  }

  /// Faults of the files that a record vouches for.
  static let evidence: [Planted] = [
    Planted(
      .unwitnessed, "edited after it passed, and what passed never committed",
      "--run \(GoodRun.id)", status: .negative, at: notes, .file
    ) {
      try $0.edit(notes, "# ", "# Later ")
      try forget($0)
    },
    Planted(
      .unwitnessed, "a file that git ignores", "--run \(GoodRun.id)", status: .negative, at: notes,
      .file
    ) {
      try $0.scratch.write(".gitignore", "orchestration/runs/*/logs/\nessays/*/research/NOTES.md\n")
      try $0.scratch.remove(notes)
      try forget($0)
    },
    Planted(
      .unwitnessed, "a digest put in, all digests made right", "--run \(GoodRun.id)",
      status: .negative, at: notes, .file
    ) {
      try $0.forge {
        $0.set(GoodRun.passed, "/artifacts/1/sha256", .string(String(repeating: "a", count: 64)))
      }
    },
    Planted(
      .unwitnessed, "a contract that nobody ever committed", "--run \(GoodRun.id)",
      status: .negative, at: GoodRun.path(GoodRun.passed), .file
    ) {
      try $0.forge {
        $0.set(GoodRun.passed, "/contract/sha256", .string(String(repeating: "a", count: 64)))
      }
    },
    Planted(
      .unwitnessed, "a workflow that nobody ever committed", "--run \(GoodRun.id)",
      status: .negative, at: GoodRun.runFile, [.expected, .found, .recordedBy, .next]
    ) {
      try $0.forge {
        $0.run = $0.run.setting("/workflow/sha256", .string(String(repeating: "a", count: 64)))
      }
    },
    Planted(
      .changed, "an artifact edited after it passed, committed", "--run \(GoodRun.id)",
      status: .done, at: notes, .file
    ) {
      try $0.edit(notes, "# ", "# Later ")
      try $0.commit()
    },
    Planted(
      .changed, "an artifact edited after it passed, strictly", "--run \(GoodRun.id) --strict",
      status: .negative, at: notes, .file
    ) {
      try $0.edit(notes, "# ", "# Later ")
      try $0.commit()
    },
    Planted(
      .changed, "an older committed text put back, strictly", "--strict", status: .negative,
      at: citations, .file
    ) {
      try $0.scratch.git("checkout", "good~1", "--", citations)
      try $0.commit()
    },
    Planted(
      .moved, "two artifacts that changed places", "--strict", status: .negative, at: citations,
      .file
    ) {
      let (a, b) = try ($0.scratch.text(notes), $0.scratch.text(citations))
      try $0.scratch.write(notes, b)
      try $0.scratch.write(citations, a)
      try $0.commit()
    },
    Planted(
      .changed, "an artifact removed", "--strict", status: .negative, at: brief, .file
    ) {
      try $0.scratch.remove(brief)
      try $0.commit()
    },
    Planted(
      .moved, "the folder of the essay renamed", "--run \(GoodRun.id) --strict",
      status: .negative, at: notes, .file
    ) {
      try $0.scratch.git("mv", GoodRun.essay, "essays/renamed")
      try $0.commit()
    },
    Planted(
      .cannotCheck, "a changed artifact in a shallow clone", "--run \(GoodRun.id)",
      status: .unavailable, at: notes, .file, .mends, in: "clone"
    ) {
      try $0.edit(notes, "# ", "# Later ")
      try $0.commit()
      try $0.scratch.git("clone", "-q", "--depth", "1", "file://\($0.scratch.path)", "clone")
    },
    Planted(
      .lineEndingsDiffer, "an artifact checked out with CRLF", status: .done, at: notes,
      [.expected, .found, .recordedBy, .attempt], .untried
    ) {
      let text = try $0.scratch.text(notes)
      try $0.scratch.write(notes, text.replacing("\n", with: "\r\n"))
    },
    Planted(
      .lfsPointer, "a pointer of Git LFS in place of an artifact", status: .done, at: notes, .file,
      .untried
    ) {
      let files = try $0.files()
      let forger = try Forger(files)
      guard
        case .string(let digest)? = forger.attempts[GoodRun.passed]?.value(
          at: "/artifacts/1/sha256")
      else { return }
      let count = try $0.scratch.text(notes).utf8.count
      try $0.scratch.write(
        notes,
        "version https://git-lfs.github.com/spec/v1\noid sha256:\(digest)\nsize \(count)\n")
      try $0.commit()
    },
    Planted(
      .notCommitted, "an artifact that was taken out of git", status: .done, at: notes, .file
    ) {
      try $0.scratch.git("rm", "-q", "--cached", notes)
      try $0.scratch.git("commit", "-qm", "Take it out")
    },
    Planted(
      .notJudged, "a file like those that a rule judges, added after the gate had passed",
      status: .done, at: "essays/second/research/MORE.md", .file
    ) { try addUnjudged($0) },
    Planted(
      .notJudged, "a file like those that a rule judges, added after the gate had passed, strictly",
      "--strict", status: .negative, at: "essays/second/research/MORE.md", .file
    ) { try addUnjudged($0) },
    Planted(
      .notJudged, "a file that its rule does not meet, kept out of the record",
      "--strict --since good", status: .negative, at: "essays/second/research/DRAFT.md", .file
    ) { good in
      try judgeAllNotes(good)
      try good.secondRun()
      try good.scratch.write("essays/second/research/DRAFT.md", "# Draft\n\nTODO\n")
      try good.commit("Put the draft back")
    },
  ]

  /// Faults of the answers of rules.
  static let rules: [Planted] = [
    Planted(
      .claimNotReproduced, "a PASS of bytes that do not meet a rule, all digests made right",
      status: .negative, at: GoodRun.path(GoodRun.passed),
      [.expected, .found, .recordedBy, .next, .attempt, .line]
    ) {
      // The sources are too few, as in the attempt that failed; the file is put back to those.
      try $0.scratch.git("checkout", "good~1", "--", citations)
      try $0.forge { forger in
        let few = forger.attempts[GoodRun.failed]?.value(at: "/artifacts/0")
        forger.set(GoodRun.passed, "/artifacts/0", few)
      }
    },
    Planted(
      .claimNotReproduced, "a rule left out of the attempt, all digests made right",
      status: .negative, at: GoodRun.path(GoodRun.passed), .file
    ) { try $0.forge { $0.set(GoodRun.passed, "/validations/2", nil) } },
    Planted(
      .claimNotReproduced, "a rule made a warning, all digests made right", status: .negative,
      at: GoodRun.path(GoodRun.passed), [.expected, .found, .recordedBy, .next, .attempt, .line]
    ) { try $0.forge { $0.set(GoodRun.passed, "/validations/2/severity", .string("warn")) } },
    Planted(
      .claimNotReproduced, "the contract of another gate, all digests made right",
      status: .negative, at: GoodRun.path(GoodRun.passed), .file
    ) {
      try $0.forge { forger in
        let other = forger.attempts[GoodRun.intake]?.value(at: "/contract")
        forger.set(GoodRun.passed, "/contract", other)
      }
    },
    Planted(
      .newerRules, "rules of a newer tool, all digests made right", status: .unavailable,
      at: GoodRun.path(GoodRun.passed), [.expected, .found, .attempt], .untried
    ) {
      try $0.forge {
        $0.set(GoodRun.passed, "/recorder/rules", .integer(Int64(Recorder.rules + 1)))
      }
    },
    Planted(
      .notReplayed, "a failed attempt whose files nobody ever committed", status: .done,
      at: GoodRun.path(GoodRun.failed), [.attempt], .untried
    ) { try forget($0) },
    Planted(
      .workflowMismatch, "a gate dropped, all digests made right", status: .negative,
      at: GoodRun.runFile, [.expected, .found, .recordedBy, .next]
    ) {
      try $0.forge { forger in
        forger.attempts[GoodRun.failed] = nil
        forger.attempts[GoodRun.passed] = nil
        let events = forger.run.value(at: "/events")?.elements ?? []
        forger.run = forger.run.setting(
          "/events", .array(Array(events.prefix(4)) + [events[9].setting("/seq", .integer(5))]))
        forger.run = forger.run.setting("/gates/1", nil)
      }
    },
    Planted(
      .workflowMismatch, "a workflow without a name, all digests made right", status: .negative,
      at: GoodRun.runFile, [.found, .next]
    ) { try $0.forge { $0.run = $0.run.setting("/workflow/name", .string("")) } },
    Planted(
      .contractChanged, "a contract edited since", status: .done, at: GoodRun.contract,
      [.expected, .found, .recordedBy, .next, .attempt]
    ) {
      try $0.edit(GoodRun.contract, "\"standard\": 5", "\"standard\": 6")
      try $0.commit()
    },
  ]

  /// Faults that only a trusted revision shows, and folders that no run vouches for.
  static let trust: [Planted] = [
    Planted(
      .historyRewritten, "another agent, all digests made right", "--since good",
      status: .negative, at: GoodRun.path(GoodRun.passed), .file, .mends
    ) { try $0.forge { $0.set(GoodRun.passed, "/agent", .string("somebody")) } },
    Planted(
      .historyRewritten, "an older RUN.json restored, its later attempt removed", "--since good",
      status: .negative, at: GoodRun.runFile, [.expected, .found, .recordedBy, .next, .line],
      .mends
    ) {
      try $0.forge { forger in
        forger.attempts[GoodRun.passed] = nil
        let events = forger.run.value(at: "/events")?.elements ?? []
        forger.run = forger.run.setting("/events", .array(Array(events.prefix(6))))
      }
    },
    Planted(
      .historyRewritten, "the depth of a run, all digests made right", "--since good",
      status: .negative, at: GoodRun.runFile, [.expected, .found, .recordedBy, .next, .line],
      .mends
    ) { try $0.forge { $0.run = $0.run.setting("/depth", .string("quick")) } },
    Planted(
      .runRemoved, "a run deleted", "--since good", status: .negative, at: GoodRun.record,
      [.expected, .found, .recordedBy, .next],
      .mends
    ) {
      try $0.scratch.remove("orchestration/runs/\(GoodRun.id)")
      try $0.commit()
    },
    Planted(
      .contractUntrusted, "a contract weakened in the branch that uses it",
      "--contracts-from good", status: .negative, at: second("gates/G2/attempt-1.json"), .file
    ) {
      try $0.edit(GoodRun.contract, "\"standard\": 5", "\"standard\": 1")
      try $0.secondRun()
    },
    Planted(
      .contractUntrusted, "a workflow that drops a gate in the branch that uses it",
      "--contracts-from good", status: .negative, at: second("RUN.json"),
      [.expected, .found, .recordedBy, .next]
    ) {
      try $0.edit(
        GoodRun.workflow, "\"agent\": \"intake-editor\" },", "\"agent\": \"intake-editor\" }")
      let text = try $0.scratch.text(GoodRun.workflow)
      try $0.scratch.write(
        GoodRun.workflow,
        text.split(separator: "\n").filter { !$0.contains("\"G2\"") }.joined(separator: "\n")
          + "\n")
      try $0.secondRun()
    },
    Planted(
      .contractUntrusted, "a gate judged by a contract of its own", "--contracts-from good",
      status: .negative, at: second("gates/G2/attempt-1.json"), .file
    ) {
      let text = try $0.scratch.text(GoodRun.contract)
      try $0.scratch.write(
        "orchestration/gates/contracts/easy.json",
        text.replacing("\"standard\": 5", with: "\"standard\": 1"))
      try $0.edit(
        GoodRun.workflow, "\"gate\": \"G2\",",
        "\"gate\": \"G2\", \"contract\": \"orchestration/gates/contracts/easy.json\",")
      try $0.secondRun()
    },
    Planted(
      .contractOutdated, "an older contract than the trusted one", "--contracts-from raised",
      status: .done, at: second("gates/G2/attempt-1.json"), .file
    ) { try outdated($0) },
    Planted(
      .contractOutdated, "an older contract than the trusted one, strictly",
      "--contracts-from raised --strict", status: .negative,
      at: second("gates/G2/attempt-1.json"), .file
    ) { try outdated($0) },
    Planted(
      .unreadableWorkflow, "a workflow cut off", status: .negative,
      at: "workflows/broken/workflow.json", [.line], .untried
    ) { try $0.scratch.write("workflows/broken/workflow.json", "{\n") },
    Planted(
      .uncovered, "an essay without a run", status: .negative, at: "essays/new",
      [.expected, .found, .next]
    ) {
      try $0.scratch.write("essays/new/TEXT.md", "# New\n")
      try $0.commit()
    },
    Planted(
      .uncovered, "an essay without a run, and what is covered made less in the branch",
      "--contracts-from good", status: .negative, at: "essays/new", [.expected, .found, .next]
    ) {
      try $0.scratch.write("essays/new/TEXT.md", "# New\n")
      try $0.edit(GoodRun.workflow, "\"essays/*\"", "\"essays/the-*\"")
      try $0.commit()
    },
    Planted(
      .uncovered, "a run that is not finished", status: .negative, at: "essays/new",
      [.expected, .found, .next]
    ) {
      try $0.scratch.write("essays/new/TEXT.md", "# New\n")
      $0.stage.done("run start --workflow two-gates --slug new --artifact-path essays/new")
      try $0.commit()
    },
  ]

  /// A file of the record of the second run.
  private static func second(_ file: String) -> String {
    "orchestration/runs/run_20260121T125321Z_second_000000/record/\(file)"
  }

  private static func outdated(_ good: GoodRun) throws {
    try good.edit(GoodRun.contract, "\"standard\": 5", "\"standard\": 6")
    try good.commit("Raise")
    try good.scratch.git("tag", "raised")
    try good.scratch.git("checkout", "good", "--", GoodRun.contract)
    try good.secondRun()
  }
}
