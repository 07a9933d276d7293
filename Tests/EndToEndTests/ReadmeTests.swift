import Foundation
import TestSupport
import Testing

@Suite("Every command of the README")
struct ReadmeTests {
  /// A line of a shell block with the status that it must end with.
  struct Line: Sendable {
    let command: String
    let status: Int32
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The lines of the README's `sh` blocks; a comment `# exits N` at a line's end names its status.
  private static func lines() throws -> [Line] {
    let text = String(
      decoding: try Data(contentsOf: root.appending(path: "README.md")), as: UTF8.self)
    var lines: [Line] = []
    var isShell = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isShell = line == "```sh"
      } else if isShell, !line.isEmpty, !line.hasPrefix("#") {
        let parts = line.split(separator: "  # exits ", maxSplits: 1)
        let status = parts.count > 1 ? Int32(parts[1].prefix { $0.isNumber }) : 0
        lines.append(Line(command: String(parts[0]), status: try #require(status)))
      }
    }
    return lines
  }

  /// What builds the program or fetches it is not for a scratch repository.
  private static let skipped = [
    "swift build", "swift test", "git clone", "cd ", "cp .build/", "bash .ci/",
  ]

  @Test("The lines of the shell blocks work in order, from top to bottom")
  func everyLine() throws {
    let scratch = try Scratch.shipped()
    let lines = try Self.lines()
    var tried = 0
    for line in lines where !Self.skipped.contains(where: { line.command.hasPrefix($0) }) {
      let command = line.command.replacing("swift run orchestrate", with: "orchestrate")
      let ran = try scratch.shell(command)
      #expect(
        ran.status == line.status, "\(line.command)\n\(ran.output)\(ran.messages)")
      tried += 1
    }
    #expect(tried > 10)
  }
}
