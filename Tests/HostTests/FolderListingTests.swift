import Foundation
import Host
import Testing

@Suite("Listing and walking")
struct FolderListingTests {
  private func visited(
    _ folder: Folder, _ path: String = "", limit: Int = 1000,
    step: (WalkEntry) -> WalkStep = { _ in .enter }
  ) throws -> [String] {
    var paths: [String] = []
    try folder.walk(path, limit: limit) { entry in
      paths.append(String(decoding: entry.path, as: UTF8.self))
      return step(entry)
    }
    return paths
  }

  @Test("A list has every entry with its kind, in the order of bytes")
  func list() throws {
    let tree = try TemporaryTree()
    for name in ["b", "B", "é", "a10", "a2", "_", ".hidden", "z"] { try tree.write("d/\(name)") }
    try tree.makeFolder("d/folder")
    try tree.link("d/link", to: "folder")
    let entries = try tree.open().list("d", limit: 10)
    #expect(
      entries.map { String(decoding: $0.name, as: UTF8.self) }
        == [".hidden", "B", "_", "a10", "a2", "b", "folder", "link", "z", "é"])
    #expect(entries.map(\.kind).filter { $0 != .regular } == [.folder, .link])
  }

  @Test("More entries than the limit are an error, not a shorter list")
  func listLimit() throws {
    let tree = try TemporaryTree()
    for number in 1...5 { try tree.write("d/\(number)") }
    #expect(try tree.open().list("d", limit: 5).count == 5)
    #expect(throws: FileError(.list, "d", .tooMany(limit: 4))) {
      try tree.open().list("d", limit: 4)
    }
    #expect(try tree.open().list("", limit: 5).count == 1)
  }

  #if os(Linux)
  @Test("A name that is not UTF-8 comes as the disk has it")
  func rawName() throws {
    let tree = try TemporaryTree()
    let name: [UInt8] = [0x61, 0xff, 0xfe]
    let path = Array(tree.path.utf8) + [0x2f] + name + [0]
    let number = path.withUnsafeBytes {
      open($0.bindMemory(to: CChar.self).baseAddress!, O_CREAT | O_WRONLY, 0o600)
    }
    close(number)
    #expect(number >= 0)
    #expect(try tree.open().list("", limit: 5) == [FolderEntry(name: name, kind: .regular)])
    unlink(path.map { CChar(bitPattern: $0) })
  }
  #endif

  @Test("A walk goes in the order of the paths' bytes, folders before what they hold")
  func walkOrder() throws {
    let tree = try TemporaryTree()
    for path in ["a/x", "a.md", "a-b/y", "a0", "b/c/d/e", "b/c.txt"] { try tree.write(path) }
    let paths = try visited(tree.open())
    #expect(
      paths == [
        "a-b", "a-b/y", "a.md", "a", "a/x", "a0", "b", "b/c.txt", "b/c", "b/c/d", "b/c/d/e",
      ]
    )
    let files = paths.filter { !["a-b", "a", "b", "b/c", "b/c/d"].contains($0) }
    #expect(files == files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(try visited(tree.open(), "b") == ["b/c.txt", "b/c", "b/c/d", "b/c/d/e"])
  }

  @Test("A walk follows no link, skips where it is told to, and stops where it is told to")
  func walkSteps() throws {
    let tree = try TemporaryTree()
    for path in ["a/x", "b/y", "c/z"] { try tree.write(path) }
    try tree.link("a/up", to: "..")
    #expect(try visited(tree.open()) == ["a", "a/up", "a/x", "b", "b/y", "c", "c/z"])
    let skipped = try visited(tree.open()) { $0.path == Array("b".utf8) ? .skip : .enter }
    #expect(skipped == ["a", "a/up", "a/x", "b", "c", "c/z"])
    let stopped = try visited(tree.open()) { $0.path == Array("b".utf8) ? .stop : .enter }
    #expect(stopped == ["a", "a/up", "a/x", "b"])
  }

  @Test("A walk that comes to too many entries is an error")
  func walkLimit() throws {
    let tree = try TemporaryTree()
    for path in ["a/1", "a/2", "b/3"] { try tree.write(path) }
    #expect(try visited(tree.open(), limit: 5).count == 5)
    #expect(throws: FileError(.list, "", .tooMany(limit: 4))) {
      try visited(tree.open(), limit: 4)
    }
  }

  @Test("A folder that is gone when its turn comes is passed over")
  func vanished() throws {
    let tree = try TemporaryTree()
    for path in ["a/x", "b/y"] { try tree.write(path) }
    let paths = try visited(tree.open()) { entry in
      if entry.path == Array("a".utf8) {
        try? FileManager.default.removeItem(atPath: tree.absolute("a"))
      }
      return .enter
    }
    #expect(paths == ["a", "b", "b/y"])
  }

  @Test("A tree deeper than any path may be neither traps nor runs out of descriptors")
  func deep() throws {
    let tree = try TemporaryTree()
    let deepest = Array(repeating: "d", count: 600).joined(separator: "/")
    try tree.open().createFolders(deepest)
    #expect(try visited(tree.open()).count == 600)
  }
}
