import Foundation
import Host
import Testing

@Suite("Listing a folder")
struct FolderListingTests {
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
}
