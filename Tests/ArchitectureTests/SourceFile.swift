import Foundation
import Testing

/// A Swift file below `Sources`, with its code apart from comments and texts.
struct SourceFile: Sendable, CustomTestStringConvertible {
  /// The folder of `Sources` that the file belongs to.
  let target: String
  /// The path from `Sources`.
  let path: String
  /// The lines without comments, and with nothing between quotes.
  let lines: [String]

  var testDescription: String { path }

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Every Swift file of the package's sources.
  static func all() throws -> [SourceFile] {
    let sources = root.appending(path: "Sources")
    let names = try FileManager.default.subpathsOfDirectory(
      atPath: sources.path(percentEncoded: false))
    return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      let text = String(
        decoding: try Data(contentsOf: sources.appending(path: name)), as: UTF8.self)
      return SourceFile(
        target: String(name.prefix { $0 != "/" }), path: name, lines: code(of: text))
    }
  }

  /// The modules that the file imports.
  var imports: [String] {
    lines.compactMap { line in
      let words = line.split(separator: " ")
      guard let index = words.firstIndex(of: "import"), index + 1 < words.count,
        words[..<index].allSatisfy({
          $0.hasPrefix("@")
            || ["package", "internal", "private", "fileprivate", "public"].contains($0)
        })
      else { return nil }
      let name = words[index + 1]
      let kinds = ["func", "struct", "class", "enum", "protocol", "typealias", "let", "var"]
      let module = kinds.contains(String(name)) && index + 2 < words.count ? words[index + 2] : name
      return String(module.prefix { $0 != "." })
    }
  }

  /// The code of a text by line: comments are left out, and the content of strings but for what is interpolated.
  static func code(of text: String) -> [String] {
    var scanner = Scanner(text)
    return scanner.scan()
  }
}

/// Takes Swift apart far enough to leave comments and texts out.
private struct Scanner {
  private enum Context: Equatable {
    case code
    /// The code of an interpolation, with the number of parentheses that are open in it.
    case interpolation(Int)
    case string(quotes: Int, pounds: Int)
  }

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var code = String.UnicodeScalarView()
  private var contexts: [Context] = [.code]

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func scan() -> [String] {
    while index < scalars.count {
      if case .string(let quotes, let pounds) = contexts[contexts.count - 1] {
        scanString(quotes, pounds)
      } else {
        scanCode()
      }
    }
    return String(code).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private func sees(_ text: String, at start: Int? = nil) -> Bool {
    scalars[min(start ?? index, scalars.count)...].starts(with: text.unicodeScalars)
  }

  private mutating func keep() {
    code.append(scalars[index])
    index += 1
  }

  private mutating func scanCode() {
    if sees("//") {
      while index < scalars.count, scalars[index] != "\n" { index += 1 }
    } else if sees("/*") {
      var depth = 0
      repeat {
        if sees("/*") {
          depth += 1
          index += 2
        } else if sees("*/") {
          depth -= 1
          index += 2
        } else {
          if scalars[index] == "\n" { code.append("\n") }
          index += 1
        }
      } while depth > 0 && index < scalars.count
    } else if let (quotes, pounds) = opening() {
      contexts.append(.string(quotes: quotes, pounds: pounds))
      index += pounds + quotes
      code.append("\"")
    } else if case .interpolation(let depth) = contexts[contexts.count - 1] {
      if scalars[index] == ")" {
        if depth == 0 { contexts.removeLast() } else { nest(depth - 1) }
      } else if scalars[index] == "(" {
        nest(depth + 1)
      }
      keep()
    } else {
      keep()
    }
  }

  private mutating func nest(_ depth: Int) { contexts[contexts.count - 1] = .interpolation(depth) }

  /// The quotes and number signs of a string that begins here.
  private func opening() -> (quotes: Int, pounds: Int)? {
    var pounds = 0
    while index + pounds < scalars.count, scalars[index + pounds] == "#" { pounds += 1 }
    guard sees("\"", at: index + pounds) else { return nil }
    return (sees("\"\"\"", at: index + pounds) ? 3 : 1, pounds)
  }

  private mutating func scanString(_ quotes: Int, _ pounds: Int) {
    let end = String(repeating: "\"", count: quotes) + String(repeating: "#", count: pounds)
    let escape = "\\" + String(repeating: "#", count: pounds)
    if sees(end) {
      index += quotes + pounds
      contexts.removeLast()
      code.append("\"")
    } else if sees(escape + "(") {
      index += 2 + pounds
      contexts.append(.interpolation(0))
      code.append("(")
    } else if sees(escape) {
      index += 2 + pounds
    } else {
      if scalars[index] == "\n" { code.append("\n") }
      index += 1
    }
  }
}
