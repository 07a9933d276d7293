package import Records
import Text

/// The two lines that commit what passed; the tool itself never commits.
package struct CommitLines: Sendable {
  package let add: String
  package let commit: String

  /// The lines for standing attempts: the record, the contracts that judged, every file that they vouch for.
  ///
  /// Without an attempt they commit the record alone. `root` is the way from the working directory to the root, nil where they
  /// are the same.
  package init(_ attempts: [Attempt], in record: RunRecord, from root: String? = nil) {
    let header = record.header
    var paths = [RunPaths(header.id).record]
    for attempt in attempts {
      // Also what a rule came to without being required: a clone must have all that was judged.
      let files = attempt.artifacts.filter { $0.file.sha256 != nil }.map {
        PathTemplate.filed($0.file.path, in: header.workflow.artifactPath)
      }
      for path in [attempt.contract.path] + files where !paths.contains(path) {
        paths.append(path)
      }
    }
    // A path that begins with a hyphen would be read as an option.
    let words = paths.map { $0.utf8.first == 0x2D ? "./" + $0 : $0 }
    let git = root.map { "git -C \(ShellWord.quoted($0))" } ?? "git"
    add = "\(git) add " + words.map(ShellWord.quoted).joined(separator: " ")
    commit = "\(git) commit -m " + ShellWord.quoted(Self.message(attempts, in: record))
  }

  private static func message(_ attempts: [Attempt], in record: RunRecord) -> String {
    let slug = record.header.workflow.slug
    guard let first = attempts.first else {
      return "Record the \(record.state.status.rawValue) run of \(slug)"
    }
    guard attempts.count == 1, let gate = record.state.gate(first.key.gate) else {
      return "Pass \(attempts.map(\.key.gate.description).joined(separator: ", ")) of \(slug)"
    }
    return "Pass \(gate.id) \(gate.name) of \(slug)"
  }

  /// Both as one command line.
  package var line: String { "\(add) && \(commit)" }
}
