import Records
package import Verification

/// The page `logs/insight.md`: what a run took and what to look at, for a person.
package struct InsightMarkdown: Sendable {
  package let lines: [String]

  package init(_ digest: RunDigest) {
    var lines = ["# " + InsightWords.title(digest).markdown, ""]
    lines += InsightWords.facts(digest).map { "- " + $0.markdown }
    for section in InsightWords.sections(digest) {
      lines += ["", "## \(section.title)", ""]
      lines += section.lines.map {
        String(repeating: "  ", count: $0.depth) + "- " + $0.phrase.markdown
      }
    }
    self.lines = lines
  }

  /// The bytes of the page.
  package var file: [UInt8] { Array(lines.map { $0 + "\n" }.joined().utf8) }
}
