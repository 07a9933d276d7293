import Foundation
import TestSupport
import Testing

@Suite("The recipes for CI, as they read")
struct RecipeTests {
  static let scripts: [Recipe.Script] = ["github-actions.yml", "gitlab-ci.yml"].flatMap {
    (try? Recipe($0))?.scripts ?? []
  }

  @Test("Each script is a script, and takes nothing but its environment", arguments: scripts)
  func script(_ script: Recipe.Script) throws {
    let scratch = try Scratch()
    try scratch.write("script", script.text)
    let ran = try scratch.run(["bash", "-n", "script"])
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(!script.text.contains("${{"))
  }

  @Test("All scripts are found")
  func found() throws {
    #expect(try Recipe("github-actions.yml").scripts.count == 5)
    #expect(try Recipe("gitlab-ci.yml").scripts.map(\.name) == ["before_script", "script"])
  }

  @Test("On GitHub, the token reads; only the comment is written, and not for a fork")
  func permissions() throws {
    let recipe = try Recipe("github-actions.yml")
    let top = try #require(recipe.lines.firstIndex(of: "permissions:"))
    #expect(recipe.block(below: top).trimmingCharacters(in: .newlines) == "contents: read")
    #expect(recipe.code.filter { $0.contains(": write") }.count == 1)
    #expect(!recipe.code.contains { $0.contains("pull_request_target") || $0.contains("secrets.") })
    let jobs = try recipe.blocks(of: "jobs")
    #expect(Set(jobs.keys) == ["verify", "comment"])
    for (name, job) in jobs { #expect(job.contains("\ntimeout-minutes: "), "\(name)") }
    let comment = try #require(jobs["comment"])
    #expect(comment.contains("pull-requests: write"))
    #expect(
      comment.contains("github.event.pull_request.head.repo.full_name == github.repository"))
    #expect(!comment.contains("actions/checkout"))
    #expect(recipe.code.contains("concurrency:"))
  }

  @Test(
    "On GitHub, every action is pinned to a commit, and the checkout is whole and keeps no token")
  func actions() throws {
    let recipe = try Recipe("github-actions.yml")
    let uses = recipe.code.filter { $0.contains("uses:") }
    #expect(uses.count == 5)
    for line in uses {
      #expect(
        line.contains(/uses: actions\/[a-z\/-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+$/), "\(line)"
      )
    }
    let checkouts = recipe.lines.indices.filter { recipe.lines[$0].contains("actions/checkout@") }
    #expect(checkouts.count == 1)
    for index in checkouts {
      let with = recipe.block(below: index + 1)
      #expect(with.contains("fetch-depth: 0"))
      #expect(with.contains("persist-credentials: false"))
      // No `ref`, no `repository`: what is checked out is the change that is asked about.
      #expect(with.split(separator: "\n").count == 2)
    }
  }

  @Test("On GitLab, there is a time limit, all history, and room for a newer push")
  func gitlab() throws {
    let code = try Recipe("gitlab-ci.yml").code.map { $0.trimmingCharacters(in: .whitespaces) }
    for line in [
      "timeout: 30 minutes", "interruptible: true", "GIT_DEPTH: \"0\"",
      "codequality: orchestrate-codequality.json", "junit: orchestrate-junit.xml", "when: always",
      "- if: $CI_PIPELINE_SOURCE == \"merge_request_event\"",
    ] {
      #expect(code.contains(line), "\(line)")
    }
  }

  @Test("The hook is a script of a POSIX shell that may be run; pre-commit runs the same one")
  func hook() throws {
    let path = Recipe.folder.appending(path: "pre-commit").path(percentEncoded: false)
    #expect(FileManager.default.isExecutableFile(atPath: path))
    let scratch = try Scratch()
    #expect(try scratch.run(["sh", "-n", path]).status == 0)
    let config = try Recipe("pre-commit-config.yaml").lines
    for line in [
      "entry: orchestration/ci/pre-commit", "pass_filenames: false", "files: ^orchestration/runs/",
    ] {
      #expect(config.contains { $0.hasSuffix(line) }, "\(line)")
    }
  }

  @Test("The page of the recipes names each of them")
  func page() throws {
    let page = try Recipe("README.md").lines.joined(separator: "\n")
    let names = try FileManager.default.contentsOfDirectory(
      atPath: Recipe.folder.path(percentEncoded: false))
    #expect(names.count == 5)
    for name in names where name != "README.md" { #expect(page.contains("`\(name)`"), "\(name)") }
  }
}
