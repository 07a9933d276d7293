package import Verification

/// What git remembers of one repository, as a verification asks for it.
///
/// One git stays open for all blobs that are read.
package final class GitHistory: HistorySource {
  /// Nil where the root is in no git repository.
  private let git: Git?
  private let reader: BlobReader?
  private var known: HistoryFacts?

  package init(_ git: Git?) {
    self.git = git
    reader = git.map { BlobReader($0) }
  }

  package func facts() throws(EvidenceError) -> HistoryFacts {
    if let known { return known }
    let facts = try asking { (git) throws(GitError) in try git.facts() }
    let known = HistoryFacts(
      head: facts.head, isShallow: facts.isShallow, isPartial: facts.isPartial)
    self.known = known
    return known
  }

  package func tree(
    of commit: String, under folders: [String], _ visit: ([UInt8], String) -> Void
  ) throws(EvidenceError) {
    try asking { (git) throws(GitError) in
      try git.tree(of: commit, under: folders) { path, mode, id in
        if mode == .file || mode == .executable { visit(path, id) }
      }
    }
  }

  package func versions(
    in commit: String, under folders: [String], _ visit: ([UInt8], String) -> Void
  ) throws(EvidenceError) {
    try asking { (git) throws(GitError) in
      try git.history(of: commit, under: folders, visit)
    }
  }

  package func sizes(of blobs: [String]) throws(EvidenceError) -> [Int?] {
    guard !blobs.isEmpty else { return [] }
    return try asking { (git) throws(GitError) in try git.sizes(of: blobs) }
  }

  package func read(
    _ blobs: [String], piece: (Int, UnsafeRawBufferPointer) -> Void, done: (Int) -> Void
  ) throws(EvidenceError) {
    guard !blobs.isEmpty else { return }
    let reader = reader
    try asking { (_) throws(GitError) in
      try reader?.read(blobs) { index, event in
        switch event {
        case .missing, .start: break
        case .piece(let bytes): piece(index, bytes)
        case .end: done(index)
        }
      }
    }
  }

  package func changes(since commit: String) throws(EvidenceError) -> [[UInt8]] {
    try asking { (git) throws(GitError) in try git.changes(since: commit) }
  }

  package func ignored(among paths: [String]) throws(EvidenceError) -> Set<[UInt8]> {
    try asking { (git) throws(GitError) in try git.ignored(paths) }
  }

  /// Finds the commit that a revision names; nil where it names none.
  package func commit(named revision: String) throws(EvidenceError) -> String? {
    try asking { (git) throws(GitError) in try git.commit(named: revision) }
  }

  /// Finds where two commits parted; nil where the history at hand does not say.
  package func mergeBase(_ a: String, _ b: String) throws(EvidenceError) -> String? {
    try asking { (git) throws(GitError) in try git.mergeBase(a, b) }
  }

  private func asking<Answer>(
    _ question: (Git) throws(GitError) -> Answer
  ) throws(EvidenceError) -> Answer {
    guard let git else {
      throw EvidenceError(
        what: "this is not a git repository", cure: "verify in a clone of the repository")
    }
    do { return try question(git) } catch {
      let cure: String
      switch error {
      case .notInstalled: cure = "install git"
      case .notARepository: cure = "verify in a clone of the repository"
      default: cure = "git fsck"
      }
      throw EvidenceError(what: error.description, cure: cure)
    }
  }
}
