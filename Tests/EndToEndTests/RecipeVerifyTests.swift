import Foundation
import JSONDocument
import TestSupport
import Testing

@Suite("The recipes for CI and the hook, with the program itself")
struct RecipeVerifyTests {
  private static let path =
    URL(filePath: Binary.path).deletingLastPathComponent().path(percentEncoded: false) + ":"
    + (Scratch.environment["PATH"] ?? "")

  /// A branch with a whole run on it, beside the branch `origin/main` that it goes into.
  private static func branch() throws -> Scratch {
    let scratch = try Scratch.shipped()
    try scratch.git("update-ref", "refs/remotes/origin/main", "HEAD")
    let ran = try scratch.orchestrate(
      "run", "visual-essay", "--slug", "the-word-robot", "--artifact-path", Scratch.example,
      "--no-pause")
    #expect(ran.status == 0, "\(ran.messages)")
    try scratch.git("checkout", "-qb", "change")
    try commit(scratch)
    return scratch
  }

  private static func commit(_ scratch: Scratch) throws {
    try scratch.git("add", ".")
    try scratch.git("commit", "-qm", "Go on", "--no-verify")
  }

  private static func record(_ scratch: Scratch) throws -> String {
    "orchestration/runs/\(try #require(try scratch.names("orchestration/runs").first))/record"
  }

  /// Changes a file of the record as a person might.
  private static func edit(
    _ scratch: Scratch, _ file: String, _ old: String, _ new: String
  ) throws {
    let path = "\(try record(scratch))/\(file)"
    let text = try scratch.text(path)
    #expect(text.contains(old))
    try scratch.write(path, text.replacing(old, with: new))
  }

  private static func github(_ scratch: Scratch, base: String = "main") throws -> Ran {
    try scratch.host(
      try Recipe("github-actions.yml").script("Verify"),
      ["PATH": path, "BASE": base, "GITHUB_ACTIONS": "true"])
  }

  // MARK: GitHub

  @Test("On GitHub, an honest branch passes, as pull request and after the push")
  func honest() throws {
    let scratch = try Self.branch()
    for base in ["main", ""] {
      let ran = try Self.github(scratch, base: base)
      #expect(ran.status == 0, "\(ran.output)\(ran.messages)")
    }
  }

  @Test("On GitHub, an edited verdict is an annotation of its file, and status 2")
  func forged() throws {
    let scratch = try Self.branch()
    try Self.edit(scratch, "gates/G2/attempt-1.json", "\"rules\": 1", "\"rules\": 2")
    try Self.commit(scratch)
    let ran = try Self.github(scratch)
    #expect(ran.status == 2, "\(ran.output)\(ran.messages)")
    #expect(ran.output.contains("::error "))
    #expect(ran.output.contains("file=\(try Self.record(scratch))/gates/G2/attempt-1.json"))
  }

  @Test("On GitHub, a contract lowered in the branch that uses it is status 2")
  func lowered() throws {
    let scratch = try Scratch.shipped()
    try scratch.git("update-ref", "refs/remotes/origin/main", "HEAD")
    let contract = "orchestration/gates/contracts/G2.contract.json"
    let text = try scratch.text(contract)
    try scratch.write(contract, text.replacing("\"standard\": 6", with: "\"standard\": 1"))
    #expect(try scratch.text(contract) != text)
    _ = try scratch.orchestrate(
      "run", "visual-essay", "--slug", "the-word-robot", "--artifact-path", Scratch.example,
      "--no-pause")
    try Self.commit(scratch)
    let ran = try Self.github(scratch)
    #expect(ran.status == 2, "\(ran.output)\(ran.messages)")
    #expect(ran.output.contains("contract-untrusted"))
  }

  @Test("On GitHub, cut history is status 20 in its own words, and an unknown branch status 10")
  func cut() throws {
    let scratch = try Self.branch()
    let clone = try Scratch()
    try clone.git(
      "clone", "-q", "--depth", "1", "--branch", "change", "file://" + scratch.path, "c")
    func verify(_ base: String) throws -> Ran {
      try clone.run(
        ["bash", "-eo", "pipefail", "-c", try Recipe("github-actions.yml").script("Verify")],
        in: "c", environment: ["PATH": Self.path, "BASE": base])
    }
    _ = try clone.run(
      [
        "git", "fetch", "-q", "--depth", "1", "origin", "+refs/heads/main:refs/remotes/origin/main",
      ],
      in: "c")
    let ran = try verify("main")
    #expect(ran.status == 20, "\(ran.output)\(ran.messages)")
    #expect(ran.output.contains("::error title=orchestrate::could not check"))
    let unknown = try verify("nowhere")
    #expect(unknown.status == 10)
    #expect(unknown.output.contains("with status 10"))
  }

  // MARK: GitLab

  @Test(
    "On GitLab, a merge request has its reports, and the status of what was found",
    arguments: [false, true])
  func gitlab(isForged: Bool) throws {
    let scratch = try Self.branch()
    let base = try scratch.git("rev-parse", "origin/main").trimmingCharacters(in: .newlines)
    if isForged {
      try Self.edit(scratch, "RUN.json", "\"depth\": \"standard\"", "\"depth\": \"quick\"")
      try Self.commit(scratch)
    }
    let ran = try scratch.host(
      try Recipe("gitlab-ci.yml").script("script"),
      ["PATH": Self.path, "CI_MERGE_REQUEST_DIFF_BASE_SHA": base])
    #expect(ran.status == (isForged ? 2 : 0), "\(ran.output)\(ran.messages)")
    let quality = try JSONDocument(
      parsing: Array(try scratch.text("orchestrate-codequality.json").utf8))
    let issues = Array(try quality.root.array())
    #expect(issues.isEmpty == !isForged)
    #expect(try scratch.text("orchestrate-junit.xml").hasPrefix("<?xml"))
  }

  // MARK: The hook

  @Test("The hook lets a run through gate by gate, and stops what was changed by hand")
  func hook() throws {
    let scratch = try Scratch.shipped()
    try scratch.copy(Recipe.folder.appending(path: "pre-commit"), to: ".git/hooks/pre-commit")
    _ = try scratch.run(["chmod", "+x", ".git/hooks/pre-commit"])
    func commit() throws -> Ran {
      try scratch.git("add", ".")
      return try scratch.run(["git", "commit", "-qm", "Go on"], environment: ["PATH": Self.path])
    }
    _ = try scratch.orchestrate(
      "run", "start", "--workflow", "visual-essay", "--slug", "the-word-robot", "--artifact-path",
      Scratch.example)
    for gate in ["G1", "G2"] {
      for verb in ["start", "finish"] {
        #expect(try scratch.orchestrate("gate", verb, "--gate", gate).status == 0)
        let ran = try commit()
        #expect(ran.status == 0, "\(gate) \(verb): \(ran.messages)")
      }
    }
    try Self.edit(scratch, "gates/G1/attempt-1.json", "\"rules\": 1", "\"rules\": 2")
    let ran = try commit()
    #expect(ran.status == 1)
    #expect(ran.messages.contains("gates/G1/attempt-1.json"))
    #expect(ran.messages.contains("nothing was committed"))
    try scratch.git("reset", "-q", "--hard")
    #expect(try scratch.orchestrate("run", "show").status == 0)
  }
}
