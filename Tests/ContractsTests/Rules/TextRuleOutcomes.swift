import Contracts
import Testing
import Text

/// What every rule that judges text says of a file that is no text at all.
enum TextRuleOutcomes {
  /// Holds a rule to it, given by its members beside the path.
  static func expect(
    of rule: String, path: String = "a.md", sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    func result(_ entry: MemoryArtifacts.Entry?) throws -> Evaluation.Result {
      let files = MemoryArtifacts(entry.map { [path: $0] } ?? [:])
      return try #require(
        try ContractText.evaluate("\"path\": \"\(path)\", \(rule)", in: files).results.first)
    }
    let cases: [(MemoryArtifacts.Entry?, String, String)] = [
      (nil, "missing", "\(path): the file is missing"),
      (.notRegular("a folder"), "a folder", "\(path): it is a folder, not a regular file"),
      (
        .bytes(Array("# A\n".utf8) + [0x41, 0xFF]), "not UTF-8",
        "\(path):2:2: the text is not UTF-8"
      ),
    ]
    for (entry, found, line) in cases {
      let result = try result(entry)
      #expect(result.outcome == .fail, sourceLocation: sourceLocation)
      #expect(result.found == found, sourceLocation: sourceLocation)
      #expect(result.lines == [line], sourceLocation: sourceLocation)
    }
    let unreadable = try result(.unreadable("permission denied"))
    #expect(
      unreadable.outcome == .error("\(path): permission denied"), sourceLocation: sourceLocation)
    let words = "\(path): 16777217 bytes, and a rule reads at most 16777216 of a text"
    let tooLong = try result(.tooLong(Artifact.textLimit + 1))
    #expect(tooLong.outcome == .error(words), sourceLocation: sourceLocation)
    #expect(tooLong.findings.isEmpty, sourceLocation: sourceLocation)
  }

  /// The longest text that a rule reads: a part over and over, and an end.
  static func longest(of part: String, end: String = "") -> [UInt8] {
    let part = Array(part.utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Artifact.textLimit)
    while bytes.count + part.count + end.utf8.count <= Artifact.textLimit { bytes += part }
    bytes += [UInt8](repeating: 0x0A, count: Artifact.textLimit - bytes.count - end.utf8.count)
    return bytes + Array(end.utf8)
  }
}
