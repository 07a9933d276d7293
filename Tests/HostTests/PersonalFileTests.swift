import Foundation
import Host
import TestSupport
import Testing

@Suite("The person's own file, and what a disk and a folder tell")
struct PersonalFileTests {
  @Test(
    "An absolute XDG_CONFIG_HOME wins over HOME; without either it is nowhere",
    arguments: [
      (["HOME": "/h"], "/h/.config/orchestrate/config.json"),
      (["HOME": "/h", "XDG_CONFIG_HOME": "/x"], "/x/orchestrate/config.json"),
      (["HOME": "/h", "XDG_CONFIG_HOME": "x"], "/h/.config/orchestrate/config.json"),
      (["HOME": "h"], nil), ([:], nil),
    ] as [([String: String], String?)])
  func place(_ environment: [String: String], _ path: String?) {
    #expect(PersonalFile(environment: environment)?.path == path)
  }

  @Test("It is written once, in folders that are made, and read back")
  func writing() throws {
    let scratch = try Scratch()
    let file = try #require(PersonalFile(environment: ["HOME": scratch.path]))
    #expect(try file.read(limit: 10) == nil)
    try file.writeNew([1, 2])
    #expect(try file.read(limit: 10) == [1, 2])
    let error = #expect(throws: FileError.self) { try file.writeNew([3]) }
    #expect(error?.kind == .exists && error?.path == file.path)
    #expect(throws: FileError.self) { try file.read(limit: 1) }
  }

  @Test("Whoever may write it is told, and can be kept from it")
  func modes() throws {
    let scratch = try Scratch()
    let file = try #require(PersonalFile(environment: ["HOME": scratch.path]))
    try file.writeNew([])
    #expect(!file.isWritableByAnyone)
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: file.path)
    #expect(file.isWritableByAnyone)
    try file.protect()
    #expect(!file.isWritableByAnyone)
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    #expect(mode as? Int == 0o644)
  }

  @Test("A folder tells its room, whether it can be written to, and whether it is locked")
  func folder() throws {
    let scratch = try Scratch()
    try scratch.write("sub/a", "a")
    try scratch.link("link", to: "sub")
    let folder = try Folder(root: scratch.path)
    #expect(try #require(folder.room()).bytes > 0)
    #expect(folder.isWritable("sub") && !folder.isWritable("link") && !folder.isWritable("none"))
    #expect(folder.isLocked("sub") == false && folder.isLocked("none") == nil)
    let lock = try folder.lock("sub")
    #expect(folder.isLocked("sub") == true)
    lock.release()
    #expect(folder.isLocked("sub") == false)
  }

  @Test("A file is left to its owner, never through a link")
  func protecting() throws {
    let scratch = try Scratch()
    try scratch.write("a", "a")
    try scratch.link("link", to: "a")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: scratch.absolute("a"))
    let folder = try Folder(root: scratch.path)
    #expect(folder.isOpenToOthers("a") && !folder.isOpenToOthers("link"))
    #expect(throws: FileError.self) { try folder.protect("link") }
    try folder.protect("a")
    #expect(!folder.isOpenToOthers("a"))
  }

  @Test("What git tracks below a folder is named, and nothing else")
  func tracked() throws {
    let scratch = try Scratch()
    try scratch.write("sub/a", "a")
    try scratch.write("b", "b")
    try scratch.makeRepository()
    try scratch.write("sub/c", "c")
    let git = Git(root: scratch.path, environment: Scratch.environment)
    #expect(try git.tracked(below: "sub") == [Array("sub/a".utf8)])
    #expect(try git.tracked(below: "none") == [])
  }
}
