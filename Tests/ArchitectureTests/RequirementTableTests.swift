import Foundation
import Testing

@Suite("The page of the tests names tests that there are")
struct RequirementTableTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()

  private static let rows: [String] = {
    let page = (try? String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)) ?? ""
    let table = page.components(separatedBy: "## What shows each requirement").last ?? ""
    return table.split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2).map(String.init)
  }()

  /// The names of all suites in the folder.
  private static let suites: Set<String> = {
    var names: Set<String> = []
    for path in (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    where path.hasSuffix(".swift") {
      let file = folder.appending(path: path)
      guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
      for match in text.matches(of: /(?m)^(?:final )?(?:struct|class) ([A-Za-z0-9]+Tests)\b/) {
        names.insert(String(match.1))
      }
    }
    return names
  }()

  @Test("It has a row for each of the fifteen requirements, and one for secrets")
  func complete() {
    let numbers = Self.rows.compactMap { row in
      Int(row.dropFirst().prefix { $0 != "|" }.trimmingCharacters(in: .whitespaces))
    }
    #expect(numbers == Array(1...15))
    #expect(Self.rows.count == 16)
  }

  @Test(
    "Each suite that a row names exists, and the command of the row runs all of them",
    arguments: rows)
  func names(_ row: String) throws {
    // A bar inside a command is written with a backslash.
    let cells = row.replacing("\\|", with: "\u{0}").split(
      separator: "|", omittingEmptySubsequences: false)
    try #require(cells.count == 6)
    let named = cells[3].matches(of: /`([A-Za-z0-9]+)`/).map { String($0.1) }
    #expect(named.filter { !Self.suites.contains($0) } == [])
    let command = cells[4].matches(of: /[A-Za-z0-9]+Tests/).map { String($0.output) }
    #expect(command == named)
  }
}
