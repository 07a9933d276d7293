import TestSupport
import Testing

@Suite("Two clones merged by git")
struct MergeTests {
  /// A clone of its own for a colleague, in the folder `other`.
  private func clone(_ ground: Ground) throws {
    try ground.scratch.git("clone", "-q", ".", "other")
    try ground.scratch.git("-C", "other", "config", "user.name", "Rui Costa")
    try ground.scratch.git("-C", "other", "config", "user.email", "rui@example.org")
    try ground.scratch.write(".git/info/exclude", "other/\n")
  }

  private func work(_ lines: [String], in folder: String, of ground: Ground) throws {
    for line in lines {
      let ran = try ground.scratch.run(Changing.words(line), in: folder)
      #expect(ran.status == 0, "\(line): \(ran.messages)")
    }
    let at = folder.isEmpty ? "." : folder
    try ground.scratch.git("-C", at, "add", "-A")
    try ground.scratch.git("-C", at, "commit", "-qm", "Go on")
  }

  @Test("Different runs merge, and verify")
  func different() throws {
    let ground = try Ground()
    try clone(ground)
    try work(
      ["run start --workflow plain --slug a --artifact-path out", "gate start --gate G1"],
      in: "", of: ground)
    try work(
      [
        "run start --workflow plain --slug b --artifact-path out", "gate start --gate G1",
        "gate finish",
      ], in: "other", of: ground)
    try ground.scratch.git("pull", "-q", "--no-rebase", "--no-edit", "other", "main")
    let verified = try ground.scratch.orchestrate("verify")
    #expect(verified.status == 0, "\(verified.output)")
    let list = try ground.scratch.orchestrate("run", "list").output
    #expect(list.split(separator: "\n").count == 2, "\(list)")
  }

  @Test(
    "One run advanced on both sides is said to be so, with what each added, and a typed line mends it",
    arguments: ["merge", "diff3", "zdiff3"], ["HEAD", "MERGE_HEAD"])
  func same(_ style: String, _ side: String) throws {
    let ground = try Ground(["run start --workflow plain --slug s --artifact-path out"])
    try work(["gate start --gate G1"], in: "", of: ground)
    try clone(ground)
    try work(["gate finish", "gate start --gate G2"], in: "", of: ground)
    try work(
      ["invocation record --gate G1 --agent a", "gate fail --reason no"], in: "other", of: ground)
    let kept = [
      "HEAD": try ground.records(),
      "MERGE_HEAD": try ground.scratch.tree("other/orchestration/runs").filter {
        $0.key.contains("/record/")
      },
    ]
    try ground.scratch.git("config", "merge.conflictStyle", style)
    try ground.scratch.git("fetch", "-q", "other", "main")
    let merged = try ground.scratch.run(["git", "merge", "FETCH_HEAD"])
    #expect(merged.status == 1, "\(merged.output)\(merged.messages)")

    let verified = try ground.scratch.orchestrate("verify")
    #expect(verified.status == 2)
    #expect(verified.output.contains("fail[merge-conflict]"), "\(verified.output)")
    let added = [
      "HEAD added event 3 gate_finished G1 attempt 1 PASS, event 4 gate_started G2 attempt 1;",
      " added event 3 invocation_recorded G1 by a, event 4 gate_finished G1 attempt 1 FAIL",
    ]
    for words in added { #expect(verified.output.contains(words), "\(verified.output)") }
    var hint = ""
    for line in ["run show --run s", "gate finish --gate G2", "next --run s", "run resume --run s"]
    {
      let ran = try ground.scratch.run(Changing.words(line))
      #expect(ran.status == 10, "\(line)")
      for words in added { #expect(ran.messages.contains(words), "\(ran.messages)") }
      hint = ran.messages
    }
    let line = String(try #require(hint.firstMatch(of: /git restore [^,]*/)).output)
    let mended = try ground.scratch.shell(line.replacing("HEAD", with: side))
    #expect(mended.status == 0, "\(mended.messages)")
    #expect(try ground.records() == kept[side])
    try ground.scratch.git("add", "-A")
    try ground.scratch.git("commit", "-qm", "Merge")
    #expect(try ground.scratch.orchestrate("verify").status == 0)
    // The side that was not taken is in the history, byte for byte.
    for (revision, files) in [("HEAD^1", kept["HEAD"]), ("HEAD^2", kept["MERGE_HEAD"])] {
      for (path, text) in files ?? [:] {
        #expect(try ground.scratch.git("show", "\(revision):\(Ground.runs)/\(path)") == text)
      }
    }
  }
}
