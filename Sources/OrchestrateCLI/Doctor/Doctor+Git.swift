import Host
import Records
import Runs

// MARK: What git keeps and leaves alone

extension Doctor {
  /// The lines of `.gitignore` and `.gitattributes`.
  var lineChecks: [Diagnosis] {
    [(GitLines.ignore, "ignore"), (.attributes, "attributes")].map { wanted, check in
      do {
        let isFree = try folder.isFree(wanted.path)
        let bytes = isFree ? [] : try folder.read(wanted.path, limit: 1 << 20)
        let missing = wanted.missing(from: bytes)
        guard !missing.isEmpty else {
          return .ok(check, "\(wanted.path) has the lines that runs need")
        }
        let count = Count.of(missing.count, "line")
        return .warning(
          check, "\(wanted.path) lacks \(count) that runs need: \(missing.joined(separator: "; "))",
          mend: "orchestrate doctor --fix",
          cure: Diagnosis.Cure(what: "add \(count) to \(wanted.path)") {
            try folder.replace(wanted.path, wanted.added(to: bytes))
          })
      } catch { return Diagnosis(check, error) }
    }
  }

  /// Logs that are committed, and records that cannot be.
  func committedChecks(_ runs: [RunID]) -> [Diagnosis] {
    guard let git else { return [] }
    do {
      let tracked = try git.tracked(below: RunPaths.runs)
      let logs = tracked.filter { path in
        let parts = path.split(separator: 0x2F)
        return parts.count > 4 && parts[3].elementsEqual("logs".utf8)
      }
      var found: [Diagnosis] = []
      if !logs.isEmpty {
        found.append(
          .failure(
            "logs",
            "\(Count.of(logs.count, "file")) of logs/ in git, which may hold what no one should read",
            mend: "git rm -r --cached --quiet -- '\(RunPaths.runs)/*/logs/*'"))
      }
      if let run = runs.last, try !git.ignored([RunPaths(run).runFile]).isEmpty {
        found.append(
          .failure(
            "records", "git is told to ignore \(RunPaths(run).runFile), so it cannot be committed",
            mend: "git check-ignore -v \(RunPaths(run).runFile)"))
      }
      return found.isEmpty ? [.ok("logs", "no logs are in git")] : found
    } catch { return error == .notInstalled ? [] : [Diagnosis("logs", error)] }
  }
}
