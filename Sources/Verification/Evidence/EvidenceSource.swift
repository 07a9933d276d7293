package import Contracts
package import Text

/// The port through which a verification reads the working tree.
///
/// Nothing of it writes, and nothing that a record or contract names is run.
package protocol EvidenceSource: Sendable {
  /// The names of the folders in `orchestration/runs`, in the order of their bytes.
  func runs() throws(EvidenceError) -> [String]

  /// What the folder of a run holds.
  func folder(of run: String) -> RunFolder

  /// Files of the working tree with their contents, each opened once and never through a link.
  ///
  /// Of a file with more than `Artifact.textLimit` bytes there is the digest alone.
  func files(at paths: [RepositoryPath]) -> [Artifact.State]

  /// The regular files of the working tree that match a pattern, as the rules of a contract see them.
  func files(matching pattern: String) throws(EvidenceError) -> [RepositoryPath]

  /// The folders of the working tree that match a pattern, in the order of their bytes, and what stands in for one.
  func folders(matching pattern: String) throws(EvidenceError) -> [FolderMatch]

  /// What could not be read of all that was asked for so far: paths in the order of their bytes, each with the reason.
  func unread() -> [(path: String, why: String)]

  /// Does one piece of work for each number below a count, on all processors; the answers stand in order.
  func concurrently<Answer: Sendable>(
    _ count: Int, _ work: @Sendable (Int) -> Answer
  ) -> [Answer]
}

/// A folder that a pattern matches.
package struct FolderMatch: Sendable, Hashable {
  /// Its path; what is not UTF-8 in it is replaced.
  package let name: String
  /// Nil for a link that leads to a folder, and for a name that no record can hold.
  package let path: RepositoryPath?

  package init(name: String, path: RepositoryPath?) {
    self.name = name
    self.path = path
  }
}

extension EvidenceSource {
  /// One file of the working tree with its contents.
  func file(at path: RepositoryPath) -> Artifact.State {
    files(at: [path]).first ?? .missing
  }
}

/// The port through which a verification asks what git remembers.
package protocol HistorySource {
  /// What the repository is; throws where git cannot be asked.
  func facts() throws(EvidenceError) -> HistoryFacts

  /// Every file of a commit below some folders.
  func tree(
    of commit: String, under folders: [String], _ visit: (_ path: [UInt8], _ blob: String) -> Void
  ) throws(EvidenceError)

  /// Every version that files below some folders ever had in the history of a commit, the newest first, perhaps repeated.
  func versions(
    in commit: String, under folders: [String], _ visit: (_ path: [UInt8], _ blob: String) -> Void
  ) throws(EvidenceError)

  /// The lengths of blobs in bytes; nil for one that is not at hand.
  func sizes(of blobs: [String]) throws(EvidenceError) -> [Int?]

  /// Reads blobs one after another through one process, in pieces; `done` follows the last piece of each that is at hand.
  func read(
    _ blobs: [String], piece: (_ index: Int, _ bytes: UnsafeRawBufferPointer) -> Void,
    done: (_ index: Int) -> Void
  ) throws(EvidenceError)

  /// The paths that differ between a commit and the working tree.
  func changes(since commit: String) throws(EvidenceError) -> [[UInt8]]

  /// The files of the working tree below some folders that are tracked or may be, as git does not ignore them.
  func files(under folders: [String]) throws(EvidenceError) -> [[UInt8]]

  /// Those of some paths that git ignores.
  func ignored(among paths: [String]) throws(EvidenceError) -> Set<[UInt8]>
}

/// What a repository is, as far as its history can testify.
package struct HistoryFacts: Sendable, Equatable {
  /// The commit that is checked out; nil where there is none yet.
  package let head: String?
  package let isShallow: Bool
  package let isPartial: Bool

  package init(head: String?, isShallow: Bool, isPartial: Bool) {
    self.head = head
    self.isShallow = isShallow
    self.isPartial = isPartial
  }

  /// Why a missing version proves nothing, with the command that fetches the rest; nil where the history is whole.
  package var cut: (why: String, cure: String)? {
    if isShallow { return ("this is a shallow clone", "git fetch --unshallow") }
    if isPartial {
      return ("this is a partial clone", "git fetch --refetch --no-filter")
    }
    return nil
  }
}

/// A question of the verification that got no answer.
package struct EvidenceError: Error, Sendable {
  package let what: String
  package let cure: String
  /// Says whether there is no git to ask, as opposed to one that failed.
  package let isWithoutGit: Bool

  package init(what: String, cure: String, isWithoutGit: Bool = false) {
    self.what = what
    self.cure = cure
    self.isWithoutGit = isWithoutGit
  }
}
