/// The forms in which `verify` can answer; the raw value is what `--format` takes.
package enum ReportFormat: String, Sendable, CaseIterable {
  /// For a person.
  case text
  /// One object, for programs.
  case json
  /// Workflow commands of GitHub Actions, which become annotations.
  case github
  /// JUnit XML as Jenkins reads it.
  case junit
  /// SARIF 2.1.0.
  case sarif
  /// The code quality report of GitLab.
  case gitlab
  /// For a step summary or a comment.
  case markdown
}
