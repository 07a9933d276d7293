import Foundation
import Testing

@testable import Host

@Suite("Revisions and the repository as a whole")
struct GitRevisionsTests {
  @Test("A repository without commits is whole and has no HEAD")
  func unborn() throws {
    let repository = try TemporaryRepository()
    #expect(
      try repository.open().facts() == GitFacts(head: nil, isShallow: false, isPartial: false))
    #expect(try repository.open().commit(named: "HEAD") == nil)
  }

  @Test("A whole repository, its worktree, a shallow and a partial clone are told apart")
  func facts() throws {
    let repository = try TemporaryRepository()
    try repository.tree.write("a", "1")
    try repository.commitAll()
    try repository.tree.write("a", "2")
    let head = try repository.commitAll()
    try repository.git("config", "uploadpack.allowFilter", "true")
    let whole = GitFacts(head: head, isShallow: false, isPartial: false)
    #expect(try repository.open().facts() == whole)

    try repository.git("worktree", "add", "--quiet", "--detach", "tree")
    let environment = TemporaryRepository.environment()
    let worktree = Git(root: repository.tree.absolute("tree"), environment: environment)
    #expect(try worktree.facts() == whole)

    #expect(
      try repository.clone("--depth=1").facts()
        == GitFacts(head: head, isShallow: true, isPartial: false))
    try FileManager.default.removeItem(atPath: repository.tree.absolute("clone"))
    #expect(
      try repository.clone("--no-checkout", "--filter=blob:none").facts()
        == GitFacts(head: head, isShallow: false, isPartial: true))
  }

  @Test(
    "Only what says so makes a clone partial",
    arguments: [
      ("remote.x.promisor", "true", true), ("remote.x.promisor", "false", false),
      ("remote.x.promisor", "0", false), ("remote.x.y.promisor", "1", true),
      ("extensions.partialClone", "origin", true), ("remote.x.partialCloneFilter", "a", false),
    ])
  func promisors(_ key: String, _ value: String, _ isPartial: Bool) throws {
    let repository = try TemporaryRepository()
    try repository.git("config", key, value)
    #expect(try repository.open().facts().isPartial == isPartial)
  }

  @Test("Outside of a repository and in a broken one there are no facts")
  func noFacts() throws {
    let outside = try TemporaryTree()
    let git = Git(root: outside.path, environment: TemporaryRepository.environment())
    #expect(throws: GitError.notARepository) { try git.facts() }
    #expect(throws: GitError.notARepository) { try git.commit(named: "HEAD") }
    let repository = try TemporaryRepository()
    try repository.tree.write(".git/config", "[broken")
    #expect(throws: GitError.self) { try repository.open().facts() }
    #expect(throws: GitError.self) { try repository.open().commit(named: "HEAD") }
  }

  @Test("A revision is a commit by any of its names")
  func revisions() throws {
    let repository = try TemporaryRepository()
    let first = try repository.commitAll()
    try repository.git("tag", "--annotate", "--message", "m", "v1")
    let second = try repository.commitAll()
    let git = repository.open()
    #expect(try git.commit(named: "v1") == first)
    #expect(try git.commit(named: "main~1") == first)
    #expect(try git.commit(named: "main") == second)
    #expect(try git.commit(named: String(second.prefix(12))) == second)
  }

  @Test(
    "A name of no commit has none, whatever it tries",
    arguments: [
      "", "no-such-branch", "HEAD:a", "HEAD^{tree}", "--upload-pack=touch canary", "--all", "-h",
      "--output=canary", "a\0b", "HEAD\nHEAD", "^HEAD", "HEAD..HEAD", "HEAD^@", "HEAD^!", "HEAD~99",
      "HEAD^{", "a b", "1111111111111111111111111111111111111111", ":/nothing", "HEAD@{99}", "ä",
    ])
  func hostileRevisions(_ name: String) throws {
    let repository = try TemporaryRepository()
    try repository.tree.write("a", "1")
    try repository.commitAll()
    #expect(try repository.open().commit(named: name) == nil)
    #expect(try repository.tree.open().status(of: "canary") == .missing)
  }

  @Test("Where two branches parted is found, and that two have nothing in common")
  func mergeBase() throws {
    let repository = try TemporaryRepository()
    let base = try repository.commitAll()
    try repository.git("checkout", "--quiet", "-b", "side")
    try repository.tree.write("a", "side")
    let side = try repository.commitAll()
    try repository.git("checkout", "--quiet", "main")
    try repository.tree.write("b", "main")
    let main = try repository.commitAll()
    try repository.git("checkout", "--quiet", "--orphan", "other")
    let other = try repository.commitAll()
    let git = repository.open()
    #expect(try git.mergeBases(main, side) == [base])
    #expect(try git.mergeBases(main, base) == [base])
    #expect(try git.mergeBases(main, other) == [])
    #expect(throws: GitError.unsafeArgument("--all")) { try git.mergeBases("--all", main) }
    let missing = String(repeating: "1", count: 40)
    #expect(throws: GitError.self) { try git.mergeBases(missing, main) }
  }

  @Test("Where history is cut, what stands beyond the cut is no common ground")
  func shallowMergeBase() throws {
    let repository = try TemporaryRepository()
    try repository.commitAll()
    try repository.git("checkout", "--quiet", "-b", "side")
    try repository.tree.write("a", "side")
    let side = try repository.commitAll()
    try repository.git("checkout", "--quiet", "main")
    try repository.tree.write("b", "main")
    let main = try repository.commitAll()
    let clone = try repository.clone("--depth=1", "--no-single-branch")
    #expect(try clone.mergeBases(main, side) == [])
  }
}
