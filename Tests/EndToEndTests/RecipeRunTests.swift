import Foundation
import TestSupport
import Testing

@Suite("The recipes for CI, run without their hosts")
struct RecipeRunTests {
  // MARK: Building the tool

  /// Where the tool would come from: a repository with the tag `v1.0.0` on its first commit and another commit after it.
  private static func source() throws -> Scratch {
    let source = try Scratch()
    try source.write("which", "first\n")
    try source.makeRepository()
    try source.git("tag", "v1.0.0")
    try source.write("which", "second\n")
    try source.git("commit", "-qam", "Go on")
    return source
  }

  /// Stand-ins for what builds: the product is the file `which` of the sources.
  private static let build = """
    while [ $# -gt 0 ]; do
      case $1 in
        --volume) source=${2%:/source} ;;
        --package-path) source=$2 ;;
      esac
      shift
    done
    mkdir -p "$source/.build/release"
    cp "$source/which" "$source/.build/release/orchestrate"
    chmod +x "$source/.build/release/orchestrate"
    """

  /// What building is told, and whether it then goes well.
  static let commits: [(commit: String, succeeds: Bool)] = [
    ("", true), ("HEAD~1", true), ("HEAD", false),
  ]

  @Test(
    "On GitHub, the tool is built from its tag, and from no other commit than the one named",
    arguments: commits)
  func githubBuild(_ commit: String, _ succeeds: Bool) throws {
    let source = try Self.source()
    let stand = try StandIns()
    try stand.add("docker", Self.build)
    let machine = try Scratch()
    try machine.write("temp/file", "")
    let named =
      commit.isEmpty ? "" : try source.git("rev-parse", commit).trimmingCharacters(in: .newlines)
    let ran = try machine.host(
      try Recipe("github-actions.yml").script("Build the tool from its tag"),
      [
        "PATH": stand.path, "HOME": machine.path, "RUNNER_TEMP": machine.absolute("temp"),
        "ORCHESTRATE_SOURCE": "file://" + source.path, "ORCHESTRATE_TAG": "v1.0.0",
        "ORCHESTRATE_COMMIT": named, "SWIFT_IMAGE": "swift:image",
      ])
    #expect((ran.status == 0) == succeeds, "\(ran.output)\(ran.messages)")
    #expect(stand.log.count == (succeeds ? 1 : 0))
    if succeeds {
      #expect(try machine.text(".cache/orchestrate/orchestrate") == "first\n")
      #expect(stand.log[0].contains("run --rm --network none --volume"))
      #expect(
        stand.log[0].hasSuffix(
          "swift:image swift build -c release --static-swift-stdlib --product orchestrate"))
    } else {
      #expect(ran.output.hasPrefix("::error title=orchestrate::v1.0.0 is "))
    }
  }

  @Test(
    "On GitLab, the tool is built from its tag, and from no other commit than the one named",
    arguments: commits)
  func gitlabBuild(_ commit: String, _ succeeds: Bool) throws {
    let source = try Self.source()
    let stand = try StandIns()
    try stand.add("swift", Self.build)
    let project = try Scratch.shipped()
    let named =
      commit.isEmpty ? "" : try source.git("rev-parse", commit).trimmingCharacters(in: .newlines)
    let environment = [
      "PATH": stand.path, "CI_PROJECT_DIR": project.path,
      "ORCHESTRATE_SOURCE": "file://" + source.path,
      "ORCHESTRATE_TAG": "v1.0.0", "ORCHESTRATE_COMMIT": named,
    ]
    let script = try Recipe("gitlab-ci.yml").script("before_script")
    let ran = try project.host(script + "\ncommand -v orchestrate", environment)
    #expect((ran.status == 0) == succeeds, "\(ran.output)\(ran.messages)")
    guard succeeds else { return #expect(ran.output.hasPrefix("v1.0.0 is ")) }
    #expect(ran.output.hasSuffix("\(project.path)/.orchestrate-tool/orchestrate\n"))
    #expect(try project.text(".orchestrate-tool/orchestrate") == "first\n")
    // From the cache the next time.
    #expect(try project.host(script, environment).status == 0)
    #expect(stand.log.count == 1)
  }

  @Test("On GitLab, a tool that the change brings along is not run")
  func smuggled() throws {
    let project = try Scratch.shipped()
    try project.write(".orchestrate-tool/orchestrate", "#!/bin/sh\n")
    _ = try project.run(["chmod", "+x", ".orchestrate-tool/orchestrate"])
    try project.git("add", ".")
    try project.git("commit", "-qm", "Help")
    let ran = try project.host(
      try Recipe("gitlab-ci.yml").script("before_script"),
      [
        "CI_PROJECT_DIR": project.path, "ORCHESTRATE_SOURCE": "x", "ORCHESTRATE_TAG": "x",
        "ORCHESTRATE_COMMIT": "",
      ])
    #expect(ran.status == 1)
    #expect(ran.output == "the change brings a .orchestrate-tool of its own, which is not run\n")
  }

  // MARK: What is asked, and what its statuses become

  static let statuses: [(status: Int32, says: String)] = [
    (0, ""), (2, ""), (20, "could not check"), (10, "with status 10"), (30, "with status 30"),
  ]

  @Test(
    "On GitHub, each status stays what it is; what was not checked is a failure of its own words",
    arguments: statuses)
  func githubStatus(_ status: Int32, _ says: String) throws {
    let stand = try StandIns()
    try stand.add("orchestrate", "exit \(status)")
    let script = try Recipe("github-actions.yml").script("Verify")
    let pull = try stand.scratch.host(script, ["PATH": stand.path, "BASE": "main"])
    #expect(pull.status == status)
    #expect(pull.output.isEmpty == says.isEmpty)
    #expect(pull.output.contains(says) || says.isEmpty, "\(pull.output)")
    #expect(pull.output.isEmpty || pull.output.hasPrefix("::error title=orchestrate::"))
    let push = try stand.scratch.host(script, ["PATH": stand.path, "BASE": ""])
    #expect(push.status == status)
    #expect(
      stand.log == [
        "orchestrate verify --strict --format github --since refs/remotes/origin/main --contracts-from refs/remotes/origin/main",
        "orchestrate verify --strict --format github",
      ])
  }

  @Test(
    "On GitLab, each status stays what it is, and the reports are written whatever it is",
    arguments: statuses)
  func gitlabStatus(_ status: Int32, _ says: String) throws {
    let stand = try StandIns()
    try stand.add("orchestrate", "for word; do :; done; echo \"$word\"; exit \(status)")
    let script = try Recipe("gitlab-ci.yml").script("script")
    let push = try stand.scratch.host(script, ["PATH": stand.path])
    #expect(push.status == status)
    #expect(push.output.contains(says) || says.isEmpty, "\(push.output)")
    let verify = ["gitlab", "junit", "text"].map { "orchestrate verify --strict --format \($0)" }
    #expect(stand.log == verify)
    #expect(try stand.scratch.text("orchestrate-codequality.json") == "gitlab\n")
    #expect(try stand.scratch.text("orchestrate-junit.xml") == "junit\n")
    #expect(!stand.scratch.exists("orchestrate-report.md"))
    let merge = try stand.scratch.host(
      script, ["PATH": stand.path, "CI_MERGE_REQUEST_DIFF_BASE_SHA": "abc"])
    #expect(merge.status == status)
    #expect(
      stand.log.dropFirst(3) == [
        "orchestrate report --since abc --format markdown",
        "orchestrate verify --strict --since abc --contracts-from abc --format gitlab",
        "orchestrate verify --strict --since abc --contracts-from abc --format junit",
        "orchestrate verify --strict --since abc --contracts-from abc --format text",
      ])
    #expect(try stand.scratch.text("orchestrate-report.md") == "markdown\n")
  }

  // MARK: The comment

  @Test(
    "The comment is written once and anew after that, whatever the report holds",
    arguments: ["", "41\n42\n"])
  func comment(_ own: String) throws {
    let stand = try StandIns()
    try stand.add("gh", "case $* in *--paginate*) printf '\(own)' ;; esac")
    try stand.scratch.write("orchestrate-report.md", "$(touch owned) `touch owned` %s\n")
    let ran = try stand.scratch.host(
      try Recipe("github-actions.yml").script("Write the comment, or write it anew"),
      ["PATH": stand.path, "GITHUB_REPOSITORY": "o/r", "NUMBER": "7", "GH_TOKEN": "t"])
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(
      try stand.scratch.text("comment.md")
        == "<!-- orchestrate report -->\n$(touch owned) `touch owned` %s\n")
    #expect(!stand.scratch.exists("owned"))
    #expect(
      stand.log.last
        == (own.isEmpty
          ? "gh api --method POST repos/o/r/issues/7/comments --field body=@comment.md --silent"
          : "gh api --method PATCH repos/o/r/issues/comments/41 --field body=@comment.md --silent"))
  }
}
