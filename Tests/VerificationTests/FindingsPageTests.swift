import Foundation
import Testing
import Verification

/// The page of the findings is `orchestration/README.md`; its tables say what the code says.
///
/// With `RECORD_GOLDEN=1` in the environment the tables are written anew, and the test fails.
@Suite("The page of the findings", .serialized)
struct FindingsPageTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../orchestration/README.md").standardizedFileURL
  private static let head = "| id | level | what it means | what to do |"

  private static func row(_ id: FindingID) -> String {
    let (plain, strict) = (id.level(isStrict: false), id.level(isStrict: true))
    let level = plain == strict ? words(plain) : "\(words(plain)); \(words(strict)) with `--strict`"
    return "| `\(id.rawValue)` | \(level) | \(id.meaning) | \(id.cure) |"
  }

  private static func words(_ level: FindingID.Level) -> String {
    switch level {
    case .failure: "fails"
    case .cannotCheck: "cannot be checked"
    case .warning: "warns"
    case .note: "notes"
    }
  }

  private static func rows(_ topic: FindingID.Topic) -> [String] {
    FindingID.allCases.filter { $0.topic == topic }.map(row)
  }

  @Test("It has one row for each, in the words of the code", arguments: FindingID.Topic.allCases)
  func rows(_ topic: FindingID.Topic) throws {
    var lines = String(decoding: try Data(contentsOf: Self.file), as: UTF8.self)
      .components(separatedBy: "\n")
    let heading = try #require(
      lines.firstIndex(of: "### Findings of the \(topic.rawValue)")
        ?? lines.firstIndex(of: "### Findings of \(topic.rawValue)"))
    let start = try #require(
      lines[heading...].firstIndex { $0.hasPrefix("|") || $0.hasPrefix("TABLE ") })
    let end = lines[start...].firstIndex { $0.isEmpty } ?? lines.endIndex
    let wanted = [Self.head, "|---|---|---|---|"] + Self.rows(topic)
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      lines.replaceSubrange(start..<end, with: wanted)
      try Data(lines.joined(separator: "\n").utf8).write(to: Self.file)
      Issue.record("recorded the findings of \(topic.rawValue); look at the diff")
      return
    }
    #expect(
      Array(lines[start..<end]) == wanted, "RECORD_GOLDEN=1 rewrites the table; look at its diff")
  }

  @Test("It names no finding that there is not")
  func noMore() throws {
    let page = String(decoding: try Data(contentsOf: Self.file), as: UTF8.self)
    let section = try #require(
      page.components(separatedBy: "\n## ").first { $0.hasPrefix("What verify finds") })
    let named = section.split(separator: "\n").filter { $0.hasPrefix("| `") }
    #expect(named.count == FindingID.allCases.count)
  }
}
