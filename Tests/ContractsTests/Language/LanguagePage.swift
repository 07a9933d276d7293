import Foundation
import Testing

/// The page of the contract language, `orchestration/gates/README.md`, taken apart.
struct LanguagePage {
  let text: String

  static func file(_ path: String) throws -> Data {
    var folder = URL(filePath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    return try Data(contentsOf: folder.appending(path: path))
  }

  init() throws {
    text = String(decoding: try Self.file("orchestration/gates/README.md"), as: UTF8.self)
  }

  private init(text: String) { self.text = text }

  private var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// What stands below a heading, down to the next of its level or above.
  func section(_ heading: String) throws -> LanguagePage {
    let level = heading.prefix { $0 == "#" }.count
    let start = try #require(lines.firstIndex { $0 == heading }, "no heading \(heading)")
    let rest = lines[(start + 1)...]
    let end = rest.firstIndex { line in
      let hashes = line.prefix { $0 == "#" }.count
      return (1...level).contains(hashes) && line.dropFirst(hashes).first == " "
    }
    return LanguagePage(text: rest[..<(end ?? lines.endIndex)].joined(separator: "\n"))
  }

  /// The fenced blocks in a language, without their fences.
  func blocks(_ language: String) -> [String] {
    var blocks: [String] = []
    var block: [Substring]?
    for line in lines {
      if line == "```\(language)", block == nil {
        block = []
      } else if line == "```", let whole = block {
        blocks.append(whole.joined(separator: "\n"))
        block = nil
      } else {
        block?.append(line)
      }
    }
    return blocks
  }

  /// The rows of the table that has a header, each as its cells.
  func table(_ header: String) throws -> [[String]] {
    let start = try #require(lines.firstIndex { $0 == header }, "no table \(header)")
    return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map(Self.cells)
  }

  private static func cells(_ row: Substring) -> [String] {
    row.replacing("\\|", with: "\u{0}").split(separator: "|", omittingEmptySubsequences: false)
      .dropFirst().dropLast()
      .map { $0.replacing("\u{0}", with: "|").trimmingCharacters(in: .whitespaces) }
  }

  /// What stands between two of a sign: the code between backticks, the emphasis between stars.
  static func between(_ sign: Character, _ text: String) -> [String] {
    text.split(separator: sign, omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }
}
