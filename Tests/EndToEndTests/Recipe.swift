import Foundation
import TestSupport
import Testing

/// A file of `orchestration/ci/`, read line by line: as much of YAML as the recipes use.
struct Recipe {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "orchestration/ci")

  let lines: [String]

  init(_ name: String) throws {
    let text = String(
      decoding: try Data(contentsOf: Self.folder.appending(path: name)), as: UTF8.self)
    lines = text.components(separatedBy: "\n")
  }

  /// The lines without comments.
  var code: [String] { lines.filter { !$0.trimmingCharacters(in: .whitespaces).hasPrefix("#") } }

  /// A script, with the name of the step or the key that it stands under.
  struct Script: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    var testDescription: String { name }
  }

  /// Every script, in the order of the file.
  var scripts: [Script] {
    var scripts: [Script] = []
    var name = ""
    for (index, line) in lines.enumerated() {
      let words = line.trimmingCharacters(in: .whitespaces)
      if words.hasPrefix("- name: ") { name = String(words.dropFirst(8)) }
      if words.hasSuffix("script:") { name = String(words.dropLast()) }
      if words == "run: |" || words == "- |" {
        scripts.append(Script(name: name, text: block(below: index)))
      } else if words.hasPrefix("run: ") {
        scripts.append(Script(name: name, text: String(words.dropFirst(5))))
      }
    }
    return scripts
  }

  func script(_ name: String) throws -> String {
    try #require(scripts.first { $0.name == name }, "\(name)").text
  }

  /// The lines below one that are indented deeper, without what they are all indented by.
  func block(below index: Int) -> String {
    let own = Self.indentation(lines[index])
    let rest = lines[(index + 1)...].prefix { $0.isEmpty || Self.indentation($0) > own }
    let depth = rest.filter { !$0.isEmpty }.map(Self.indentation).min() ?? 0
    return rest.map { String($0.dropFirst(depth)) }.joined(separator: "\n")
  }

  /// The blocks that stand directly below a key of the top level, by their names.
  func blocks(of key: String) throws -> [String: String] {
    let start = try #require(lines.firstIndex(of: "\(key):"))
    var blocks: [String: String] = [:]
    for (index, line) in lines.enumerated().dropFirst(start + 1) {
      if !line.isEmpty, Self.indentation(line) == 0 { break }
      let words = line.trimmingCharacters(in: .whitespaces)
      if Self.indentation(line) == 2, words.hasSuffix(":"), !words.hasPrefix("#") {
        blocks[String(words.dropLast())] = block(below: index)
      }
    }
    return blocks
  }

  private static func indentation(_ line: String) -> Int { line.prefix { $0 == " " }.count }
}

/// A folder of programs that stand in for others, to be put first on the path.
struct StandIns {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Writes a program in the words of a POSIX shell; `log` in its folder keeps what it was called with.
  func add(_ name: String, _ body: String) throws {
    let log = "printf '%s\\n' \"\(name) $*\" >> '\(scratch.absolute("log"))'\n"
    try scratch.write(name, "#!/bin/sh\n" + log + body + "\n")
    _ = try scratch.run(["chmod", "+x", name])
  }

  /// What the programs were called with, one call to a line.
  var log: [String] {
    ((try? scratch.text("log")) ?? "").split(separator: "\n").map(String.init)
  }

  var path: String { scratch.path + ":" + (Scratch.environment["PATH"] ?? "") }
}

extension Scratch {
  /// Runs a script as the hosts do.
  func host(_ script: String, _ environment: [String: String]) throws -> Ran {
    try run(
      ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], environment: environment)
  }
}
