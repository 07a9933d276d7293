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

  init() throws {
    tree = try TemporaryTree()
    try git("init", "--quiet", "--initial-branch=main")
  }

  /// The repository as the code under test sees it.
  func open(_ more: [String: String] = [:]) -> Git {
    let environment = Self.environment().merging(more) { _, new in new }
    return Git(root: tree.path, environment: environment)
  }

  func commitAll() throws {
    try git("add", "--all")
    try git("commit", "--quiet", "--message", "test")
  }

  @discardableResult
  func git(_ arguments: String...) throws -> String {
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
