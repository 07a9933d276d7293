import Records
import Verification

/// The attempts of runs on an axis of time, as a Mermaid gantt chart, which code hosts draw.
///
/// Mermaid's grammar has no quotes for the names in a gantt chart, and reads `:`, `;`, `#` and `%` in them as its own, so names
/// are cut down to letters, digits and a few marks. Each name follows a word of ours, since keywords count only where a line begins.
enum ReviewTimeline {
  /// The most attempts that are drawn: hosts refuse large charts, and nobody reads them.
  private static let most = 60

  /// The lines of the chart, without the fence; none where no attempt was made.
  static func lines(_ runs: [RunReview]) -> [String] {
    var lines: [String] = []
    var left = most
    for run in runs where !run.spans.isEmpty && left > 0 {
      let slug = run.header.workflow.slug
      // A second section of the same name would be drawn into the first.
      let isOnly = runs.count { $0.header.workflow.slug == slug } == 1
      lines.append("  section \(isOnly ? "\(slug)" : "\(run.header.id)")")
      lines += run.spans.prefix(left).map(task)
      left -= min(left, run.spans.count)
    }
    guard !lines.isEmpty else { return [] }
    let spans = runs.flatMap(\.spans)
    let start = spans.map(\.start.milliseconds).min() ?? 0
    let end = spans.map(\.end.milliseconds).max() ?? 0
    let axis = end - start < 2 * 86_400_000 ? "%H:%M" : "%Y-%m-%d"
    return [
      "gantt", "  dateFormat YYYY-MM-DD HH:mm:ss", "  axisFormat \(axis)", "  todayMarker off",
    ] + lines
  }

  /// How many attempts are not drawn.
  static func left(out runs: [RunReview]) -> Int {
    max(0, runs.reduce(0) { $0 + $1.spans.count } - most)
  }

  private static func task(_ span: RunReview.Span) -> String {
    let word = span.status?.rawValue ?? "OPEN"
    let tag = span.status.map { $0 == .pass ? "done" : "crit" } ?? "active"
    let name = named(span.gateName)
    let label =
      "\(word) \(span.key.gate)\(name.isEmpty ? "" : " \(name)") attempt \(span.key.number)"
    // A bar of no length is not drawn.
    let shortest = Instant(milliseconds: span.start.milliseconds + 1000) ?? span.start
    return "    \(label) :\(tag), \(moment(span.start)), \(moment(max(span.end, shortest)))"
  }

  /// A moment to the second, without a zone: hosts show it as it is written, which is UTC.
  private static func moment(_ instant: Instant) -> String {
    let text = Array(instant.description.utf8)
    return String(decoding: text[..<10], as: UTF8.self) + " "
      + String(decoding: text[11..<19], as: UTF8.self)
  }

  /// A name in letters, digits, spaces and harmless marks, at most 40 scalars.
  private static func named(_ name: String) -> String {
    var shown = String.UnicodeScalarView()
    var count = 0
    var isGap = false
    for scalar in name.unicodeScalars {
      guard count < 40 else { break }
      let isKept =
        scalar.properties.generalCategory.isLetterOrDigit || scalar == "-" || scalar == "."
      guard isKept else {
        isGap = !shown.isEmpty
        continue
      }
      if isGap { shown.append(" ") }
      isGap = false
      shown.append(scalar)
      count += 1
    }
    return String(shown)
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isLetterOrDigit: Bool {
    switch self {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .nonspacingMark, .spacingMark:
      true
    default: false
    }
  }
}
