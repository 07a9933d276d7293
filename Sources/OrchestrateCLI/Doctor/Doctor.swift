import Host
import JSONDocument
import Records
import Runs
import Text

/// Looks a repository over: what keeps runs from going well, what may lose work, and how to mend it.
struct Doctor {
  let call: Call
  let root: RepositoryRoot
  let folder: Folder
  let git: Git?
  let store: RunStore

  init(_ call: Call) throws {
    self.call = call
    root = try call.root()
    folder = try Folder(root: root.path)
    let environment = call.surroundings.environment
    git = root.hasGit ? Git(root: root.path, environment: environment) : nil
    store = RunStore(root: folder)
  }

  /// Every finding, in the order in which they should be mended.
  func examine() -> [Diagnosis] {
    let setup = gitChecks + folderChecks
    guard case .other(.folder)? = try? folder.status(of: "orchestration") else {
      return setup + configurationChecks + [roomCheck]
    }
    let records = RecordsSeen(self)
    return setup + definitionChecks + configurationChecks + schemaChecks + lineChecks
      + committedChecks(records.runs) + records.diagnoses + [clockCheck(records.newest), roomCheck]
      + secretChecks
  }

  /// The moment.
  func now() -> Instant { call.surroundings.now() }
}

// MARK: Git and folders

extension Doctor {
  private var gitChecks: [Diagnosis] {
    guard let git else {
      return [
        .warning(
          "git", "there is no git here: records cannot be committed, and verify has no history",
          mend: "git init")
      ]
    }
    do {
      let facts = try git.facts()
      let head = facts.head.map { "HEAD is \($0.prefix(12))" } ?? "there is no commit yet"
      var found = [Diagnosis.ok("git", "git answers; \(head)")]
      if facts.isShallow {
        found.append(
          .warning(
            "history", "the history was cut when it was fetched, so verify cannot find all of it",
            mend: "git fetch --unshallow"))
      }
      if case .regular? = try? folder.status(of: ".git/index.lock") {
        found.append(
          .warning(
            "index", "another git is at work here, or one crashed and left .git/index.lock",
            mend: "wait for it; where none runs: rm .git/index.lock"))
      }
      return found
    } catch {
      return [
        error == .notInstalled
          ? .failure("git", error.description, mend: "install git") : Diagnosis("git", error)
      ]
    }
  }

  private var folderChecks: [Diagnosis] {
    var found: [Diagnosis] = []
    for path in ["orchestration", "workflows", RunPaths.runs] {
      do {
        switch try folder.status(of: path) {
        case .missing where path == RunPaths.runs: break
        case .missing:
          found.append(.failure("folders", "\(path)/ is missing", mend: "orchestrate init"))
        case .other(.folder):
          if !folder.isWritable(path) {
            found.append(
              .failure("folders", "\(path)/ cannot be written to", mend: "chmod u+wx \(path)"))
          }
        case .other(let kind):
          found.append(
            .failure("folders", "\(path) is \(kind), not a folder", mend: "make it a folder"))
        case .regular:
          found.append(.failure("folders", "\(path) is a file", mend: "make it a folder"))
        }
      } catch { found.append(Diagnosis("folders", error)) }
    }
    return found.isEmpty ? [.ok("folders", "all folders can be written to")] : found
  }
}

// MARK: Clock and room

extension Doctor {
  /// The first moment at which this tool can have been used: 1 January 2025.
  private static let earliest: Int64 = 1_735_689_600_000

  private func clockCheck(_ newest: Instant?) -> Diagnosis {
    let now = now()
    if now.milliseconds < Self.earliest {
      return .failure("clock", "the clock says \(now), which is long ago", mend: "set the clock")
    }
    if let newest, now.milliseconds < newest.milliseconds - Session.clockTolerance {
      return .warning(
        "clock", "the clock says \(now), and the newest event of a run is of \(newest)",
        mend: "set the clock, or ask whose clock was wrong")
    }
    return .ok("clock", "the clock says \(now)")
  }

  private var roomCheck: Diagnosis {
    guard let room = folder.room() else {
      return Diagnosis("disk", FileError(.look, ".", .other))
    }
    let size = room.bytes >> 30 > 9 ? "\(room.bytes >> 30) GiB" : "\(room.bytes >> 20) MiB"
    let what = "the disk has room for \(size)"
    if room.bytes < 1 << 20 || room.files.map({ $0 < 16 }) == true {
      let files = room.files.map { " and \(Count.of(Int(clamping: $0), "file"))" } ?? ""
      return .failure("disk", "the disk is full: room for \(size)\(files)", mend: "make room")
    }
    return room.bytes < Session.scarceBytes
      ? .warning("disk", what, mend: "make room") : .ok("disk", what)
  }
}
