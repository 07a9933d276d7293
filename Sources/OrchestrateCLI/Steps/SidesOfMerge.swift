import Host
import Records
import Runs

extension Session {
  /// The commits that have the record of a run without the markers that a merge left in it: one for each side, ours first.
  ///
  /// Where the merge was committed with its markers, they are its parents. Empty where git cannot say.
  func sidesOfMerge(in run: RunID) -> [String] {
    guard let git else { return [] }
    do {
      var dirty: String?
      for commit in try git.commits(changing: RunPaths(run).record) {
        guard try isWhole(run, at: commit, git) else {
          dirty = commit
          continue
        }
        guard let dirty else { break }
        return try whole(["\(dirty)^1", "\(dirty)^2"], run, git)
      }
      if let dirty { return try whole(["\(dirty)^2"], run, git) }
      let others = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD", "REVERT_HEAD"]
      let heads = zip(others, try git.objects(others)).filter { $1 != nil }.map(\.0)
      return ["HEAD"] + heads.prefix(1)
    } catch {
      return []
    }
  }

  /// The ids of those revisions that have the record without markers, in short.
  private func whole(
    _ revisions: [String], _ run: RunID, _ git: Git
  ) throws(GitError) -> [String] {
    var commits: [String] = []
    for case let object? in try git.objects(revisions)
    where try isWhole(run, at: object.id, git) {
      commits.append(String(object.id.prefix(12)))
    }
    return commits
  }

  private func isWhole(_ run: RunID, at commit: String, _ git: Git) throws(GitError) -> Bool {
    var ids: [String] = []
    try git.tree(of: commit, under: [RunPaths(run).record]) { _, _, id in ids.append(id) }
    let files = try git.blobs(ids)
    return !files.isEmpty
      && files.allSatisfy { bytes in
        !(bytes ?? []).split(separator: 0x0A).contains { $0.starts(with: "<<<<<<< ".utf8) }
      }
  }
}
