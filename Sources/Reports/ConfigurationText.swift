package import Runs
import Text

/// The configuration as a table for a person.
package enum ConfigurationText {
  /// A line for each key; then where the files belong.
  package static func lines(
    _ configuration: Configuration, showsOrigin: Bool, personalPath: String?
  ) -> [String] {
    let rows = configuration.entries.map { entry in
      [
        entry.setting.rawValue, Visible.line(entry.value?.text ?? "(\(entry.setting.otherwise))"),
        Visible.line(entry.origin.words),
      ]
    }
    let widths = (0..<2).map { column in rows.map { $0[column].unicodeScalars.count }.max() ?? 0 }
    let table = rows.map { row in
      let name = RunText.padded(row[0], widths[0])
      return showsOrigin
        ? "\(name)  \(RunText.padded(row[1], widths[1]))  \(row[2])" : "\(name)  \(row[1])"
    }
    return table + [
      "", "repository's file: \(ConfigurationFile.repositoryPath)",
      "person's file: \(personalPath.map(Visible.line) ?? "nowhere, as HOME is not set")",
    ]
  }
}
