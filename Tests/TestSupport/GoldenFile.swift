import Foundation

/// A committed text, in the folder `Golden` beside a test, that a whole output must equal.
package enum GoldenFile {
  /// The first line in which an output differs, or that it was recorded.
  package struct Difference: Error, CustomStringConvertible {
    package let description: String
  }

  /// Compares an output with the file; with `RECORD_GOLDEN=1` in the environment it writes the file and throws all the same.
  package static func check(
    _ output: String, equals name: String, test: String = #filePath
  ) throws {
    let file = URL(filePath: test).deletingLastPathComponent().appending(path: "Golden/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(output.utf8).write(to: file)
      throw Difference(description: "recorded Golden/\(name); look at its diff")
    }
    let wanted = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    guard !output.utf8.elementsEqual(wanted.utf8) else { return }
    let lines = [wanted, output].map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
    let number = zip(lines[0], lines[1]).prefix { $0.utf8.elementsEqual($1.utf8) }.count
    func line(_ lines: [Substring]) -> String {
      number < lines.count ? "'\(lines[number])'" : "the end"
    }
    throw Difference(
      description: "line \(number + 1) of Golden/\(name): expected \(line(lines[0])), found "
        + "\(line(lines[1])); RECORD_GOLDEN=1 rewrites it")
  }
}
