package import JSONDocument
package import Text

/// A regular file, not empty, perhaps of a least length.
package struct FileExists: RuleKind {
  package static let name = "file_exists"
  package static let parameters = ["min_bytes"]
  package static let readsText = false

  private let minimumBytes: PerDepth?

  init(minimumBytes: PerDepth?) { self.minimumBytes = minimumBytes }

  package init(_ members: RuleMembers) throws(JSONError) {
    minimumBytes = try members.optionalCount("min_bytes", in: 1...(1 << 40))
  }

  package func expected(at depth: Depth) -> String {
    guard let minimumBytes else { return "a regular file, not empty" }
    return "a regular file of at least \(Self.bytes(minimumBytes.number(at: depth)))"
  }

  package func sentence(about path: String, at depth: Depth) -> String {
    guard let minimumBytes else { return "\(path) is a regular file and not empty" }
    return "\(path) is a regular file of at least \(Self.bytes(minimumBytes.number(at: depth)))"
      + minimumBytes.suffix(at: depth)
  }

  package func check(_ files: [CheckedFile], in context: RuleContext) -> Answer {
    let minimum = minimumBytes?.number(at: context.depth) ?? 1
    let short = files.filter { $0.count < minimum }
    let findings = short.map { file in
      let message =
        file.count == 0
        ? "the file is empty" : "\(Self.bytes(file.count)), need at least \(minimum)"
      return Finding(path: file.path.text, position: nil, message: message)
    }
    let found =
      files.count == 1
      ? Self.bytes(files[0].count) : "\(files.count) files, \(short.count) too short"
    return Answer(pass: short.isEmpty, found: found, findings: findings)
  }

  private static func bytes(_ count: Int) -> String { count == 1 ? "1 byte" : "\(count) bytes" }

  package func fix(for message: String, found: String?) -> String {
    message == "the file is empty" ? "write the file" : "write more"
  }
}
