import Contracts
package import Verification

/// What git remembers of one repository, as a verification asks for it.
///
/// One git stays open for all blobs that are read.
package final class GitHistory: HistorySource {
  /// Nil where the root is in no git repository.
  private let git: Git?
  private let reader: BlobReader?
  private var known: HistoryFacts?
  /// What was asked up to now, in order, and how long each answer took to come and be read.
  package private(set) var questions: [(about: String, took: Duration)] = []

  package init(_ git: Git?) {
    self.git = git
    reader = git.map { BlobReader($0) }
  }

  package func facts() throws(EvidenceError) -> HistoryFacts {
    if let known { return known }
    let facts = try asking("what the repository is") { (git) throws(GitError) in try git.facts() }
    let known = HistoryFacts(
      head: facts.head, isShallow: facts.isShallow, isPartial: facts.isPartial)
    self.known = known
    return known
  }

  package func tree(
    of commit: String, under folders: [String], _ visit: ([UInt8], String) -> Void
  ) throws(EvidenceError) {
    try asking("the files of a commit") { (git) throws(GitError) in
      try git.tree(of: commit, under: folders) { path, mode, id in
        if mode == .file || mode == .executable { visit(path, id) }
      }
    }
  }

  package func versions(
    in commit: String, under folders: [String], _ visit: ([UInt8], String) -> Void
  ) throws(EvidenceError) {
    try asking("every version") { (git) throws(GitError) in
      try git.history(of: commit, under: folders, visit)
    }
  }

  package func sizes(of blobs: [String]) throws(EvidenceError) -> [Int?] {
    guard !blobs.isEmpty else { return [] }
    return try asking("lengths") { (git) throws(GitError) in try git.sizes(of: blobs) }
  }

  package func read(
    _ blobs: [String], piece: (Int, UnsafeRawBufferPointer) -> Void, done: (Int) -> Void
  ) throws(EvidenceError) {
    guard !blobs.isEmpty else { return }
    let reader = reader
    try asking("contents") { (_) throws(GitError) in
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
    try asking("what has changed") { (git) throws(GitError) in
      let files = try git.changedFiles(since: commit)
      let same = try unchanged(among: files, in: git)
      return files.indices.filter { !same.contains($0) }.map { files[$0].path }
    }
  }

  /// The places of files that git named for their times alone, as in a copied tree: their contents are the blob's.
  private func unchanged(
    among files: [(path: [UInt8], unsure: String?)], in git: Git
  ) throws(GitError) -> Set<Int> {
    let unsure = files.indices.filter { files[$0].unsure != nil }
    guard !unsure.isEmpty, let reader, let root = try? Folder(root: git.root) else { return [] }
    var same: Set<Int> = []
    var blob: [UInt8] = []
    var isTooLong = false
    try reader.read(unsure.map { files[$0].unsure ?? "" }) { index, event in
      switch event {
      case .missing: break
      case .start(let bytes):
        blob = []
        isTooLong = bytes > Artifact.textLimit
      case .piece(let bytes): if !isTooLong { blob.append(contentsOf: bytes) }
      case .end:
        let place = unsure[index]
        guard !isTooLong, let path = String(validating: files[place].path, as: UTF8.self),
          let bytes = try? root.read(path, limit: Artifact.textLimit),
          bytes == blob
        else { return }
        same.insert(place)
      }
    }
    return same
  }

  package func files(under folders: [String]) throws(EvidenceError) -> [[UInt8]] {
    try asking("the files of the tree") { (git) throws(GitError) in try git.files(under: folders) }
  }

  package func ignored(among paths: [String]) throws(EvidenceError) -> Set<[UInt8]> {
    try asking("what is ignored") { (git) throws(GitError) in try git.ignored(paths) }
  }

  /// Finds the commit that a revision names; nil where it names none.
  package func commit(named revision: String) throws(EvidenceError) -> String? {
    try asking("a revision") { (git) throws(GitError) in try git.commit(named: revision) }
  }

  /// Finds where two commits parted, in several places where branches were merged crosswise; nowhere where the history at hand does
  /// not say.
  package func mergeBases(_ a: String, _ b: String) throws(EvidenceError) -> [String] {
    try asking("merge bases") { (git) throws(GitError) in try git.mergeBases(a, b) }
  }

  /// Says whether a revision names several things, of which git would silently take one.
  package func isAmbiguous(_ revision: String) throws(EvidenceError) -> Bool {
    try asking("a revision") { (git) throws(GitError) in try git.isAmbiguous(revision) }
  }

  private func asking<Answer>(
    _ about: String, _ question: (Git) throws(GitError) -> Answer
  ) throws(EvidenceError) -> Answer {
    let start = ContinuousClock.now
    defer { questions.append((about, start.duration(to: .now))) }
    guard let git else {
      throw EvidenceError(
        what: "this is not a git repository", cure: "verify in a clone of the repository",
        isWithoutGit: true)
    }
    do { return try question(git) } catch {
      let cure: String
      switch error {
      case .notInstalled: cure = "install git"
      case .notARepository: cure = "verify in a clone of the repository"
      default: cure = "git fsck"
      }
      throw EvidenceError(
        what: error.description, cure: cure,
        isWithoutGit: error == .notInstalled || error == .notARepository)
    }
  }
}
