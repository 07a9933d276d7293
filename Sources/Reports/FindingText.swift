import Records
import Verification

/// A finding of `verify` as lines that are harmless to show, wherever they go.
enum FindingText {
  /// The first line, which greps well, then what is known besides.
  static func block(_ finding: VerificationFinding) -> [String] {
    let place = finding.line.map { "\(path(finding)):\($0)" } ?? path(finding)
    let title = "\(place): \(finding.level.rawValue)[\(finding.id.rawValue)] \(finding.message)"
    return [Visible.line(title)] + details(finding).map { "  \($0)" }
  }

  /// What is known beside the message, each fact on a line; run and attempt only where the path does not name them.
  static func details(_ finding: VerificationFinding) -> [String] {
    let path = Array(finding.path.utf8)
    func unlessNamed(_ text: String?) -> String? {
      text.flatMap { path.contains(Array($0.utf8)) ? nil : $0 }
    }
    let isNamed = finding.attempt.map { unlessNamed($0.record) == nil } ?? true
    let facts: [(name: String, value: String?)] = [
      ("run", unlessNamed(finding.run)),
      ("attempt", isNamed ? nil : finding.attempt.map { "\($0.number) of \($0.gate)" }),
      ("expected", finding.expected), ("found", finding.found),
      ("recorded by", finding.recordedBy), ("next", finding.next),
    ]
    return facts.compactMap { name, value in value.map { Visible.line("\(name): \($0)") } }
  }

  /// The path; the root has none, and is shown as a dot.
  private static func path(_ finding: VerificationFinding) -> String {
    finding.path.utf8.isEmpty ? "." : finding.path
  }

  /// The path as a reference that stays below the root in every reader: what would lead out is shown as its number.
  static func relativePath(_ finding: VerificationFinding) -> String {
    let segments = path(finding).utf8.split(separator: 0x2F, omittingEmptySubsequences: false)
    guard segments.count > 1 || finding.path.utf8.elementsEqual("..".utf8) else {
      return Visible.line(path(finding))
    }
    let shown = segments.enumerated().map { index, segment in
      switch String(decoding: segment, as: UTF8.self) {
      case "": index == 0 ? "\\u{2f}" : ""
      case ".": "\\u{2e}"
      case "..": "\\u{2e}\\u{2e}"
      case let name: Visible.line(name)
      }
    }
    return shown.joined(separator: "/")
  }

  /// The line, from 1, for formats that need one.
  static func line(_ finding: VerificationFinding) -> Int { max(1, finding.line ?? 1) }
}
