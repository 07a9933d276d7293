import Foundation
import Testing

@testable import Host

@Suite("Trees, history and changes")
struct GitTreesTests {
  /// A version of a file, in a form that fails readably.
  private struct Version: Hashable, CustomStringConvertible {
    let path: [UInt8]
    let blob: String

    init(_ path: [UInt8], _ blob: String) {
      self.path = path
      self.blob = blob
    }

    init(_ path: String, _ blob: String) { self.init(Array(path.utf8), blob) }

    var description: String { "\(String(decoding: path, as: UTF8.self))@\(blob.prefix(7))" }
  }

  private func versions(
    _ git: Git, _ commit: String, under folders: [String] = []
  ) throws -> [Version] {
    var found: [Version] = []
    try git.history(of: commit, under: folders) { found.append(Version($0, $1)) }
    return found
  }

  private func paths(
    _ git: Git, _ commit: String, under folders: [String] = []
  ) throws -> [String] {
    var found: [String] = []
    try git.tree(of: commit, under: folders) { path, _, _ in
      found.append(String(decoding: path, as: UTF8.self))
    }
    return found
  }

  @Test("A tree has every file below the folders, with mode and id")
  func tree() throws {
    let repository = try TemporaryRepository()
    for path in ["a/x", "a/b/y", "ab", "c/run", "*/z"] { try repository.tree.write(path, path) }
    try repository.tree.link("c/link", to: "../a/x")
    #expect(chmod(repository.tree.absolute("c/run"), 0o755) == 0)
    let head = try repository.commitAll()
    let git = repository.open()
    #expect(try paths(git, head) == ["*/z", "a/b/y", "a/x", "ab", "c/link", "c/run"])
    #expect(try paths(git, head, under: ["a"]) == ["a/b/y", "a/x"])
    #expect(try paths(git, head, under: ["a/b", "ab", "missing"]) == ["a/b/y", "ab"])
    #expect(try paths(git, head, under: ["*"]) == ["*/z"])
    #expect(try paths(git, head, under: [":(top)a", "missing"]) == [])
    var found: [GitFileMode] = []
    try git.tree(of: head, under: ["c"]) { _, mode, _ in found.append(mode) }
    #expect(found == [.link, .executable])
    var ids: [String] = []
    try git.tree(of: head, under: ["ab"]) { _, _, id in ids.append(id) }
    let id = try repository.blob("ab")
    #expect(ids == [id])
  }

  @Test("What is no id of a commit is refused, and so are folders that lead elsewhere")
  func unsafeArguments() throws {
    let repository = try TemporaryRepository()
    let head = try repository.commitAll()
    let git = repository.open()
    for commit in ["HEAD", "--output=canary", "", "0"] {
      #expect(throws: GitError.unsafeArgument(commit)) { try git.tree(of: commit) { _, _, _ in } }
      #expect(throws: GitError.unsafeArgument(commit)) { try git.history(of: commit) { _, _ in } }
      #expect(throws: GitError.unsafeArgument(commit)) { try git.changes(since: commit) }
    }
    for folder in ["", "..", "/etc", "a/../b", "a//b", "a\0"] {
      #expect(throws: GitError.unsafeArgument(folder)) {
        try git.history(of: head, under: [folder]) { _, _ in }
      }
    }
    let missing = String(repeating: "1", count: 40)
    #expect(throws: GitError.self) { try git.tree(of: missing) { _, _, _ in } }
    #expect(throws: GitError.self) { try git.history(of: missing) { _, _ in } }
    #expect(throws: GitError.self) { try git.changes(since: missing) }
  }

  @Test("History has each version that ever stood, the newest first, also after deletion")
  func history() throws {
    let repository = try TemporaryRepository()
    try repository.tree.write("d/a", "one")
    try repository.tree.write("other", "other")
    try repository.commitAll()
    try repository.tree.write("d/a", "two")
    try repository.commitAll()
    try repository.git("mv", "d/a", "d/b")
    try repository.commitAll()
    try FileManager.default.removeItem(atPath: repository.tree.absolute("d/b"))
    let head = try repository.commitAll()
    let (one, two) = (try repository.blob("one"), try repository.blob("two"))
    #expect(
      try versions(repository.open(), head, under: ["d"])
        == [Version("d/b", two), Version("d/a", two), Version("d/a", one)])
    #expect(try versions(repository.open(), head).count == 4)
    for folder in ["missing", "*", "d/?", ":(top)d", ":!e", "d/b/x"] {
      #expect(try versions(repository.open(), head, under: [folder]) == [], "\(folder)")
    }
    // Told to follow one file through renames, git would name what stood at its older paths.
    try repository.git("config", "log.follow", "true")
    #expect(try versions(repository.open(), head, under: ["d/b"]) == [Version("d/b", two)])
  }

  @Test("Versions on a side branch that the merge dropped are there, and those it made itself")
  func merges() throws {
    let repository = try TemporaryRepository()
    try repository.tree.write("d/a", "base")
    try repository.commitAll()
    try repository.git("checkout", "--quiet", "-b", "side")
    try repository.tree.write("d/a", "side")
    try repository.commitAll()
    try repository.git("checkout", "--quiet", "main")
    try repository.tree.write("e", "main")
    try repository.commitAll()
    // The merge keeps nothing of the side, so that git's own simplification would not even look there.
    try repository.git("merge", "--quiet", "--strategy=ours", "--no-edit", "side")
    var head = try repository.line("rev-parse", "HEAD")
    let git = repository.open()
    let (base, side) = (try repository.blob("base"), try repository.blob("side"))
    #expect(
      Set(try versions(git, head, under: ["d"])) == [Version("d/a", base), Version("d/a", side)])

    try repository.git("checkout", "--quiet", "-b", "other")
    try repository.tree.write("f", "other")
    try repository.commitAll()
    try repository.git("checkout", "--quiet", "main")
    try repository.tree.write("g", "main")
    try repository.commitAll()
    try repository.git("merge", "--quiet", "--no-ff", "--no-commit", "other")
    try repository.tree.write("d/a", "evil")
    try repository.tree.write("d/new", "evil too")
    head = try repository.commitAll()
    #expect(try repository.line("rev-list", "--count", "--merges", "HEAD") == "2")
    let found = Set(try versions(git, head, under: ["d"]))
    #expect(found.contains(Version("d/a", try repository.blob("evil"))))
    #expect(found.contains(Version("d/new", try repository.blob("evil too"))))
    #expect(found.contains(Version("d/a", side)))
    #expect(found.isSubset(of: Set(try versions(git, head))))
  }

  @Test("Names come through byte for byte, and what only looks like a record is none")
  func names() throws {
    let repository = try TemporaryRepository()
    let blob = try repository.blob("text")
    let zeros = String(repeating: "0", count: 40)
    let record = ":100644 100644 \(zeros) \(blob) A"
    let names: [[UInt8]] = [
      Array("d/line\nbreak".utf8), Array("d/tab\there".utf8), Array("d/\"quoted\" \\ ü".utf8),
      Array("d/\n\(record)".utf8), Array("\n\n:\(record)".utf8), Array(record.utf8),
      Array("d/".utf8) + [0xFF, 0xFE, 0x80], [0x0A],
    ]
    // By way of the index, since not every disk takes such names.
    var input: [UInt8] = []
    for name in names { input += Array("100644 \(blob)\t".utf8) + name + [0] }
    let git = repository.open()
    #expect(try git.run(["update-index", "-z", "--index-info"], input: input).status == 0)
    try repository.git("commit", "--quiet", "--message", "test")
    try repository.tree.write("last", "text")
    try repository.git("add", "last")
    try repository.git("commit", "--quiet", "--message", "test")
    let head = try repository.line("rev-parse", "HEAD")
    let expected = Set(names + [Array("last".utf8)]).map { Version($0, blob) }
    #expect(Set(try versions(git, head)) == Set(expected))
    var found: Set<[UInt8]> = []
    try git.tree(of: head) { path, _, _ in found.insert(path) }
    #expect(found == Set(names + [Array("last".utf8)]))
    // None of them stands on the disk.
    #expect(Set(try git.changes(since: head)) == Set(names))
  }

  @Test("Links and submodules are no versions, and one that became a file is")
  func kinds() throws {
    let repository = try TemporaryRepository()
    try repository.tree.link("d", to: "elsewhere")
    let first = try repository.commitAll()
    try repository.git("update-index", "--add", "--cacheinfo", "160000,\(first),module")
    try repository.git("commit", "--quiet", "--message", "test")
    try FileManager.default.removeItem(atPath: repository.tree.absolute("d"))
    try repository.tree.write("d", "file")
    try repository.git("add", "d")
    try repository.git("commit", "--quiet", "--message", "test")
    let head = try repository.line("rev-parse", "HEAD")
    #expect(
      try versions(repository.open(), head) == [Version("d", try repository.blob("file"))])
    var modes: [GitFileMode] = []
    try repository.open().tree(of: head) { _, mode, _ in modes.append(mode) }
    #expect(modes == [.file, .submodule])
  }

  @Test("A shallow clone has its part of history, a partial one all of it")
  func clones() throws {
    let repository = try TemporaryRepository()
    try repository.tree.write("a", "one")
    try repository.commitAll()
    try repository.tree.write("a", "two")
    let head = try repository.commitAll()
    let (one, two) = (try repository.blob("one"), try repository.blob("two"))
    try repository.git("config", "uploadpack.allowFilter", "true")
    #expect(try versions(try repository.clone("--depth=1"), head) == [Version("a", two)])
    try FileManager.default.removeItem(atPath: repository.tree.absolute("clone"))
    let partial = try repository.clone("--no-checkout", "--filter=blob:none")
    #expect(try versions(partial, head) == [Version("a", two), Version("a", one)])
    #expect(try paths(partial, head) == ["a"])
  }

  @Test("Ids of 64 digits come through")
  func longIDs() throws {
    let repository = try TemporaryRepository(objectFormat: "sha256")
    try repository.tree.write("a", "one")
    let head = try repository.commitAll()
    let git = repository.open()
    let blob = try repository.blob("one")
    #expect(head.utf8.count == 64 && blob.utf8.count == 64)
    #expect(try git.facts().head == head)
    #expect(try git.commit(named: "main") == head)
    #expect(try versions(git, head) == [Version("a", blob)])
    #expect(try git.sizes(of: [blob]) == [3])
    #expect(try BlobReader(git).contents(of: [blob]) == [Array("one".utf8)])
    #expect(try git.changes(since: head) == [])
  }

  @Test("No configuration bends the answers or runs anything")
  func hostileConfiguration() throws {
    let repository = try TemporaryRepository()
    try repository.tree.write(".gitattributes", "*.txt diff=planted filter=planted\n")
    try repository.tree.write("a.txt", "one")
    try repository.commitAll()
    try repository.git("checkout", "--quiet", "-b", "side")
    try repository.tree.write("b.txt", "side")
    try repository.commitAll()
    try repository.git("checkout", "--quiet", "main")
    try repository.tree.write("a.txt", "two")
    try repository.commitAll()
    try repository.git("merge", "--quiet", "--no-commit", "side")
    try repository.tree.write("c.txt", "evil")
    let head = try repository.commitAll()
    let git = repository.open()
    let expected = try versions(git, head)
    let expectedBelow = try versions(git, head, under: ["a.txt"])
    let expectedPaths = try paths(git, head)
    #expect(expected.count >= 5)

    let canary = try repository.plantCanary()
    try repository.tree.write(".git/order", "c*\nb*\n")
    for (key, value) in [
      ("diff.external", canary), ("diff.planted.command", canary),
      ("diff.planted.textconv", canary), ("diff.planted.binary", "false"),
      ("filter.planted.clean", canary), ("filter.planted.smudge", canary),
      ("filter.planted.required", "true"), ("core.pager", canary), ("pager.log", canary),
      ("core.fsmonitor", canary), ("gpg.program", canary), ("log.showSignature", "true"),
      ("diff.orderFile", repository.tree.absolute(".git/order")), ("color.ui", "always"),
      ("color.diff", "always"), ("log.diffMerges", "off"), ("log.showRoot", "false"),
      ("log.follow", "true"), ("log.date", "no such format"), ("log.decorate", "full"),
      ("log.abbrevCommit", "true"), ("log.mailmap", "true"), ("format.pretty", "fuller"),
      ("core.quotePath", "true"), ("core.abbrev", "4"), ("diff.relative", "true"),
      ("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"), ("diff.renames", "copies"),
      ("diff.ignoreSubmodules", "none"), ("diff.submodule", "log"), ("diff.wordRegex", "."),
      ("diff.interHunkContext", "9"), ("diff.noPrefix", "true"),
      ("diff.suppressBlankEmpty", "true"),
      ("notes.displayRef", "*"), ("alias.log", "!\(canary)"), ("alias.ls-tree", "!\(canary)"),
    ] {
      try repository.git("config", key, value)
    }
    #expect(try versions(git, head) == expected)
    #expect(try versions(git, head, under: ["a.txt"]) == expectedBelow)
    #expect(try paths(git, head) == expectedPaths)
    #expect(try git.changes(since: head) == [])
    #expect(try git.ignored(["a.txt"]) == [])
    #expect(!repository.hasCanary)
    // The canary is one that can sing.
    try repository.git("diff", "HEAD~1", "HEAD")
    #expect(repository.hasCanary)
  }

  @Test("A file that git would read through a filter to compare it is not")
  func filters() throws {
    let repository = try TemporaryRepository()
    let canary = try repository.plantCanary()
    try repository.tree.write(".gitattributes", "*.txt filter=a.b\n")
    try repository.tree.write("a.txt", "one")
    // Newer than the index will be, which is when git does not trust its own notes.
    let time = Date(timeIntervalSinceNow: 100_000)
    try FileManager.default.setAttributes(
      [.modificationDate: time], ofItemAtPath: repository.tree.absolute("a.txt"))
    let head = try repository.commitAll()
    try repository.git("config", "filter.a.b.clean", canary)
    try repository.git("config", "filter.a.b.required", "true")
    #expect(try repository.open().changes(since: head) == [])
    try repository.git("config", "filter.a.b.process", canary)
    #expect(try repository.open().changes(since: head) == [])
    #expect(!repository.hasCanary)
    try repository.git("config", "--unset", "filter.a.b.process")
    _ = try repository.open().run(["diff-index", "--raw", head])
    #expect(repository.hasCanary)

    try repository.git("config", "filter.x=y.clean", canary)
    #expect(throws: GitError.unsafeArgument("filter.x=y.clean")) {
      try repository.open().changes(since: head)
    }
  }

  @Test("Changes are what differs on the disk or in the index, not what git does not track")
  func changes() throws {
    let repository = try TemporaryRepository()
    for name in ["same", "edited", "staged", "deleted", "ü\t1"] {
      try repository.tree.write(name, "text")
    }
    let first = try repository.commitAll()
    let git = repository.open()
    #expect(try git.changes(since: first) == [])
    try repository.tree.write("edited", "other text")
    try repository.tree.write("ü\t1", "other text")
    try repository.tree.write("staged", "other text")
    try repository.tree.write("added", "text")
    try repository.git("add", "staged", "added")
    try repository.tree.write("untracked", "text")
    try FileManager.default.removeItem(atPath: repository.tree.absolute("deleted"))
    let expected = ["added", "deleted", "edited", "staged", "ü\t1"].map { Array($0.utf8) }
    #expect(try git.changes(since: first) == expected)
    try repository.commitAll()
    let expectedNow = ["added", "deleted", "edited", "staged", "untracked", "ü\t1"]
    #expect(try git.changes(since: first) == expectedNow.map { Array($0.utf8) })
  }

  @Test("What is ignored is told for each path, tracked or not, there or not")
  func ignored() throws {
    let repository = try TemporaryRepository()
    try repository.tree.write(".gitignore", "*.log\nlogs/\n!keep.log\n:(top)x\n")
    try repository.tree.write("tracked.log")
    try repository.tree.makeFolder("real")
    try repository.tree.link("link", to: "real")
    try repository.git("add", "--force", "--all")
    try repository.git("commit", "--quiet", "--message", "test")
    let paths = [
      "a.log", "a.txt", "keep.log", "deep/logs/x", "tracked.log", "link/a.log", "link", "../a.log",
      "/a.log", "", "a\nb.log", ":(top)x", ":!a.log", "a.log", "real/a.log", "a.log/", "-v.log",
    ]
    let expected = [
      true, false, false, true, true, false, false, false,
      false, false, true, true, true, true, true, false, true,
    ]
    let found = try repository.open().ignored(paths)
    for (path, isIgnored) in zip(paths, expected) {
      #expect(found.contains(Array(path.utf8)) == isIgnored, "\(path)")
    }
    #expect(found.isSubset(of: paths.map { Array($0.utf8) }))
    #expect(try repository.open().ignored(["a.txt"]) == [])
    #expect(try repository.open().ignored([]) == [])
    let many = (0..<20_000).map { "some/folder/file-\($0).\($0 % 2 == 0 ? "log" : "txt")" }
    #expect(try repository.open().ignored(many).count == 10_000)
  }
}
