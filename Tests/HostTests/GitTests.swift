import Foundation
import Testing

@testable import Host

@Suite("Asking git")
struct GitTests {
  @Test("HEAD is a commit, and nil on an unborn branch and outside a repository")
  func head() throws {
    let outside = try TemporaryTree()
    #expect(
      try Git(root: outside.path, environment: TemporaryRepository.environment()).head() == nil)
    let repository = try TemporaryRepository()
    #expect(try repository.open().head() == nil)
    try repository.tree.write("a", "text")
    try repository.commitAll()
    let expected = try repository.git("rev-parse", "HEAD").dropLast()
    #expect(try repository.open().head() == String(expected))
    try repository.tree.write(".git/config", "[broken")
    let error = #expect(throws: GitError.self) { try repository.open().head() }
    guard case .failed(status: 128, let message) = error else {
      Issue.record("a broken repository is no missing commit: \(String(describing: error))")
      return
    }
    #expect(message.contains("bad config"))
  }

  @Test("The name of the person is read from the person's own configuration")
  func userName() throws {
    let repository = try TemporaryRepository()
    #expect(try repository.open().userName() == nil)
    try repository.tree.write("config", "[user]\n\tname = Zoë \\\"Z\\\" Müller\n")
    let file = repository.tree.absolute("config")
    #expect(try repository.open(["GIT_CONFIG_GLOBAL": file]).userName() == "Zoë \"Z\" Müller")
    let outside = try TemporaryTree()
    let environment = TemporaryRepository.environment(globalConfiguration: file)
    #expect(
      try Git(root: outside.path, environment: environment).userName() == "Zoë \"Z\" Müller")
  }

  @Test("Objects and contents are looked up by name, many in one call")
  func batches() throws {
    let repository = try TemporaryRepository()
    try repository.tree.write("a b/é.md", "two\nlines\n")
    try repository.tree.write("empty")
    try repository.commitAll()
    try repository.tree.write("a b/é.md", "changed since")
    let git = repository.open()
    let names = ["HEAD", "HEAD:a b/é.md", "HEAD:missing", "HEAD:a b", "HEAD:empty"]
    let objects = try git.objects(names)
    #expect(objects.map { $0?.type } == ["commit", "blob", nil, "tree", "blob"])
    let head = try git.head()
    #expect(objects[0]?.id == head)
    #expect(objects[1]?.bytes == 10)
    #expect(
      try git.blobs(names) == [nil, Array("two\nlines\n".utf8), nil, nil, []])
    #expect(try git.blob("empty", at: "HEAD") == [])
    #expect(try git.blob("missing", at: "HEAD") == nil)
    #expect(try git.objects([]) == [])
  }

  @Test("A name that the question cannot hold is refused", arguments: ["", "a\nb", "a\0", "a\r"])
  func unsafeNames(_ name: String) throws {
    let repository = try TemporaryRepository()
    #expect(throws: GitError.unsafeArgument(name)) { try repository.open().objects([name]) }
  }

  @Test("A long question and a long answer do not wait for each other")
  func longExchange() throws {
    let repository = try TemporaryRepository()
    try repository.tree.write("file", String(repeating: "x", count: 1000))
    try repository.commitAll()
    let names = [String](repeating: "HEAD:file", count: 5000)
    #expect(try repository.open().blobs(names).count == 5000)
    let missing = (0..<20_000).map { "HEAD:\($0)" }
    #expect(try repository.open().objects(missing).allSatisfy { $0 == nil })
  }

  @Test("An answer beyond the limit is an error, and git is gone")
  func limit() throws {
    let repository = try TemporaryRepository()
    try repository.tree.write("file", String(repeating: "x", count: 100_000))
    try repository.commitAll()
    #expect(throws: GitError.tooMuchOutput(limit: 1000)) {
      try repository.open().blob("file", at: "HEAD", limit: 1000)
    }
  }

  @Test("Failures tell git missing, no repository and everything else apart")
  func failures() throws {
    let repository = try TemporaryRepository()
    try repository.tree.makeFolder("bin")
    for path in [repository.tree.absolute("bin"), "", ".", "bin", "relative:/nonexistent"] {
      #expect(throws: GitError.notInstalled) { try repository.open(["PATH": path]).head() }
    }
    let outside = try TemporaryTree()
    let git = Git(root: outside.path, environment: TemporaryRepository.environment())
    #expect(throws: GitError.notARepository) { try git.objects(["HEAD"]) }
    #expect(throws: GitError.unsafeArgument("a\0b")) { try repository.open().run(["a\0b"]) }
    let answer = try repository.open().run(["rev-parse", "--verify", "no-such-thing"])
    #expect(answer.status == 128)
    #expect(answer.failure == .failed(status: 128, message: "fatal: Needed a single revision"))
  }

  @Test("A relative folder of the search path gives no program, so the repository cannot")
  func searchPath() throws {
    let repository = try TemporaryRepository()
    try repository.tree.write("git", "#!/bin/sh\ntouch canary\n")
    #expect(chmod(repository.tree.absolute("git"), 0o755) == 0)
    let before = FileManager.default.currentDirectoryPath
    #expect(throws: GitError.notInstalled) {
      try repository.open(["PATH": ".::\(repository.tree.path.dropFirst())"]).head()
    }
    #expect(FileManager.default.currentDirectoryPath == before)
    #expect(try repository.tree.open().status(of: "canary") == .missing)
  }

  @Test("What a calling git has set does not turn the question to another repository")
  func environment() throws {
    let repository = try TemporaryRepository()
    try repository.tree.write("a", "text")
    try repository.commitAll()
    let other = try TemporaryRepository()
    let git = repository.open([
      "GIT_DIR": other.tree.absolute(".git"), "GIT_WORK_TREE": other.tree.path,
      "GIT_INDEX_FILE": "/nonexistent", "GIT_OBJECT_DIRECTORY": "/nonexistent",
      "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "Mallory",
      "GIT_CONFIG_PARAMETERS": "'user.name=Mallory'", "GIT_TRACE": "/dev/stderr",
    ])
    #expect(try git.head() != nil)
    #expect(try git.userName() == nil)
    let names = Git.environment(from: ["GIT_EXTERNAL_DIFF": "x", "PAGER": "less", "LC_ALL": "de"])
    #expect(names.contains("LC_ALL=C") && !names.contains("LC_ALL=de"))
    #expect(!names.contains { $0.hasPrefix("GIT_EXTERNAL_DIFF") })
  }

  @Test("A planted configuration starts nothing")
  func plantedConfiguration() throws {
    let repository = try TemporaryRepository()
    try repository.tree.write("a", "text")
    try repository.commitAll()
    let canary = repository.tree.absolute("canary")
    for key in ["core.fsmonitor", "gpg.program", "core.pager", "core.editor", "core.sshCommand"] {
      try repository.git("config", key, "touch \(canary); false")
    }
    try repository.git("config", "log.showSignature", "true")
    try repository.tree.write(".git/hooks/post-index-change", "#!/bin/sh\ntouch \(canary)\n")
    #expect(chmod(repository.tree.absolute(".git/hooks/post-index-change"), 0o755) == 0)
    let git = repository.open()
    for arguments in [
      ["status"], ["log", "-1"], ["rev-parse", "HEAD"], ["update-index", "--refresh"],
    ] {
      #expect(try git.run(arguments).status == 0, "\(arguments)")
    }
    #expect(try repository.tree.open().status(of: "canary") == .missing)
  }

  @Test("A partial clone is not filled up over a transport")
  func partialClone() throws {
    let origin = try TemporaryRepository()
    try origin.tree.write("a", "text")
    try origin.commitAll()
    try origin.git("config", "uploadpack.allowFilter", "true")
    let clone = try TemporaryRepository()
    try clone.git(
      "clone", "--quiet", "--no-checkout", "--filter=blob:none", "file://\(origin.tree.path)",
      "clone")
    let git = Git(
      root: clone.tree.absolute("clone"), environment: TemporaryRepository.environment())
    #expect(try git.head() != nil)
    #expect(throws: GitError.self) { try git.blob("a", at: "HEAD") }
    let answer = try git.run(["rev-list", "--objects", "--missing=print", "HEAD"])
    #expect(String(decoding: answer.output, as: UTF8.self).contains("?"))
  }

  @Test(
    "A tree that belongs to somebody else can be asked about",
    .enabled(if: getuid() == 0, "needs root to give a tree away"))
  func otherOwner() throws {
    let repository = try TemporaryRepository()
    try repository.tree.write("a", "text")
    try repository.commitAll()
    for path in ["", ".git"] { #expect(chown(repository.tree.absolute(path), 65534, 65534) == 0) }
    #expect(try repository.open().head() != nil)
  }
}
