import Host
import Records
import Runs

/// The files of the repository as they were seen at one moment.
struct FilesSeen {
  let stamps: [String: FileStamp]
  /// The commit that was checked out.
  let commit: String
}

extension Session {
  /// The files that git tracks or would track, but for records, as they are now.
  func filesSeen() throws -> FilesSeen {
    guard let git, let commit = try git.head() else { throw SessionError.needsCommit }
    return FilesSeen(stamps: try stamps(git), commit: commit)
  }

  /// The files that were written, made or removed since, in the order of their paths.
  func changes(since before: FilesSeen) throws -> [ChangedFile] {
    guard let git else { throw SessionError.needsCommit }
    let after = try stamps(git)
    let paths = Set(before.stamps.keys).union(after.keys).filter { before.stamps[$0] != after[$0] }
    guard !paths.isEmpty else { return [] }
    let lines = try git.lineCounts(since: before.commit)
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { path in
      ChangedFile(path: path, lines: lines[path] ?? folder.lineCount(of: path))
    }
  }

  private func stamps(_ git: Git) throws -> [String: FileStamp] {
    let records = Array((RunPaths.runs + "/").utf8)
    var stamps: [String: FileStamp] = [:]
    for path in try git.files(under: []) where !path.starts(with: records) {
      let name = String(decoding: path, as: UTF8.self)
      stamps[name] = folder.stamp(of: name)
    }
    return stamps
  }
}
