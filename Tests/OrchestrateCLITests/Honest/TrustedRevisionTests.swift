import Foundation
import OrchestrateCLI
import TestSupport
import Testing

@Suite("--since and --contracts-from")
struct TrustedRevisionTests {
  static let options = ["--since", "--contracts-from"]

  // MARK: The revision

  @Test(
    "A revision that names no commit is refused, with the command that fetches it",
    arguments: options,
    [
      "nowhere", "origin/main", "--upload-pack=x", "-", "HEAD:..", "HEAD:README.md", "@{-1}",
      "^HEAD", "HEAD..main", "HEAD^2", "main:", ":/x", "a b", "\u{1B}[31m", "$(id)",
      "0123456789012345678901234567890123456789",
    ])
  func unknown(option: String, revision: String) throws {
    let stage = try Stage.withPassedEssay()
    for words in [[], ["--run", "a"], ["--format", "sarif"]] {
      let answer = stage.run(["verify", "\(option)=\(revision)"] + words)
      #expect(answer.status == .refused, "\(answer.messages)")
      #expect(answer.output == "")
      #expect(answer.messages.contains("orchestrate: error: unknown revision '"))
      #expect(answer.messages.contains("hint: git fetch origin "))
      #expect(!answer.messages.contains("\u{1B}"))
    }
    #expect(!stage.scratch.exists("x"))
  }

  @Test(
    "Every way to name a commit", arguments: options,
    ["main", "HEAD", "HEAD~1", "v1", "@", "main~1"])
  func known(option: String, revision: String) throws {
    let stage = try Stage.withPassedEssay()
    try stage.scratch.git("tag", "-m", "One", "v1", "HEAD~1")
    for words in [[], ["--run", "a"]] {
      let answer = stage.run(["verify", "--strict", option, revision] + words)
      #expect(answer.status == .done, "\(answer.output)\(answer.messages)")
    }
  }

  @Test(
    "A revision that is ahead, and one that went elsewhere, are compared where they parted",
    arguments: options)
  func parted(option: String) throws {
    let stage = try Stage.withPassedEssay()
    try stage.scratch.git("checkout", "-qb", "mine")
    try stage.writeEssay("essays/b")
    stage.passEssay("essays/b", slug: "b")
    try stage.commitAll()
    try stage.scratch.git("checkout", "-q", "main")
    try stage.writeEssay("essays/c")
    stage.passEssay("essays/c", slug: "c")
    try stage.scratch.write(Tale.firstContractPath, Tale.firstContract(1))
    try stage.commitAll()
    try stage.scratch.git("checkout", "-q", "mine")
    #expect(try stage.verify("--strict", option, "main").ids == [], "behind main")
    #expect(try stage.verify("--strict", option, "main", "--run", "b").ids == [])
    try stage.scratch.git("merge", "-q", "-m", "Merge", "main")
    let verified = try stage.verify(option, "main")
    #expect(verified.status == .done, "\(verified.words)")
    // The contract was raised meanwhile, and the merge knows it.
    #expect(verified.ids == (option == "--since" ? [] : ["contract-outdated"]))
  }

  @Test("A revision without a common commit is refused", arguments: options)
  func unrelated(option: String) throws {
    let stage = try Stage.withPassedEssay()
    try stage.scratch.git("checkout", "-q", "--orphan", "other")
    try stage.scratch.git("commit", "-qm", "Begin anew")
    for words in [[], ["--run", "a"]] {
      let answer = stage.run(["verify", option, "main"] + words)
      #expect(answer.status == .refused)
      #expect(answer.output == "")
      #expect(answer.messages.contains("'main' and HEAD have no commit in common"))
    }
  }

  @Test(
    "Where the history is cut before the branches part, that is said, and nothing is judged",
    arguments: options)
  func cut(option: String) throws {
    let stage = try Stage.withPassedEssay()
    try stage.scratch.git("checkout", "-qb", "fork")
    try stage.scratch.write("note.txt", "x\n")
    try stage.commitAll()
    try stage.scratch.git("checkout", "-q", "main")
    try stage.scratch.write("other.txt", "x\n")
    try stage.commitAll()
    let clone = try stage.clone(["--depth", "1", "--branch", "fork"])
    try clone.scratch.git(
      "fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main")
    for words in [[], ["--run", "a"]] {
      let answer = clone.run(["verify", option, "origin/main"] + words)
      #expect(answer.status == .unavailable, "\(answer.messages)")
      #expect(answer.output == "")
      #expect(answer.messages.contains("hint: git fetch --unshallow"))
    }
    try clone.scratch.git("fetch", "-q", "--unshallow", "origin", "main", "fork")
    let answer = clone.run(["verify", "--strict", option, "origin/main"])
    #expect(answer.status == .done, "\(answer.output)\(answer.messages)")
  }

  // MARK: What has changed

  /// Something done after a run was merged, and what must be found by `--since` and without it.
  struct Change: Sendable, CustomTestStringConvertible {
    let what: String
    let ids: [String]
    /// Says whether nothing is to be found before it is committed.
    var isOfCommits = false
    let make: @Sendable (Stage) throws -> Void
    var testDescription: String { what }
  }

  static let changes: [Change] = [
    Change(what: "nothing", ids: []) { _ in },
    Change(what: "a file that no run vouches for", ids: []) {
      try $0.scratch.write("other.txt", "x\n")
    },
    Change(what: "an artifact of an old run is edited", ids: ["changed", "uncovered"]) {
      try $0.scratch.write("essays/a/two.md", "# Two\n\nOtherwise.\n")
    },
    Change(what: "an artifact is removed", ids: ["changed", "uncovered"]) {
      try $0.scratch.git("rm", "-q", "essays/a/two.md")
    },
    Change(what: "an artifact is no longer tracked", ids: ["not-committed"], isOfCommits: true) {
      try $0.scratch.git("rm", "-q", "--cached", "essays/a/two.md")
      try $0.scratch.write(".git/info/exclude", "essays/a/two.md\n")
    },
    Change(what: "a file that the essay links to is edited", ids: ["changed"]) {
      try $0.scratch.write("README.md", "# Essays\n\nNone.\n")
    },
    Change(what: "a contract is edited", ids: []) {
      try $0.scratch.write(Tale.firstContractPath, Tale.firstContract(1))
    },
    Change(what: "a record is edited", ids: ["history-rewritten", "seal-mismatch", "uncovered"]) {
      let path = "\($0.record)/RUN.json"
      try $0.scratch.write(
        path,
        try $0.scratch.text(path).replacing("\"depth\": \"standard\"", with: "\"depth\": \"quick\"")
      )
    },
    Change(what: "a run is removed", ids: ["run-removed", "uncovered"]) {
      try $0.scratch.remove("orchestration/runs/\($0.run)")
    },
    Change(what: "a file is added to a record", ids: ["unexpected-file", "uncovered"]) {
      try $0.scratch.write("\($0.record)/more.json", "{}\n")
    },
  ]

  @Test("What changed since is found, committed or not", arguments: changes, [true, false])
  func changed(change: Change, isCommitted: Bool) throws {
    let stage = try Stage.withPassedEssay()
    try stage.scratch.git("checkout", "-qb", "mine")
    try change.make(stage)
    if isCommitted, try !stage.scratch.git("status", "--porcelain").isEmpty {
      try stage.commitAll()
    }
    let verified = try stage.verify("--since", "main")
    let ids = change.isOfCommits && !isCommitted ? [] : change.ids.sorted()
    #expect(verified.ids == ids, "\(verified.words)")
    let isOne = try stage.verify("--since", "main", "--run", "latest")
    if change.what != "a run is removed" {
      #expect(isOne.ids == ids.filter { $0 != "uncovered" }, "\(isOne.words)")
    }
  }

  @Test("Runs of which nothing changed are not judged again, and the others are")
  func unchanged() throws {
    let stage = try Stage.withPassedEssay()
    try stage.scratch.git("checkout", "-qb", "mine")
    try stage.writeEssay("essays/b")
    stage.passEssay("essays/b", slug: "b")
    try stage.commitAll()
    let verified = try stage.verify("--strict", "--since", "main", "--contracts-from", "main")
    #expect(verified.ids == [])
    #expect(verified.rules["replayed"] == 9)
    #expect(verified.output.components(separatedBy: "\"unchanged\":").count == 3)
    #expect(
      verified.output.contains("\"unchanged\": true")
        || verified.output.contains("\"unchanged\":true"))
    #expect(try stage.verify().rules["replayed"] == 18)
  }

  // MARK: One run

  @Test(
    "What one run says is held against what stands there, not against what another run says of it")
  func oneRun() throws {
    let stage = try Stage.withPassedEssay(covers: false)
    try stage.writeEssay(words: "something newer")
    stage.passEssay(number: 7)
    try stage.commitAll()
    let runs = try stage.scratch.names("orchestration/runs")
    let older = try #require(runs.first { $0.hasSuffix("000000") })
    #expect(try stage.verify("--strict", "--run", older).ids == [])
    try stage.scratch.write("essays/a/two.md", "# Two\n\nOtherwise.\n")
    let verified = try stage.verify("--strict", "--run", older)
    #expect(verified.ids == ["changed"], "\(verified.words)")
  }

  // MARK: Contracts

  @Test("A contract raised in one branch is used in the next, and not in the same")
  func raised() throws {
    let stage = try Stage.withPassedEssay()
    func pass(_ essay: String) throws {
      try stage.writeEssay("essays/\(essay)")
      stage.passEssay("essays/\(essay)", slug: essay)
    }
    try stage.scratch.git("checkout", "-qb", "raise")
    try stage.scratch.write(Tale.firstContractPath, Tale.firstContract(1))
    try stage.commitAll("Raise the contract")
    #expect(try stage.verify("--strict", "--since", "main", "--contracts-from", "main").ids == [])
    try pass("b")
    try stage.commitAll()
    let same = try stage.verify("--since", "main", "--contracts-from", "main")
    #expect(same.ids == ["contract-untrusted"], "\(same.words)")
    try stage.scratch.git("checkout", "-q", "main")
    try stage.scratch.git("merge", "-q", "raise~1")
    try stage.scratch.git("checkout", "-qb", "next")
    try pass("b")
    try stage.commitAll()
    #expect(try stage.verify("--strict", "--since", "main", "--contracts-from", "main").ids == [])
    #expect(
      try stage.verify("--strict", "--contracts-from", "main", "--run", "b").ids == [])
  }

  @Test("An essay that was added without a run is uncovered, also where the branch covers less")
  func withoutRun() throws {
    let stage = try Stage.withPassedEssay()
    try stage.scratch.git("checkout", "-qb", "mine")
    try stage.writeEssay("essays/b")
    try stage.commitAll()
    for options in [[], ["--since", "main"], ["--contracts-from", "main"]] {
      let answer = stage.run(["verify"] + options)
      #expect(answer.status == .negative)
      #expect(answer.output.contains("uncovered"))
    }
    #expect(try stage.verify("--run", "a").ids == [])
    try stage.scratch.write("workflows/tale/workflow.json", Tale.workflow(covers: false))
    try stage.commitAll()
    #expect(try stage.verify().ids == [])
    #expect(try stage.verify("--contracts-from", "main").ids == ["uncovered"])
  }
}
