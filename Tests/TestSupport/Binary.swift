import Foundation

/// The built program.
package enum Binary {
  /// Where it stands: where `ORCHESTRATE_BINARY` says, beside the test bundle, or where the package is built.
  package static let path: String = {
    if let path = ProcessInfo.processInfo.environment["ORCHESTRATE_BINARY"] { return path }
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let beside = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent()
    let bundles = Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
    let folders = [beside] + bundles + [root.appending(path: ".build/debug")]
    let paths = folders.map { $0.appending(path: "orchestrate").path(percentEncoded: false) }
    return paths.first { FileManager.default.isExecutableFile(atPath: $0) } ?? paths[0]
  }()
}

extension Scratch {
  /// Runs the program.
  package func orchestrate(_ words: String..., in folder: String = "") throws -> Ran {
    try run([Binary.path] + words, in: folder)
  }

  /// Runs a line of a POSIX shell, in which `orchestrate` is the program.
  package func shell(
    _ line: String, in folder: String = "", environment: [String: String] = [:]
  ) throws -> Ran {
    let program = "orchestrate() { '\(Binary.path)' \"$@\"; }\n"
    return try run(["bash", "-c", program + line], in: folder, environment: environment)
  }

  /// The shipped workflow and example in a git repository.
  package static func shipped() throws -> Scratch {
    let scratch = try Scratch()
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    for name in ["workflows", "orchestration", ".gitignore", ".gitattributes"] {
      try scratch.copy(root.appending(path: name), to: name)
    }
    if scratch.exists("orchestration/runs") { try scratch.remove("orchestration/runs") }
    try scratch.makeRepository(message: "Add the visual-essay workflow and its example")
    return scratch
  }

  package static let example = "workflows/visual-essay/example/the-word-robot"
}
