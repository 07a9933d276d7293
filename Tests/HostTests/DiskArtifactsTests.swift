import Foundation
import Testing
import Text

@testable import Host

@Suite("Artifacts on the disk")
struct DiskArtifactsTests {
  private func found(
    _ tree: TemporaryTree, _ pattern: String
  ) throws -> (files: [String], folders: [String]) {
    let disk = DiskArtifacts(root: try tree.open())
    return (
      try disk.files(matching: pattern).map(\.text), try disk.folders(matching: pattern).map(\.text)
    )
  }

  @Test("A pattern finds files or folders, each in byte order, and follows no link")
  func matching() throws {
    let tree = try TemporaryTree()
    for path in ["essays/b/one/a.md", "essays/a/two/a.md", "essays/a/é/a.md", "essays/a/file"] {
      try tree.write(path)
    }
    try tree.makeFolder("essays/a/empty")
    try tree.makeFolder("essays/a/.hidden")
    try tree.link("essays/a/link", to: "two")
    try tree.link("essays/c", to: "a")

    var result = try found(tree, "essays/*/*")
    #expect(result.files == ["essays/a/file"])
    #expect(
      result.folders == ["essays/a/empty", "essays/a/two", "essays/a/é", "essays/b/one"])
    result = try found(tree, "essays/a/two")
    #expect(result.files == [] && result.folders == ["essays/a/two"])
    result = try found(tree, "**/a.md")
    #expect(result.files.count == 3 && result.folders == [])
    result = try found(tree, "essays/a/**")
    #expect(result.folders == ["essays/a", "essays/a/empty", "essays/a/two", "essays/a/é"])
    for pattern in ["essays/c/*", "essays/a/link", "missing/*", "essays/a/file/*", ""] {
      result = try found(tree, pattern)
      #expect(result.files == [] && result.folders == [], "\(pattern)")
    }
  }

  @Test("A folder whose name no record can hold is passed over, with all below it")
  func unusableNames() throws {
    let tree = try TemporaryTree()
    try tree.makeFolder("a/good/x")
    // The decomposed form of a letter, and a line break.
    try tree.makeFolder("a/e\u{301}/x")
    try tree.makeFolder("a/line\nbreak/x")
    #expect(try found(tree, "a/*").folders == ["a/good"])
    #expect(try found(tree, "a/*/x").folders == ["a/good/x"])
  }

  @Test("A file is the same from its own folder as from the root")
  func ownFolder() throws {
    let tree = try TemporaryTree()
    try tree.write("a/b/file", "text")
    try tree.link("a/b/link", to: "file")
    let folder = try tree.open().folder("a/b")
    #expect(try folder.read("file", limit: 10) == Array("text".utf8))
    #expect(try folder.status(of: "file") == .regular(bytes: 4))
    #expect(try folder.status(of: "missing") == .missing)
    let error = #expect(throws: FileError.self) { try folder.read("link", limit: 10) }
    #expect(error?.kind == .notRegular(.link))
    try tree.link("a/c", to: "b")
    #expect(throws: FileError.self) { try tree.open().folder("a/c") }
  }
}
