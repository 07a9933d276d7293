import Digests
import Foundation
import Host
import Synchronization
import Testing

@Suite("Reading below a folder")
struct FolderReadingTests {
  @Test("A file is read whole up to its limit, and refused beyond it")
  func limits() throws {
    let tree = try TemporaryTree()
    try tree.write("a/b.txt", "hello")
    let folder = try tree.open()
    #expect(try folder.read("a/b.txt", limit: 5) == Array("hello".utf8))
    #expect(throws: FileError(.read, "a/b.txt", .tooLarge(limit: 4))) {
      try folder.read("a/b.txt", limit: 4)
    }
  }

  @Test("A length of zero in the directory does not hide a file's bytes")
  func growing() throws {
    // Files of the kernel say that they are empty; a file that grows while it is read looks the same.
    guard FileManager.default.fileExists(atPath: "/proc/self/status") else { return }
    let folder = try Folder(root: "/proc/self")
    let status = try folder.read("status", limit: 1 << 20)
    #expect(status.starts(with: "Name:".utf8))
    #expect(throws: FileError(.read, "status", .tooLarge(limit: 3))) {
      try folder.read("status", limit: 3)
    }
    #expect(try folder.digest("status", keepingUpTo: 3).contents == nil)
  }

  @Test(
    "A path that could lead outside is not tried",
    arguments: [
      "../x", "a/../b", "..", ".", "a/..", "./a", "a/./b", "/etc/passwd", "//x", "a//b", "a/",
      "/", "a\0", "a/\0b", "\0",
    ])
  func unsafePaths(_ path: String) throws {
    let folder = try TemporaryTree().open()
    #expect(throws: FileError(.read, path, .unsafePath)) { try folder.read(path, limit: 10) }
    #expect(throws: FileError(.read, path, .unsafePath)) { try folder.digest(path) }
    #expect(throws: FileError(.look, path, .unsafePath)) { try folder.status(of: path) }
    #expect(throws: FileError(.list, path, .unsafePath)) { try folder.list(path, limit: 10) }
    #expect(throws: FileError(.open, path, .unsafePath)) { try folder.folder(path) }
    #expect(throws: FileError(.lock, path, .unsafePath)) { try folder.lock(path) }
    #expect(throws: FileError(.create, path, .unsafePath)) { try folder.createFolders(path) }
    #expect(throws: FileError(.write, path, .unsafePath)) {
      try folder.writeNew(path, [], temporary: "tmp")
    }
    #expect(throws: FileError(.create, path, .unsafePath)) {
      try folder.writeNew("x", [], temporary: path)
    }
  }

  @Test("Dots are judged by bytes: a mark on a letter hides no parent folder")
  func dotsByBytes() throws {
    let tree = try TemporaryTree()
    try tree.write("..\u{301}x/...", "ok")
    #expect(try tree.open().read("..\u{301}x/...", limit: 10) == Array("ok".utf8))
    #expect(throws: FileError(.read, "../\u{301}x", .unsafePath)) {
      try tree.open().read("../\u{301}x", limit: 10)
    }
  }

  @Test("A root that is no absolute path of a folder is refused")
  func roots() throws {
    let tree = try TemporaryTree()
    try tree.write("file")
    #expect(throws: FileError(.open, "relative", .unsafePath)) { try Folder(root: "relative") }
    #expect(throws: FileError.self) { try Folder(root: tree.absolute("file")) }
    #expect(throws: FileError.self) { try Folder(root: tree.absolute("missing")) }
  }

  @Test(
    "A link on the way is not followed, at whatever depth it stands",
    arguments: ["a", "a/b", "a/b/c"])
  func linkOnTheWay(_ replaced: String) throws {
    let tree = try TemporaryTree()
    try tree.write("outside/b/c/file", "secret")
    try tree.write("outside/c/file", "secret")
    try tree.write("outside/file", "secret")
    try tree.makeFolder(URL(filePath: replaced).deletingLastPathComponent().relativePath)
    try tree.link(replaced, to: tree.absolute("outside"))
    let folder = try tree.open()
    let path = "a/b/c/file"
    func refused(_ operation: FileError.Operation, _ body: () throws -> Void) {
      let error = #expect(throws: FileError.self) { try body() }
      #expect(error?.kind == .linkOnTheWay)
      #expect(error?.operation == operation)
    }
    refused(.read) { _ = try folder.read(path, limit: 100) }
    refused(.read) { _ = try folder.digest(path) }
    refused(.look) { _ = try folder.status(of: path) }
    refused(.list) { _ = try folder.list("a/b/c", limit: 10) }
    refused(.open) { _ = try folder.folder("a/b/c") }
    refused(.lock) { _ = try folder.lock("a/b/c") }
    refused(.create) { try folder.createFolders("a/b/c/new") }
    refused(.write) { try folder.writeNew("a/b/c/new", [1], temporary: "tmp") }
    refused(.write) { try folder.replace(path, [1], temporary: "tmp") }
    refused(.write) { try folder.writeDisposable(path, [1], temporary: "tmp") }
    refused(.write) { try folder.writeNew("new", [1], temporary: "a/b/c") }
    #expect(try tree.text("outside/file") == "secret")
    #expect(try tree.names(in: "outside") == ["b", "c", "file"])
    #expect(try tree.names(in: "outside/b/c") == ["file"])
  }

  @Test("A folder that is exchanged for a link while it is walked leads nowhere outside")
  func exchanged() throws {
    let tree = try TemporaryTree()
    try tree.write("outside/c/file", "secret")
    try tree.write("a/b/c/file", "inside")
    try tree.makeFolder("a/links")
    try tree.link("a/links/b", to: tree.absolute("outside"))
    let folder = try tree.open()
    let isDone = Atomic(false)
    let escapes = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 2) { worker in
      if worker == 0 {
        for _ in 0..<500 {
          rename(tree.absolute("a/b"), tree.absolute("a/aside"))
          rename(tree.absolute("a/links/b"), tree.absolute("a/b"))
          rename(tree.absolute("a/b"), tree.absolute("a/links/b"))
          rename(tree.absolute("a/aside"), tree.absolute("a/b"))
        }
        isDone.store(true, ordering: .releasing)
      } else {
        while !isDone.load(ordering: .acquiring) {
          let bytes = try? folder.read("a/b/c/file", limit: 100)
          if let bytes, bytes != Array("inside".utf8) { escapes.add(1, ordering: .relaxed) }
        }
      }
    }
    #expect(escapes.load(ordering: .relaxed) == 0)
    #expect(try tree.text("a/b/c/file") == "inside")
  }

  @Test("A folder of the path that is a file is said to be no folder")
  func fileOnTheWay() throws {
    let tree = try TemporaryTree()
    try tree.write("a", "text")
    let folder = try tree.open()
    let error = #expect(throws: FileError.self) { try folder.read("a/b", limit: 10) }
    #expect(error?.kind == .notAFolder)
    #expect(try folder.status(of: "a/b") == .missing)
  }

  @Test("Anything but a regular file is named and neither opened nor waited for")
  func notRegular() throws {
    let tree = try TemporaryTree()
    try tree.write("file", "four")
    try tree.makeFolder("folder")
    try tree.link("link", to: "file")
    try tree.link("dangling", to: "nowhere")
    try tree.link("loop", to: "loop")
    #expect(mkfifo(tree.absolute("fifo"), 0o600) == 0)
    let folder = try tree.open()
    #expect(try folder.status(of: "file") == .regular(bytes: 4))
    #expect(try folder.status(of: "missing") == .missing)
    #expect(try folder.status(of: "missing/below") == .missing)
    #expect(try folder.status(of: "") == .other(.folder))
    let others: [(String, FileKind)] = [
      ("folder", .folder), ("link", .link), ("dangling", .link), ("loop", .link), ("fifo", .fifo),
    ]
    for (path, kind) in others {
      #expect(try folder.status(of: path) == .other(kind))
      #expect(throws: FileError(.read, path, .notRegular(kind))) {
        try folder.read(path, limit: 10)
      }
      #expect(throws: FileError(.read, path, .notRegular(kind))) { try folder.digest(path) }
    }
    let devices = try Folder(root: "/dev")
    #expect(try devices.status(of: "zero") == .other(.device))
    #expect(throws: FileError(.read, "zero", .notRegular(.device))) { try devices.digest("zero") }
  }

  @Test(
    "One reading gives length, digest and bytes of the same bytes",
    arguments: [0, 1, 4096, 262_143, 262_144, 262_145, 600_000])
  func digest(_ length: Int) throws {
    let tree = try TemporaryTree()
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 / 3) }
    try Data(bytes).write(to: URL(filePath: tree.absolute("file")))
    let folder = try tree.open()
    let expected = SHA256.digest(of: bytes)
    #expect(
      try folder.digest("file", keepingUpTo: length)
        == FileDigest(bytes: length, digest: expected, contents: bytes))
    #expect(
      try folder.digest("file") == FileDigest(bytes: length, digest: expected, contents: nil))
    #expect(
      try folder.digest("file", keepingUpTo: length - 1)
        == FileDigest(bytes: length, digest: expected, contents: nil))
  }

  @Test("An error says what was tried, where and why, with the path made visible")
  func words() throws {
    let folder = try TemporaryTree().open()
    let error = #expect(throws: FileError.self) { try folder.read("a\u{1b}[2J", limit: 1) }
    #expect(error?.description == "cannot read 'a\\u{1b}[2J': no such file or folder")
    #expect(
      FileError(.write, "a", .noSpace, code: ENOSPC).description
        == "cannot write 'a': no space left on device")
    #expect(
      FileError(.read, "a", .notRegular(.fifo)).description
        == "cannot read 'a': it is a named pipe, not a regular file")
  }
}
