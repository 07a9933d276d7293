import Host
import Records
import Runs

/// What is looked at before a command changes a run: a few system calls, no program.
///
/// It stops nothing, as each thing that is wrong is refused where it matters; it says at most one line.
extension Session {
  /// Below so many bytes of room somebody should make some.
  static var scarceBytes: Int64 { 16 << 20 }
  /// How far the clock may be behind a record, in milliseconds: clocks of two machines differ a little.
  static var clockTolerance: Int64 { 60_000 }

  /// Says what is likely to go wrong.
  func preflight() {
    warnsAhead = true
    if let room = folder.room(), room.bytes < Self.scarceBytes {
      warnAhead("the disk has room for \(room.bytes >> 20) MiB; 'orchestrate doctor' tells more")
    } else if root.hasGit, !ignoresLogs {
      warnAhead(
        "no line of .gitignore keeps \(RunPaths.runs)/*/logs/ out of commits; add it with: orchestrate doctor --fix"
      )
    }
  }

  /// Says where the clock is behind what a run has recorded, which verification will tell for ever.
  func warnOfClock(before record: RunRecord) {
    guard warnsAhead, let last = record.events.map(\.at).max(),
      now().milliseconds < last.milliseconds - Self.clockTolerance
    else { return }
    warnAhead("the clock says \(now()), and the run's newest event is of \(last); set the clock")
  }

  private func warnAhead(_ words: String) {
    guard warnsAhead else { return }
    warnsAhead = false
    frame.say("warning: \(words)")
  }

  /// Whether a file that git reads has a line about logs; what such a line means in full, only git knows.
  private var ignoresLogs: Bool {
    let files = [GitLines.ignore.path, "orchestration/.gitignore", "\(RunPaths.runs)/.gitignore"]
    let logs = Array("logs".utf8)
    return (files + [".git/info/exclude"]).contains { path in
      guard let bytes = try? folder.read(path, limit: 1 << 20) else { return false }
      return bytes.split(separator: 0x0A).contains { line in
        line.first != 0x23 && line.indices.contains { line[$0...].starts(with: logs) }
      }
    }
  }
}
