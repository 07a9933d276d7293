import Foundation
import JSONDocument
import OrchestrateCLI
import RecordSamples
import Records
import TestSupport
import Testing
import Verification

@Suite("What a forger who knows the tool tries on verify")
struct AttackTests {
  private static let notes = "\(GoodRun.essay)/research/NOTES.md"

  private func told(_ good: GoodRun, _ arguments: String) throws -> [Told] {
    try Told.all(in: good.stage.run("verify --json \(arguments)"))
  }

  @Test("An attempt vouches for no file that its rules do not look at")
  func extraArtifact() throws {
    let good = try GoodRun()
    try good.forge { forger in
      guard case .array(var artifacts)? = forger.attempts[GoodRun.intake]?.value(at: "/artifacts"),
        case .array(let others)? = forger.attempts[GoodRun.passed]?.value(at: "/artifacts"),
        let last = others.last
      else { return }
      artifacts.append(last)
      forger.set(GoodRun.intake, "/artifacts", .array(artifacts))
    }
    let all = try told(good, "")
    #expect(
      all.contains {
        $0.id == "claim-not-reproduced" && $0.path == GoodRun.path(GoodRun.intake)
          && $0.found?.contains("too much: ") == true
      }, "\(all)")
  }

  @Test("A file that another gate merely links to is not passed anew by that gate")
  func linkedFile() throws {
    let good = try GoodRun()
    try good.edit(
      "orchestration/gates/contracts/G1.contract.json", #""validations": ["#,
      #""validations": [{ "type": "links_resolve", "path": "{artifact_path}/intake/BRIEF.md" }, "#)
    let brief = "\(GoodRun.essay)/intake/BRIEF.md"
    try good.scratch.write(
      brief, good.scratch.text(brief) + "\nSee [the notes](../research/NOTES.md).\n")
    let run = "--slug the-first-bug --artifact-path \(GoodRun.essay)"
    good.stage.done("run two-gates \(run) --no-pause --new")
    try good.commit("Pass anew")
    try good.edit(Self.notes, "# ", "# Later ")
    good.stage.done("run start --workflow two-gates \(run)")
    good.stage.done("gate start --gate G1")
    good.stage.done("gate finish --gate G1")
    try good.commit("Pass the intake alone")
    let all = try told(good, "--strict")
    #expect(all.contains { $0.id == "changed" && $0.path == Self.notes }, "\(all)")
  }

  @Test(
    "A folder that no record can vouch for is not covered",
    arguments: ["link", "submodule", "a*b", "line\nbreak", "con", "a\\b"])
  func evasion(_ name: String) throws {
    let good = try GoodRun()
    switch name {
    case "link":
      try good.scratch.write("hidden/ESSAY.md", "TODO\n")
      try good.scratch.link("essays/link", to: "../hidden")
      try good.commit()
    case "submodule":
      try good.scratch.write("essays/submodule/.keep", "")
      try good.scratch.remove("essays/submodule/.keep")
      let head = try good.scratch.git("rev-parse", "HEAD").prefix { $0 != "\n" }
      try good.scratch.git(
        "update-index", "--add", "--cacheinfo", "160000,\(head),essays/submodule")
      try good.scratch.git("commit", "-qm", "Add a submodule")
    default:
      try good.scratch.write("essays/\(name)/ESSAY.md", "TODO\n")
      try good.commit()
    }
    let answer = good.stage.run("verify --json")
    #expect(answer.status == .negative)
    let all = try Told.all(in: answer)
    #expect(all.contains { $0.id == "uncovered" && $0.path == "essays/\(name)" }, "\(all)")
  }

  @Test("A tag with the name of the trusted branch is not taken for it")
  func ambiguous() throws {
    let good = try GoodRun()
    try good.scratch.git("update-ref", "refs/remotes/origin/main", "HEAD")
    good.stage.done("verify --since origin/main --contracts-from origin/main")
    try good.scratch.git("tag", "origin/main", "HEAD~1")
    for option in ["--since", "--contracts-from"] {
      let answer = good.stage.run("verify \(option) origin/main")
      #expect(answer.status == .refused)
      #expect(answer.output == "")
      #expect(answer.messages.contains("refs/remotes/origin/main"))
    }
    good.stage.done("verify --since refs/remotes/origin/main")
  }

  @Test("What either side of crosswise merges recorded must still be there")
  func crosswise() throws {
    let good = try GoodRun()
    try good.scratch.git("checkout", "-qb", "left")
    let record = try good.secondRun()
    try good.scratch.git("checkout", "-qb", "right", "good")
    try good.scratch.write("right.md", "right\n")
    try good.commit("Right")
    try good.scratch.git("checkout", "-qb", "both", "left")
    try good.scratch.git("merge", "-qm", "Both", "right")
    try good.scratch.git("checkout", "-qb", "evil", "right")
    try good.scratch.git("merge", "-qm", "The same again", "left")
    try good.scratch.git("rm", "-rq", record)
    try good.scratch.git("commit", "-qm", "Drop a run")
    let all = try told(good, "--since both")
    #expect(all.contains { $0.id == "run-removed" && $0.path == record }, "\(all)")
  }

  @Test("Leftovers of a system do not stand in for a run that was removed")
  func litter() throws {
    let good = try GoodRun()
    try good.scratch.remove(GoodRun.record)
    try good.scratch.write("\(GoodRun.record)/.DS_Store", "x")
    try good.commit()
    let all = try told(good, "--since good")
    #expect(all.contains { $0.id == "run-removed" && $0.path == GoodRun.record }, "\(all)")
  }

  @Test("A Git LFS pointer switches no rule off where all must hold")
  func pointer() throws {
    let good = try GoodRun()
    let bytes = Array("TODO\n".utf8)
    let digest = try #require(
      good.scratch.shell("printf 'TODO\\n' | sha256sum").output.split(separator: " ").first)
    try good.scratch.write(
      Self.notes,
      "version https://git-lfs.github.com/spec/v1\noid sha256:\(digest)\nsize \(bytes.count)\n")
    try good.forge { forger in
      forger.set(GoodRun.passed, "/artifacts/1/sha256", .string(String(digest)))
      forger.set(GoodRun.passed, "/artifacts/1/bytes", .integer(Int64(bytes.count)))
    }
    let answer = good.stage.run("verify --strict --json --run \(GoodRun.id)")
    #expect(answer.status == .unavailable, "\(answer.output)")
  }

  @Test("Gates out of order are told where the workflow forbids them")
  func order() throws {
    let good = try GoodRun()
    let enforced = try good.scratch.text(GoodRun.workflow)
    let before = Set(try good.scratch.names("orchestration/runs"))
    try good.edit(GoodRun.workflow, #""enforce_order": true"#, #""enforce_order": false"#)
    good.stage.done(
      "run start --workflow two-gates --slug the-first-bug --artifact-path \(GoodRun.essay)")
    for gate in ["G2", "G1"] {
      good.stage.done("gate start --gate \(gate)")
      good.stage.done("gate finish --gate \(gate)")
    }
    good.stage.done("run complete")
    try good.scratch.write(GoodRun.workflow, enforced)
    let run = try #require(
      good.scratch.names("orchestration/runs").first { !before.contains($0) })
    let record = "orchestration/runs/\(run)/record"
    var attempts: [AttemptKey: [UInt8]] = [:]
    for (name, text) in try good.scratch.tree(record) {
      if let key = AttemptKey(record: Array(name.utf8)) { attempts[key] = Array(text.utf8) }
    }
    var forger = try Forger(
      RecordFiles(run: Array(good.scratch.text("\(record)/RUN.json").utf8), attempts: attempts))
    let digest = try #require(
      good.scratch.shell("sha256sum < \(good.scratch.absolute(GoodRun.workflow))").output
        .split(separator: " ").first)
    forger.run = forger.run.setting("/workflow/sha256", .string(String(digest)))
    let forged = try #require(forger.consistent)
    try good.scratch.write("\(record)/RUN.json", Data(forged.run))
    try good.commit("Forge")
    let all = try told(good, "")
    #expect(
      all.contains { $0.id == "workflow-mismatch" && $0.message.contains("forbids") }, "\(all)")
  }
}

@Suite("What honest people do that verify must not stand in the way of")
struct HonestWayTests {
  @Test("A renamed essay that passed at its new place")
  func renamed() throws {
    let good = try GoodRun()
    try good.scratch.git("mv", GoodRun.essay, "essays/renamed")
    try good.commit("Rename")
    good.stage.done("run two-gates --slug renamed --artifact-path essays/renamed --no-pause")
    try good.commit("Pass at the new place")
    let answer = good.stage.run("verify --strict --json")
    #expect(answer.status == .done, "\(answer.output)")
  }

  @Test("A workflow that covers more since, and demands the same")
  func covers() throws {
    let good = try GoodRun()
    try good.scratch.git("checkout", "-qb", "work")
    try good.secondRun()
    try good.scratch.git("checkout", "-q", "main")
    try good.edit(
      GoodRun.workflow, #""covers": ["essays/*"]"#, #""covers": ["essays/*", "more/*"]"#)
    try good.commit("Cover")
    try good.scratch.git("checkout", "-q", "work")
    try good.scratch.git("merge", "-qm", "Merge", "main")
    let answer = good.stage.run("verify --strict --json --since main --contracts-from main")
    #expect(answer.status == .done, "\(answer.output)")
  }
}
