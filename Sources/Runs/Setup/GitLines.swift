/// The lines with which git leaves logs alone and changes no byte of a record.
package struct GitLines: Sendable {
  /// The file that the lines belong in.
  package let path: String
  package let lines: [String]

  package static let ignore = GitLines(
    path: ".gitignore", lines: ["\(RunPaths.runs)/*/logs/"])

  package static let attributes = GitLines(
    path: ".gitattributes",
    lines: [
      "\(RunPaths.runs)/** -text",
      "\(RunPaths.runs)/*/record/RUN.json diff=orchestrate linguist-generated gitlab-generated",
      "\(RunPaths.runs)/*/record/gates/*/attempt-*.json diff=orchestrate -linguist-generated -gitlab-generated",
    ])

  package static let all = [ignore, attributes]

  /// The lines that a file has not, whatever white space stands in them or a `/` before them.
  package func missing(from bytes: [UInt8]) -> [String] {
    let present = Set(bytes.split(separator: 0x0A).map { Self.words(Array($0)) })
    return lines.filter { line in
      let words = Self.words(Array(line.utf8))
      return !present.contains(words)
        && !present.contains([[0x2F] + (words.first ?? [])] + words.dropFirst())
    }
  }

  /// The bytes of the file with the lines that it has not at its end; the same bytes where it has all.
  package func added(to bytes: [UInt8]) -> [UInt8] {
    let missing = missing(from: bytes)
    guard !missing.isEmpty else { return bytes }
    let end: [UInt8] = bytes.isEmpty || bytes.last == 0x0A ? [] : [0x0A]
    return bytes + end + missing.flatMap { Array($0.utf8) + [0x0A] }
  }

  private static func words(_ line: [UInt8]) -> [[UInt8]] {
    line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }.map { Array($0) }
  }
}
