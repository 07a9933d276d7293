import TestSupport
import Testing

/// A commit that has a real fault, and something beside it by which the fault might be hidden.
@Suite("Nothing that git can carry turns a failure into anything else")
struct ConcealmentTests {
  /// A repository with a passed run, whose file was edited since, and with a workflow that covers its folder.
  private func repository(_ rule: String = "") throws -> Scratch {
    let scratch = try Plain.repository()
    try scratch.write(
      Plain.workflowPath,
      Plain.workflow.replacing(
        #""version": "1","#, with: #""version": "1", "covers": ["out"],"#))
    if !rule.isEmpty {
      try scratch.write(
        Plain.contractPath("G2"), Plain.contract("G2", output: nil, rules: [rule]))
    }
    try scratch.git("commit", "-qam", "Cover the folder")
    try scratch.done("orchestrate run plain --slug s --artifact-path out --no-pause")
    try commit(scratch)
    try scratch.write("out/sub/one.md", "edited\n")
    try commit(scratch)
    return scratch
  }

  private func commit(_ scratch: Scratch) throws {
    try scratch.git("add", "-A")
    try scratch.git("commit", "-qm", "Go on")
  }

  private func expectFailure(
    _ scratch: Scratch, limit: String = "", _ id: String = "changed", unknown: Int = 0
  ) throws {
    let ran = try scratch.shell("\(limit)orchestrate verify --strict")
    #expect(ran.status == 2, "\(ran.status) \(ran.output.prefix(2000))\(ran.messages)")
    #expect(ran.output.contains("out/sub/one.md: fail[\(id)]"), "\(ran.output.prefix(2000))")
    let notChecked = ran.output.matches(of: /cannot-check\[/).count
    #expect(notChecked == unknown, "\(ran.output.prefix(2000))")
  }

  @Test("Folders so deep that each level kept open would use up what a process may have open")
  func depth() throws {
    let scratch = try repository()
    let way = (["deep"] + Array(repeating: "d", count: 480)).joined(separator: "/")
    try scratch.write("\(way)/sub/one.md", "deep one\n")
    try scratch.write("\(way)/sub/two.md", "deep two\n")
    try scratch.done("orchestrate run plain --slug deep --artifact-path '\(way)' --no-pause")
    try commit(scratch)
    try expectFailure(scratch, limit: "ulimit -n 128; ")
  }

  @Test("A twin of the old bytes, which passed elsewhere")
  func twin() throws {
    let scratch = try repository()
    try scratch.write("twin/sub/one.md", "one\n")
    try scratch.write("twin/sub/two.md", "two\n")
    try scratch.done("orchestrate run plain --slug twin --artifact-path twin --no-pause")
    try commit(scratch)
    try expectFailure(scratch, "moved")
  }

  @Test("A twin of a removed file, which passed elsewhere, while the rest stays")
  func removed() throws {
    let scratch = try repository()
    try scratch.git("rm", "-q", "out/sub/two.md")
    try scratch.write("twin/sub/one.md", "twin\n")
    try scratch.write("twin/sub/two.md", "two\n")
    try scratch.done("orchestrate run plain --slug twin --artifact-path twin --no-pause")
    try commit(scratch)
    try expectFailure(scratch, "changed")
    let ran = try scratch.orchestrate("verify", "--strict")
    #expect(ran.output.contains("out/sub/two.md: fail[moved]"), "\(ran.output)")
  }

  @Test("A file that a pattern matches, with a name that no record can hold")
  func name() throws {
    let scratch = try repository(
      #"{ "type": "file_count", "path": "{artifact_path}/**/*.md", "min": 1 }"#)
    try scratch.write("out/a:b.md", "odd\n")
    try commit(scratch)
    try expectFailure(scratch, unknown: 1)
  }

  @Test("A name of two million bytes in the history")
  func longName() throws {
    let scratch = try repository()
    // No file system takes it, but git's own objects do.
    let ran = try scratch.shell(
      """
      blob=$(echo x | git hash-object -w --stdin)
      name=$(head -c 2000000 /dev/zero | tr '\\0' a)
      tree=$({ git ls-tree HEAD:out/sub; printf '100644 blob %s\\t%s\\n' "$blob" "$name"; } | git mktree)
      tree=$(printf '040000 tree %s\\tsub\\n' "$tree" | git mktree)
      tree=$({ git ls-tree HEAD | sed '/\\tout$/d'; printf '040000 tree %s\\tout\\n' "$tree"; } | git mktree)
      commit=$(git commit-tree -p HEAD -m 'Add a name' "$tree")
      git update-ref HEAD "$(git commit-tree -p "$commit" -m 'Take it away' 'HEAD^{tree}')"
      """)
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(try scratch.git("log", "--oneline", "--", "out").split(separator: "\n").count > 3)
    try expectFailure(scratch)
  }
}
