import Foundation
import Host
import Synchronization
import Testing

@Suite("Writing below a folder")
struct FolderWritingTests {
  @Test("A new file stands there whole, with its folders, and nothing temporary is left")
  func writeNew() throws {
    let tree = try TemporaryTree()
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
    try tree.open().writeNew("record/gates/G1/attempt-1.json", bytes, temporary: "logs/tmp")
    #expect(
      try tree.open().read("record/gates/G1/attempt-1.json", limit: 1_000_000) == bytes)
    #expect(try tree.names(in: "logs/tmp") == [])
    #expect(try tree.names(in: "record/gates/G1") == ["attempt-1.json"])
  }

  @Test(
    "A file is created once: whatever stands there stays", arguments: ["file", "folder", "link"])
  func createOnce(_ name: String) throws {
    let tree = try TemporaryTree()
    try tree.write("record/file", "old")
    try tree.write("record/folder/inside", "old")
    try tree.link("record/link", to: "../elsewhere")
    let error = #expect(throws: FileError.self) {
      try tree.open().writeNew("record/\(name)", Array("new".utf8), temporary: "tmp")
    }
    #expect(error?.kind == .exists)
    #expect(error?.operation == .publish)
    #expect(try tree.text("record/file") == "old")
    #expect(try tree.text("record/folder/inside") == "old")
    #expect(try tree.open().status(of: "elsewhere") == .missing)
    #expect(try tree.names(in: "tmp") == [])
  }

  @Test("Of two writers of one new file one wins, and its bytes stay")
  func race() throws {
    let tree = try TemporaryTree()
    let folder = try tree.open()
    let won = Mutex([Int: [Int]]())
    let rounds = 200
    DispatchQueue.concurrentPerform(iterations: 2) { writer in
      for round in 0..<rounds {
        do {
          let bytes = Array("round \(round) by \(writer)".utf8)
          try folder.writeNew("record/\(round)", bytes, temporary: "tmp")
          won.withLock { $0[round, default: []].append(writer) }
        } catch {
          #expect((error as? FileError)?.kind == .exists)
        }
      }
    }
    let winners = won.withLock { $0 }
    for round in 0..<rounds {
      let writer = try #require(winners[round]?.first)
      #expect(winners[round]?.count == 1)
      #expect(try tree.text("record/\(round)") == "round \(round) by \(writer)")
    }
    #expect(try tree.names(in: "tmp") == [])
  }

  @Test("A file is replaced whole and keeps its permissions")
  func replace() throws {
    let tree = try TemporaryTree()
    try tree.write("RUN.json", "a long old text")
    #expect(chmod(tree.absolute("RUN.json"), 0o640) == 0)
    try tree.open().replace("RUN.json", Array("new".utf8), temporary: "tmp")
    #expect(try tree.text("RUN.json") == "new")
    let attributes = try FileManager.default.attributesOfItem(atPath: tree.absolute("RUN.json"))
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    try tree.open().replace("other/RUN.json", Array("first".utf8), temporary: "tmp")
    #expect(try tree.text("other/RUN.json") == "first")
    #expect(try tree.names(in: "tmp") == [])
  }

  @Test("Only a regular file is replaced", arguments: ["folder", "link"])
  func replaceRefuses(_ name: String) throws {
    let tree = try TemporaryTree()
    try tree.write("target", "old")
    try tree.write("folder/inside", "old")
    try tree.link("link", to: "target")
    let kind: FileKind = name == "link" ? .link : .folder
    #expect(throws: FileError(.write, name, .notRegular(kind))) {
      try tree.open().replace(name, [1], temporary: "tmp")
    }
    #expect(throws: FileError(.write, name, .notRegular(kind))) {
      try tree.open().writeDisposable(name, [1], temporary: "tmp")
    }
    #expect(try tree.text("target") == "old")
    #expect(try tree.text("folder/inside") == "old")
  }

  @Test("A reader meets the old bytes or the new ones, never a part")
  func readersSeeWholeFiles() throws {
    let tree = try TemporaryTree()
    let folder = try tree.open()
    let texts = [20_000, 70_000].map { [UInt8](repeating: UInt8($0 % 251), count: $0) }
    try folder.replace("file", texts[0], temporary: "tmp")
    let isDone = Atomic(false)
    let reads = Atomic(0)
    let torn = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 2) { worker in
      if worker == 0 {
        for round in 1...100 {
          try? folder.writeDisposable("file", texts[round % 2], temporary: "tmp")
        }
        isDone.store(true, ordering: .releasing)
      } else {
        repeat {
          let bytes = try? folder.read("file", limit: 100_000)
          reads.add(1, ordering: .relaxed)
          if bytes.map(texts.contains) != true { torn.add(1, ordering: .relaxed) }
        } while !isDone.load(ordering: .acquiring)
      }
    }
    #expect(torn.load(ordering: .relaxed) == 0)
    #expect(reads.load(ordering: .relaxed) > 0)
  }

  @Test("A disposable file is whole and replaces the one before")
  func disposable() throws {
    let tree = try TemporaryTree()
    try tree.open().writeDisposable("logs/prompt.txt", Array("1".utf8), temporary: "logs/tmp")
    try tree.open().writeDisposable("logs/prompt.txt", Array("2".utf8), temporary: "logs/tmp")
    #expect(try tree.text("logs/prompt.txt") == "2")
    #expect(try tree.names(in: "logs/tmp") == [])
  }

  @Test("Folders are created as far as they are missing")
  func createFolders() throws {
    let tree = try TemporaryTree()
    try tree.makeFolder("a")
    let folder = try tree.open()
    try folder.createFolders("a/b/c")
    try folder.createFolders("a/b/c")
    #expect(try folder.status(of: "a/b/c") == .other(.folder))
    try tree.write("a/file")
    let error = #expect(throws: FileError.self) { try folder.createFolders("a/file/below") }
    #expect(error?.kind == .notAFolder)
  }

  @Test("Only old temporary files of this tool are cleared away")
  func removeStale() throws {
    let tree = try TemporaryTree()
    let old = ".tmp-12-0123456789abcdef"
    let others = [
      ".tmp-12-0123456789abcde", ".tmp-x-0123456789abcdef", ".tmp-12-0123456789abcdeG",
      ".tmp-0123456789abcdef", "tmp-12-0123456789abcdef", "notes.md",
    ]
    let longAgo = Date(timeIntervalSince1970: 1_000_000_000)
    for name in others + [old] {
      try tree.write("tmp/\(name)", "x")
      try FileManager.default.setAttributes(
        [.modificationDate: longAgo], ofItemAtPath: tree.absolute("tmp/\(name)"))
    }
    let young = ".tmp-13-0123456789abcdef"
    try tree.write("tmp/\(young)", "x")
    try tree.makeFolder("tmp/.tmp-14-0123456789abcdef")
    let folder = try tree.open()
    folder.removeStale(in: "tmp")
    #expect(
      try tree.names(in: "tmp") == (others + [young, ".tmp-14-0123456789abcdef"]).sorted())
    folder.removeStale(in: "missing")
    folder.removeStale(in: "../\(URL(filePath: tree.path).lastPathComponent)/tmp")
  }
}
