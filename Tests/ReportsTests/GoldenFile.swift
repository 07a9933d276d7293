import Foundation
import Testing

/// A committed text that a whole output must equal.
enum GoldenFile {
  /// Compares an output with the file `Golden/<name>`; with `RECORD_GOLDEN=1` in the environment it writes the file and fails.
  static func expect(
    _ output: String, equals name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Golden/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(output.utf8).write(to: file)
      Issue.record("recorded Golden/\(name); look at its diff", sourceLocation: sourceLocation)
      return
    }
    let wanted = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(
      output == wanted, "Golden/\(name); RECORD_GOLDEN=1 rewrites it",
      sourceLocation: sourceLocation)
  }
}
