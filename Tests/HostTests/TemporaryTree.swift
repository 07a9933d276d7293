import Foundation
import Host

/// A folder of its own for one test, which goes away with it.
final class TemporaryTree: Sendable {
  let path: String

  init() throws {
    let parent = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    let url = parent.appending(component: "orchestrate-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    path = url.path(percentEncoded: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The tree as the code under test sees it.
  func open() throws -> Folder {
    try Folder(root: path)
  }

  func absolute(_ relative: String) -> String { "\(path)/\(relative)" }

  /// Writes a file past the code under test, with the folders on the way.
  func write(_ relative: String, _ text: String = "") throws {
    let url = URL(filePath: absolute(relative))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func makeFolder(_ relative: String) throws {
    try FileManager.default.createDirectory(
      atPath: absolute(relative), withIntermediateDirectories: true)
  }

  func link(_ relative: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: absolute(relative), withDestinationPath: target)
  }

  func text(_ relative: String) throws -> String {
    try String(contentsOf: URL(filePath: absolute(relative)), encoding: .utf8)
  }

  func names(in relative: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: absolute(relative)).sorted()
  }
}
