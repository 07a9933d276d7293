import Contracts
import Records
import Text

/// A place in a file as messages name it: `path:line:column`, or the path alone.
enum Place {
  static func text(_ path: String, line: Int?, column: Int?) -> String {
    guard let line, let column else { return path }
    return "\(path):\(line):\(column)"
  }

  static func text(_ finding: Attempt.Finding) -> String {
    text(finding.path, line: finding.line, column: finding.column)
  }

  static func text(_ finding: Finding) -> String {
    text(finding.path, line: finding.position?.line, column: finding.position?.column)
  }
}
