import Foundation

/// A committed text, in the folder `Golden` beside a test, that a whole output must equal.
package enum GoldenFile {
  /// Says where an output differs from the file; nil where they are equal.
  ///
  /// With `RECORD_GOLDEN=1` in the environment it writes the file first, and says so where that changed it.
  package static func difference(
    of output: String, from name: String, test: String = #filePath
  ) -> String? {
    let file = URL(filePath: test).deletingLastPathComponent().appending(path: "Golden/\(name)")
    let wanted = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
    if let wanted, output.utf8.elementsEqual(wanted.utf8) { return nil }
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      do {
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(output.utf8).write(to: file)
        return "recorded Golden/\(name); look at its diff"
      } catch {
        return "\(error)"
      }
    }
    let lines = [wanted ?? "", output].map {
      $0.split(separator: "\n", omittingEmptySubsequences: false)
    }
    let number = zip(lines[0], lines[1]).prefix { $0.utf8.elementsEqual($1.utf8) }.count
    func line(_ lines: [Substring]) -> String {
      number < lines.count ? "'\(lines[number])'" : "the end"
    }
    return "line \(number + 1) of Golden/\(name): expected \(line(lines[0])), found "
      + "\(line(lines[1])); RECORD_GOLDEN=1 rewrites it"
  }
}
