import Records
package import Verification

/// The digest of a run as `inspect` prints it: its gates as a table, then what they mean.
package struct InsightText: Sendable {
  package let lines: [String]

  package init(_ digest: RunDigest) {
    let facts = InsightWords.facts(digest).map(\.plain)
    lines =
      [InsightWords.title(digest).plain] + facts + [""] + Self.table(digest)
      + Self.insight(digest)
  }

  /// The sections of the insight page, as `inspect` also gives them to a program.
  package static func insight(_ digest: RunDigest) -> [String] {
    InsightWords.sections(digest).flatMap { section in
      ["", "\(section.title):"]
        + section.lines.map { String(repeating: "  ", count: $0.depth + 1) + $0.phrase.plain }
    }
  }

  private static func table(_ digest: RunDigest) -> [String] {
    let rows = digest.stages.map { stage -> [String] in
      let isByRecord = stage.tries.contains { $0.duration?.clock == .record }
      return [
        InsightWords.name(stage).plain, stage.story.status.rawValue, "\(stage.tries.count)",
        stage.tries.isEmpty
          ? "-" : DurationWords.text(stage.milliseconds) + (isByRecord ? " *" : ""),
      ]
    }
    let all = [["gate", "status", "attempts", "time"]] + rows
    let widths = (0..<3).map { column in all.map { $0[column].unicodeScalars.count }.max() ?? 0 }
    let lines = all.map { row in
      "  " + zip(row, widths).map { RunText.padded($0, $1) }.joined(separator: "  ") + "  \(row[3])"
    }
    let isMarked = rows.contains { $0[3].utf8.last == UInt8(ascii: "*") }
    return lines
      + (isMarked ? ["  * by the times of the record, in which waiting is counted too"] : [])
  }
}
