import Foundation
import Host

/// A git repository of its own for one test, untouched by the configuration of whoever runs it.
final class TemporaryRepository: Sendable {
  let tree: TemporaryTree

  /// An environment in which git finds nobody's configuration but the given file's.
  static func environment(globalConfiguration: String = "/dev/null") -> [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "HOME": "/nonexistent",
      "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_CONFIG_GLOBAL": globalConfiguration,
    ]
  }

  init(objectFormat: String = "sha1") throws {
    tree = try TemporaryTree()
    try git("init", "--quiet", "--initial-branch=main", "--object-format=\(objectFormat)")
  }

  /// The repository as the code under test sees it.
  func open(_ more: [String: String] = [:]) -> Git {
    let environment = Self.environment().merging(more) { _, new in new }
    return Git(root: tree.path, environment: environment)
  }

  /// A clone of this repository in a folder of this one, as the code under test sees it.
  func clone(_ arguments: String...) throws -> Git {
    try git(["clone", "--quiet"] + arguments + ["file://\(tree.path)", "clone"])
    return Git(root: tree.absolute("clone"), environment: Self.environment())
  }

  /// Commits all there is, and returns the commit.
  @discardableResult
  func commitAll() throws -> String {
    try git("add", "--all")
    try git("commit", "--quiet", "--allow-empty", "--message", "test")
    return try line("rev-parse", "HEAD")
  }

  /// The one line that git answers with.
  func line(_ arguments: String...) throws -> String {
    String(try git(arguments).prefix { $0 != "\n" })
  }

  /// The id that a text has as a blob, which is written if it was not there.
  func blob(_ text: String) throws -> String {
    try tree.write(".git/for-hashing", text)
    return try line("hash-object", "-w", "--no-filters", ".git/for-hashing")
  }

  /// The text of a script that leaves a file behind when it runs.
  func plantCanary() throws -> String {
    let script = tree.absolute(".git/canary.sh")
    try tree.write(".git/canary.sh", "#!/bin/sh\ntouch '\(tree.absolute(".git/canary"))'\ncat\n")
    guard chmod(script, 0o755) == 0 else { throw CocoaError(.fileWriteUnknown) }
    return script
  }

  /// Whether what `plantCanary` made has run.
  var hasCanary: Bool { FileManager.default.fileExists(atPath: tree.absolute(".git/canary")) }

  @discardableResult
  func git(_ arguments: String...) throws -> String { try git(arguments) }

  @discardableResult
  func git(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git", "-C", tree.path] + arguments
    process.environment = Self.environment().merging([
      "GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@example.com",
      "GIT_COMMITTER_NAME": "Test", "GIT_COMMITTER_EMAIL": "test@example.com",
      "GIT_AUTHOR_DATE": "2026-01-19T14:30:12Z", "GIT_COMMITTER_DATE": "2026-01-19T14:30:12Z",
    ]) { _, new in new }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    return String(decoding: data, as: UTF8.self)
  }
}
