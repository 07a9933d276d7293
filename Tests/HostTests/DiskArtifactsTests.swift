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
      try disk.files(matching: pattern).map(\.text),
      try disk.folders(matching: pattern).map { $0.path?.text ?? "no path: \($0.name)" }
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
      result.folders == [
        "essays/a/empty", "no path: essays/a/link", "essays/a/two", "essays/a/é", "essays/b/one",
        "no path: essays/c",
      ])
    result = try found(tree, "essays/a/two")
    #expect(result.files == [] && result.folders == ["essays/a/two"])
    result = try found(tree, "**/a.md")
    // A link may hide a match.
    #expect(
      result.files.count == 3
        && result.folders == ["no path: essays/a/link", "no path: essays/c"])
    result = try found(tree, "essays/a/**")
    #expect(
      result.folders == [
        "essays/a", "essays/a/empty", "no path: essays/a/link", "essays/a/two", "essays/a/é",
      ])
    for pattern in ["essays/c/*", "essays/a/link", "missing/*", "essays/a/file/*", ""] {
      result = try found(tree, pattern)
      let links = [
        "essays/c/*": ["no path: essays/c"], "essays/a/link": ["no path: essays/a/link"],
      ]
      #expect(result.files == [] && result.folders == links[pattern, default: []], "\(pattern)")
    }
  }

  @Test("A folder whose name no record can hold has no path, and all below it has none")
  func unusableNames() throws {
    let tree = try TemporaryTree()
    try tree.makeFolder("a/good/x")
    // The decomposed form of a letter, and a line break.
    try tree.makeFolder("a/e\u{301}/x")
    try tree.makeFolder("a/line\nbreak/x")
    for (pattern, below) in [("a/*", ""), ("a/*/x", "/x")] {
      #expect(
        try found(tree, pattern).folders == [
          "no path: a/e\u{301}\(below)", "a/good\(below)", "no path: a/line\nbreak\(below)",
        ])
    }
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
